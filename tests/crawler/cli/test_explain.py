"""`spacebeat explain` and `extract`: what the archive knows of an address, and how a page was read."""

import json

import pytest

from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, source, text, title


@pytest.fixture
def archived(desk, new_outlet):
    site = new_outlet()
    site.pages |= {"/news/good": html(article(0)), "/news/wall": Answer(b"", status=403)}
    site.pages["/feed"] = feed(site, {"/news/good": 0, "/news/wall": 1})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    return site


def explained(desk, subject: str):
    return json.loads(desk.run("explain", subject, "--json").stdout)


def test_an_address_is_explained_by_its_state_its_captures_and_the_candidates_of_its_page(desk, archived) -> None:
    said = explained(desk, f"{archived.url}/news/good?utm_source=rss")
    assert [(one["source_id"], one["state"], one["found_by"]) for one in said["states"]] == [
        ("courier", "archived", "feed")
    ]
    assert [one["outcome"] for one in said["captures"]] == ["new"]
    chosen = {(one["field"], one["value"]) for one in said["explanation"]["candidates"] if one["chosen"]}
    assert {("title", title(0)), ("authors", "Ana Ruiz")} <= chosen
    kept = [block["text"] for block in said["explanation"]["blocks"] if block["kept"]]
    assert kept == text(0)
    likely = {block["kept"]: block["likelihood"] for block in said["explanation"]["blocks"] if block["likelihood"]}
    assert likely[True] > 0.5
    shown = desk.run("explain", f"{archived.url}/news/good").stdout
    assert "courier: archived, article 1" in shown
    assert "blocks: 3 of" in shown

    said = explained(desk, f"{archived.url}/news/wall")
    (state,) = said["states"]
    assert (state["state"], state["reason"], state["attempts"]) == ("blocked", "http 403", 1)
    assert "explanation" not in said
    shown = desk.run("explain", f"{archived.url}/news/wall").stdout
    assert f"asked once, last {state['last_tried_at']}; again {state['next_try_at']}" in shown

    shown = desk.run("explain", "https://spacenews.com/other/x").stdout
    assert "This address is not in the archive" in shown
    assert "catalogue: spacenews refuses it (outside article_url_re)" in shown


def test_a_page_in_a_file_is_read_without_an_archive(desk) -> None:
    page = desk.folder / "page.html"
    page.write_bytes(article(3, head="<link rel='canonical' href='https://courier.example/news/3'>"))
    desk.archive.unlink()
    done = desk.run("extract", str(page), "--json")
    read = json.loads(done.stdout)
    assert (read["title"], read["url"], read["authors"]) == (title(3), "https://courier.example/news/3", ["Ana Ruiz"])
    assert desk.run("extract", str(page)).stdout.startswith(title(3))
    page.write_bytes(page.read_bytes().replace(b"T12:30:00+00:00", b""))
    assert "\n2026-11-01\n" in desk.run("extract", str(page)).stdout  # no hour, where none is stated
    shown = desk.run("explain", str(page)).stdout
    assert "Read from https://courier.example/news/3" in shown
    assert not desk.archive.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("explain", "nothing.html"), 2, "nothing.html is neither a URL with http:// or https:// nor a file"),
        (("extract", "empty.html"), 1, "has no article: failed, no html; 'spacebeat explain' says more"),
    ],
)
def test_a_wrong_argument_is_one_line(desk, arguments, code, said) -> None:
    (desk.folder / "empty.html").write_bytes(b"")
    done = desk.run(*arguments)
    assert done.returncode == code
    assert said in done.stderr
