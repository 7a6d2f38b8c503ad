"""An endpoint that takes all the time it is given costs itself, and no other source of the crawl."""

from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, sitemap, source

# 0.9 MB, on which a parser of feeds spends minutes, as its time grows with the square of the depth.
DEEP = b"<rss version='2.0'><channel><item>" + b"<a>" * 900_000  # minutes of work for any parser of feeds


def test_a_hostile_feed_holds_up_no_other_source(desk, new_outlet) -> None:
    hostile = new_outlet()
    hostile.pages["/feed"] = Answer(DEEP, headers={"Content-Type": "application/rss+xml"})
    desk.tables = [source(hostile, "hostile", endpoint("feed", "/feed"))]
    for name, kind, listed in (("one", "feed", feed), ("two", "sitemap", sitemap)):
        site = new_outlet()
        paths = {f"/news/{name}-{n}": n for n in range(5)}
        site.pages |= {path: html(article(n, outlet=name)) for path, n in paths.items()}
        site.pages["/list"] = listed(site, paths)
        desk.tables.append(source(site, name, endpoint(kind, "/list")))
    runs = desk.crawl("--workers", "2", code=3)
    assert [runs[name]["new"] for name in ("one", "two")] == [5, 5]
    assert max(runs[name]["finished_at"] for name in ("one", "two")) < runs["hostile"]["finished_at"]
    reason = f"{hostile.url}/feed cannot be read: it took longer than 20 s"
    assert reason in runs["hostile"]["reason"]
    assert desk.query("select failures, reason, body_hash from polls where source_id = 'hostile'") == [
        {"failures": 1, "reason": reason, "body_hash": ""}
    ]
    assert "it took longer than 20 s" in " ".join(desk.run("status").stdout.split())
