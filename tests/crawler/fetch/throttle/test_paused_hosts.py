"""A pause is not a failure: requests to the host wait until the pause is over."""

from tests.crawler.spiders.test_polling import stories
from tests.loopback import Answer
from tests.outlets import endpoint, feed, source

BUSY = Answer(status=429, headers={"Retry-After": "600"})


def paused_until(desk) -> str:
    (row,) = desk.query("select not_before from host_pauses")
    return row["not_before"]


def test_articles_of_a_paused_host_wait_including_the_one_that_caused_the_pause(desk, new_outlet) -> None:
    site = new_outlet()
    paths = stories(site, range(3))
    site.pages |= dict.fromkeys(paths, BUSY) | {"/feed": feed(site, paths)}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["outcome"], run["failed"]) == ("done", 0)
    rows = desk.query("select state, attempts, next_try_at from urls")
    assert rows == [{"state": "pending", "attempts": 0, "next_try_at": paused_until(desk)}] * 3
    assert sum(site.count(path) for path in paths) == 1


def test_endpoints_of_a_paused_host_are_due_after_the_pause(desk, new_outlet) -> None:
    site = new_outlet()
    paths = stories(site, range(2))
    site.pages |= {"/feed": BUSY, "/more": feed(site, paths)}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed") + endpoint("feed", "/more"))]
    desk.crawl(code=1)
    polls = {row["url"]: row for row in desk.query("select url, next_due_at, failures from polls")}
    more = polls[f"{site.url}/more"]
    assert (more["failures"], more["next_due_at"]) == (0, paused_until(desk))
    assert polls[f"{site.url}/feed"]["failures"] == 1
    assert "/more" not in site.paths()
