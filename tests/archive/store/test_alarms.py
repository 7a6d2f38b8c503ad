"""When an alarm is reported: once at its begin, once at its end, and not for a source that flaps."""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.archive import Archive
from archive.clock import later
from archive.store.alarms import COOL_DOWN_S, mark_reported, unreported, update_alarms

START = "2026-11-20T12:00:00Z"
HOUR = 3600


@dataclass
class Verdict:
    condition: str
    source_id: str = "courier"
    reason: str = "http 404"

    @property
    def is_alarming(self) -> bool:
        return self.condition != "ok"


def judge(db: Database, condition: str, hours: float) -> list[tuple[str, bool]]:
    """Judge the source at a time, and report what is to be reported: (condition, whether it is over)."""
    moment = later(START, hours * HOUR)
    update_alarms(db, [Verdict(condition)], moment)
    alarms = unreported(db)
    mark_reported(db, alarms, moment)
    return [(alarm.condition, bool(alarm.ended_at)) for alarm in alarms]


def test_a_condition_is_reported_once_when_it_begins_and_once_when_it_ends(archive: Archive) -> None:
    db = archive.db
    assert judge(db, "ok", 0) == []
    assert judge(db, "failing", 1) == [("failing", False)]
    assert judge(db, "failing", 2) == []
    assert judge(db, "ok", 3) == [("failing", True)]
    assert judge(db, "ok", 4) == []


def test_another_condition_ends_the_one_before(archive: Archive) -> None:
    judge(archive.db, "quiet", 1)
    assert judge(archive.db, "failing", 2) == [("quiet", True), ("failing", False)]


def test_a_source_that_flaps_goes_on_with_the_same_alarm(archive: Archive) -> None:
    cool_down = COOL_DOWN_S / HOUR
    judge(archive.db, "failing", 1)
    judge(archive.db, "ok", 2)
    assert judge(archive.db, "failing", 1 + cool_down) == []
    assert judge(archive.db, "ok", 2 + cool_down) == [("failing", True)]
    assert judge(archive.db, "failing", 4 + 2 * cool_down) == [("failing", False)]


def test_what_was_over_before_it_could_be_reported_is_not_reported(archive: Archive) -> None:
    update_alarms(archive.db, [Verdict("failing")], START)
    update_alarms(archive.db, [Verdict("ok")], later(START, HOUR))
    assert unreported(archive.db) == []


def test_the_reason_is_the_last_one_seen(archive: Archive) -> None:
    update_alarms(archive.db, [Verdict("failing")], START)
    update_alarms(archive.db, [Verdict("failing", reason="http 500")], later(START, HOUR))
    assert [(alarm.reason, alarm.began_at) for alarm in unreported(archive.db)] == [("http 500", START)]
