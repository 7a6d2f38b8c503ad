"""What goes wrong in a process: each fault is done in the process of a command, just before the command begins.

System calls fail through a preloaded library of one page (system_calls.c). Tried and not taken: strace injects by
the count of each kind of call, slows every call, and needs ptrace; apsw has another SQLite than the one that the
archive runs on; a full tmpfs needs root and knows neither EIO nor fsync. RLIMIT_FSIZE and RLIMIT_AS are the kernel's
own and need nothing. Where there is no C compiler, the faults of the library are left out.
"""

import ctypes
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

_SOURCE = Path(__file__).with_name("system_calls.c")
_CAP_DAC_OVERRIDE = 1
_CAPABILITIES_3 = 0x20080522  # _LINUX_CAPABILITY_VERSION_3 (capget(2))
Fault = Callable[[], None]


@cache
def library() -> Path | None:
    """Return the compiled library to preload; None where it cannot be made."""
    compiler = shutil.which("cc")
    if not compiler or sys.platform != "linux":
        return None
    place = Path(tempfile.gettempdir(), f"spacebeat-faults-{os.getuid()}-{_SOURCE.stat().st_mtime_ns}.so")
    if not place.exists():
        partial = place.with_suffix(f".{os.getpid()}")
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(partial), str(_SOURCE), "-ldl"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        partial.replace(place)
    return place


@dataclass(frozen=True)
class Call:
    """The call that changes a file of a folder fails with this error (0: kills), and the later ones if it lasts."""

    folder: Path
    number: int
    error: int = 0
    lasts: bool = False

    def __call__(self) -> None:
        ctypes.CDLL(None).fault_arm(str(self.folder).encode(), ctypes.c_long(self.number), self.error, self.lasts)

    def __str__(self) -> str:
        name = errno.errorcode[self.error] if self.error else "SIGKILL"
        return f"{name} at call {self.number}{' and all later ones' if self.lasts else ''}"


@dataclass(frozen=True)
class Count:
    """No call fails; their number is written to a file when the command ends."""

    folder: Path
    report: Path

    def __call__(self) -> None:
        Call(self.folder, sys.maxsize)()
        Finalize(None, lambda: self.report.write_text(str(ctypes.CDLL(None).fault_seen())), exitpriority=0)


@dataclass(frozen=True)
class KilledAfter:
    """The process ends without a word after this CPU time, whatever it does then."""

    seconds: float

    def __call__(self) -> None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends a process as SIGKILL does
        signal.setitimer(signal.ITIMER_PROF, self.seconds)

    def __str__(self) -> str:
        return f"killed after {self.seconds:.3f} s of CPU time"


@dataclass(frozen=True)
class Limit:
    """No file, or not the memory, grows beyond this many bytes."""

    what: int
    size: int

    def __call__(self) -> None:
        size = self.size
        if self.what == resource.RLIMIT_AS:
            size += int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(self.what, (size, size))

    def __str__(self) -> str:
        kind = "memory" if self.what == resource.RLIMIT_AS else "files"
        return f"{kind} limited to {self.size} bytes"


@dataclass(frozen=True)
class ReadOnly:
    """Nothing in the folder can be changed; root gives up the right to ignore that."""

    folder: Path

    def __call__(self) -> None:
        for path in (*self.folder.rglob("*"), self.folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        if os.geteuid() == 0:
            _drop(_CAP_DAC_OVERRIDE)

    def __str__(self) -> str:
        return "a folder that cannot be written"

    def lift(self) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def _drop(capability: int) -> None:
    """Drop a capability of this process (capset(2), for which Python has no function)."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice
    if libc.capget(header, sets):
        raise OSError(ctypes.get_errno(), "capget")
    sets[0] &= ~(1 << capability)
    if libc.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")
