"""Selection of due sources: those with an endpoint or URL that is due."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from archive.clock import now
from archive.db.connection import connect_to_read
from archive.store.frontier import Frontier
from archive.store.polls import Polls
from crawler.catalogue.source import Source
from crawler.spiders.targets import due_targets


def due_sources(archive: Path, sources: Sequence[Source]) -> tuple[Source, ...]:
    if not archive.exists():
        return tuple(sources)
    db = connect_to_read(archive)
    try:
        with_urls, polls = Frontier(db).due_sources(), Polls(db)
        return tuple(source for source in sources if source.id in with_urls or _has_due_endpoint(source, polls))
    finally:
        db.close()


def _has_due_endpoint(source: Source, polls: Polls) -> bool:
    due = due_targets(source, polls.of_source(source.id), now(), datetime.now(UTC).date())
    return next(due, None) is not None
