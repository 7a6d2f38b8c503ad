"""What was refused once is archived as soon as it can be: over real servers, with a clock that only the rows feel."""

import re
from typing import Any

import pytest

from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, source, text, title


def outlet(new_outlet, count: int = 3) -> tuple[Any, dict[str, int]]:
    site = new_outlet()
    paths = {f"/news/story-{n}": n for n in range(count)}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, paths)
    return site, paths


def pass_days(desk, days: int) -> None:
    """Move all that the archive knows into the past."""
    columns = {
        "urls": ("first_seen_at", "last_listed_at", "last_tried_at", "next_try_at"),
        "polls": ("checked_at", "next_due_at"),
        "robots": ("fetched_at",),
    }
    for table, names in columns.items():
        moved = ", ".join(f"{n} = strftime('%Y-%m-%dT%H:%M:%SZ', {n}, '{-days:+} days')" for n in names)
        desk.change(f"update {table} set {moved}")


def articles(desk) -> int:
    return desk.query("select count(*) as n from articles")[0]["n"]


def test_the_full_text_of_a_feed_is_archived_although_its_pages_are_refused(desk, new_outlet) -> None:
    site = new_outlet()
    whole = [*text(1), *text(2), *text(5)]
    texts = {1: whole, 2: whole, 3: ["Read on."], 4: ["Read on."], 5: ["Read on."]}
    entries = {number: "".join(f"<p>{paragraph}</p>" for paragraph in text) for number, text in texts.items()}
    items = "".join(
        f"<item><title>{title(number)}</title><link>{site.url}/{number}</link><description></description>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        for number, body in entries.items()
    )
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    site.pages["/feed"] = Answer(f"<rss {namespace}><channel>{items}</channel></rss>".encode())
    site.pages |= {"/1": Answer(b"Forbidden", status=403), "/2": Answer(b"", status=451)}
    site.pages |= {"/3": Answer(b"Forbidden", status=403), "/4": Answer(b"Forbidden", status=401)}
    site.pages["/5"] = Answer(b"", status=302, headers={"Location": "/5", "Set-Cookie": "seen=1"})  # for ever
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["new"], run["rejected"]) == (1, 4)
    (row,) = desk.query("select title, text, url from articles")
    assert (row["title"], row["url"], row["text"].split("\n\n")) == (title(1), f"{site.url}/1", whole)
    assert [r["reason"] for r in desk.query("select reason from urls where state = 'blocked' order by url")] == [
        "http 451",
        "http 403",
        "http 401",
        "cookie required",
    ]


def test_a_repaired_pattern_admits_what_the_broken_one_refused_even_unlisted(desk, new_outlet) -> None:
    site, _ = outlet(new_outlet)
    site.pages |= {"/press/1": html(article(9)), "/press/2": html(article(8))}
    site.pages["/feed"] = feed(site, {"/news/story-0": 0, "/news/story-1": 1, "/press/1": 9, "/press/2": 8})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), article_url_re="/press/")]
    assert desk.crawl()["courier"]["new"] == 2
    site.pages["/feed"] = feed(site, {"/press/1": 9})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), article_url_re="/(press|news)/")]
    assert desk.crawl()["courier"]["new"] == 2
    assert set(desk.states().values()) == {"archived"}


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(b"", status=403),
        Answer(b"", status=404),
        Answer(b"", status=410),
        Answer(b"", status=451),
        html(b"<html><head><title>Loading</title></head><body><div id='app'></div><script>x()</script></body></html>"),
    ],
    ids=["403", "404", "410", "451", "empty shell"],
)
def test_what_a_site_refused_for_twenty_days_is_archived_afterwards(desk, new_outlet, refusal: Answer) -> None:
    site, paths = outlet(new_outlet)
    site.pages |= dict.fromkeys(paths, refusal)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    pass_days(desk, 20)
    desk.crawl()
    assert articles(desk) == 0
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, {})
    pass_days(desk, 1)
    desk.crawl()
    assert articles(desk) == 3


def test_a_robots_txt_that_opens_is_noticed(desk, new_outlet) -> None:
    site, _ = outlet(new_outlet)
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /news/\n")
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert set(desk.states().values()) == {"blocked"}
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow:\n")
    pass_days(desk, 1)
    assert desk.crawl()["courier"]["new"] == 3


def test_one_admitted_address_makes_those_due_that_were_refused_for_the_same_reason(desk, new_outlet) -> None:
    site, paths = outlet(new_outlet)
    site.pages |= dict.fromkeys(paths, Answer(b"", status=403))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    desk.change("update urls set next_try_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+30 days')")
    desk.change(f"update urls set next_try_at = '2026-01-01T00:00:00Z' where url = '{site.url}/news/story-0'")
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    desk.crawl()
    desk.crawl()
    assert articles(desk) == 3


def test_a_refusal_by_one_source_binds_no_other(desk, new_outlet) -> None:
    site, _ = outlet(new_outlet)
    narrow = source(site, "narrow", endpoint("feed", "/feed"), article_url_re="/never/")
    wide = source(site, "wide", endpoint("feed", "/feed"))
    desk.tables = [narrow, wide]
    desk.crawl("narrow", code=1)
    assert desk.crawl("wide")["wide"]["new"] == 3


def test_an_article_that_one_source_has_is_not_fetched_for_another(desk, new_outlet) -> None:
    site, _ = outlet(new_outlet)
    desk.tables = [source(site, name, endpoint("feed", "/feed")) for name in ("one", "other")]
    desk.crawl("one")
    site.log.clear()
    assert desk.crawl("other")["other"]["fetched"] == 0
    assert not [path for path in site.paths() if path.startswith("/news/")]


def test_a_run_with_a_wrong_clock_silences_nothing(desk, new_outlet) -> None:
    site, _ = outlet(new_outlet, 1)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    pass_days(desk, -400)
    site.pages["/news/story-7"] = html(article(7))
    site.pages["/feed"] = feed(site, {"/news/story-7": 7})
    assert desk.crawl("--due")["courier"]["new"] == 1


def test_crawl_again_asks_for_what_is_named(desk, new_outlet) -> None:
    site, paths = outlet(new_outlet)
    site.pages |= dict.fromkeys(paths, Answer(b"", status=403))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    assert desk.crawl()["courier"]["new"] == 0
    failed = desk.run(*desk.crawl_arguments("--again", "http 404"))
    assert failed.returncode == 2
    assert "http 403" in failed.stderr
    assert desk.crawl("--again", "http 403")["courier"]["new"] == 3


def test_another_focus_judges_again_what_was_irrelevant(desk, new_outlet) -> None:
    site, _ = outlet(new_outlet)
    body = article(1).replace(b"space", b"garden").replace(b"Space", b"Garden").replace(b"orbit", b"lawn")
    site.pages["/news/story-0"] = html(re.sub(rb"(?i)satellite|debris|launch|agency|treaty", b"tulip", body))
    site.pages["/feed"] = feed(site, {"/news/story-0": 0})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), focus="general")]
    desk.crawl()
    assert desk.states() == {"news/story-0": "irrelevant"}
    site.log.clear()
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), focus="space-policy")]
    desk.crawl()
    assert desk.states() == {"news/story-0": "archived"}
    assert "/news/story-0" not in site.paths()
