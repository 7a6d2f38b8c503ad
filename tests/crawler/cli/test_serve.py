"""`spacebeat serve` as a process: it prints its address, serves during writes, and fails with one line."""

import importlib.metadata
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlite_utils import Database

from archive.db.connection import connect, transaction
from tests.command import run_command

SERVE = [sys.executable, "-m", "crawler", "serve"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    db = connect(path)
    db.close()
    return path


@contextmanager
def served(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [*SERVE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout
    assert process.stderr
    try:
        line = process.stdout.readline()
        address = re.search(r"http://\S+/", line)
        assert address, line + process.stderr.read()
        yield address[0], process
    finally:
        process.kill()
        process.communicate()


def get(address: str) -> tuple[int, str]:
    try:
        with urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_serves_an_archive_that_is_being_written(archive: Path) -> None:
    """Each request sees what was committed before it: a file that is opened as immutable stays as it was."""
    writer = connect(archive)
    with served("--archive", str(archive), "--port", "0") as (address, process):
        sources = address + "news.json?sql=select+id+from+sources&_shape=arrayfirst"
        assert json.loads(get(sources)[1]) == []
        with transaction(writer):
            add_source(writer, "a")
        assert json.loads(get(sources)[1]) == ["a"]
        with transaction(writer):
            add_source(writer, "b")
            assert "Space policy in the news" in get(address)[1]
            assert json.loads(get(sources)[1]) == ["a"]
        assert address.startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err.strip()) == (130, "", "")
    writer.close()


def add_source(writer: Database, name: str) -> None:
    writer.execute(
        "insert into sources (id, name, homepage, country, languages, kind, focus)"
        " values (?, 'A', 'https://a.test/', 'US', '[]', 'agency', 'space')",
        [name],
    )


def test_the_public_profile_takes_no_sql(archive: Path) -> None:
    with served("--archive", str(archive), "--port", "0", "--public") as (address, _):
        assert get(address)[0] == 200
        assert get(address + "news?sql=select+1")[0] == 403


@pytest.mark.parametrize("case", ["no archive", "port taken", "no such address"])
def test_a_failure_to_start_is_reported_in_one_line(archive: Path, tmp_path: Path, case: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        arguments = {
            "no archive": ["--archive", str(tmp_path / "none.db")],
            "port taken": ["--archive", str(archive), "--port", str(taken.getsockname()[1])],
            "no such address": ["--archive", str(archive), "--host", "203.0.113.7", "--port", "0"],
        }[case]
        done = run_command(["serve", *arguments], folder=tmp_path, environment=os.environ, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("spacebeat: ")
    assert done.stderr.count("\n") == 1


def test_plain_datasette_loads_the_plugin_by_entry_point(archive: Path, tmp_path: Path) -> None:
    # Where the package is not installed, what an installer would write about it is put on the path.
    paths = [os.getcwd()]
    if not importlib.metadata.entry_points(group="datasette", name="spacebeat"):
        facts = tmp_path / "spacebeat-0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: spacebeat\nVersion: 0\n")
        (facts / "entry_points.txt").write_text("[datasette]\nspacebeat = archive.datasette\n")
        paths.insert(0, str(tmp_path))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "datasette", str(archive), "--get", "/"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert "Space policy in the news" in done.stdout, done.stderr
