"""What an ingest has done so far: which files, how far, and in which runs. A display reads it meanwhile."""

import time
from dataclasses import dataclass, field

from archive.store.ingests import Progress
from archive.store.runs import Run
from crawler.engine.writer import Writer
from crawler.ingest.containers import Package
from crawler.ingest.location import Location
from crawler.ingest.url import Url


@dataclass(slots=True)
class FileState:
    """One file, as far as it has been read. `reason` is why it cannot be read."""

    path: Location
    package: Package | None = None
    progress: Progress | None = None
    was_done: bool = False
    read_before: int = 0  # bytes, by an earlier ingest
    reason: str = ""

    @property
    def is_size_known(self) -> bool:
        """Return False for a file at a URL that was not opened yet: to ask for each of a list takes minutes."""
        return bool(self.package or self.reason) or not isinstance(self.path, Url)

    @property
    def size(self) -> int:
        """Return the bytes of the file, 0 if it cannot be read or its size is not known."""
        if self.package:
            return sum(part.size for part in self.package.parts)
        if self.reason or isinstance(self.path, Url):
            return 0
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def bytes_read(self) -> int:
        """Return how many of them were read; a second pass starts again at 0."""
        if self.package is None or self.progress is None:
            return 0
        if self.progress.phase == "done":
            return self.size
        return sum(part.size for part in self.package.parts[: self.progress.part]) + self.progress.offset


@dataclass(slots=True)
class Ingest:
    """What an ingest has done so far; at its end, what it did."""

    files: list[FileState]
    writer: Writer | None = None
    runs: dict[str, int] = field(default_factory=dict)
    finished: tuple[Run, ...] = ()
    interrupted: bool = False
    begun: float = field(default_factory=time.monotonic)

    @property
    def failed(self) -> list[FileState]:
        return [file for file in self.files if file.reason]
