"""Which sources `--due` selects, and in what order."""

from pathlib import Path

from archive.archive import Archive
from archive.db.connection import transaction
from crawler.catalogue.source import Endpoint
from crawler.schedule.due import due_sources
from tests.foreign import source

RUNS = (("backfilled", "crawl", 1), ("backfilled", "backfill", 9), ("today", "crawl", 5), ("long-ago", "crawl", 0))


def test_the_source_comes_first_whose_last_crawl_is_longest_ago(tmp_path: Path, empty_archive: bytes) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(empty_archive)
    sources = [
        source(name, feed=(Endpoint(url=f"https://{name}.example/feed"),))
        for name in ("today", "backfilled", "long-ago", "never")
    ]
    with Archive(path) as archive, transaction(archive.db):
        for one in sources:
            archive.db.execute(
                "insert into sources (id, name, homepage, country, languages, kind, focus)"
                " values (?, '', '', 'US', '[]', 'trade-press', 'space')",
                [one.id],
            )
        for name, kind, day in RUNS:
            archive.db.execute(
                "insert into runs (source_id, kind, started_at) values (?, ?, ?)", [name, kind, f"2026-01-1{day}"]
            )
    found = [one.id for one in due_sources(path, sources)]
    assert found == ["never", "long-ago", "backfilled", "today"]
