"""Guard against pages and lists that would take minutes or gigabytes to process.

Some are detected before parsing; a time and memory limit interrupts the rest. lxml takes time quadratic in the
attributes of one tag, and trafilatura more than linear in elements (200,000 attributes, or 100,000 links, in
half a megabyte: over a minute each). No article needs as many.
"""

import faulthandler
import os
import re
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import lxml.html

from archive.errors import SpacebeatError

ELEMENTS = 20_000  # 698 real news pages have 770 in the median, 11,500 at most
CHARACTERS = 5_000_000
DEPTH = 150  # real pages reach 60; libxml2 cuts at 256, resiliparse is quadratic in it
SECONDS = 20.0
HARD_LIMIT = 22.0  # seconds after which a worker that no exception can reach ends itself
MEMORY = 1 << 30  # bytes above what the process has at the start of a page
_REPEAT = 0.5  # seconds; a library that swallows the first alarm gets the next
_ATTRIBUTES = 1_000
_LONG = 8_192
_LONG_TAG = re.compile(rb"<([A-Za-z][A-Za-z0-9-]*)[^<>]{%d,}>?" % _LONG)
_CROWDED_TAG = re.compile(
    rb"<([A-Za-z][A-Za-z0-9-]*+)"
    rb"""(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+){300,}+"""
)  # attributes with arbitrary values; possessive throughout, so that it never backtracks
_ATTRIBUTE = re.compile(rb"[\s\"'/][^\s\"'=<>/]+")


class ExtractionLimitError(SpacebeatError):
    """A page exceeded the limit of time or memory."""


class NoRoomError(SpacebeatError):
    """This process may not take the memory (ulimit -v) or the thread that a page may need."""


def without_crowded_tags(body: bytes) -> bytes:
    """Strip the attributes of tags that have hundreds of them.

    A long tag is looked for only where no other begins for as long: three times as fast.
    """
    pieces = body.split(b"<")
    if max(map(len, pieces)) > _LONG:
        body = b"<".join([_LONG_TAG.sub(_strip_attributes, b"<" + p)[1:] if len(p) > _LONG else p for p in pieces])
    return _CROWDED_TAG.sub(rb"<\1", body)


def _strip_attributes(match: re.Match[bytes]) -> bytes:
    tag = match.group()
    if sum(1 for _ in _ATTRIBUTE.finditer(tag)) <= _ATTRIBUTES:
        return tag
    return b"<" + match.group(1) + b">"


def is_small(tree: lxml.html.HtmlElement, html: str) -> bool:
    """Return whether a page is small enough for extractors slower than linear in elements."""
    return len(html) <= CHARACTERS and int(tree.xpath("count(//*)")) <= ELEMENTS


def is_shallow(depth: int, html: str) -> bool:
    """Return whether a page is shallow enough for extractors slower than linear in depth."""
    return depth <= DEPTH and len(html) <= 4 * CHARACTERS


@contextmanager
def page_limits(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Limit the time and memory for one page.

    Usable in the main thread of a worker process (POSIX only). Raises ExtractionLimitError after `seconds` of
    wall time, or when an allocation fails beyond `memory` bytes; NoRoomError when it fails before, by a limit of the
    process. The time limit takes effect as soon as Python code runs again: a single call into C is not interrupted
    (`worker_limits`).
    """

    def on_alarm(signum: int, frame: FrameType | None) -> None:
        raise ExtractionLimitError(f"took longer than {seconds:g} s")

    def on_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
        # Python drops what is raised in a finalizer or during garbage collection: the next alarm comes soon.
        if not isinstance(unraisable.exc_value, ExtractionLimitError):
            previous_hook(unraisable)

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = _address_space() + memory
    allowed = min(ceiling, hard) if memory_is_bounded() else ceiling
    previous = signal.signal(signal.SIGALRM, on_alarm)
    previous_hook, sys.unraisablehook = sys.unraisablehook, on_unraisable
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT)
    try:
        yield
    except MemoryError as error:
        if allowed < ceiling:
            raise NoRoomError("this process may take too little memory (ulimit -v)") from error
        raise ExtractionLimitError(f"took more than {memory >> 20} MiB") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        sys.unraisablehook = previous_hook
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def worker_limits(seconds: float = SECONDS) -> Iterator[None]:
    """Limit the time and memory for one page, and end this process when it exceeds its time in C code.

    No Python signal handler runs there; the pool notices the end of the process. Raises what `page_limits` raises.
    """
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        try:
            faulthandler.dump_traceback_later(HARD_LIMIT, exit=True, file=nowhere)
        except RuntimeError as error:  # it needs a thread
            raise NoRoomError(str(error)) from error
        try:
            with page_limits(seconds):
                yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def memory_is_bounded() -> bool:
    """Return whether a limit of the system (ulimit -v) applies to the memory of this process."""
    return resource.getrlimit(resource.RLIMIT_AS)[1] != resource.RLIM_INFINITY


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as pages:
        return int(pages.read().split()[0]) * resource.getpagesize()
