"""One round: a command is disturbed, run again, and must leave what the undisturbed one left.

A command that says that it succeeded must have; one that failed says so in lines without a traceback, and what it left
is whole at once, not only after the second run.
"""

import errno
import random
import resource
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from threading import Thread

from archive.errors import ArchiveError
from tests.faults.commands import CASES, Bases, calls_of, compare, expected
from tests.faults.faults import Call, Fault, KilledAfter, Limit, ReadOnly, library
from tests.faults.rows import check_whole, rows

WHOLE_LOG = 1 << 20  # bytes to which the log is back when nobody reads any more
_EXPECTED = (0, 1, 3, -9, -27)  # done, in one line, some sources failed, SIGKILL, SIGPROF


@dataclass
class Round:
    """A command in a folder, and what disturbs it."""

    bases: Bases
    name: str
    folder: Path
    chance: random.Random

    def run(self, fault: Fault | None = None, at: datetime | None = None) -> CompletedProcess[str]:
        return self.bases.run(CASES[self.name].arguments, self.folder, fault=fault, at=at)

    def call(self, error: int, *, lasts: bool) -> str:
        """Let one of the calls that change a file fail."""
        calls = calls_of(self.bases, self.name, self.folder.with_name("counted"))
        fault = Call(self.folder, self.chance.randrange(calls), error, lasts)
        return self.judge(self.run(fault), str(fault))

    def kill(self) -> str:
        """Kill the process: at a call that changes a file, or after some CPU time."""
        if library() and self.chance.random() < 0.8:
            return self.call(0, lasts=False)
        fault = KilledAfter(0.02 + 0.5 * self.chance.random() ** 2)
        return self.judge(self.run(fault), str(fault))

    def full_disk(self) -> str:
        if library() and self.chance.random() < 0.7:
            return self.call(errno.ENOSPC, lasts=True)
        fault = Limit(resource.RLIMIT_FSIZE, self.chance.randrange(1_000, 600_000))
        return self.judge(self.run(fault), str(fault))

    def broken_disk(self) -> str:
        return self.call(errno.EIO, lasts=self.chance.random() < 0.5)

    def read_only_folder(self) -> str:
        fault = ReadOnly(self.folder)
        try:
            done = self.run(fault)
        finally:
            fault.lift()
        return self.judge(done, str(fault))

    def low_memory(self) -> str:
        fault = Limit(resource.RLIMIT_AS, self.chance.randrange(1_000_000, 60_000_000))
        return self.judge(self.run(fault), str(fault))

    def clock_jump(self) -> str:
        """Run with a clock that is a year ahead, then with the right one."""
        at = datetime.now(UTC) + timedelta(days=self.chance.randrange(30, 400))
        return self.judge(self.run(at=at), f"a clock at {at:%Y-%m-%d}")

    def two_processes(self) -> str:
        """Start the command twice at once: one is refused, or waits, or both write the same."""
        ended: list[CompletedProcess[str]] = []
        threads = [Thread(target=lambda: ended.append(self.run())) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for done in ended:
            self.check_answer(done, "two processes")
        assert any(done.returncode == CASES[self.name].code for done in ended), [done.stderr for done in ended]
        return self.judge(min(ended, key=lambda done: done.returncode != CASES[self.name].code), "two processes")

    def long_reader(self) -> str:
        """Hold a transaction that reads the archive while the command runs."""
        with ExitStack() as stack:
            path = self.folder / "test.db"
            if path.exists():
                db = stack.enter_context(closing(sqlite3.connect(path)))
                db.execute("begin")
                db.execute("select count(*) from articles").fetchone()
            done = self.run()
        return self.judge(done, "a reader that holds a transaction")

    def check_answer(self, done: CompletedProcess[str], what: str) -> None:
        assert done.returncode in _EXPECTED, f"{what}: exit code {done.returncode}: {done.stderr}"
        assert "Traceback" not in done.stderr, f"{what}: {done.stderr}"
        if done.returncode == 1 and CASES[self.name].code != 1:
            assert done.stderr.strip(), f"{what}: fails without a reason"

    def judge(self, done: CompletedProcess[str], what: str) -> str:
        """Check what a disturbed command left, run it again, and compare. Return what happened to it, for the log."""
        case = CASES[self.name]
        self.check_answer(done, what)
        archive = self.folder / "test.db"
        # Until it has its write-ahead log, what was begun is in a journal, which only who may write can roll back.
        is_begun = (self.folder / "test.db-journal").exists()
        if archive.exists() and archive.stat().st_size and not is_begun:
            rows(archive.resolve())
        if done.returncode == case.code == 0:
            assert not (found := compare(self.bases, self.name, self.folder)), f"{what}: not done: {found}"
            if not case.writes:
                return f"{what}: exit code 0"  # it is done; a second run of it would be refused, or do the same
        again = self.run()
        assert again.returncode == case.code, f"{what} ({done.returncode}), then: {again.stdout}{again.stderr}"
        assert not (found := compare(self.bases, self.name, self.folder)), f"{what} ({done.returncode}): {found}"
        if self.name != "migration":  # its archive is stored without WARC files
            check_whole(archive)
        log = self.folder / "test.db-wal"
        assert not log.exists() or log.stat().st_size < WHOLE_LOG
        return f"{what}: exit code {done.returncode}"


KINDS: dict[str, Callable[[Round], str]] = {
    "kill": Round.kill,
    "full-disk": Round.full_disk,
    "broken-disk": Round.broken_disk,
    "read-only": Round.read_only_folder,
    "memory": Round.low_memory,
    "clock": Round.clock_jump,
    "two": Round.two_processes,
    "reader": Round.long_reader,
}
NEEDS_LIBRARY = frozenset(("broken-disk",))


def disturb(bases: Bases, name: str, kind: str, seed: int) -> str:
    """Run one round. Raises AssertionError that names command, fault and seed."""
    with tempfile.TemporaryDirectory(dir=bases.folder) as place:
        expected(bases, name, Path(place, "expected"))
        folder = bases.copy(CASES[name], Path(place, "disturbed"))
        try:
            return KINDS[kind](Round(bases, name, folder, random.Random(f"{name} {kind} {seed}")))
        except (AssertionError, ArchiveError, sqlite3.Error, TimeoutExpired) as error:
            raise AssertionError(f"python -m tests.faults {name} --fault {kind} --seed {seed}: {error}") from error
