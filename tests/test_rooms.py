"""Import rules between the packages ("rooms") of docs/explanation/design.md.

A line is a package and everything of this project that it may import, from the top layer to the bottom. A new
dependency is a design decision: make it here first. An import that is no longer used has to be removed from its line,
so that the table stays exact.
"""

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOT_FOR_THE_ARCHIVE = frozenset(
    "crawler scrapy twisted trafilatura feedparser dateparser requests httpx aiohttp".split()
)

CRAWLER = {
    "cli": (
        "archive backfill catalogue cluster config demo engine extract fetch ingest probe reprocess schedule settings"
    ),
    "cluster": "archive engine extract ingest",
    "ingest": "archive catalogue engine enrich extract fetch",
    "reprocess": "archive catalogue engine enrich extract fetch",
    "probe": "archive catalogue discovery extract fetch html",
    "schedule": "archive catalogue config spiders",
    "engine": "archive backfill catalogue discovery enrich extract fetch html spiders",
    "spiders": "archive backfill catalogue discovery engine enrich fetch probe",  # up: Session and its pool
    "backfill": "archive catalogue discovery",
    "discovery": "archive catalogue html",
    "extract": "archive catalogue html",
    "settings": "config fetch",
    "fetch": "archive",
    "config": "archive",
    "enrich": "archive",
    "catalogue": "archive",
    "html": "archive",
    "demo": "",
}

ARCHIVE = {
    "datasette": "analysis blocks clock codes db dedup errors export failures meaning records reports search warc",
    "reader": "clock db errors export meaning search",
    "snapshot": "db errors export failures records search text urls",
    "export": "blocks clock errors records search text warc",
    "doctor": "clock db dedup errors failures records reports search text warc",
    "merge": "db dedup errors meaning records removal store text urls warc",
    "archive": "clock db errors records removal store urls warc",
    "removal": "db dedup errors records store warc",
    "backup": "db errors failures warc",
    "store": "blocks clock db dedup records text urls warc",
    "db": "clock dedup errors failures reports search",
    "search": "clock codes db errors records",
    "analysis": "codes errors reports search",
    "meaning": "db errors search",
    "reports": "clock codes text urls",
    "dedup": "clock",
    "warc": "errors records",
    "urls": "errors",
    "records": "blocks",
    "errors": "",
    "failures": "errors",
    "clock": "",
    "codes": "",
    "blocks": "text",
    "text": "",
}


def modules() -> dict[str, Path]:
    """Return the modules of both packages by dotted name."""
    found = {}
    for package in ("archive", "crawler"):
        for file in (ROOT / package).rglob("*.py"):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()


@cache
def imports_of(file: Path) -> frozenset[str]:
    """Return the dotted names that a module imports, with `from a import b` as both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def arrows(package: str) -> dict[str, set[str]]:
    """Return the rooms of a package and the rooms that each imports; the archive counts as one room for the crawler."""
    drawn: dict[str, set[str]] = defaultdict(set)
    for name, file in MODULES.items():
        if not name.startswith(f"{package}."):
            continue
        room = name.split(".")[1]
        drawn[room] |= set()
        for imported in imports_of(file) & MODULES.keys():
            first, _, rest = imported.partition(".")
            target = rest.split(".")[0] if first == package else first
            if target and target not in (room, package):
                drawn[room].add(target)
    return drawn


@pytest.mark.parametrize(("package", "table"), [("crawler", CRAWLER), ("archive", ARCHIVE)])
def test_rooms_import_what_the_table_allows_and_nothing_else(package: str, table: dict[str, str]) -> None:
    drawn = {room: " ".join(sorted(targets)) for room, targets in arrows(package).items()}
    drawn.pop("__main__", None)
    assert drawn == {room: " ".join(sorted(allowed.split())) for room, allowed in table.items()}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for type checking count: a reader follows them too. Packages are namespaces and import nothing."""
    plain = {name: file for name, file in MODULES.items() if file.name != "__init__.py"}
    graph = {name: {other for other in imports_of(file) if other in plain} for name, file in plain.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("file", sorted((ROOT / "archive").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_archive_imports_nothing_that_crawls(file: Path) -> None:
    assert not {name.split(".")[0] for name in imports_of(file)} & NOT_FOR_THE_ARCHIVE


def test_the_archive_works_without_scrapy() -> None:
    program = """
import sys
for name in ("scrapy", "twisted", "trafilatura", "crawler"):
    sys.modules[name] = None
import archive.archive, archive.search, archive.export.rows
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
