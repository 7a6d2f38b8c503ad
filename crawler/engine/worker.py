"""What an extraction worker does: read one capture from its WARC file, extract, enrich. Runs in any process.

What may be made of a page depends on its terms of use and on the ground on which the user mines
(`crawler.fetch.rights.policy`). A page that may not be kept is part of the task; nothing of its text leaves the worker.
"""

import multiprocessing
import os
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from archive.errors import CaptureError
from archive.records import Article, Capture, Exchange, Lead, Part, Rejection
from archive.warc import records
from crawler.catalogue.source import Source
from crawler.engine.allocator import return_free_pages
from crawler.fetch.rights.exchange import body_of, rights_of_exchange
from crawler.fetch.rights.legal_basis import Basis
from crawler.fetch.rights.policy import Rights, permission
from crawler.html.limits import ExtractionLimitError, NoRoomError, memory_is_bounded, worker_limits

if TYPE_CHECKING:
    from crawler.extract.page import Page

_ROOM = 32 << 20  # bytes; pages of a megabyte take as many
_TIDIED = 10  # pages after which a worker gives memory back: 9 MB after 400 pages, and no time that could be measured
_pages = count(1)


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to extract, with its further parts; only their places travel, never their bytes.

    `exchange` is the response itself where its body may not be kept: then there is no place.
    """

    capture: Capture
    folder: Path
    source: Source
    template: frozenset[int]
    layout: bytes = field(default=b"", repr=False)
    basis: Basis = "research"
    exchange: Exchange | None = None

    @property
    def name(self) -> str:
        return self.capture.url


def warm() -> None:
    """Prepare a worker: build what every page needs, where its server has not, and let it end with its parent."""
    from crawler.engine import preload  # noqa: F401  # imported for its side effect

    Thread(target=_end_with_parent, daemon=True).start()


def process_is_ready() -> bool:
    """Do nothing: a task by which a pool starts its first process."""
    return True


def read_ordinary_page() -> bool:
    """Read a page of ours within the limits of any: where that fails, no other page is to blame. Raises NoRoomError.

    Memory is taken besides, as that page is a small one.
    """
    try:
        from crawler.engine import preload

        with worker_limits():
            room = bytearray(_ROOM)
            if not preload.read_one_page():
                raise NoRoomError("not even an ordinary page can be read")
    except (OSError, ImportError, SyntaxError) as error:  # a library is loaded, or unpacks its model into a file
        raise NoRoomError(f"not even an ordinary page can be read: {error}") from error
    return bool(room)


def _end_with_parent() -> None:
    """End this process with its parent: workers of a killed crawl would wait for tasks for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def work(task: Task) -> Article | Rejection:
    """Return the enriched article, or why there is none. Raises nothing that a page can cause.

    Raises NoRoomError where an ordinary page cannot be read either: for want of memory libraries cannot be imported
    (ImportError, SyntaxError), and records cannot be parsed.
    """
    try:
        return _checked(_work(task))
    except (MemoryError, NoRoomError):
        raise
    except Exception:
        read_ordinary_page()
        raise


def _work(task: Task) -> Article | Rejection:
    from crawler.enrich.enrich import enrich

    if next(_pages) % _TIDIED == 0:
        return_free_pages()
    capture = task.capture
    try:
        status, headers, body = _answer(task)
    except CaptureError as error:
        return Rejection("failed", f"unreadable capture: {error}")
    rights = _rights(capture, headers, body)
    allowed = permission(rights, task.basis)
    if allowed.keep != "all" and task.exchange is None:  # kept on another ground
        return Rejection("blocked", allowed.reason)
    result = _extract(_page(task, status, headers, body))
    if isinstance(result, Rejection):
        return result
    result = replace(result, rights=rights.words)
    if task.exchange is not None:
        result = _without_text(result)
    enrichment = enrich(result, focus=task.source.focus, country=task.source.country)
    if not enrichment.relevant:
        return Rejection(
            "irrelevant",
            f"relevance {enrichment.relevance:.2f} is too low for a {task.source.focus} source",
            result.sample,
        )
    return replace(result, enrichment=enrichment)


def page_of(task: Task) -> "Page":
    """Return the captured page with its further parts, as extraction reads it. Raises CaptureError."""
    return _page(task, *_answer(task))


def _page(task: Task, status: int, headers: dict[str, str], body: bytes) -> "Page":
    from crawler.extract.page import Page

    capture = task.capture
    further = [_part(task, part) for part in capture.parts]
    return Page(
        url=capture.requested_url if capture.lead.replay else capture.url,
        body=body,
        headers=headers,
        fetched_at=capture.fetched_at,
        lead=replace(capture.lead, url=capture.requested_url),
        source=task.source,
        status=status,
        template=task.template,
        layout=task.layout,
        further=tuple(part for part in further if isinstance(part, Article)),
        is_whole=capture.is_whole and all(isinstance(part, Article) for part in further),
    )


def _part(task: Task, part: Part) -> Article | Rejection:
    """Extract a further page of the article by itself."""
    from crawler.extract.page import Page

    try:
        status, headers, body = records.read(task.folder, part.location)
    except CaptureError as error:
        return Rejection("failed", f"unreadable capture: {error}")
    page = Page(part.url, body, headers, part.fetched_at, Lead(part.url), task.source, status, task.template)
    return _checked(_extract(page))


def _checked(result: Article | Rejection) -> Article | Rejection:
    """Return a result unless its failure may be for want of memory: then raise NoRoomError."""
    if isinstance(result, Rejection) and result.state == "failed" and memory_is_bounded():
        read_ordinary_page()  # libraries in C have many errors for a lack of memory
    return result


def _extract(page: "Page") -> Article | Rejection:
    from crawler.extract.article import extract

    try:
        with worker_limits():
            return extract(page)
    except ExtractionLimitError as error:
        return Rejection("failed", f"extraction {error}")
    except OSError as error:
        read_ordinary_page()
        return Rejection("failed", f"extractor: {type(error).__name__}")


def _answer(task: Task) -> tuple[int, dict[str, str], bytes]:
    """Return status, header fields (names in lower case) and decoded body. Raises CaptureError."""
    if task.exchange is None:
        return records.read(task.folder, task.capture.location)
    headers = {name.lower(): value for name, value in task.exchange.response_headers}
    return task.exchange.status, headers, body_of(task.exchange)


def _rights(capture: Capture, headers: dict[str, str], body: bytes) -> Rights:
    """Return the terms of use stated when the page was fetched; of an older capture, those in its record."""
    if capture.rights is not None:
        return Rights.of_words(capture.rights)
    fields = tuple((name, value) for name, value in headers.items() if name != "content-encoding")
    return rights_of_exchange(Exchange(capture.url, capture.fetched_at, 200, fields, body))


def _without_text(article: Article) -> Article:
    """Return an article's metadata, without the outlet's words beyond its title; it is enriched from that alone."""
    provenance = {name: method for name, method in article.provenance.items() if name not in ("text", "summary")}
    return replace(
        article,
        text="",
        summary="",
        blocks=(),
        links=(),
        lines=(),
        sample=b"",
        access="withheld",
        provenance=provenance,
    )
