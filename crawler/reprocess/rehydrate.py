"""Fetching the articles of a snapshot again: its addresses become leads, and the ordinary crawl does the rest."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.archive import Archive
from archive.errors import SpacebeatError
from archive.records import Lead
from archive.records import Source as ArchivedSource
from archive.snapshot import Expected, Refetched, expected_texts, refetched, sources_of, verify
from archive.urls.canonical import canonical_url
from crawler.catalogue.archive_source import archived, from_archive
from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.source import Source
from crawler.engine.process import Plan, Report, Watcher, crawl
from crawler.engine.session import Bounds
from crawler.engine.workers import Workers
from crawler.reprocess.confirm import confirm_changes

PURPOSE = "spacebeat snapshot rehydrate"


class RehydrateError(SpacebeatError):
    """The archive that was named holds what no rehydration put there."""


@dataclass(frozen=True, slots=True)
class Rehydration:
    """What to fetch again, into which archive. `limit` bounds the articles of each source, 0 means all."""

    folder: Path
    archive: Path
    catalogue: Catalogue
    limit: int = 0
    workers: int = 0
    settings: dict[str, Any] = field(default_factory=dict)


def rehydrate(what: Rehydration, watch: Watcher | None = None) -> tuple[Report, list[Refetched]]:
    """Fetch and compare. In an archive that an earlier rehydration left, only what it did not ask is asked.

    Raises SnapshotError for a snapshot that is not what it was, RehydrateError for an archive with other things in
    it, UrlError for an address that is none, ArchiveError.
    """
    verify(what.folder)
    expected = list(expected_texts(what.folder))
    sources, leads = assign(expected, what.catalogue, sources_of(what.folder))
    _put(what.archive, sources, leads)
    # That the articles are relevant was decided when they were archived; it is not judged again.
    crawled = [replace(source, focus="space-policy") for source in sources]
    plan = Plan(
        archive=what.archive,
        sources=crawled,
        purpose=PURPOSE,
        bounds=Bounds(articles=what.limit or sys.maxsize, polling=False),
        workers=Workers(what.workers),
        settings=what.settings,
    )
    report = crawl(plan, watch)
    with Archive(what.archive, PURPOSE) as archive:
        for source in sources:
            archive.add_source(archived(source))
        results = list(refetched(archive.db, expected))
        if not report.interrupted:
            results = confirm_changes(archive, results, {source.id: source for source in crawled}, what.workers)
    return report, results


def assign(
    articles: Iterable[Expected], catalogue: Catalogue, outlets: dict[str, ArchivedSource]
) -> tuple[list[Source], dict[str, list[Lead]]]:
    """Return the sources to crawl, and the leads of each by its id.

    A source is taken from the catalogue by its id, else by the host of the article, else made from what the snapshot
    contains about it. Raises UrlError.
    """
    sources: dict[str, Source] = {}
    leads: defaultdict[str, list[Lead]] = defaultdict(list)
    for article in articles:
        canonical_url(article.url)
        source = _source(article, catalogue, outlets)
        sources.setdefault(source.id, source)
        leads[source.id].append(Lead(article.url))
    return list(sources.values()), dict(leads)


def _source(article: Expected, catalogue: Catalogue, outlets: dict[str, ArchivedSource]) -> Source:
    if article.source_id in catalogue:
        return catalogue[article.source_id]
    if known := catalogue.for_url(article.url):
        return known
    return from_archive(outlets.get(article.source_id) or _unknown(article))


def _unknown(article: Expected) -> ArchivedSource:
    parts = urlsplit(article.url)
    homepage = f"{parts.scheme}://{parts.netloc}/"
    return ArchivedSource(article.source_id, article.source_id, homepage, "", (), "", "")


def _put(path: Path, sources: Iterable[Source], leads: dict[str, list[Lead]]) -> None:
    with Archive(path, PURPOSE) as archive:
        others = "select 1 from runs where kind <> 'rehydrate' union all select 1 from ingests limit 1"
        if archive.db.execute(others).fetchone():
            raise RehydrateError(f"{path} is an archive with a past of its own; name a new file")
        for source in sources:
            archive.add_source(archived(source))
            archive.frontier.add(source.id, leads[source.id])
