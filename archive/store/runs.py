"""Runs: one crawl of one source, counted as it happens, so that the counts of a killed run still add up.

fetched = new + revised + unchanged + rejected + failed, once every capture of the run has been extracted.
"""

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.clock import now
from archive.db.connection import transaction
from archive.text import counted

Count = Literal[
    "polled", "discovered", "fetched", "new", "revised", "unchanged", "copies", "rejected", "failed", "bytes"
]
Outcome = Literal["running", "done", "failed", "interrupted", "killed"]


_FEWEST = 3  # pages without an article that are worth a word
_TRIED = """
select count(*), state, reason, state in ('blocked', 'not-article', 'gone', 'failed') from urls
where source_id = ? and last_tried_at >= ? and state <> 'pending' group by state, reason
"""
_POSTPONED = """
select count(*), min(next_try_at), max(reason) from urls
where source_id = ? and state = 'pending' and reason <> '' and next_try_at > ?
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One row of `runs`."""

    id: int
    source_id: str
    kind: str
    started_at: str
    finished_at: str | None
    outcome: Outcome
    reason: str
    polled: int
    discovered: int
    fetched: int
    new: int
    revised: int
    unchanged: int
    copies: int
    rejected: int
    failed: int
    bytes: int


def unrecorded_run(run_id: int, source_id: str, reason: str) -> Run:
    """Return a failed crawl whose end the archive could not record."""
    moment = now()
    return Run(run_id, source_id, "crawl", moment, moment, "failed", reason, *[0] * 10)


class Runs:
    def __init__(self, db: Database) -> None:
        self.db = db

    def begin(self, source_id: str, kind: str = "crawl") -> int:
        with transaction(self.db):
            cursor = self.db.execute(
                "insert into runs (source_id, kind, started_at) values (?, ?, ?) returning id",
                [source_id, kind, now()],
            )
            (run_id,) = cursor.fetchone()
        return int(run_id)

    def count(self, run_id: int | None, **counts: int) -> None:
        """Add to the counts of a run; the caller holds the transaction."""
        if run_id is None or not counts:
            return
        changes = ", ".join(f"{name} = {name} + ?" for name in counts)
        self.db.execute(f"update runs set {changes} where id = ?", [*counts.values(), run_id])

    def finish(self, run_id: int, outcome: Outcome, reason: str = "") -> Run:
        with transaction(self.db):
            self.db.execute(
                "update runs set finished_at = ?, outcome = ?, reason = ? where id = ?",
                [now(), outcome, reason, run_id],
            )
        return self.get(run_id)

    def shortfall(self, run_id: int) -> str:
        """Return what most pages of a run were, where these gave no article; "" where most did.

        "done" says that a source was asked for all it lists, which is true of one that shows its articles to nobody.
        """
        run = self.get(run_id)
        if run.rejected + run.failed < max(_FEWEST, run.new + run.revised + run.unchanged):
            return ""
        rows = self.db.execute(_TRIED, [run.source_id, run.started_at]).fetchall()
        lost = [
            (number, f"{state}: {reason}" if reason else state) for number, state, reason, is_lost in rows if is_lost
        ]
        total, without = sum(row[0] for row in rows), sum(number for number, _ in lost)
        if without < max(_FEWEST, total / 2):
            return ""
        number, why = max(lost)
        share = f"none of {total} pages gave an" if without == total else f"{without} of {total} pages gave no"
        return f"{share} article ({number} x {why})"

    def postponed(self, run_id: int) -> str:
        """Return how many listed pages wait because their host asked for it, until when and why; "" for none."""
        run = self.get(run_id)
        number, until, reason = self.db.execute(_POSTPONED, [run.source_id, now()]).fetchone()
        listed = counted(number, "listed page waits", "listed pages wait")
        return f"{listed} until {until}, as the host asked ({reason})" if number else ""

    def get(self, run_id: int) -> Run:
        return Run(*self.db.execute(f"select {_COLUMNS} from runs where id = ?", [run_id]).fetchone())

    def find(self, run_id: int) -> Run | None:
        row = self.db.execute(f"select {_COLUMNS} from runs where id = ?", [run_id]).fetchone()
        return Run(*row) if row else None

    def latest(self, source_id: str = "", count: int = 20, *, failed_only: bool = False) -> list[Run]:
        """Return the latest runs, of one source or of all, the newest first."""
        failed = "and outcome not in ('done', 'running')" if failed_only else ""
        rows = self.db.execute(
            f"select {_COLUMNS} from runs where (?1 = '' or source_id = ?1) {failed} order by id desc limit ?2",
            [source_id, count],
        )
        return [Run(*row) for row in rows.fetchall()]

    def refused_urls(self, run: Run) -> list[tuple[str, str, str, str | None]]:
        """Return (url, state, reason, next try) of what the source was asked for during the run without an article."""
        return self.db.execute(
            """
            select url, state, reason, next_try_at from urls
            where source_id = ? and last_tried_at between ? and ? and article_id is null and state <> 'pending'
            order by state, url
            """,
            [run.source_id, run.started_at, run.finished_at or now()],
        ).fetchall()

    def running(self) -> list[Run]:
        rows = self.db.execute(f"select {_COLUMNS} from runs where outcome = 'running' order by fetched desc, id")
        return [Run(*row) for row in rows.fetchall()]

    def bury_killed(self) -> int:
        """Mark runs that a dead process left running; only the holder of the writer's lock may call this."""
        with transaction(self.db):
            return int(
                self.db.execute(
                    """
                    update runs set outcome = 'killed', finished_at = ?, reason = 'the process ended'
                    where outcome = 'running'
                    """,
                    [now()],
                ).rowcount
            )


_COLUMNS = ", ".join(Run.__dataclass_fields__)
