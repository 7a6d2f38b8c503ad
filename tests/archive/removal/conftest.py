"""An archive that a test may close itself, to open it again as the next command would."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.conftest import a_source


@pytest.fixture
def archive(tmp_path: Path, empty_archive: bytes) -> Iterator[Archive]:
    (tmp_path / "test.db").write_bytes(empty_archive)
    opened = Archive(tmp_path / "test.db")
    for source_id in ("courier", "gazette", "herald"):
        opened.add_source(a_source(source_id))
    yield opened
    with suppress(sqlite3.ProgrammingError):  # closed by the test
        opened.close()
