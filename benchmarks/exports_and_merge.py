"""What exports, a snapshot and a merge cost, compared with the bare reading of the same rows in the same run.

    python -m benchmarks.exports_and_merge [articles]

Prints seconds, articles a second and the ratio to reading; memory is the growth of the peak over the run so far.
"""

import contextlib
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import connect, connect_to_read, transaction
from archive.export.export import Options, export
from archive.export.rows import check_columns, rows
from archive.merge import merge
from archive.search.filters import Selection
from archive.snapshot import write_snapshot
from archive.text import text_hash, word_count
from archive.warc.records import folder_of

WORDS = [f"word{n}" for n in range(20_000)]
FORMATS = ("csv", "jsonl", "parquet", "bibtex", "ris", "csl-json", "atom", "markdown", "digest")


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = _archive(folder / "one.db", range(articles))
        other = _archive(folder / "other.db", range(articles // 2, articles + articles // 2))
        db = connect_to_read(path)
        base = _timed("read", articles, 0, lambda: sum(1 for _ in rows(db, Selection(), check_columns(()))))
        options = Options(check_columns(()))
        for form in FORMATS:
            with open(os.devnull, "wb") as sink:
                run = lambda form=form, sink=sink: export(db, folder_of(path), Selection(), form, sink, options)  # noqa: E731
                _timed(form, articles, base, run)
        _timed("snapshot", articles, base, lambda: write_snapshot(db, folder / "set", Selection()))
        db.close()
        _timed("merge of two", 2 * articles, base, lambda: merge(folder / "all.db", [path, other]))


def _timed(name: str, articles: int, base: float, run: Callable[[], object]) -> float:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    run()
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    ratio = f"{seconds / base:6.2f} x reading" if base else ""
    print(f"{name:14} {seconds:8.2f} s {articles / seconds:10.0f} /s {grown:7.1f} MiB {ratio}")
    return seconds


def _archive(path: Path, numbers: range) -> Path:
    """Make an archive of numbered articles; those that two ranges share have the same addresses and texts."""
    with contextlib.closing(connect(path)) as db, transaction(db):
        db.execute(
            "insert into sources (id, name, homepage, country, languages, kind, focus)"
            " values ('courier', 'The Courier', 'https://courier.example/', 'US', '[]', 'trade-press', 'space')"
        )
        for article_id, story in enumerate(_stories(numbers), 1):
            _add(db, article_id, *story)
    return path


def _stories(numbers: range) -> Iterator[tuple[str, str, str, str]]:
    for number in numbers:
        text = " ".join(random.Random(number).choices(WORDS, k=400))
        at = f"2026-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        yield f"https://courier.example/{number}", f"Title {number} of the day", text, at


def _add(db: Database, article_id: int, url: str, title: str, text: str, at: str) -> None:
    digest = text_hash(text)
    db.execute(
        "insert into articles (id, url, url_key, source_id, title, authors, published_at, published_precision,"
        " word_count, text, text_hash, first_seen_at, last_seen_at)"
        " values (?, ?, ?, 'courier', ?, '[\"Jeff Foust\"]', ?, 'second', ?, ?, ?, ?, ?)",
        [article_id, url, url[8:], title, at, word_count(text), text, digest, at, at],
    )
    db.execute(
        "insert into revisions (article_id, number, observed_at, title, text, text_hash, change)"
        " values (?, 1, ?, ?, ?, ?, 'first')",
        [article_id, at, title, text, digest],
    )
    db.execute(
        "insert into urls (url, url_key, source_id, article_id, state, first_seen_at)"
        " values (?, ?, 'courier', ?, 'archived', ?)",
        [url, url[8:], article_id, at],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
