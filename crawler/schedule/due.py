"""Selection of due sources: those with an endpoint or URL that is due."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from archive.clock import now
from archive.db.connection import connect_to_read
from archive.store.endpoint_searches import EndpointSearches
from archive.store.frontier import Frontier
from archive.store.polls import Polls
from crawler.catalogue.source import Source
from crawler.spiders.learnt import as_learnt
from crawler.spiders.targets import due_targets


def due_sources(archive: Path, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return the sources that are due; first the one whose last crawl is longest ago, in case the time is short."""
    if not archive.exists():
        return tuple(sources)
    db = connect_to_read(archive)
    try:
        with_urls, polls, searches = Frontier(db).due_sources(), Polls(db), EndpointSearches(db)
        due = [source for source in sources if source.id in with_urls or _has_due_endpoint(source, polls, searches)]
        last = dict(
            db.execute("select source_id, max(started_at) from runs where kind = 'crawl' group by 1").fetchall()
        )
        return tuple(sorted(due, key=lambda source: last.get(source.id, "")))
    finally:
        db.close()


def _has_due_endpoint(source: Source, polls: Polls, searches: EndpointSearches) -> bool:
    its_polls = polls.of_source(source.id)
    source = as_learnt(source, its_polls.values(), searches.found(source.id))
    if not source.endpoints():
        return searches.is_due(source.id, now())
    return next(due_targets(source, its_polls, now(), datetime.now(UTC).date()), None) is not None
