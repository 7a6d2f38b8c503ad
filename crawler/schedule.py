"""Which sources are due: those never polled, and those with an endpoint whose time has come."""

from collections.abc import Sequence
from pathlib import Path

from archive.database import connect_to_read
from archive.polls import Polls
from crawler.catalogue.source import Source


def due_sources(archive: Path, sources: Sequence[Source]) -> tuple[Source, ...]:
    if not archive.exists():
        return tuple(sources)
    db = connect_to_read(archive)
    try:
        polls = Polls(db)
        due, known = polls.due_sources(), polls.known_sources()
    finally:
        db.close()
    return tuple(source for source in sources if source.id in due or source.id not in known)
