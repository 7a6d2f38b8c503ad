"""Makes the stored archive of today's schema: run once for each release whose schema differs from the one before.

    python -m tests.make_stored_archive

Later schemas are tested from these files (tests/archive/db/test_connection.py), so an old one is never made again.
"""

import gzip
import tempfile
from pathlib import Path

from archive.db.connection import connect, transaction
from archive.db.migrations import migrations
from archive.text import text_hash, word_count

DATA = Path(__file__).parent / "data"
TEXTS = ("The committee met on orbital debris.", "Комитет обсудил космический мусор.", "委员会讨论了空间碎片。")


def main() -> None:
    """Write `archive-<last migration>.db.gz`: three articles with a row in each table that refers to them."""
    name = f"archive-{migrations._migrations[-1].name}.db"
    with tempfile.TemporaryDirectory() as folder:
        db = connect(Path(folder) / name)
        with transaction(db):
            _fill(db)
        db.execute("pragma journal_mode = delete")
        db.execute("vacuum")
        db.close()
        data = (Path(folder) / name).read_bytes()
    DATA.mkdir(exist_ok=True)
    (DATA / f"{name}.gz").write_bytes(gzip.compress(data, mtime=0))


def _fill(db) -> None:
    at = "2026-11-01T12:00:00Z"
    db.execute(
        "insert into sources (id, name, homepage, country, languages, kind, focus)"
        " values ('courier', 'The Courier', 'https://courier.example/', 'US', '[]', 'trade-press', 'space')"
    )
    db.execute("insert into runs (source_id, started_at, outcome) values ('courier', ?, 'done')", [at])
    for number, text in enumerate(TEXTS, 1):
        url = f"https://courier.example/{number}"
        db.execute(
            "insert into captures (url, source_id, run_id, requested_url, fetched_at, status, payload_digest,"
            " warc_file, warc_offset, warc_length, outcome) values (?, 'courier', 1, ?, ?, 200, ?, 'x.warc.gz', 0, 1,"
            " 'new')",
            [url, url, at, f"sha1:{number}"],
        )
        db.execute(
            "insert into articles (url, url_key, source_id, title, word_count, text, text_hash, first_seen_at,"
            " last_seen_at, capture_id) values (?, ?, 'courier', ?, ?, ?, ?, ?, ?, ?)",
            [url, url[8:], f"Title {number}", word_count(text), text, text_hash(text), at, at, number],
        )
        db.execute(
            "insert into revisions (article_id, number, observed_at, title, text, text_hash, change)"
            " values (?, 1, ?, ?, ?, ?, 'first')",
            [number, at, f"Title {number}", text, text_hash(text)],
        )
        db.execute(
            "insert into urls (url, url_key, source_id, article_id, state, first_seen_at)"
            " values (?, ?, 'courier', ?, 'archived', ?)",
            [url, url[8:], number, at],
        )
    db.execute(
        "insert into lineage (article_id, root_id, kept_of_root, share_of_article, words, time_evidence, passages)"
        " values (2, 1, 0.5, 0.25, 20, 'tie', '[[0,0,20]]')"
    )


if __name__ == "__main__":
    main()
