"""An archive in a folder that cannot be written, such as that of a colleague or a mounted disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.backup import back_up_archive
from tests.command import run_command
from tests.faults.faults import ReadOnly


def test_a_copy_can_be_read_where_nothing_can_be_written_and_an_archive_says_what_to_do(
    write_archive: Callable[..., Path], desk: Any
) -> None:
    path = write_archive("there/news.db", [{"url": "https://courier.example/1", "title": "Delegates weigh debris"}])
    copy = path.with_name("copy.db")
    back_up_archive(path, copy)
    for log in (*path.parent.glob("*-wal"), *path.parent.glob("*-shm")):
        log.unlink()
    fault = ReadOnly(path.parent)
    try:
        of_copy, of_archive = (
            run_command(
                ("search", "debris", "--archive", str(file)),
                folder=desk.folder,
                environment=desk.environment(),
                timeout=60,
                fault=fault,
            )
            for file in (copy, path)
        )
    finally:
        fault.lift()
    assert (of_copy.returncode, of_copy.stdout.splitlines()[0]) == (0, "Delegates weigh debris"), of_copy.stderr
    assert of_archive.returncode == 1
    (line,) = of_archive.stderr.splitlines()
    assert "its folder cannot be written" in line
    assert "spacebeat backup" in line
