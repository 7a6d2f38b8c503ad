"""What a worker does: read a stretch of articles by itself, enrich them, and give back only what is news."""

from dataclasses import dataclass
from pathlib import Path

from archive import reenrichment
from archive.database import connect_to_read
from archive.records import Enrichment
from archive.reenrichment import Changes


@dataclass(frozen=True, slots=True)
class Stretch:
    """The articles beyond id `after`, up to `last`; `data` is a folder of data files."""

    archive: Path
    after: int
    last: int
    data: Path | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One article of which something else is said today, or that is no longer relevant."""

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
    """Raises EnrichmentDataError, ArchiveError."""
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
