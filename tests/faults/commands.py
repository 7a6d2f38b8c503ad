"""The commands that are disturbed: what each works on, and what it leaves."""

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any

from archive.db.connection import connect
from tests.command import run_command
from tests.faults.faults import Count
from tests.faults.rows import differences, rows
from tests.foreign import stories
from tests.loopback import Answer, Site, site_server
from tests.outlets import article, endpoint, feed, html, sitemap, source

ROOT = Path(__file__).parents[2]
STORED = min((ROOT / "tests" / "data").glob("archive-*.db.gz"))
PAGES = 4
_CATALOGUE = ("--catalogue", "catalogue.toml", "--only-catalogue")
_STAMP = re.compile(rb"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")


@dataclass(frozen=True)
class Case:
    """A command, what its folder looks like before (a base, then a change of it), and whether it writes the archive.

    The exit code of doctor is 1: the archive of an old release is stored without its WARC files.
    """

    arguments: tuple[str, ...]
    base: str = "full"
    change: str = ""  # SQL
    writes: bool = True
    code: int = 0


CASES: Mapping[str, Case] = {
    # Since a day: by a clock that is ahead, all pages of the sitemap are older than a first crawl goes back.
    "crawl": Case(
        ("crawl", *_CATALOGUE, "--allow-private", "--quiet", "--workers", "1", "--since", "2026-01-01"), "empty"
    ),
    "backfill": Case(
        ("backfill", "courier", "--from", "2026-10-30", *_CATALOGUE, "--allow-private", "--quiet", "--workers", "1"),
        "empty",
    ),
    "ingest": Case(("ingest", "news.warc.gz", *_CATALOGUE, "--quiet", "--workers", "1"), "empty"),
    "reextract": Case(
        ("reextract", "--apply", *_CATALOGUE, "--quiet", "--workers", "1"),
        change="update articles set title = 'Menu', authors = '[]', extractor = 'old'",
    ),
    "enrich": Case(
        ("enrich", "--quiet", "--workers", "1"),
        change="delete from article_topics; delete from article_countries; update articles set relevance = 0",
    ),
    "merge": Case(("merge", "other.db")),
    "export": Case(("export", "--format", "csv", "-o", "out/articles.csv", "--quiet"), writes=False),
    "snapshot": Case(("snapshot", "out/set"), writes=False),
    "backup": Case(("backup", "out/copy.db"), writes=False),
    "prune": Case(
        ("prune", "--older-than", "0d"), change="update captures set fetched_at = '2026-01-01T00:00:00Z' where id % 2"
    ),
    "forget": Case(("forget", "https://courier.example/news/3", "--yes")),
    "migration": Case(("doctor",), "old", code=1),
    "notify": Case(
        ("notify",),
        change="insert into runs (source_id, started_at, finished_at, outcome, reason) values"
        " ('courier', '2099-01-01T00:00:00Z', '2099-01-01T00:00:00Z', 'failed', 'http 410')",
    ),
}


@dataclass
class Bases:
    """Folders to copy for each round, and the outlet on loopback that crawls ask."""

    folder: Path
    site: Site
    expected: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        paths = {f"/news/story-{n}": n for n in range(PAGES)}
        self.site.pages |= {path: html(article(n)) for path, n in paths.items()}
        # Each page is listed once: what a page has of its list would else depend on which list was answered first.
        in_feed, in_map = (dict(list(paths.items())[half::2]) for half in (0, 1))
        self.site.pages |= {"/feed": feed(self.site, in_feed), "/map": sitemap(self.site, in_map)}
        self.site.pages["/hook"] = Answer(b"{}")

    def copy(self, case: Case, folder: Path) -> Path:
        """Make the folder that a command of this case begins with."""
        base = self.folder / case.base
        if not base.exists():
            self._make(base)
        shutil.copytree(base, folder, copy_function=shutil.copy)
        (folder / "out").mkdir()
        if case.change:
            db = connect(folder / "test.db")
            db.conn.executescript(case.change)
            db.close()
        return folder

    def _make(self, base: Path) -> None:
        base.mkdir(parents=True)
        endpoints = endpoint("feed", "/feed") + endpoint("sitemap", "/map")
        (base / "catalogue.toml").write_text(source(self.site, "courier", endpoints), "utf-8")
        (base / "news.warc.gz").write_bytes(stories(PAGES))
        if base.name == "old":
            (base / "test.db").write_bytes(gzip.decompress(STORED.read_bytes()))
            (base / "test.warc").mkdir()
        if base.name == "full":
            outlet = source(SimpleNamespace(url="https://courier.example"), "courier", endpoint("feed", "/feed"))
            (base / "catalogue.toml").write_text(outlet, "utf-8")
            (base / "later.warc.gz").write_bytes(stories(PAGES, PAGES // 2))
            for name, file in (("test.db", "news.warc.gz"), ("other.db", "later.warc.gz")):
                arguments = ("ingest", file, "--archive", name, *_CATALOGUE, "--quiet", "--workers", "1")
                done = self.run(arguments, base)
                assert done.returncode == 0, done.stderr

    def run(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        *,
        fault: Callable[[], None] | None = None,
        at: datetime | None = None,
    ) -> CompletedProcess[str]:
        own = {
            "PYTHONPATH": str(ROOT),
            "SPACEBEAT_ARCHIVE": "test.db",
            "SPACEBEAT_NOTIFY": f"json://127.0.0.1:{self.site.port}/hook",
        }
        return run_command(arguments, folder=folder, environment=os.environ | own, timeout=120, fault=fault, at=at)


@contextmanager
def bases(folder: Path) -> Iterator[Bases]:
    """Yield the folders to copy while the outlet is served."""
    with site_server() as start:
        yield Bases(folder, start())


def left_in(folder: Path) -> dict[str, Any]:
    """Return what a command left: the rows of each database, and the other files that it wrote, without times."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.db")):
        if ".before-" in path.name:  # where a migration is taken up again, the copy before it is of another name
            continue
        for table, content in rows(path.resolve()).items():
            found[f"{path.relative_to(folder)} {table}"] = content
    for path in sorted((folder / "out").rglob("*")):
        if path.is_file() and path.suffix not in (".db", ".gz"):
            name = str(path.relative_to(folder))
            found[name] = [] if "datapackage" in name or "SHA" in name else [_STAMP.sub(b"", path.read_bytes())]
    return found


def expected(bases: Bases, name: str, folder: Path) -> dict[str, Any]:
    """Return what a command leaves that nothing disturbs, and that is run again."""
    if name not in bases.expected:
        case = CASES[name]
        bases.copy(case, folder)
        for _ in range(2 if case.writes else 1):
            done = bases.run(case.arguments, folder)
            assert done.returncode == case.code, f"{name}: {done.stdout}{done.stderr}"
        bases.expected[name] = left_in(folder)
    return bases.expected[name]


def calls_of(bases: Bases, name: str, folder: Path) -> int:
    """Return how many system calls of a command change its files."""
    if name not in bases.calls:
        bases.copy(CASES[name], folder)
        report = folder.with_suffix(".calls")
        bases.run(CASES[name].arguments, folder, fault=Count(folder, report))
        bases.calls[name] = int(report.read_text())
    return bases.calls[name]


def compare(bases: Bases, name: str, folder: Path) -> list[str]:
    return differences(bases.expected[name], left_in(folder))
