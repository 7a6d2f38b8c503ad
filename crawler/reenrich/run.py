"""One run of enrichment over the archive, in stretches; what is done when it is interrupted is kept."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from archive import reenrichment
from archive.archive import Archive
from archive.names import Names, fill_names, forget_unused_names
from archive.records import Rejection
from crawler.bulk import Bulk
from crawler.enrich.data import load_data
from crawler.enrich.names import load_names
from crawler.extraction import process_pool
from crawler.findings import Findings
from crawler.reenrich.work import Stretch, Verdicts, enrich_stretch
from crawler.writer import Writer

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
        bulk: Bulk[Stretch, Stretch, Verdicts] = Bulk(
            enrich_stretch, plan.make_executor or (lambda: process_pool(workers)), workers
        )
        async for stretch, verdicts in bulk.results(_stretches(plan, writer, findings)):
            await _settle(plan, writer, findings, stretch, verdicts)
            tell(findings)
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
