"""An endpoint that has not changed is asked for little, and no sooner than it wants, for as long as it does not."""

from datetime import datetime

from tests.crawler.spiders.test_polling import poll, stories
from tests.loopback import Answer
from tests.outlets import conditional, endpoint, feed, source

SIX_HOURS = 6 * 3600


def conditions(site) -> list[str]:
    return [asked.headers.get("if-none-match", "") for asked in site.log if asked.path == "/feed"]


def wait(desk) -> float:
    """Return the seconds from the last poll to the next."""
    (row,) = desk.query("select checked_at, next_due_at from polls")
    return (datetime.fromisoformat(row["next_due_at"]) - datetime.fromisoformat(row["checked_at"])).total_seconds()


def test_one_whole_answer_in_six_is_enough(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    for _ in range(8):
        poll(desk)
    assert [bool(condition) for condition in conditions(site)] == [False, *[True] * 5, False, True]


def test_a_new_validator_of_the_same_feed_is_the_one_to_be_sent_back(desk, new_outlet) -> None:
    site = new_outlet()
    body = feed(site, stories(site, range(2)), validators=False).body
    site.pages["/feed"] = [Answer(body), Answer(body, headers={"ETag": '"moved"'}), Answer(status=304)]
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    for _ in range(3):
        poll(desk)
    assert conditions(site) == ["", "", '"moved"']


def test_the_time_to_live_of_a_feed_outlives_the_answer_that_stated_it(desk, new_outlet) -> None:
    site = new_outlet()
    body = feed(site, stories(site, range(2)), validators=False).body.replace(b"<channel>", b"<channel><ttl>360</ttl>")
    site.pages["/feed"] = conditional(body, "text/xml")
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    for _ in range(3):
        poll(desk)
        assert wait(desk) == SIX_HOURS


def test_a_feed_that_broke_off_is_not_to_be_confirmed(desk, new_outlet) -> None:
    site = new_outlet()
    whole = feed(site, stories(site, range(2)), validators=False).body
    half = whole[: whole.index(b"</item>") + 7]
    etag = {"ETag": '"1"'}
    site.pages["/feed"] = [Answer(half, headers=etag), Answer(whole, headers=etag)]
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert [poll(desk)["courier"]["discovered"] for _ in range(2)] == [1, 1]
    assert conditions(site) == ["", ""]


def test_a_304_that_was_not_asked_for_confirms_nothing(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = Answer(status=304)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert poll(desk, code=1)["courier"]["reason"] == f"{site.url}/feed: http 304"


def test_a_304_may_ask_for_a_longer_wait(desk, new_outlet) -> None:
    site = new_outlet()
    body = feed(site, stories(site, range(2)), validators=False).body
    fresh = {"ETag": '"1"', "Cache-Control": f"max-age={SIX_HOURS}"}
    site.pages["/feed"] = [Answer(body, headers={"ETag": '"1"'}), Answer(status=304, headers=fresh)]
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    poll(desk)
    assert wait(desk) < SIX_HOURS
    poll(desk)
    assert wait(desk) == SIX_HOURS
