"""Articles on several pages: one article with the whole text, whatever happens on the way to its last page."""

import signal

import pytest

from tests.loopback import Answer, Site, wait_until
from tests.outlets import article, endpoint, feed, html, source, text

PARTS = (1, 2, 3)


def pager(number: int) -> str:
    others = "".join(f"<a href='/story{'' if n == 1 else f'/{n}'}'>{n}</a> " for n in PARTS if n != number)
    return f"<div class='pages'>{others}</div>"


def page(number: int) -> bytes:
    """Return part `number` of a story: separate paragraphs under the headline of the first."""
    own = article(number, extra="").decode().split("<div class='entry-content'>")[1]
    first = article(1).decode().split("<div class='entry-content'>")[0]
    return f"{first}<div class='entry-content'>{own}".replace("</main>", f"{pager(number)}</main>").encode()


def outlet(new_outlet, **answers: Answer) -> Site:
    site = new_outlet()
    site.pages = {"/story": html(page(1)), "/story/2": html(page(2)), "/story/3": html(page(3))}
    site.pages |= {f"/story/{name[4:]}": answer for name, answer in answers.items()}
    site.pages["/feed"] = feed(site, {"/story": 1})
    return site


def whole_text() -> list[str]:
    return [paragraph for number in PARTS for paragraph in text(number)]


def stored_text(desk) -> list[str]:
    return desk.query("select text from articles order by url like '%/story' desc")[0]["text"].split("\n\n")


def test_the_parts_of_an_article_are_fetched_and_joined(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["fetched"], run["new"]) == (1, 1)
    assert stored_text(desk) == whole_text()
    assert desk.query("select url, access from articles") == [{"url": f"{site.url}/story", "access": "full"}]
    assert set(desk.states().values()) == {"archived"}
    rows = desk.query("select part, part_of, next_part from captures order by id")
    assert [(row["part"], row["part_of"]) for row in rows] == [(None, None), (2, 1), (3, 1)]
    assert {row["next_part"] for row in rows} == {""}


def test_an_unchanged_article_costs_no_request_for_its_parts(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.log.clear()
    desk.crawl()
    assert not [path for path in site.paths() if path.startswith("/story")]


def test_other_articles_are_read_while_one_waits_for_its_parts(desk, new_outlet) -> None:
    site = outlet(new_outlet, part2=html(page(2), wait=1.5))
    site.pages |= {f"/{n}": html(article(n)) for n in range(5, 9)}
    site.pages["/feed"] = feed(site, {"/story": 1, **{f"/{n}": n for n in range(5, 9)}})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert desk.crawl()["courier"]["new"] == 5
    assert stored_text(desk) == whole_text()


def test_a_part_that_is_missing_leaves_an_excerpt(desk, new_outlet) -> None:
    site = outlet(new_outlet, part3=Answer(status=404))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert desk.crawl()["courier"]["new"] == 1
    assert stored_text(desk) == [*text(1), *text(2)]
    assert desk.query("select access from articles")[0]["access"] == "excerpt"
    assert desk.query("select next_part, part_failure from captures where part_failure <> ''") == [
        {"next_part": f"{site.url}/story/3", "part_failure": "http 404"}
    ]


def test_a_part_that_may_yet_be_had_is_waited_for(desk, new_outlet) -> None:
    site = outlet(new_outlet, part2=Answer(status=500))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert desk.crawl()["courier"]["new"] == 0
    assert desk.states() == {"story": "pending"}
    site.pages["/story/2"] = html(page(2))
    site.log.clear()
    desk.crawl()
    assert stored_text(desk) == whole_text()
    assert site.count("/story") == 0
    assert set(desk.states().values()) == {"archived"}


def test_a_part_that_is_forbidden_is_not_asked_for(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /story/3"
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert site.count("/story/3") == 0
    assert stored_text(desk) == [*text(1), *text(2)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_crawl_that_is_stopped_between_the_parts_goes_on_there(desk, new_outlet, number, code) -> None:
    site = outlet(new_outlet, part3=html(page(3), wait=3))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    process = desk.start(*desk.crawl_arguments())
    wait_until(lambda: site.count("/story/3"))
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == code
    site.pages["/story/3"] = html(page(3))
    site.log.clear()
    desk.crawl()
    assert stored_text(desk) == whole_text()
    assert site.count("/story") == site.count("/story/2") == 0


def test_a_pager_of_comments_is_not_followed_far(desk, new_outlet) -> None:
    site = new_outlet()
    comments = "".join(f"<a href='/story?page={n}'>{n}</a>" for n in range(1, 9))
    body = article(1).replace(b"</main>", f"<div class='comments'>{comments}</div></main>".encode())
    site.pages = {path: html(body) for path in ("/story", *(f"/story?page={n}" for n in range(2, 9)))}
    site.pages["/feed"] = feed(site, {"/story": 1})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert stored_text(desk) == text(1)
    assert desk.query("select access from articles")[0]["access"] == "full"
    assert site.count("/story?page=2") == 1
    assert site.count("/story?page=3") == 0


def test_a_change_on_a_further_page_is_a_revision_and_none_is_none(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    due = "update urls set next_try_at = '2020-01-01T00:00:00Z' where url like '%/story'"
    desk.change(due)
    assert desk.crawl()["courier"]["unchanged"] == 1
    site.pages["/story/3"] = html(page(3).replace(b"Opponents said", b"Nobody said"))
    desk.change(due)
    assert desk.crawl()["courier"]["revised"] == 1
    assert "Nobody said" in "\n\n".join(stored_text(desk))


def test_the_parts_of_a_changed_article_are_had_anew_and_the_old_state_keeps_its_own(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    changed = page(1).replace(b"Opponents said", b"Supporters said")
    site.pages |= {"/story": html(changed), "/story/2": html(page(2).replace(b"Opponents said", b"Nobody said"))}
    desk.change("update urls set next_try_at = '2020-01-01T00:00:00Z' where url like '%/story'")
    desk.crawl()
    joined = "\n\n".join(stored_text(desk))
    assert joined.count("Supporters said") == joined.count("Nobody said") == joined.count("Opponents said") == 1
    assert [row["number"] for row in desk.query("select number from revisions order by number")] == [1, 2]
    shown = desk.run("reextract", "--catalogue", str(desk.folder / "catalogue.toml"), "--only-catalogue")
    assert shown.returncode == 0, shown.stderr
    assert "Supporters" in "\n\n".join(stored_text(desk))


def test_a_part_that_may_not_be_kept_is_left_out(desk, new_outlet) -> None:
    reserved = page(2).replace(b"<head>", b"<head><meta name='tdm-reservation' content='1'>")
    site = outlet(new_outlet, part2=html(reserved))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl("--basis", "general")
    assert stored_text(desk) == text(1)
    assert desk.query("select part_failure from captures where part_failure <> ''") == [
        {"part_failure": "tdm reserved"}
    ]


def test_a_page_that_asks_not_to_follow_its_links_is_not_gone_beyond(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    site.pages["/story"] = html(page(1).replace(b"<head>", b"<head><meta name='robots' content='nofollow'>"))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert site.count("/story/2") == 0
