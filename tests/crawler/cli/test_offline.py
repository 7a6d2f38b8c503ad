"""A crawl on a machine without a connection says that once."""

from dataclasses import replace

import pytest

from archive.clock import seconds_between
from archive.store.runs import unrecorded_run
from crawler.engine.process import UNREACHED, none_is_reached

CATALOGUE = """
[[source]]
id = "courier"
name = "Courier"
homepage = "https://courier.invalid/"
country = "US"
languages = ["en"]
kind = "trade-press"
focus = "space-policy"
[[source.feed]]
url = "https://courier.invalid/feed"

[[source]]
id = "ministry"
name = "Ministry"
homepage = "https://ministry.invalid/"
country = "US"
languages = ["en"]
kind = "government"
focus = "space"
unverified = true
"""


def test_no_connection_is_one_sentence_whatever_is_known_of_the_sources(desk) -> None:
    desk.folder.joinpath("two.toml").write_text(CATALOGUE, "utf-8")
    done = desk.run("crawl", "--catalogue", "two.toml", "--only-catalogue")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "spacebeat: no internet connection: none of the sources could be reached"
    assert "courier" not in done.stdout + done.stderr
    assert "ministry" not in done.stdout + done.stderr
    (search,) = desk.query("select outcome, searched_at, next_at from endpoint_searches")
    assert search["outcome"] == "no endpoint found: cannot reach ministry.invalid: dns"
    assert seconds_between(search["searched_at"], search["next_at"]) == 86_400, "not a week for a day without internet"
    one = desk.run("crawl", "--catalogue", "two.toml", "--only-catalogue", "ministry")
    assert f"{search['outcome']}; its site is searched again after {search['next_at']}" in one.stderr


@pytest.mark.parametrize(
    ("unreached", "reached", "answers", "is_given_up"),
    [
        (UNREACHED, 0, 0, True),
        (UNREACHED - 1, 0, 0, False),
        (UNREACHED, 1, 0, False),
        (UNREACHED, 0, 1, False),  # of a source that is not at its end
        (0, UNREACHED, 0, False),
    ],
)
def test_the_sources_that_are_left_are_not_tried_where_none_can_be_reached(
    unreached: int, reached: int, answers: int, is_given_up: bool
) -> None:
    reasons = [*["https://a.example/feed: cannot reach a.example: dns"] * unreached, *["http 500"] * reached]
    runs = [replace(unrecorded_run(0, "a", "crawl"), reason=reason) for reason in reasons]
    assert none_is_reached(runs, answers) is is_given_up
