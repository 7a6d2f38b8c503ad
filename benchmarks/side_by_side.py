"""Measure Spacebeat next to its peers on a web on this machine, all in one run: the parts of `python -m benchmarks`.

Programs take turns, round after round, so that whatever else the machine does meets all of them; a figure is the
median of its rounds. Ratios travel from machine to machine, figures do not.
"""

import json
import shutil
import sqlite3
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.loopback.make import Outlet
from benchmarks.measure import Cost, measure
from benchmarks.peers.install import Installed

_OURS = (sys.executable, "-m", "crawler")


@dataclass(frozen=True, slots=True)
class Row:
    """One program in one task: its articles, and the medians of its rounds. `note` is shown with them."""

    name: str
    articles: int
    cost: Cost
    note: str = ""

    @property
    def rate(self) -> float:
        return self.articles / self.cost.wall

    @property
    def milliseconds(self) -> float:
        """CPU milliseconds an article."""
        return 1000 * self.cost.cpu / max(self.articles, 1)


@dataclass(frozen=True, slots=True)
class Web:
    """The web that is measured on: its outlets, their catalogue, and a folder to write into."""

    outlets: Sequence[Outlet]
    catalogue: Path
    folder: Path

    @property
    def urls(self) -> list[str]:
        """The addresses of all articles, one of each outlet in turn."""
        columns = [outlet.articles for outlet in self.outlets]
        return [url for row in zip(*columns, strict=True) for url in row]

    @property
    def archive(self) -> Path:
        return self.folder / "bench.db"

    def requests(self) -> int:
        """Return how many requests the outlets have had."""
        answers = (urllib.request.urlopen(f"{outlet.base}/-/counts") for outlet in self.outlets)
        return sum(json.load(answer)["requests"] for answer in answers)


def crawl(web: Web, peers: Sequence[Installed], rounds: int) -> list[Row]:
    """Read all articles: ours from feeds and sitemaps into an archive, the peers from a list of addresses."""
    urls, out = web.folder / "urls.txt", web.folder / "out"
    urls.write_text("".join(f"{url}\n" for url in web.urls))

    def ours() -> tuple[int, Cost]:
        remove(web.archive)
        cost = measure(_crawl(web))
        with sqlite3.connect(web.archive) as db:
            return db.execute("select count(*) from articles").fetchone()[0], cost

    def theirs(peer: Installed) -> tuple[int, Cost]:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        cost = measure(peer.command(urls, out))
        return sum(1 for _ in out.rglob("*.json")), cost

    programs: dict[str, Callable[[], tuple[int, Cost]]] = {"Spacebeat `crawl`, everything on": ours}
    for peer in peers:
        programs[f"{peer.peer.name} ({peer.version})"] = lambda peer=peer: theirs(peer)  # type: ignore[misc]
    return _rounds(programs, rounds)


def recrawl(web: Web, rounds: int) -> list[Row]:
    """Ask a web that has not changed again; the rows of `crawl` are what those pay who keep nothing between runs."""
    before = web.requests()
    rows = _rounds({"Spacebeat `crawl`, nothing new": lambda: (1, measure(_crawl(web)))}, rounds)
    asked = (web.requests() - before - len(web.outlets)) // rounds
    return [Row(rows[0].name, len(web.urls), rows[0].cost, f"{asked} requests for {len(web.outlets)} outlets")]


def ingest(web: Web, rounds: int) -> list[Row]:
    """Read the WARC files of the crawl into a new archive."""
    files = sorted(str(file) for file in web.archive.with_suffix(".warc").glob("*.warc.gz"))
    target = web.folder / "ingested.db"

    def ours() -> tuple[int, Cost]:
        remove(target)
        options = ["--archive", str(target), "--catalogue", str(web.catalogue), "--only-catalogue"]
        cost = measure([*_OURS, "ingest", *options, *files])
        with sqlite3.connect(target) as db:
            return db.execute("select count(*) from articles").fetchone()[0], cost

    return _rounds({"Spacebeat `ingest`": ours}, rounds)


def reextract(web: Web, rounds: int) -> list[Row]:
    """Apply the extractor to all captures again."""
    command = [*_OURS, "reextract", "--archive", str(web.archive)]
    return _rounds({"Spacebeat `reextract`": lambda: (len(web.urls), measure(command))}, rounds)


def start_up(web: Web, peers: Sequence[Installed], rounds: int) -> list[Row]:
    """Time commands that do next to nothing."""
    archive = ["--archive", str(web.archive)]
    programs = {
        "`spacebeat --help`": [*_OURS, "--help"],
        "`spacebeat search`": [*_OURS, "search", *archive, "orbit"],
        "`spacebeat status`": [*_OURS, "status", *archive],
    }
    programs |= {
        f"`trafilatura --version` ({peer.version})": [str(peer.folder / "bin" / "trafilatura"), "--version"]
        for peer in peers
        if peer.peer.package == "trafilatura"
    }
    return _rounds({name: lambda run=run: (1, measure(run)) for name, run in programs.items()}, rounds)  # type: ignore[misc]


def extraction(web: Web, pages: int) -> list[tuple[str, float]]:
    """Return CPU milliseconds a page of ours and of trafilatura with metadata, page by page in turn in one process."""
    import trafilatura

    from archive.records import Lead
    from crawler.catalogue.source import Source
    from crawler.extract.article import extract
    from crawler.extract.page import Page

    source = Source(
        id="bench",
        name="Bench",
        homepage="http://127.0.9.1/",
        country="US",
        languages=("en",),
        kind="trade-press",
        focus="space-policy",
    )

    def ours(url: str, body: bytes) -> None:
        extract(
            Page(url, body, {"content-type": "text/html; charset=utf-8"}, "2026-11-23T00:00:00Z", Lead(url), source)
        )

    def theirs(url: str, body: bytes) -> None:
        trafilatura.bare_extraction(body, url=url, with_metadata=True)

    readers = {"Spacebeat, all fields and structure": ours, "trafilatura, text and metadata": theirs}
    spent = dict.fromkeys(readers, 0.0)
    bodies = [(url, urllib.request.urlopen(url).read()) for url in web.urls[: pages + 1]]
    for place, (url, packed) in enumerate(bodies):
        body = _unzip(packed)
        for name, reader in readers.items():
            began = time.process_time()
            reader(url, body)
            spent[name] += time.process_time() - began if place else 0.0  # the first page loads models
    return [(name, 1000 * seconds / max(len(bodies) - 1, 1)) for name, seconds in spent.items()]


def remove(archive: Path) -> None:
    """Remove an archive and its WARC files."""
    for file in archive.parent.glob(f"{archive.name}*"):
        file.unlink()
    shutil.rmtree(archive.with_suffix(".warc"), ignore_errors=True)


def _crawl(web: Web) -> list[str]:
    options = ["--catalogue", str(web.catalogue), "--only-catalogue", "--allow-private", "--since", "2020-01-01"]
    return [*_OURS, "crawl", "--archive", str(web.archive), *options, "--quiet"]


def _rounds(programs: dict[str, Callable[[], tuple[int, Cost]]], rounds: int) -> list[Row]:
    results: dict[str, list[tuple[int, Cost]]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, run in programs.items():
            results[name].append(run())
            print(name, *results[name][-1], file=sys.stderr, flush=True)
    return [_median(name, found) for name, found in results.items()]


def _median(name: str, found: Sequence[tuple[int, Cost]]) -> Row:
    costs = [cost for _, cost in found]
    wall, cpu = (statistics.median(getattr(cost, field) for cost in costs) for field in ("wall", "cpu"))
    articles = int(statistics.median(count for count, _ in found))
    return Row(name, articles, Cost(wall, cpu, max(cost.peak for cost in costs), costs[-1].status))


def _unzip(packed: bytes) -> bytes:
    import gzip

    return gzip.decompress(packed) if packed.startswith(b"\x1f\x8b") else packed
