"""`--cluster` of commands that compute: their tasks on a real Dask cluster, of which a worker is killed."""

import asyncio
import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from archive.archive import Archive
from crawler.cluster import executor
from crawler.cluster.client import LOCAL, connect
from crawler.cluster.executor import workers_at
from crawler.engine.task_pool import TaskBrokeError, WorkersError
from crawler.engine.workers import Workers
from crawler.reprocess import reenrich, reextract
from crawler.reprocess.report import Findings
from tests.foreign import AtOnce, stories
from tests.outlets import article, endpoint, feed, html, source

STORIES = 12
TABLES = ("articles", "revisions", "date_evidence", "links", "article_actors", "article_topics", "layout_samples")
CRAWLED = "select url, title, text, authors, published_at, relevance, copy_of from articles order by url"
DEADLINE = 120  # seconds
TIMES = ("observed_at", "first_seen_at", "last_seen_at")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start a cluster; return the address of its scheduler."""
    with connect(LOCAL, 2) as client:
        yield client.scheduler_info()["address"]


@pytest.fixture
def cluster(address) -> Iterator[Workers]:
    with workers_at(address, "a test") as workers:
        yield workers


@pytest.fixture
def threads(address_of_threads) -> Iterator[Workers]:
    with workers_at(address_of_threads, "a test") as workers:
        yield workers


@pytest.fixture
def damaged(bench):
    """Leave an archive as an earlier extractor and earlier data would have."""
    bench.ingest(bench.file("x.warc.gz", stories(STORIES)))
    with Archive(bench.archive) as archive, archive.transaction():
        archive.db.execute("update articles set authors = '[]', title = 'Menu', relevance = 0.1, extractor = 'old'")
        archive.db.execute("delete from article_actors")
        archive.db.execute("delete from layout_samples")
        archive.db.execute("delete from layouts")
    return bench


def rows(bench) -> dict[str, list[dict]]:
    """Return all rows, without the times at which they were written."""
    return {
        table: [
            {name: value for name, value in row.items() if name not in TIMES}
            for row in bench.query(f"select * from {table}")
        ]
        for table in TABLES
    }


def kill_a_worker() -> None:
    """Kill a worker that has had a task."""
    processes = psutil.Process().children(recursive=True)
    os.kill(next(one.ppid() for one in processes if "crawler.cluster.task_process" in one.cmdline()), signal.SIGKILL)


@pytest.mark.parametrize("command", ["reextract", "enrich"])
def test_the_rows_are_those_of_one_machine(damaged, cluster, monkeypatch, command) -> None:
    monkeypatch.setattr(reenrich, "STRETCH", 2)
    monkeypatch.setattr(reextract, "WINDOW", 4)
    other = damaged.folder / "other" / damaged.archive.name
    shutil.copytree(damaged.folder, other.parent)

    def run(workers: Workers, tell: Callable[[Findings], None]) -> Findings:
        if command == "enrich":
            return asyncio.run(reenrich.reenrich(reenrich.Plan(damaged.archive, workers=workers), tell))
        sources = {source.id: source for source in damaged.sources}
        plan = reextract.Plan(damaged.archive, sources, apply=True, workers=workers)
        return asyncio.run(reextract.reextract(plan, tell))

    kill = iter([kill_a_worker] if command == "reextract" else [])  # it takes seconds to start another one
    findings = run(cluster, lambda _: next(kill, lambda: None)())
    assert (findings.read, findings.changed, findings.refused) == (STORIES, STORIES, {})
    there = rows(damaged)
    assert command == "enrich" or len({row["provenance"] for row in there["articles"]}) > 2  # by layouts learnt
    damaged.archive = other
    run(Workers(2, AtOnce), lambda _: None)
    assert rows(damaged) == there


def test_a_crawl_of_which_a_worker_is_killed_archives_what_an_undisturbed_one_does(
    desk, new_outlet, address, tmp_path
) -> None:
    site = new_outlet()
    paths = {f"/news/{number}-a-story": number for number in range(STORIES)}
    site.pages |= {path: html(article(number)) for path, number in paths.items()}
    site.pages["/feed"] = feed(site, paths)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    crawl = desk.start(*desk.crawl_arguments("--json", "--cluster", address))
    while crawl.returncode is None and len(site.paths()) < STORIES // 2:
        time.sleep(0.01)
    kill_a_worker()
    output, errors = crawl.communicate(DEADLINE)
    assert crawl.returncode == 0, errors
    assert json.loads(output)[0]["new"] == STORIES
    there = desk.query(CRAWLED)
    desk.folder = tmp_path / "other"
    desk.folder.mkdir()
    assert desk.crawl()["courier"]["new"] == STORIES
    assert desk.query(CRAWLED) == there


@pytest.mark.untraced
def test_a_task_that_ends_its_process_is_the_only_one_to_fail(threads) -> None:
    async def outcomes() -> list[int | BaseException]:
        pool = threads.pool()
        try:
            tasks = [pool.run(os._exit, 9), *(pool.run(abs, -number) for number in range(4))]
            return await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            pool.close()

    broken, *others = asyncio.run(outcomes())
    assert isinstance(broken, TaskBrokeError)
    assert others == [0, 1, 2, 3]


def test_a_worker_with_another_release_ends_the_command_in_one_line(threads, monkeypatch) -> None:
    monkeypatch.setattr(executor, "release", lambda: "Spacebeat 0.1 (extract/1)")

    async def outcome() -> int:
        pool = threads.pool()
        try:
            return await pool.run(abs, -1)
        finally:
            pool.close()

    with pytest.raises(WorkersError, match=r"the cluster cannot run tasks: .* this command is of Spacebeat 0\.1"):
        asyncio.run(outcome())
