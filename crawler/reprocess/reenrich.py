"""One run of enrichment over the archive, in stretches; what is done when it is interrupted is kept."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.records import Enrichment, Rejection
from archive.store import reenrichment
from archive.store.entities import Instrument, Names, fill_names, forget_unused_names, named_rows, rename_instruments
from archive.store.reenrichment import Changes, Stored
from crawler.engine.ordered_results import results_in_order
from crawler.engine.workers import LOCAL, Workers
from crawler.engine.writer import Writer
from crawler.enrich.data import load_data, load_names
from crawler.reprocess.report import Findings

# What a worker does: enrich some articles, and return only what has changed. It opens no archive: it may run anywhere.


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some articles in the order of their ids; `data` is a folder of data files."""

    articles: tuple[Stored, ...]
    data: Path | None

    @property
    def name(self) -> str:
        return f"articles {self.articles[0].id} to {self.articles[-1].id}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One article whose enrichment differs today, or that is no longer relevant."""

    article_id: int
    source_id: str
    url: str
    enrichment: Enrichment
    found: Changes


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on a stretch, and the instruments that its articles cite: id, name and kind."""

    verdicts: tuple[Verdict, ...]
    instruments: tuple[Instrument, ...]


def enrich_stretch(stretch: Stretch) -> Judged:
    """Enrich a stretch of articles again. Raises EnrichmentDataError."""
    from crawler.enrich.data import load_data
    from crawler.enrich.enrich import enrich

    data = load_data(stretch.data)
    news = []
    cited: dict[str, Instrument] = {}
    for stored in stretch.articles:
        enrichment = enrich(stored.article, focus=stored.focus, country=stored.country, data=data)
        for row in named_rows(enrichment.instruments):
            cited.setdefault(row[0], row)
        found = reenrichment.changes(stored, enrichment)
        if found or not enrichment.relevant:
            news.append(Verdict(stored.id, stored.source_id, stored.article.url, enrichment, found))
    return Judged(tuple(news), tuple(cited.values()))


STRETCH = 200  # articles a task, and so a transaction


@dataclass(frozen=True, slots=True)
class Plan:
    """`data` is a folder whose files replace built-in ones; without `apply`, differences are only counted."""

    archive: Path
    data: Path | None = None
    apply: bool = True
    workers: Workers = LOCAL


async def reenrich(plan: Plan, tell: Callable[[Findings], None] = lambda _: None) -> Findings:
    """Enrich all articles. Raises EnrichmentDataError before anything is done, ArchiveError."""
    load_data(plan.data)
    names = load_names(plan.data)
    findings = Findings(applied=plan.apply)
    instruments: dict[str, Instrument] = {}
    writer = Writer(plan.archive, "spacebeat enrich")
    try:
        if plan.apply:
            await writer.call(_fill, names)
        _listen_for_interrupts(findings)
        pool = plan.workers.pool()
        try:
            async for stretch, judged in results_in_order(pool, enrich_stretch, _stretches(plan, writer, findings)):
                await _settle(plan, writer, findings, stretch, judged)
                for one in judged.instruments if judged else ():
                    instruments.setdefault(one[0], one)  # the first citation names it, as in a new archive
                tell(findings)
        finally:
            pool.close()
        if plan.apply and not findings.interrupted:
            await writer.call(_forget, names, tuple(instruments.values()))
    finally:
        writer.close()
    return findings


async def _stretches(plan: Plan, writer: Writer, findings: Findings) -> AsyncIterator[tuple[Stretch, Stretch]]:
    after = 0
    while not findings.interrupted and (articles := await writer.call(_next, after)):
        after = articles[-1].id
        stretch = Stretch(articles, plan.data)
        yield stretch, stretch


async def _settle(plan: Plan, writer: Writer, findings: Findings, stretch: Stretch, judged: Judged | None) -> None:
    if judged is None:
        findings.refused["", f"{stretch.name} could not be enriched"] += 1
        return
    findings.read += len(stretch.articles)
    for verdict in judged.verdicts:
        findings.changes(verdict.source_id, verdict.url, verdict.found)
        if not verdict.enrichment.relevant:
            reason = Rejection("irrelevant", "relevance is too low for its source")
            findings.refusal(verdict.source_id, verdict.url, reason)
    if plan.apply:
        await writer.call(_write, judged.verdicts)


def _listen_for_interrupts(findings: Findings) -> None:
    def interrupt() -> None:
        findings.interrupted = True

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, interrupt)


def _next(archive: Archive, after: int) -> tuple[Stored, ...]:
    return tuple(reenrichment.stored_after(archive.db, after, STRETCH))


def _write(archive: Archive, verdicts: Sequence[Verdict]) -> None:
    with archive.transaction():
        for verdict in verdicts:
            if verdict.found:
                reenrichment.write(archive.db, verdict.article_id, verdict.enrichment)


def _fill(archive: Archive, names: Names) -> None:
    fill_names(archive.db, names)


def _forget(archive: Archive, names: Names, instruments: Sequence[Instrument]) -> None:
    rename_instruments(archive.db, instruments)
    forget_unused_names(archive.db, names)
