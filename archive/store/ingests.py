"""Captures that others made: which files were read, how far, and with what result.

The place in the file is committed with the captures that were read up to it, so a killed ingest goes on where it was
and nothing is in the archive twice.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from sqlite_utils import Database

from archive.clock import now
from archive.records import Exchange
from archive.store.captures import insert_capture
from archive.store.runs import Runs
from archive.warc.records import payload_digest
from archive.warc.writer import CaptureWriter


@dataclass(frozen=True, slots=True)
class Refers:
    """What a foreign revisit record points to (WARC 1.1, 6.7.2): address, time and payload digest of an earlier one."""

    url: str = ""
    fetched_at: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One response of a file. With `refers`, its payload is that of an earlier capture, and `exchange` has none."""

    exchange: Exchange
    source_id: str
    run_id: int
    refers: Refers | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Records by what became of them; their sum is the number of responses and revisits read."""

    captured: int = 0
    known: int = 0  # in the archive already
    elsewhere: int = 0  # of no source
    unfit: int = 0  # not a page with status 200
    unresolved: int = 0  # revisits of what is not in the archive
    damaged: int = 0
    forgotten: int = 0  # of what a user wants forgotten

    def __add__(self, other: "Counts") -> "Counts":
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file was read for one scope (the sources asked for).

    `part` is the number of the WARC file in a package, `offset` a byte in it. `phase`: "responses", then "revisits"
    (only where some referred to what came later), then "done".
    """

    fingerprint: str
    scope: str
    file: str
    phase: str = "responses"
    part: int = 0
    offset: int = 0
    counts: Counts = field(default_factory=Counts)


class Ingests:
    """The table of files read. `add` and `save` are part of the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def get(self, fingerprint: str, scope: str, file: str) -> Progress:
        """Return how far the file was read; from its beginning, if it never was."""
        names = ", ".join(_COUNTS)
        row = self.db.execute(
            f"select phase, part, offset, {names} from ingests where fingerprint = ? and scope = ?",
            [fingerprint, scope],
        ).fetchone()
        if row is None:
            return Progress(fingerprint, scope, file)
        phase, part, offset, *counts = row
        return Progress(fingerprint, scope, file, phase, part, offset, Counts(*counts))

    def save(self, progress: Progress) -> None:
        values = {
            "fingerprint": progress.fingerprint,
            "scope": progress.scope,
            "file": progress.file,
            "phase": progress.phase,
            "part": progress.part,
            "offset": progress.offset,
            "updated_at": now(),
            **asdict(progress.counts),
        }
        self.db.execute(
            f"insert or replace into ingests ({', '.join(values)}) values ({', '.join('?' * len(values))})",
            list(values.values()),
        )

    def add(
        self, writer: CaptureWriter, runs: Runs, batch: Sequence[Foreign], origin: str
    ) -> tuple[list[tuple[str, int]], Counts]:
        """Keep responses as captures. Return (source, capture id) of the new ones, and what became of all."""
        added: list[tuple[str, int]] = []
        known = unresolved = 0
        for foreign in batch:
            earlier = self._original(foreign)
            if foreign.refers and earlier is None:
                unresolved += 1
                continue
            digest = earlier.digest if earlier else payload_digest(foreign.exchange.body)
            if self.is_known(foreign.exchange, digest):
                known += 1
                continue
            added.append((foreign.source_id, self._insert(writer, foreign, earlier, digest, origin)))
            runs.count(foreign.run_id, fetched=1, bytes=len(foreign.exchange.body))
        writer.sync()
        return added, Counts(captured=len(added), known=known, unresolved=unresolved)

    def _insert(self, writer: CaptureWriter, foreign: Foreign, earlier: Refers | None, digest: str, origin: str) -> int:
        exchange = foreign.exchange
        location = writer.write(exchange, (earlier.url, earlier.fetched_at) if earlier else None, digest)
        about = {"source_id": foreign.source_id, "run_id": foreign.run_id, "requested_url": exchange.url}
        return insert_capture(self.db, exchange, digest, location, about | {"origin": origin})

    def _original(self, foreign: Foreign) -> Refers | None:
        """Return the first capture with the same payload, by its bytes or, for a revisit, by what it refers to."""
        refers = foreign.refers or Refers(digest=payload_digest(foreign.exchange.body))
        row = None
        if refers.url and refers.fetched_at:
            row = self.db.execute(
                "select payload_digest from captures where url = ? and fetched_at = ? and withheld = ''",
                [refers.url, refers.fetched_at],
            ).fetchone()
        digest = row[0] if row else refers.digest
        found = self.db.execute(
            """
            select url, fetched_at, payload_digest from captures
            where payload_digest = ? and withheld = '' order by id limit 1
            """,
            [digest],
        ).fetchone()
        return Refers(*found) if found else None

    def is_known(self, exchange: Exchange, digest: str) -> bool:
        """Return whether this response, identified by the digest of its payload, is in the archive."""
        row = self.db.execute(
            "select 1 from captures where payload_digest = ? and fetched_at = ? and url = ? limit 1",
            [digest, exchange.fetched_at, exchange.url],
        ).fetchone()
        return row is not None


def onward(progress: Progress, part: int, offset: int, counts: Counts) -> Progress:
    """Return the same file, read up to this place. Revisits were counted before; only what resolved them is news."""
    if progress.phase == "revisits":
        counts = Counts(captured=counts.captured, unresolved=-counts.captured)
    return replace(progress, part=part, offset=offset, counts=progress.counts + counts)


_COUNTS = tuple(Counts.__dataclass_fields__)
