"""One run of enrichment over the archive, in stretches; what is done when it is interrupted is kept."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.db.connection import connect_to_read
from archive.records import Enrichment, Rejection
from archive.store import reenrichment
from archive.store.entities import Names, fill_names, forget_unused_names
from archive.store.reenrichment import Changes
from crawler.engine.task_pool import TaskPool, process_pool
from crawler.engine.writer import Writer
from crawler.enrich.data import load_data, load_names
from crawler.reprocess.report import Findings

# What a worker does: read a stretch of articles by itself, enrich them, and return only what has changed.


@dataclass(frozen=True, slots=True)
class Stretch:
    """The articles beyond id `after`, up to `last`; `data` is a folder of data files."""

    archive: Path
    after: int
    last: int
    data: Path | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One article whose enrichment differs today, or that is no longer relevant."""

    article_id: int
    source_id: str
    url: str
    enrichment: Enrichment
    found: Changes


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`read` counts all articles of a stretch."""

    read: int
    news: tuple[Verdict, ...]


def enrich_stretch(stretch: Stretch) -> Verdicts:
    """Enrich a stretch of articles again. Raises EnrichmentDataError, ArchiveError."""
    from crawler.enrich.data import load_data
    from crawler.enrich.enrich import enrich

    data = load_data(stretch.data)
    db = connect_to_read(stretch.archive)
    read, news = 0, []
    try:
        for stored in reenrichment.stored_between(db, stretch.after, stretch.last):
            read += 1
            enrichment = enrich(stored.article, focus=stored.focus, country=stored.country, data=data)
            found = reenrichment.changes(stored, enrichment)
            if found or not enrichment.relevant:
                news.append(Verdict(stored.id, stored.source_id, stored.article.url, enrichment, found))
    finally:
        db.close()
    return Verdicts(read, tuple(news))


STRETCH = 200  # articles a task, and so a transaction


@dataclass(frozen=True, slots=True)
class Plan:
    """`data` is a folder whose files replace built-in ones; without `apply`, differences are only counted."""

    archive: Path
    data: Path | None = None
    apply: bool = True
    workers: int = 0
    make_executor: Callable[[], Executor] | None = None


async def reenrich(plan: Plan, tell: Callable[[Findings], None] = lambda _: None) -> Findings:
    """Enrich all articles. Raises EnrichmentDataError before anything is done, ArchiveError."""
    load_data(plan.data)
    names = load_names(plan.data)
    findings = Findings(applied=plan.apply)
    writer = Writer(plan.archive, "spacebeat enrich")
    try:
        if plan.apply:
            await writer.call(_fill, names)
        _listen_for_interrupts(findings)
        workers = plan.workers or os.cpu_count() or 1
        pool = TaskPool(plan.make_executor or (lambda: process_pool(workers)), workers)
        try:
            async for stretch, verdicts in pool.results(enrich_stretch, _stretches(plan, writer, findings)):
                await _settle(plan, writer, findings, stretch, verdicts)
                tell(findings)
        finally:
            pool.close()
        if plan.apply and not findings.interrupted:
            await writer.call(_forget, names)
    finally:
        writer.close()
    return findings


async def _stretches(plan: Plan, writer: Writer, findings: Findings) -> AsyncIterator[tuple[Stretch, Stretch]]:
    after = 0
    while not findings.interrupted and (last := await writer.call(_last, after)):
        stretch = Stretch(plan.archive, after, last, plan.data)
        yield stretch, stretch
        after = last


async def _settle(plan: Plan, writer: Writer, findings: Findings, stretch: Stretch, verdicts: Verdicts | None) -> None:
    if verdicts is None:
        findings.refused["", f"articles {stretch.after + 1} to {stretch.last} could not be enriched"] += 1
        return
    findings.read += verdicts.read
    for verdict in verdicts.news:
        findings.changes(verdict.source_id, verdict.url, verdict.found)
        if not verdict.enrichment.relevant:
            reason = Rejection("irrelevant", "relevance is too low for its source")
            findings.refusal(verdict.source_id, verdict.url, reason)
    if plan.apply:
        await writer.call(_write, verdicts)


def _listen_for_interrupts(findings: Findings) -> None:
    def interrupt() -> None:
        findings.interrupted = True

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, interrupt)


def _last(archive: Archive, after: int) -> int | None:
    return reenrichment.last_of_chunk(archive.db, after, STRETCH)


def _write(archive: Archive, verdicts: Verdicts) -> None:
    with archive.transaction():
        for verdict in verdicts.news:
            if verdict.found:
                reenrichment.write(archive.db, verdict.article_id, verdict.enrichment)


def _fill(archive: Archive, names: Names) -> None:
    fill_names(archive.db, names)


def _forget(archive: Archive, names: Names) -> None:
    forget_unused_names(archive.db, names)
