"""An ingest on a cluster: one task a file, in the order of the files.

What a task cannot find in its one file is looked for in the whole archive afterwards: the originals of revisits.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from archive.db.connection import connect_to_read
from archive.store.ingests import Counts, Ingests, Progress
from archive.store.runs import Run
from crawler.cluster.shards import Shard, ShardResult, folder_of_shards, merge_as_they_come
from crawler.ingest.containers import open_package
from crawler.ingest.errors import IngestError
from crawler.ingest.location import Location, argument_of
from crawler.ingest.run import Plan as LocalPlan
from crawler.ingest.run import ingest
from crawler.ingest.source_match import Belonging
from crawler.ingest.state import FileState, Ingest
from crawler.ingest.url import Url

if TYPE_CHECKING:
    from distributed import Client


AT_ONCE = 16  # files that are opened: at a URL that is mostly waiting


@dataclass(frozen=True, slots=True)
class Plan:
    """`local` is the same ingest on this machine alone, `options` are those that lead a task's command to it.

    `store` is the URL at which machines that share no folder hand over shards.
    """

    local: LocalPlan
    options: tuple[str, ...]
    store: Url | None = None

    @property
    def scope(self) -> str:
        return Belonging(self.local.catalogue, all_hosts=self.local.all_hosts).scope


def ingest_on(client: "Client", plan: Plan, tell: Callable[[FileState], None]) -> Ingest:
    """Ingest the files that the archive has not read; `tell` is called for each when it is merged."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        state = Ingest(list(threads.map(_opened, plan.local.files)))
    scope = plan.scope
    shards, of_shard = [], {}
    for file, progress in zip(state.files, _progress(plan, scope, state.files), strict=True):
        if file.package is None:
            continue
        file.progress, file.was_done = progress, progress.phase == "done"
        if not file.was_done:
            shard = _shard(plan, scope, file)
            shards.append(shard)
            of_shard[shard] = file

    def merged(result: ShardResult) -> None:
        file = of_shard[result.shard]
        state.finished += _note(file, result)
        tell(file)

    if shards:
        merge_as_they_come(client, plan.local.archive, shards, merged)
    _resolve_revisits(plan, state)
    state.finished = _by_source(state.finished)
    return state


def _resolve_revisits(plan: Plan, state: Ingest) -> None:
    """Look in the archive for what revisits refer to in other files than theirs: no shard has both."""
    waiting = [file for file in state.files if file.progress and file.progress.counts.unresolved and not file.reason]
    if not waiting:
        return
    done = asyncio.run(ingest(replace(plan.local, files=[file.path for file in waiting])))
    for file, again in zip(waiting, done.files, strict=True):
        file.progress, file.reason = again.progress or file.progress, again.reason
    state.finished += done.finished
    state.interrupted = done.interrupted


def _by_source(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return one run for each source: each task had one."""
    of_source: defaultdict[str, list[Run]] = defaultdict(list)
    for run in runs:
        of_source[run.source_id].append(run)
    return tuple(_sum(of_source[source_id]) for source_id in sorted(of_source))


def _sum(runs: Sequence[Run]) -> Run:
    unfinished = next((run for run in runs if run.outcome != "done"), runs[0])
    counts: dict[str, Any] = {
        field.name: sum(getattr(run, field.name) for run in runs)
        for field in fields(Run)
        if field.name != "id" and field.type is int
    }
    finished = max(filter(None, (run.finished_at for run in runs)), default=None)
    return replace(unfinished, started_at=min(run.started_at for run in runs), finished_at=finished, **counts)


def _opened(path: Location) -> FileState:
    try:
        return FileState(path, open_package(path))
    except IngestError as error:
        return FileState(path, reason=str(error))


def _progress(plan: Plan, scope: str, files: Iterable[FileState]) -> list[Progress]:
    """Return how far the archive has read each file."""
    names = [(file.package.fingerprint if file.package else "", file.path.name) for file in files]
    if not plan.local.archive.exists():
        return [Progress(fingerprint, scope, name) for fingerprint, name in names]
    db = connect_to_read(plan.local.archive)
    try:
        return [Ingests(db).get(fingerprint, scope, name) for fingerprint, name in names]
    finally:
        db.close()


def _shard(plan: Plan, scope: str, file: FileState) -> Shard:
    assert file.package is not None
    name = f"{file.path.name.partition('.')[0]}-{file.package.fingerprint[:12]}"
    path = folder_of_shards(plan.local.archive) / f"{name}-{scope[:8]}.db"
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
