"""The archive must be usable where nothing crawls."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOREIGN = {"crawler", "scrapy", "twisted", "trafilatura", "feedparser", "dateparser", "requests", "httpx", "aiohttp"}


@pytest.mark.parametrize("file", sorted((ROOT / "archive").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_archive_imports_nothing_that_crawls(file: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
    assert not imported & FOREIGN


def test_the_archive_works_without_scrapy() -> None:
    program = """
import sys
for name in ("scrapy", "twisted", "trafilatura", "crawler"):
    sys.modules[name] = None
import archive.archive, archive.search, archive.export.rows
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
