"""What years of CC-NEWS cost on 1, 10 and 100 machines: the table of docs/how-to/run-on-a-cluster.md.

`python -m benchmarks.scale` prints it.

A simulation of `ingest --cluster` from measured figures. Machines take files one after the other; the one writer merges
what became ready during the merge before, which rewrites the whole archive. Figures that were not measured are marked
as assumptions: change them here, and copy the table into the document.
"""

import heapq
from bisect import bisect_right
from dataclasses import dataclass

# Measured on a machine of two cores, under load.
FOREIGN = 42e-6  # core seconds a record: benchmarks.foreign_records, between pages of 27 kB (26) and of 160 kB (58)
ARTICLE = 65e-3  # core seconds an article: a crawl of 2,400 articles of 185 kB, without the network
MERGE = 4.8e-3  # seconds an article of the merged archive: benchmarks.exports_and_merge, 2 x 5,000 articles

# Assumptions: CC-NEWS as of 2026, the share of articles of the built-in sources, prices of a large cloud.
FILES, FILE_BYTES, RECORDS = 450, 1.07e9, 33_000  # files a month, bytes and records a file
SOURCES, SHARE = 300, 0.002  # of all records, for so many sources; more sources are a proportional share
CORES, BANDWIDTH = 8, 250e6  # of a machine; bytes a second that it reads
KEPT = 60e3  # bytes an article in the archive and its WARC files
CORE_HOUR, GIGABYTE_MONTH = 0.04, 0.023  # dollars
CASES = (("a month", 1, 300), ("a month", 1, 1000), ("a year", 12, 300), ("ten years", 120, 300))


@dataclass(frozen=True, slots=True)
class Cost:
    """What an ingest costs: hours until all files are read, and until they are merged."""

    articles: int
    core_hours: float
    read: float
    merged: float
    merges: int


def simulate(months: int, machines: int, sources: int) -> Cost:
    """Simulate an ingest into an empty archive."""
    files = FILES * months
    wanted = RECORDS * SHARE * sources / SOURCES
    core_seconds = RECORDS * FOREIGN + wanted * ARTICLE
    seconds = max(core_seconds, FILE_BYTES / (BANDWIDTH / CORES))  # of a task, of which a machine runs one a core
    free = [0.0] * min(machines * CORES, files)
    ready = []
    for _ in range(files):
        begun = heapq.heappop(free)
        ready.append(begun + seconds)
        heapq.heappush(free, begun + seconds)
    now, merged, merges = 0.0, 0, 0
    while merged < files:
        now = max(now, ready[merged])
        merged = bisect_right(ready, now, merged)
        now += MERGE * merged * wanted
        merges += 1
    return Cost(round(files * wanted), files * core_seconds / 3600, ready[-1] / 3600, now / 3600, merges)


def table() -> str:
    """Return the table of docs/how-to/run-on-a-cluster.md."""
    lines = [
        "| CC-NEWS of | sources | machines | articles | core hours | read after | merged after | rent | kept |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for what, months, sources in CASES:
        for machines in (1, 10, 100):
            cost = simulate(months, machines, sources)
            rented = (cost.read * machines + cost.merged - cost.read) * CORES * CORE_HOUR
            lines.append(
                f"| {what} | {sources} | {machines} | {cost.articles:,} | {cost.core_hours:,.1f} "
                f"| {_time(cost.read)} | {_time(cost.merged)} | ${rented:,.2f} | {_kept(cost.articles)} |"
            )
    return "\n".join(lines)


def _time(hours: float) -> str:
    return f"{hours:,.1f} h" if hours >= 1 else f"{hours * 60:.0f} min"


def _kept(articles: int) -> str:
    gigabytes = articles * KEPT / 1e9
    return f"{gigabytes:,.0f} GB, ${gigabytes * GIGABYTE_MONTH:.2f} a month"


if __name__ == "__main__":
    print(table())
