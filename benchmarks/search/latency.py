"""Measure how long a search takes, newest first, for words from rare to common.

    python -m benchmarks.search.latency [--articles 200000] [--folder /tmp]

Articles are of 80 made-up words with the frequencies of a language, their dates in another order than their ids.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from archive.search.fts_index import SEARCH_TABLES, register
from archive.search.search import search

_WORDS = 30_000
_ROUNDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        db = _filled(Path(folder) / "search.db", options.articles)
        for rank in (10, 100, 1_000, 5_000, 20_000):
            _report(db, f"w{rank}x")
        _report(db, "w10x w100x")
        _report(db, "w100x OR w200x")
        _report(db, '"w10x w10x"')
        _report(db, "w100x -w10x")
        _report(db, "w12*")
        db.close()


def _report(db: sqlite3.Connection, query: str) -> None:
    spent = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        hits = search(db, query)
        spent.append(1000 * (time.perf_counter() - started))
    p95 = statistics.quantiles(spent, n=20)[18]
    print(f"{query:18} {len(hits):3} shown, p50 {statistics.median(spent):7.2f} ms, p95 {p95:7.2f} ms", flush=True)


def _filled(path: Path, count: int) -> sqlite3.Connection:
    chance = random.Random(1)
    db = sqlite3.connect(path)
    register(db)
    db.execute(
        """
        create table articles (
          id integer primary key, url text, title text, source_id text, published_at text, language text,
          summary text default '', text text
        )
        """
    )
    db.execute("create index articles_published on articles(published_at)")
    for statement in SEARCH_TABLES:
        db.execute(statement)
    words = [f"w{rank}x" for rank in range(_WORDS)]
    weights = [1 / (rank + 10) for rank in range(_WORDS)]
    for number in range(count):
        text = " ".join(chance.choices(words, weights, k=80))
        day = f"20{chance.randrange(100):02}-01-01T00:00:00Z"
        db.execute(
            "insert into articles (url, title, source_id, published_at, language, text) values (?, ?, 's', ?, 'en', ?)",
            (f"https://a.org/{number}", text[:60], day, text),
        )
    db.commit()
    return db


if __name__ == "__main__":
    main()
