"""Crawls as a user runs them: the command as a process, over a web on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from tests.command import Command, run_command, start_server
from tests.foreign import Bench
from tests.loopback import Site, site_server


@pytest.fixture(scope="session", autouse=True)
def command_server() -> None:
    start_server()


@pytest.fixture
def new_outlet() -> Iterator[Callable[..., Site]]:
    with site_server() as start:
        yield start


@dataclass
class Desk:
    """One archive and one catalogue file, and the command over both."""

    folder: Path
    tables: list[str] = field(default_factory=list)

    @property
    def archive(self) -> Path:
        return self.folder / "test.db"

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a new interpreter."""
        return [sys.executable, "-W", "error::DeprecationWarning", "-m", "crawler", *arguments]

    def environment(self) -> dict[str, str]:
        root = Path(__file__).parents[2]
        return os.environ | {"PYTHONPATH": str(root), "SPACEBEAT_ARCHIVE": str(self.archive), "COLUMNS": "120"}

    def run(self, *arguments: str, timeout: float = 90) -> subprocess.CompletedProcess[str]:
        return run_command(arguments, folder=self.folder, environment=self.environment(), timeout=timeout)

    def start(self, *arguments: str) -> Command:
        """Start a command that is to be stopped or killed."""
        return Command(arguments, folder=self.folder, environment=self.environment())

    def crawl_arguments(self, *arguments: str) -> tuple[str, ...]:
        catalogue = self.folder / "catalogue.toml"
        catalogue.write_text("\n".join(self.tables), "utf-8")
        return ("crawl", "--catalogue", str(catalogue), "--only-catalogue", "--allow-private", *arguments)

    def crawl(self, *arguments: str, code: int = 0) -> dict[str, dict[str, Any]]:
        """Crawl; return the runs by source."""
        done = self.run(*self.crawl_arguments("--json", *arguments))
        assert done.returncode == code, done.stderr + done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return {run["source_id"]: run for run in json.loads(done.stdout)}

    def query(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        db = Database(str(self.archive))
        try:
            return list(db.query(sql, list(values)))
        finally:
            db.close()

    def change(self, sql: str) -> None:
        db = Database(str(self.archive))
        db.conn.execute(sql)
        db.conn.commit()
        db.close()

    def states(self) -> dict[str, str]:
        return {row["url"].split("/", 3)[3]: row["state"] for row in self.query("select url, state from urls")}


@pytest.fixture
def desk(tmp_path: Path, empty_archive: bytes) -> Desk:
    """Return a desk over an archive without rows: the first command of a test need not make it."""
    desk = Desk(tmp_path)
    desk.archive.write_bytes(empty_archive)
    return desk


@pytest.fixture
def bench(tmp_path: Path, empty_archive: bytes) -> Bench:
    bench = Bench(tmp_path)
    bench.archive.write_bytes(empty_archive)
    return bench
