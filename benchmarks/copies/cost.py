"""Measure what finding copies costs an article, in archives of growing size.

    python -m benchmarks.copies.cost [--sizes 10000 100000 1000000] [--sample 2000] [--folder /tmp]

Archives are filled with made-up hashes (writing the texts of a million articles would measure the disk), then a
sample of texts of 700 words is added, one in ten an edited copy of an earlier one, each with one of 50 footers. The
same sample is written without looking for copies, in the same run; commits come every 32 articles.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.dedup.groups import place
from benchmarks.copies.archive_of_texts import insert_article, open_archive

_OUTLETS = 200
_BATCH = 32
_HASHES_AN_ARTICLE = 16
_HASHES = 2**48 * _HASHES_AN_ARTICLE // 700  # below this lie the sixteen smallest of 700


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    print("articles  ms of CPU: p50    mean     p99   without copies   index MB   x smallest")
    smallest = 0.0
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            db = open_archive(Path(folder) / "copies.db", outlets=_OUTLETS)
            mean, line = _measure(db, size, options.sample)
            db.close()
        smallest = smallest or mean
        print(f"{size:8}  {line} {mean / smallest:11.2f}", flush=True)


def _measure(db: sqlite3.Connection, size: int, sample: int) -> tuple[float, str]:
    _fill(db, size)
    plain = statistics.mean(_add(db, size, sample, lambda number: None))
    costs = _add(db, size + sample, sample, lambda number: place(db, number))
    mean = statistics.mean(costs) - plain
    p99 = statistics.quantiles(costs, n=100)[98]
    columns = f"{statistics.median(costs) - plain:14.3f} {mean:7.3f} {p99:7.3f} {plain:16.3f}"
    return mean, f"{columns} {_index_size(db) / 1e6:10.0f}"


def _fill(db: sqlite3.Connection, size: int) -> None:
    chance = random.Random(1)
    for number in range(1, size + 1):
        insert_article(db, number, outlet=number % _OUTLETS + 1, text="")
    rows = ((chance.randrange(_HASHES), chance.randrange(size) + 1) for _ in range(size * _HASHES_AN_ARTICLE))
    db.execute("create temp table made (hash integer, article_id integer)")
    db.executemany("insert into made values (?, ?)", rows)
    db.execute("insert or ignore into copy_shingles select hash, article_id from made order by hash, article_id")
    db.execute("drop table made")
    db.execute("commit")
    db.execute("pragma wal_checkpoint(truncate)")


def _add(db: sqlite3.Connection, size: int, sample: int, step: Callable[[int], object]) -> list[float]:
    """Write the sample in batches; return the CPU milliseconds of each article, its share of the commit included."""
    costs: list[float] = []
    number = size
    for batch in _batches(list(_texts(sample))):
        db.execute("begin immediate")
        spent = []
        for text in batch:
            number += 1
            started = time.process_time()
            insert_article(db, number, outlet=number % _OUTLETS + 1, text=text)
            step(number)
            spent.append(time.process_time() - started)
        started = time.process_time()
        db.execute("commit")
        share = (time.process_time() - started) / len(batch)
        costs.extend(1000 * (s + share) for s in spent)
    return costs


def _batches(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), _BATCH):
        yield texts[start : start + _BATCH]


def _texts(count: int) -> Iterator[str]:
    chance = random.Random(2)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvwy", k=chance.randint(2, 9))) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    footers = [" ".join(chance.choices(words, k=40)) for _ in range(50)]
    texts_made: list[list[str]] = []
    for _ in range(count):
        if texts_made and chance.random() < 0.1:
            text = [word if chance.random() > 0.02 else "Edited" for word in chance.choice(texts_made)]
        else:
            text = chance.choices(words, weights, k=700)
        texts_made.append(text)
        yield ". ".join(["The report", *(" ".join(text[i : i + 20]).capitalize() for i in range(0, 700, 20))]) + (
            "\n\n" + chance.choice(footers)
        )


def _index_size(db: sqlite3.Connection) -> int:
    size: int = db.execute("select sum(pgsize) from dbstat where name = 'copy_shingles'").fetchone()[0]
    return size


if __name__ == "__main__":
    main()
