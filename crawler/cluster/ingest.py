"""An ingest on a cluster: one task a file, in the order of the files."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.db.connection import connect_to_read
from archive.store.ingests import Counts, Ingests, Progress
from archive.store.runs import Run
from crawler.cluster.shards import Shard, ShardResult, folder_of_shards, merge_as_they_come
from crawler.ingest.containers import open_package
from crawler.ingest.errors import IngestError
from crawler.ingest.location import Location, argument_of
from crawler.ingest.state import FileState, Ingest
from crawler.ingest.url import Url

if TYPE_CHECKING:
    from distributed import Client


AT_ONCE = 16  # files that are opened: at a URL that is mostly waiting


@dataclass(frozen=True, slots=True)
class Plan:
    """`options` are those of `spacebeat ingest` that each task gets, `scope` is the sources that they lead to.

    `store` is the URL at which machines that share no folder hand over shards.
    """

    archive: Path
    files: Sequence[Location]
    options: tuple[str, ...]
    scope: str
    store: Url | None = None


def ingest_on(client: "Client", plan: Plan, tell: Callable[[FileState], None]) -> Ingest:
    """Ingest the files that the archive has not read; `tell` is called for each when it is merged."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        state = Ingest(list(threads.map(_opened, plan.files)))
    shards, of_shard = [], {}
    for file, progress in zip(state.files, _progress(plan, state.files), strict=True):
        if file.package is None:
            continue
        file.progress, file.was_done = progress, progress.phase == "done"
        if not file.was_done:
            shard = _shard(plan, file)
            shards.append(shard)
            of_shard[shard] = file

    def merged(result: ShardResult) -> None:
        file = of_shard[result.shard]
        state.finished += _note(file, result)
        tell(file)

    if shards:
        merge_as_they_come(client, plan.archive, shards, merged)
    return state


def _opened(path: Location) -> FileState:
    try:
        return FileState(path, open_package(path))
    except IngestError as error:
        return FileState(path, reason=str(error))


def _progress(plan: Plan, files: Iterable[FileState]) -> list[Progress]:
    """Return how far the archive has read each file."""
    names = [(file.package.fingerprint if file.package else "", file.path.name) for file in files]
    if not plan.archive.exists():
        return [Progress(fingerprint, plan.scope, name) for fingerprint, name in names]
    db = connect_to_read(plan.archive)
    try:
        return [Ingests(db).get(fingerprint, plan.scope, name) for fingerprint, name in names]
    finally:
        db.close()


def _shard(plan: Plan, file: FileState) -> Shard:
    assert file.package is not None
    name = f"{file.path.name.partition('.')[0]}-{file.package.fingerprint[:12]}"
    path = folder_of_shards(plan.archive) / f"{name}-{plan.scope[:8]}.db"
    url = plan.store / f"{path.stem}.tar" if plan.store else None
    return Shard(f"ingest-{name}", path, ("ingest", argument_of(file.path), *plan.options), url)


def _note(file: FileState, result: ShardResult) -> tuple[Run, ...]:
    """Note what a task did with its file; return its runs."""
    if result.failure:
        file.reason = result.failure
        return ()
    (printed,) = result.printed["files"]
    file.reason = printed["reason"]
    counts: dict[str, Any] = {name: printed.get(name, 0) for name in Counts.__dataclass_fields__}
    if file.progress:
        phase = "done" if printed["done"] else "responses"
        file.progress = replace(file.progress, phase=phase, counts=Counts(**counts))
    return tuple(Run(**run) for run in result.printed["runs"])
