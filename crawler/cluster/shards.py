"""Shards: archives that tasks on a cluster write, and that the one writer merges as they come.

A task is a command of this program with the shard as `--archive`, so a machine of a cluster does what one machine does,
in a process with the same limits. The same shard is always written by the same task: one that is tried again goes
on where the last try was killed. A shard is deleted after it is merged, and merging one twice changes nothing; so
nothing is lost or doubled whenever a worker or this process is killed.

All machines see the folder of the archive under the same path (a shared file system), or hand shards over at a URL.
"""

import json
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.db.lock import WriterLock
from archive.errors import ArchiveLockedError
from archive.failures import one_line
from archive.merge import merge
from archive.warc.records import folder_of
from crawler.cluster.client import AGAIN, LOST, ClusterError
from crawler.cluster.shard_store import fetch_shard, place_on_worker, remove_shard, send_shard
from crawler.cluster.task_process import check_release, release
from crawler.ingest.errors import IngestError
from crawler.ingest.url import Url

if TYPE_CHECKING:
    from distributed import Client

TRIES = 3  # of the command of a task
_PAUSE = 1.0  # seconds between looks at a shard that is still being written


@dataclass(frozen=True, slots=True)
class Shard:
    """A task: `arguments` are a command that prints JSON, `name` is what the dashboard of Dask shows.

    `url` is where the shard is handed over, by machines that share no folder.
    """

    name: str
    path: Path
    arguments: tuple[str, ...]
    url: Url | None = None


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What a command printed as JSON; or why it failed, without a shard."""

    shard: Shard
    printed: Any = None
    failure: str = ""

    @property
    def is_finished(self) -> bool:
        """Return False if a file was not read to its end: the connection to it broke, or the command was stopped."""
        return not self.failure and all(file["done"] for file in self.printed["files"])


def folder_of_shards(archive: Path) -> Path:
    """Return the folder in which the shards of an archive are written."""
    return archive.absolute().with_suffix(".shards")


def write_packed(packed: bytes, wanted: str) -> ShardResult:
    """Unpack a shard and write it. Runs on a worker. Raises OtherReleaseError before it unpacks anything."""
    check_release(wanted)
    shard = pickle.loads(packed)
    assert isinstance(shard, Shard)
    return write_shard(shard)


def write_shard(shard: Shard) -> ShardResult:
    """Run the command of a shard."""
    if shard.url is None:
        return _run(shard, shard.path)
    here = place_on_worker(shard.url)
    try:
        if not here.exists():
            fetch_shard(shard.url, here)
        result = _run(shard, here)
        if not result.failure:
            send_shard(here, shard.url)
            _delete(here)
    except IngestError as error:
        return ShardResult(shard, failure=str(error))
    return result


def _run(shard: Shard, path: Path) -> ShardResult:
    """Write a shard at a path of this machine.

    A command that fails is tried again: it may have been killed, or that of a killed worker may just have begun. One
    that could not open its file wrote no shard.
    """
    command = [sys.executable, "-m", "crawler", *shard.arguments, "--archive", str(path), "--json"]
    failure = ""
    for _ in range(TRIES):
        _wait_until_free(path)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        with suppress(ValueError):
            printed = json.loads(done.stdout)
            return ShardResult(shard, printed, "" if path.exists() else printed["files"][0]["reason"])
        lines = done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"]
        failure = lines[-1].removeprefix("spacebeat: ")
    return ShardResult(shard, failure=failure)


def _wait_until_free(path: Path) -> None:
    """Wait for the command of a worker that was killed: it outlives its worker, and its work counts."""
    while path.exists():
        try:
            WriterLock(path, "spacebeat").release()
        except ArchiveLockedError:
            time.sleep(_PAUSE)
        else:
            return


def merge_as_they_come(
    client: "Client", archive: Path, shards: Sequence[Shard], tell: Callable[[ShardResult], None]
) -> list[ShardResult]:
    """Have the shards written, merge and delete them; `tell` is called for each that is merged.

    One whose file was not read to its end is merged but kept: the next run goes on with it.

    While shards are merged others are written, and those that became ready meanwhile are merged together. Raises
    ClusterError when the scheduler is gone; the next run merges what was written.
    """
    from distributed import as_completed

    folder_of_shards(archive).mkdir(parents=True, exist_ok=True)
    tasks = {_submit(client, shard, shard.name): (shard, AGAIN) for shard in shards}
    completed = as_completed(list(tasks))
    results = []
    for batch in completed.batches():
        done = []
        for future in batch:
            shard, again = tasks.pop(future)
            if future.cancelled():
                raise ClusterError(LOST)
            if again and _is_lost(future):
                future = _submit(client, shard, f"{shard.name} ({again} more tries)")
                tasks[future] = shard, again - 1
                completed.add(future)
            else:
                done.append(_brought(_result(future, shard)))
        written = [result.shard.path for result in done if result.shard.path.exists() and not result.failure]
        if written:
            merge(archive, written)
        for result in done:
            if result.shard.path in written:
                _discard(result)
            tell(result)
            results.append(result)
    if all(result.is_finished for result in results):
        shutil.rmtree(folder_of_shards(archive))
    return results


def _submit(client: "Client", shard: Shard, name: str) -> Any:
    """Submit a task. Packed, it is unpacked by none but a worker of this release, which the scheduler may not be."""
    return client.submit(write_packed, pickle.dumps(shard), release(), key=name, pure=False)


def _is_lost(future: Any) -> bool:
    """Return whether all workers that had a task have ended."""
    from distributed import KilledWorker

    return isinstance(future.exception(), KilledWorker)


def _result(future: Any, shard: Shard) -> ShardResult:
    if (error := future.exception()) is not None:  # KilledWorker: its worker ended too often
        return ShardResult(shard, failure=one_line(error))
    result = future.result()
    assert isinstance(result, ShardResult)
    return result


def _brought(result: ShardResult) -> ShardResult:
    """Return the result of a shard that is on this machine now; one that cannot be read has failed."""
    shard = result.shard
    if shard.url is None or result.failure:
        return result
    try:
        if fetch_shard(shard.url, shard.path):
            return result
        return ShardResult(shard, failure=f"there is no shard at {shard.url}; run the same command again")
    except IngestError as error:
        return ShardResult(shard, failure=str(error))


def _discard(result: ShardResult) -> None:
    """Delete a shard that is merged; what of it is to go on in the next run stays where its worker looks for it."""
    shard = result.shard
    if result.is_finished or shard.url:
        _delete(shard.path)
    if result.is_finished and shard.url:
        with suppress(IngestError):  # merged once more it would change nothing
            remove_shard(shard.url)


def _delete(path: Path) -> None:
    shutil.rmtree(folder_of(path), ignore_errors=True)
    for file in _files(path):
        with suppress(FileNotFoundError):
            file.unlink()


def _files(path: Path) -> Iterator[Path]:
    yield from (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", ".lock", ""))
