"""What `ingest` pays for a record of another host: `python -m benchmarks.foreign_records [RECORDS]`.

Makes WARC files whose records are all of hosts that no source has, with small and with large pages, and reads them as
`ingest` does. Processor time counts, not the clock: the work is one thread's. The words of a page end with numbers,
so that it compresses about as a real page does.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.store.ingests import Progress
from crawler.catalogue.load import load_catalogue
from crawler.ingest.containers import open_package
from crawler.ingest.reader import batches
from crawler.ingest.source_match import Belonging
from tests.foreign import record

PAGES = (27_000, 160_000)  # bytes
RECORDS = 50_000
WORDS = "space orbit launch agency budget moon mars treaty debris satellite council ministry".split()


def a_page(size: int, chance: random.Random) -> bytes:
    """Return a page of about this size."""
    lines = ["<!doctype html><title>A page</title>"]
    while sum(map(len, lines)) < size:
        words = " ".join(f"{chance.choice(WORDS)}{chance.randrange(3000)}" for _ in range(120))
        lines.append(f'<div class="row x{chance.randrange(50)}"><p>{words}</p></div>')
    return "\n".join(lines).encode()


def make_file(path: Path, size: int, records: int) -> None:
    """Write a file of records of 997 hosts, with 200 different pages."""
    chance = random.Random(1)
    pages = [record(f"https://host{n % 997}.example/{n}", a_page(size, chance)) for n in range(200)]
    with path.open("wb") as file:
        for number in range(records):
            file.write(pages[number % len(pages)])


def microseconds(path: Path) -> float:
    """Return the processor time of a record of a file."""
    belonging = Belonging(load_catalogue([]))
    begun, records = time.process_time(), 0
    for batch in batches(open_package(path), Progress("", "", ""), belonging):
        records += batch.others.elsewhere
    return (time.process_time() - begun) / records * 1e6


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with TemporaryDirectory() as folder:
        path = Path(folder, "foreign.warc.gz")
        for size in PAGES:
            make_file(path, size, records)
            compressed = path.stat().st_size / records
            best = min(microseconds(path) for _ in range(3))
            print(f"{records} records, pages of {size} bytes ({compressed:.0f} compressed): {best:.1f} µs each")


if __name__ == "__main__":
    main()
