"""Failures of the machine: a disk that is full, workers that cannot start, and one result that cannot be stored."""

import asyncio
import contextlib
import multiprocessing
import os
import resource
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.records import Article, Capture, Lead, Location, Rejection
from crawler.engine.extraction_queue import Extraction
from crawler.engine.task_pool import TaskPool, WorkersError
from crawler.engine.writer import Writer
from tests import foreign
from tests.archive.conftest import a_source, an_exchange
from tests.command import run_command
from tests.outlets import article, endpoint, feed, html, source


async def stored(path: Path, addresses: list[str]) -> list[tuple[str, str]]:
    """Store a batch of articles, the second with an address that has no key; return address and outcome."""
    writer = Writer(path, "test")
    await writer.call(Archive.add_source, a_source("courier"))
    batch: list[tuple[Capture, Article | Rejection]] = []
    for number, url in enumerate(addresses, 1):
        await writer.call(Archive.add_capture, an_exchange(url, str(number).encode()), Lead(url), "courier", None)
        capture = Capture(number, url, url, "courier", "2026-11-20T10:00:00Z", Location("", 0, 0), Lead(url))
        page = "http://courier.example:abc/a" if number == 2 else url
        batch.append((capture, Article(page, f"Title {number}", f"Text {number} of its report. " * 20)))
    extraction = Extraction(writer, {}, TaskPool(lambda: pytest.fail("no page is to be extracted"), 1))
    await extraction._store(batch)
    rows = await writer.call(lambda archive: archive.db.execute("select url, outcome from captures").fetchall())
    await extraction.close(abandon=True)
    writer.close()
    return rows


def test_a_result_that_cannot_be_stored_fails_alone(tmp_path: Path) -> None:
    addresses = [f"https://courier.example/{n}" for n in range(3)]
    outcomes = dict(asyncio.run(stored(tmp_path / "a.db", addresses)))
    assert [outcomes[addresses[0]], outcomes[addresses[2]]] == ["new", "new"]
    assert outcomes[addresses[1]].startswith("failed: cannot be stored: not a valid address")


def have_files_of_at_most(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.untraced
@pytest.mark.parametrize("limit", [1_000_000, 3_000_000])
def test_a_full_disk_fails_the_crawl_and_loses_nothing(desk: Any, new_outlet: Any, limit: int) -> None:
    site = new_outlet()
    paths = {f"/news/story-{n}": n for n in range(20)}
    # In a comment: what is to be written is large, and nothing of it has to be extracted and indexed.
    site.pages |= {path: html(article(n, extra=f"<!--{os.urandom(200_000).hex()}-->")) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, paths)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    done = run_command(
        desk.crawl_arguments(),
        folder=desk.folder,
        environment=desk.environment(),
        timeout=90,
        fault=partial(have_files_of_at_most, limit),
    )
    assert done.returncode == 1, done.stderr
    last = done.stderr.splitlines()[-1]
    assert "no space left to write" in last or "cannot read or write" in last
    assert "Traceback" not in done.stderr
    outcomes = {run["outcome"] for run in desk.query("select outcome from runs")}
    assert "done" not in outcomes
    desk.crawl()
    assert desk.query("select count(*) as n from articles") == [{"n": 20}]
    assert desk.run("doctor", "--all").returncode == 0


def leave_ten_megabytes() -> None:
    usage = shutil.disk_usage("/")
    shutil.disk_usage = lambda path: usage._replace(free=10 << 20)


def test_a_crawl_warns_of_a_nearly_full_disk_and_crawls(desk: Any, new_outlet: Any) -> None:
    site = new_outlet()
    site.pages |= {"/feed": feed(site, {"/news/1": 1}), "/news/1": html(article(1))}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    done = run_command(
        desk.crawl_arguments("--quiet"),
        folder=desk.folder,
        environment=desk.environment(),
        timeout=60,
        fault=leave_ten_megabytes,
    )
    warning = f"spacebeat: only 10 MiB free at {desk.archive}: a full disk ends the crawl; free some space\n"
    assert (done.returncode, done.stderr) == (0, warning)
    assert desk.query("select count(*) as n from articles") == [{"n": 1}]


def end_at_once() -> None:
    os._exit(1)


def have_room_for(size: int) -> None:
    """Limit this process to the memory that it has and `size` bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    room = pages * resource.getpagesize() + size
    resource.setrlimit(resource.RLIMIT_AS, (room, room))


async def drained(path: Path, initializer: Callable[[], None]) -> str:
    """Return the error by which extraction ends when no worker can be started."""
    writer = Writer(path, "test")
    await writer.call(Archive.add_source, a_source("courier"))
    for number in range(3):
        url = f"https://courier.example/{number}"
        exchange = an_exchange(url, article(number))
        await writer.call(Archive.add_capture, exchange, Lead(url), "courier", None)
    context = multiprocessing.get_context("spawn")  # nothing is loaded in advance, and what is loaded takes memory

    def starved() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=context, initializer=initializer)

    extraction = Extraction(writer, {"courier": foreign.source()}, TaskPool(starved, 1))
    try:
        await extraction.drain()
    except WorkersError as error:
        return str(error)
    finally:
        with contextlib.suppress(WorkersError):
            await extraction.close(abandon=True)
        writer.close()
    return ""


# With some memory, libraries fail to load by an ImportError, and records to be decompressed.
@pytest.mark.parametrize("initializer", [end_at_once, partial(have_room_for, 2 << 20)])
def test_workers_that_cannot_start_are_no_fault_of_the_pages(tmp_path: Path, initializer: Callable[[], None]) -> None:
    path = tmp_path / "a.db"
    assert "extraction workers cannot be started" in asyncio.run(drained(path, initializer))
    with Archive(path) as archive:
        assert archive.db.execute("select count(*) from captures where outcome is null").fetchone() == (3,)
        assert len(archive.waiting(0, 9)) == 3
