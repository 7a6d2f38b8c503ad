"""Errors of the machine are explained by what could not be written."""

import errno
import sqlite3
from pathlib import Path

import pytest

from archive.failures import describe_failure, naming_output
from crawler.cli.output import destination, new_folder

FULL = {
    "file": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "database": lambda: sqlite3.OperationalError("database or disk is full"),
}


@pytest.mark.parametrize("full", FULL)
@pytest.mark.parametrize("writing", [naming_output, destination, new_folder])
def test_a_full_disk_names_the_output_and_not_the_archive(full, writing, tmp_path: Path) -> None:
    output = tmp_path / "stick" / "out"
    output.parent.mkdir()
    with pytest.raises(OSError, match="No space") as raised, writing(output):
        raise FULL[full]()
    assert describe_failure(raised.value, "the archive").startswith(f"no space left to write {output}: free some")
    assert list(output.parent.iterdir()) == []


def test_another_error_of_the_archive_stays_its_own(tmp_path: Path) -> None:
    damaged = sqlite3.OperationalError("database disk image is malformed")
    with pytest.raises(sqlite3.OperationalError) as raised, naming_output(tmp_path / "out"):
        raise damaged
    assert raised.value is damaged
