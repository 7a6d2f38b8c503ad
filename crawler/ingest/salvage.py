"""Complete a salvaged archive from WARC files: captures whose rows are lost, and articles whose texts are."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.doctor.salvage import Salvaged, salvage
from archive.warc.records import folder_of
from crawler.catalogue.archive_source import from_archive
from crawler.catalogue.catalogue import Catalogue
from crawler.ingest.run import Plan, ingest
from crawler.ingest.state import Ingest


@dataclass(frozen=True, slots=True)
class Completed:
    """What was read of the damaged database, what came from WARC files, and how many articles there are now."""

    salvaged: Salvaged
    ingested: Ingest
    articles: int


async def salvage_with_captures(
    damaged: Path, target: Path, catalogue: Catalogue, make_executor: Callable[[], Executor] | None = None
) -> Completed:
    """Write `target`. Raises ArchiveError; whatever is there then may be deleted, the damaged archive is as it was."""
    salvaged = salvage(damaged, target)
    with Archive(target) as archive:
        known = {row.id: from_archive(row) for row in archive.all_sources() if row.homepage}
    sources = Catalogue(known | {source.id: source for source in catalogue})
    files = sorted(folder_of(damaged).glob("*.warc.gz"))
    ingested = await ingest(Plan(target, files, sources, make_executor=make_executor))
    with Archive(target) as archive:
        (articles,) = archive.db.execute("select count(*) from articles").fetchone()
    return Completed(salvaged, ingested, articles)
