"""Pages and questions name the first outlet as the archive does, and say where the dates do not show it."""

import tomllib
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.datasette import queries
from archive.datasette.pages.copies import read_group

QUESTIONS = tomllib.loads((Path(queries.__path__[0]) / "questions.toml").read_text("utf-8"))["question"]
(FIRST,) = (question["sql"] for question in QUESTIONS if question["name"] == "first_to_publish")
DAY, TIME, MONTH = "day", "second", "month"


@pytest.mark.parametrize(
    ("original", "copy", "order", "hours"),
    [
        (("2026-11-09T08:00:00Z", TIME), ("2026-11-09T11:00:00Z", TIME), "published", 3.0),
        (("2026-11-09T00:00:00Z", DAY), ("2026-11-12T04:00:00Z", TIME), "day", 76.0),
        (("2026-11-10T04:00:00Z", TIME), ("2026-11-09T00:00:00Z", DAY), "tie", None),
        (("2026-11-09T00:00:00Z", DAY), ("2026-11-09T00:00:00Z", DAY), "tie", None),
        (("2026-10-01T00:00:00Z", MONTH), ("2026-11-02T04:00:00Z", TIME), "day", None),
        (("2026-11-01T00:00:00Z", MONTH), ("2026-11-12T04:00:00Z", TIME), "tie", None),
        (("2026-11-09T08:00:00Z", TIME), ("2026-11-09T08:00:00Z", TIME), "tie", None),
        (("", ""), ("", ""), "tie", None),
        (("", ""), ("2026-11-09T08:00:00Z", TIME), "tie", None),
        (("2026-11-25T08:00:00Z", TIME), ("2026-11-26T08:00:00Z", TIME), "tie", None),
    ],
    ids="times days neighbours day months within-month time undated one-undated seen".split(),
)
def test_the_original_is_first_and_what_shows_it_is_named(archive: Archive, add, original, copy, order, hours) -> None:
    home = "https://{}.example/story"
    for source, (at, precision), seen in (("courier", original, "10"), ("gazette", copy, "12")):
        url = home.format(source)
        add(url, source=source, published_at=at, published_precision=precision, at=f"2026-11-20T{seen}:00:00Z")
    group = read_group(archive.db.conn, 1)
    assert [(row["source_id"], row["order"]) for row in group] == [("courier", ""), ("gazette", order)]
    (row,) = archive.db.query(FIRST, {"since": "2026-01-01", "until": "", "source": ""})
    assert (row["first_outlet"], row["next_outlet"], row["hours_later"]) == ("Courier", "Gazette", hours)
    assert row["order_by"] == {"published": "time", "day": "day", "tie": "seen"}[order]


def test_a_text_without_copies_has_no_group(archive: Archive, add) -> None:
    add("https://courier.example/story")
    assert read_group(archive.db.conn, 1) == []
