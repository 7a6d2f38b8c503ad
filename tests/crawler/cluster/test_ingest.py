"""`ingest --cluster` on a real Dask cluster of processes, of which any may be killed at any time."""

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from distributed import Client, Future, LocalCluster

from archive.warc.records import payload_digest
from crawler.cluster import shards
from crawler.cluster.client import ANY_PORT, ClusterError, connect
from crawler.cluster.executor import ClusterExecutor
from crawler.cluster.shards import Shard, folder_of_shards, merge_as_they_come
from crawler.cluster.task_process import release
from crawler.ingest.remote import BLOCK
from tests.command import Command
from tests.foreign import FETCHED, URL, revisit, stories
from tests.outlets import article, endpoint, source
from tests.storage import Storage, foreign

FILES, STORIES = 2, 3
ROWS = "select url, title, text, published_at, first_seen_at, last_seen_at from articles order by url"
CAPTURES = "select url, fetched_at, payload_digest from captures order by url, fetched_at"
LATER = "2026-11-10T09:00:00Z"
DEADLINE = 120  # seconds


@pytest.fixture
def arguments(desk) -> tuple[str, ...]:
    """Make the files and a list of them; return the command."""
    catalogue = desk.folder / "catalogue.toml"
    catalogue.write_text(source(SimpleNamespace(url="https://courier.example"), "courier", endpoint("feed", "/feed")))
    for number in range(FILES):
        again = revisit(URL.format(0), payload_digest(article(0)), LATER, URL.format(0), FETCHED) if number else b""
        (desk.folder / f"{number}.warc.gz").write_bytes(stories(STORIES, number * STORIES) + again)
    (desk.folder / "warc.paths").write_text("".join(f"{number}.warc.gz\n" for number in range(FILES)))
    files = (str(desk.folder / "warc.paths"), str(desk.folder / "none.txt"))
    (desk.folder / "none.txt").write_text("hello")
    return ("ingest", *files, "--catalogue", str(catalogue), "--only-catalogue", "--json")


def task_of(command: Command, desk) -> psutil.Process:
    """Wait for the process of a task, and return it. Before there is a shard, nothing is asked of all processes."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end and command.returncode is None:
        if any(folder_of_shards(desk.archive).glob("*.db")):
            for child in psutil.Process(command.pid).children(recursive=True):
                with suppress(psutil.Error):
                    if "--archive" in (parts := child.cmdline()) and any(".shards" in part for part in parts):
                        return child
        time.sleep(0.05)
    raise AssertionError(f"no task was begun: {command.communicate(DEADLINE)}")


def test_whatever_is_killed_the_archive_is_that_of_one_machine(desk, bench, arguments) -> None:
    first = desk.start(*arguments, "--cluster", "--workers", "1")
    worker = task_of(first, desk).parent()
    assert worker is not None
    worker.send_signal(signal.SIGKILL)  # its command goes on, its task is given to another
    first.kill()  # the coordinator
    first.communicate()
    second = desk.start(*arguments, "--cluster", "--workers", "2")
    task_of(second, desk).send_signal(signal.SIGKILL)
    output, errors = second.communicate(DEADLINE)
    assert second.returncode == 3, errors
    done = json.loads(output)
    *files, none = done["files"]
    assert [(file["done"], file["captured"] + file["known"], file["reason"]) for file in files] == [
        (True, STORIES, ""),
        (True, STORIES + 1, ""),  # a revisit of a page in the other file
    ]
    assert "no WARC record" in none["reason"]
    assert [run["source_id"] for run in done["runs"]] == ["courier"]
    assert not list(desk.folder.glob("*.shards"))
    rows, captures = desk.query(ROWS), desk.query(CAPTURES)
    bench.archive = desk.folder / "one-machine.db"
    bench.ingest(*(desk.folder / f"{number}.warc.gz" for number in range(FILES)))
    assert bench.query(ROWS) == rows
    assert bench.query(CAPTURES) == captures


@pytest.mark.usefixtures("forked_tasks")
def test_the_shard_of_a_file_that_was_not_read_to_its_end_is_kept(desk, new_outlet) -> None:
    desk.archive.unlink()
    path = folder_of_shards(desk.archive) / "a.db"
    storage = Storage(new_outlet(), "files", "http")
    url = storage.put("a.warc.gz", stories(1) + foreign(4 * BLOCK))
    storage.gone = {BLOCK}  # its beginning and its end can be read
    shard = Shard("a", path, ("ingest", url.address, "--workers", "1"))
    with Client(processes=False, n_workers=1, dashboard_address=ANY_PORT) as client:
        (result,) = merge_as_they_come(client, desk.archive, [shard], lambda _: None)
    assert "there is no such file" in result.printed["files"][0]["reason"]
    assert path.exists()
    assert desk.archive.exists()  # what was read of it is merged all the same


def test_a_worker_with_another_release_writes_no_shard(desk, monkeypatch) -> None:
    path = folder_of_shards(desk.archive) / "a.db"
    monkeypatch.setattr(shards, "release", lambda: "Spacebeat 0.1")
    with Client(processes=False, n_workers=1, dashboard_address=ANY_PORT) as client:
        (result,) = merge_as_they_come(client, desk.archive, [Shard("a", path, ("ingest", "x"))], lambda _: None)
    assert result.failure.endswith(f"has {release()}, this command is of Spacebeat 0.1")
    assert not path.exists()


class KillsOnce(str):
    """A text that ends the process which unpacks it for the first time."""

    def __reduce__(self):
        code = (
            f"import os, pathlib, signal; been = pathlib.Path({str(self)!r})\n"
            "if not been.exists(): been.touch(); os.kill(os.getpid(), signal.SIGKILL)"
        )
        return exec, (code,)


def test_what_all_workers_had_that_ended_is_given_out_again(desk) -> None:
    been = desk.folder / "been"
    kill_its_worker = (
        f"import os, pathlib, signal; been = pathlib.Path({str(been)!r})\n"
        "if not been.exists(): been.touch(); os.kill(os.getppid(), signal.SIGKILL); os._exit(0)"
    )
    url: Any = KillsOnce(desk.folder / "this too")
    shard = Shard("a", folder_of_shards(desk.archive) / "a.db", ("ingest", "x"), url)
    with (
        LocalCluster(1, 1, dashboard_address=ANY_PORT, scheduler_kwargs={"allowed_failures": 0}) as cluster,
        Client(cluster) as client,
    ):
        assert ClusterExecutor(client, "a test").submit(exec, kill_its_worker).result(DEADLINE) is None
        results = merge_as_they_come(client, desk.archive, [shard], lambda _: None)
    assert been.exists()
    assert (desk.folder / "this too").exists()
    assert ["'x' does not exist" in result.failure for result in results] == [True]


def test_a_scheduler_that_is_lost_is_one_line(desk) -> None:
    def lose(client: Client) -> None:
        while "a" not in client.futures:
            time.sleep(0.01)
        client.cancel([Future("a", client)])  # as the client does with all of its futures when its scheduler is gone

    shard = Shard("a", folder_of_shards(desk.archive) / "a.db", ("ingest", "x"))
    with Client(processes=False, n_workers=0, dashboard_address=ANY_PORT) as client, ThreadPoolExecutor(1) as threads:
        lost = threads.submit(lose, client)
        with pytest.raises(ClusterError, match="the connection to the cluster is lost; run the command again"):
            merge_as_they_come(client, desk.archive, [shard], lambda _: None)
        lost.result()


def test_a_scheduler_that_does_not_answer_is_one_line() -> None:
    with pytest.raises(ClusterError, match="no Dask scheduler answers at nowhere"), connect("nowhere"):
        pass
