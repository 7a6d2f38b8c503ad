"""Alarms: each time that a source goes wrong, from its begin to its end, reported once at either.

Alarms are rows, so that a machine which is restarted neither repeats nor forgets one. A condition that comes back
within COOL_DOWN_S of its end goes on as the same alarm: a source that flaps is reported once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from archive.clock import later
from archive.db.connection import transaction

COOL_DOWN_S = 6 * 3600


class State(Protocol):
    """What alarms are made from: the verdict on one source."""

    @property
    def source_id(self) -> str: ...

    @property
    def condition(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def is_alarming(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Alarm:
    """One time that a source was wrong; `ended_at` is empty while it is."""

    source_id: str
    condition: str
    reason: str
    began_at: str
    ended_at: str


def update_alarms(db: Database, states: Iterable[State], moment: str) -> None:
    """Begin, continue and end alarms by the verdicts of this moment."""
    with transaction(db):
        for state in states:
            _end_others(db, state, moment)
            if state.is_alarming:
                _begin(db, state, moment)


def unreported(db: Database) -> list[Alarm]:
    """Return the alarms whose begin or end is still to be reported, the oldest first.

    One that ended before its begin was reported is left out: it is over, and nobody was alarmed.
    """
    rows = db.execute(
        """
        select source_id, condition, reason, began_at, ifnull(ended_at, '') from alarms
        where ended_at is null and begin_reported_at is null
        or ended_at is not null and begin_reported_at is not null and end_reported_at is null
        order by began_at, source_id, condition
        """
    )
    return [Alarm(*row) for row in rows.fetchall()]


def mark_reported(db: Database, alarms: Iterable[Alarm], moment: str) -> None:
    """Note that these were reported."""
    with transaction(db):
        for alarm in alarms:
            column = "end_reported_at" if alarm.ended_at else "begin_reported_at"
            db.execute(
                f"update alarms set {column} = ? where source_id = ? and condition = ? and began_at = ?",
                [moment, alarm.source_id, alarm.condition, alarm.began_at],
            )


def _end_others(db: Database, state: State, moment: str) -> None:
    """End the open alarms of a source that is well again, or wrong in another way."""
    kept = state.condition if state.is_alarming else ""
    db.execute(
        "update alarms set ended_at = ? where source_id = ? and ended_at is null and condition <> ?",
        [moment, state.source_id, kept],
    )


def _begin(db: Database, state: State, moment: str) -> None:
    """Continue the alarm of this condition that is open or ended just now; else insert one."""
    continued = db.execute(
        """
        update alarms set reason = ?, ended_at = null, end_reported_at = null where rowid = (
          select rowid from alarms where source_id = ? and condition = ? and (ended_at is null or ended_at > ?)
          order by began_at desc limit 1
        )
        """,
        [state.reason, state.source_id, state.condition, later(moment, -COOL_DOWN_S)],
    )
    if continued.rowcount == 0:
        db.execute(
            "insert into alarms (source_id, condition, reason, began_at) values (?, ?, ?, ?)",
            [state.source_id, state.condition, state.reason, moment],
        )
