"""Guards against pages that would take minutes or gigabytes: some looked for before, one that cuts off in the
middle.

lxml takes time quadratic in the attributes of one tag and trafilatura more than linear in elements (200,000
attributes, or 100,000 links, in half a megabyte: over a minute each). No article needs as many.
"""

import re
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import lxml.html

from archive.errors import SpacebeatError

ELEMENTS = 20_000  # 698 real news pages have 770 in the median, 11,500 at most
CHARACTERS = 5_000_000
DEPTH = 150  # real pages reach 60; libxml2 cuts at 256, resiliparse is quadratic in it
SECONDS = 20.0
MEMORY = 1 << 30  # bytes above what the process has at the start of a page
_AGAIN = 0.5  # seconds; a library that swallows the first alarm meets the next
_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(rb"<([A-Za-z][A-Za-z0-9-]*)[^<>]{8192,}>?")
_CROWDED = re.compile(
    rb"<([A-Za-z][A-Za-z0-9-]*+)"
    rb"""(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+){300,}+"""
)  # attributes whose values hold anything; possessive throughout, so that it never goes back
_ATTRIBUTE = re.compile(rb"[\s\"'/][^\s\"'=<>/]+")


class ExtractionLimitError(SpacebeatError):
    """A page took more time or memory than a page may take."""


def without_crowded_tags(body: bytes) -> bytes:
    """Strip the attributes of tags that have hundreds of them."""
    return _CROWDED.sub(rb"<\1", _LONG_TAG.sub(_relieve, body))


def _relieve(match: re.Match[bytes]) -> bytes:
    tag = match.group()
    if sum(1 for _ in _ATTRIBUTE.finditer(tag)) <= _ATTRIBUTES:
        return tag
    return b"<" + match.group(1) + b">"


def is_small(tree: lxml.html.HtmlElement, html: str) -> bool:
    """Whether a page is small enough for extractors that are slower than linear in elements."""
    return len(html) <= CHARACTERS and int(tree.xpath("count(//*)")) <= ELEMENTS


def is_shallow(depth: int, html: str) -> bool:
    """Whether a page is nested little enough for extractors that are slower than linear in depth."""
    return depth <= DEPTH and len(html) <= 4 * CHARACTERS


@contextmanager
def page_limits(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Cut off the work on one page. Usable in the main thread of a worker process (POSIX only).

    Raises ExtractionLimitError after `seconds` of wall time (as soon as Python code runs again: a single
    call into C is not broken off, so the pool keeps a limit of its own), or when an allocation fails beyond
    `memory` bytes.
    """

    def cut(signum: int, frame: FrameType | None) -> None:
        raise ExtractionLimitError(f"took longer than {seconds:g} s")

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = _address_space() + memory
    allowed = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
    before = signal.signal(signal.SIGALRM, cut)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    except MemoryError as error:
        raise ExtractionLimitError(f"took more than {memory >> 20} MiB") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as pages:
        return int(pages.read().split()[0]) * resource.getpagesize()
