"""The names that the data of enrichment hold, in the form of the archive; read without compiling anything."""

from pathlib import Path

from archive.names import Names
from crawler.enrich.data_files import read_named


def load_names(folder: Path | None = None) -> Names:
    """All actors and topics; files in `folder` win. Raises EnrichmentDataError."""
    actors, topics = read_named(folder)
    return Names(
        [(row.id, row.name, row.type, row.country) for row in actors.actor],
        [(row.id, row.name) for row in topics.topic],
    )
