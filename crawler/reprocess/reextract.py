"""One re-extraction: articles and captures in the order of their ids, through the executor, a few at a time."""

import asyncio
import signal
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.records import Article, Capture, Rejection
from archive.store import layouts, reextraction
from archive.store.reextraction import Changes, Reading, dated_by
from crawler.catalogue.archive_source import from_archive
from crawler.catalogue.source import Source
from crawler.engine.layouts import Layouts
from crawler.engine.ordered_results import results_in_order
from crawler.engine.worker import Task, work
from crawler.engine.workers import LOCAL, Workers
from crawler.engine.writer import Writer
from crawler.extract.body.boilerplate import learnt
from crawler.extract.page import EXTRACTOR_VERSION
from crawler.fetch.rights.legal_basis import Basis
from crawler.reprocess.report import Findings

# What a worker does with an article that is to be read again.


@dataclass(frozen=True, slots=True)
class Again:
    """The capture to read, and an earlier one of the same article, if its date is to be taken from there."""

    task: Task
    first: Task | None = None

    @property
    def name(self) -> str:
        return self.task.name


def read_again(again: Again) -> Article | Rejection:
    """Return today's article or rejection. Raises nothing that a page can cause."""
    result = work(again.task)
    if again.first is None or not isinstance(result, Article):
        return result
    first = work(again.first)
    return dated_by(result, first if isinstance(first, Article) else None)


CHUNK = 64  # rows read at a time

# Articles in hand at a time. Each is read by what was learnt from those that are as far before it, wherever and however
# fast they are read: the rows that are written are the same on one machine and on several.
WINDOW = 32

Subject = Reading | tuple[Capture, str]  # an article, or a capture that was none and its outcome

_BROKEN = Rejection("failed", "extraction broke off: too long, too large or a crash")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which articles to read again. `sources` are those of the catalogue, `names` the ones asked for (none: all).

    `limit` bounds what is read (0: all), `outdated` leaves out what this version has read, `rejected` takes captures
    that led to no article as well.
    """

    archive: Path
    sources: Mapping[str, Source]
    names: Sequence[str] = ()
    apply: bool = False
    rejected: bool = False
    outdated: bool = False
    limit: int = 0
    workers: Workers = LOCAL
    basis: Basis = "research"


async def reextract(plan: Plan, tell: Callable[[Findings], None] = lambda _: None) -> Findings:
    """Read again; `tell` is called after each article. Raises ArchiveError when the archive cannot be written."""
    writer = Writer(plan.archive, "spacebeat reextract")
    try:
        work = _Reextraction(plan, writer, tell)
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, work.interrupt)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.interrupt)
        await work.run()
    finally:
        writer.close()
    return work.findings


class _Reextraction:
    def __init__(self, plan: Plan, writer: Writer, tell: Callable[[Findings], None]) -> None:
        self.plan = plan
        self.writer = writer
        self.tell = tell
        self.findings = Findings(applied=plan.apply)
        self.sources: dict[str, Source] = {}
        self._layouts = Layouts(writer, keeps=plan.apply)
        self._templates: dict[tuple[str, bool], frozenset[int]] = {}
        self._runs: dict[str, int] = {}
        self._learnt: dict[str, deque[tuple[int, bytes]]] = {}  # layouts of a source, after so many results
        self._taken = 0
        self._made = 0

    def interrupt(self) -> None:
        self.findings.interrupted = True

    async def run(self) -> None:
        plan = self.plan
        rows = await self.writer.call(Archive.all_sources)
        self.sources = {row.id: from_archive(row) for row in rows} | dict(plan.sources)
        pool = plan.workers.pool()
        try:
            async for subject, result in results_in_order(pool, read_again, self._tasks(), WINDOW):
                self.findings.read += 1
                result = result or _BROKEN
                await self._settle(subject, result)
                capture = subject.latest if isinstance(subject, Reading) else subject[0]
                await self._learn(capture.source_id, result)
                self.tell(self.findings)
        finally:
            pool.close()
        outcome = "interrupted" if self.findings.interrupted else "done"
        for run_id in self._runs.values():
            await self.writer.call(_finish, run_id, outcome)

    async def _tasks(self) -> AsyncIterator[tuple[Subject, Again]]:
        async for reading in self._readings():
            first = await self._task(reading.first, counted=True) if reading.first else None
            yield reading, Again(await self._task(reading.latest, counted=True), first)
            self._made += 1
        if self.plan.rejected:
            async for capture, outcome in self._rejected():
                yield (capture, outcome), Again(await self._task(capture, counted=False))
                self._made += 1

    async def _readings(self) -> AsyncIterator[Reading]:
        after, not_by = 0, EXTRACTOR_VERSION if self.plan.outdated else ""
        while True:
            last, chunk = await self.writer.call(_readings, after, self.plan.names, not_by)
            if not last:
                return
            after = last
            for reading in chunk:
                if self._is_enough():
                    return
                yield reading

    async def _rejected(self) -> AsyncIterator[tuple[Capture, str]]:
        after = 0
        while chunk := await self.writer.call(_rejected, after, self.plan.names):
            for capture, outcome in chunk:
                if self._is_enough():
                    return
                after = capture.id
                yield capture, outcome

    def _is_enough(self) -> bool:
        if self.findings.interrupted or (self.plan.limit and self._taken >= self.plan.limit):
            return True
        self._taken += 1
        return False

    async def _task(self, capture: Capture, *, counted: bool) -> Task:
        source_id = capture.source_id
        if (source_id, counted) not in self._templates:
            seen, articles = await self.writer.call(Archive.template_lines, source_id)
            self._templates[source_id, counted] = learnt(seen, articles, counted=counted)
        template = self._templates[source_id, counted]
        layout = await self._layout(source_id)
        return Task(capture, self.writer.archive.folder, self.sources[source_id], template, layout, self.plan.basis)

    async def _layout(self, source_id: str) -> bytes:
        """Return the layout of a source that followed from all results but those of the window."""
        if source_id not in self._learnt:
            self._learnt[source_id] = deque([(0, await self._layouts.of(source_id))])
        learnt = self._learnt[source_id]
        while len(learnt) > 1 and learnt[1][0] <= self._made - WINDOW:
            learnt.popleft()
        return learnt[0][1]

    async def _learn(self, source_id: str, result: Article | Rejection) -> None:
        await self._layouts.add([(source_id, result)])
        latest = await self._layouts.of(source_id)
        if latest != self._learnt[source_id][-1][1]:
            self._learnt[source_id].append((self.findings.read, latest))

    async def _settle(self, subject: Subject, result: Article | Rejection) -> None:
        if not isinstance(subject, Reading):
            await self._reconsider(*subject, result)
        elif isinstance(result, Rejection):
            self.findings.refusal(subject.source_id, subject.url, result)
            await self._write(subject.source_id, _refuse)
        else:
            found = reextraction.changes(subject, result)
            self.findings.changes(subject.source_id, subject.url, found)
            await self._write(subject.source_id, _apply, subject, result, found)

    async def _reconsider(self, capture: Capture, outcome: str, result: Article | Rejection) -> None:
        if isinstance(result, Article):
            self.findings.acceptance(capture.source_id, capture.url, outcome, result.title)
            await self._write(capture.source_id, _accept, capture, result)
        else:
            await self._write(capture.source_id, _refuse)

    async def _write(self, source_id: str, write: Callable[..., None], *values: object) -> None:
        if not self.plan.apply:
            return
        if source_id not in self._runs:
            self._runs[source_id] = await self.writer.call(lambda archive: archive.runs.begin(source_id, "reextract"))
        await self.writer.call(write, self._runs[source_id], *values)


def _readings(archive: Archive, after: int, names: Sequence[str], not_by: str) -> tuple[int, list[Reading]]:
    return reextraction.readings(archive.db, after, CHUNK, names, not_by)


def _rejected(archive: Archive, after: int, names: Sequence[str]) -> list[tuple[Capture, str]]:
    return reextraction.rejected(archive.db, after, CHUNK, names)


def _apply(archive: Archive, run_id: int, reading: Reading, article: Article, found: Changes) -> None:
    with archive.transaction():
        layouts.note(archive.db, EXTRACTOR_VERSION, [(reading.source_id, article)])
        reextraction.apply(archive.db, reading, article, found, EXTRACTOR_VERSION)
        archive.runs.count(run_id, fetched=1, revised=int(bool(found)), unchanged=int(not found))


def _refuse(archive: Archive, run_id: int) -> None:
    with archive.transaction():
        archive.runs.count(run_id, fetched=1, rejected=1)


def _accept(archive: Archive, run_id: int, capture: Capture, article: Article) -> None:
    with archive.transaction():
        archive.runs.count(run_id, fetched=1)
        archive.add_results([(capture, article)], EXTRACTOR_VERSION, run_id)


def _finish(archive: Archive, run_id: int, outcome: str) -> None:
    archive.runs.finish(run_id, "interrupted" if outcome == "interrupted" else "done")
