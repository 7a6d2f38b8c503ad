"""Run Spacebeat next to its peers and write docs/reference/performance.md: `python -m benchmarks [--pages FOLDER]`."""

import argparse
import os
import platform
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import side_by_side
from benchmarks.loopback.make import make_web, write_catalogue
from benchmarks.loopback.server import free_port, serve
from benchmarks.peers.install import Installed, install
from benchmarks.side_by_side import Row, Web

_ROOT = Path(__file__).parents[1]
_INTRODUCTION = """# Performance

Written by `make bench` (`python -m benchmarks`), never by hand. All programs ran in turn in one run, each on all
articles of a web on this machine; a figure is the median of the rounds. Spacebeat does what it always does: robots.txt,
one request at a time to a host, WARC records, evidence of dates, copies, enrichment, full-text index. Ratios hold on
other machines, figures do not.

How a page is read decides most of these figures. The first pages of an outlet are read in full: parsed once, split into
blocks, judged by trafilatura, resiliparse and the line model. From these readings the archive learns the outlet's
layout ([extraction](../explanation/extraction.md#layouts)), and pages on which it knows every block skip all three,
which halves the CPU time of a page. Outlets with few articles in this web stay in the learning phase, so the gain grows
with the articles of an outlet. Captures are read by worker processes; one writer stores articles in batches of 32.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=10)
    parser.add_argument("--articles", type=int, default=40, help="of each outlet")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=Path, help="a folder of HTML pages to make the web of; else it is generated")
    parser.add_argument("--build", type=Path, default=_ROOT / "build" / "benchmarks")
    parser.add_argument("--report", type=Path, default=_ROOT / "docs" / "reference" / "performance.md")
    chosen = parser.parse_args()
    peers, missing = install(chosen.build / "peers")
    shutil.rmtree(chosen.build / "web", ignore_errors=True)
    port = free_port()
    outlets = make_web(chosen.build / "web", chosen.outlets, chosen.articles, port, chosen.pages)
    web = Web(outlets, chosen.build / "catalogue.toml", chosen.build)
    write_catalogue(web.catalogue, list(outlets))
    weight = sum(file.stat().st_size for file in (chosen.build / "web").rglob("*.html.gz")) / len(web.urls)
    about = (
        f"{chosen.outlets} outlets with {chosen.articles} articles each, "
        f"{'cut from real pages' if chosen.pages else 'generated'}, {weight / 1000:.0f} kB an article compressed; "
        f"{chosen.rounds} rounds."
    )
    with serve(chosen.build / "web", port):
        chosen.report.write_text(
            "\n".join([_INTRODUCTION, *_report(web, peers, missing, about, chosen.rounds)]), "utf-8"
        )


def _report(web: Web, peers: list[Installed], missing: list[str], about: str, rounds: int) -> list[str]:
    lines = [f"{datetime.now(UTC):%-d %B %Y}, {_machine()}. {about}", ""]
    lines += ["## Crawl", "", *_table(side_by_side.crawl(web, peers, rounds))]
    lines += ["## Recrawl of an unchanged web", "", *_table(side_by_side.recrawl(web, rounds))]
    lines += ["## Extraction", "", "One process, page by page in turn.", "", *_costs(web)]
    lines += ["## Ingest and reextract", ""]
    lines += _table([*side_by_side.ingest(web, rounds), *side_by_side.reextract(web, rounds)])
    lines += ["## Start-up", "", *_times(side_by_side.start_up(web, peers, rounds))]
    return lines + [f"Not measured: {line}" for line in missing]


def _machine() -> str:
    model = platform.processor() or platform.machine()
    for row in Path("/proc/cpuinfo").read_text().splitlines():
        if row.startswith("model name"):
            model = row.partition(":")[2].strip()
            break
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({model}), load {load:.1f} at the start, Python {platform.python_version()}, "
        f"Scrapy {version('scrapy')}, trafilatura {version('trafilatura')}"
    )


def _table(rows: list[Row]) -> list[str]:
    ours = rows[0]
    lines = [
        "| | articles | articles/s | CPU ms an article | peak MB | rate ÷ ours |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        name = f"{row.name}; {row.note}" if row.note else row.name
        figures = (
            f"{row.articles} | {row.rate:.1f} | {row.milliseconds:.1f} | {row.cost.peak} | {row.rate / ours.rate:.2f}"
        )
        lines.append(f"| {name} | {figures} |")
    return [*lines, ""]


def _costs(web: Web) -> list[str]:
    costs = side_by_side.extraction(web, pages=200)
    lines = ["| | CPU ms a page | ÷ ours |", "| --- | --- | --- |"]
    return [*lines, *(f"| {name} | {ms:.1f} | {ms / costs[0][1]:.2f} |" for name, ms in costs), ""]


def _times(rows: list[Row]) -> list[str]:
    lines = ["| | seconds | CPU seconds |", "| --- | --- | --- |"]
    return [*lines, *(f"| {row.name} | {row.cost.wall:.2f} | {row.cost.cpu:.2f} |" for row in rows), ""]


if __name__ == "__main__":
    main()
