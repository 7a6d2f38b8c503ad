"""What an extraction worker does: read one capture from its WARC file, extract, enrich. Runs in any process."""

import faulthandler
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from archive import captures
from archive.errors import CaptureError
from archive.records import Article, Capture, Rejection
from crawler.catalogue.source import Source

HARD_LIMIT = 22.0  # seconds after which a worker that no exception can reach ends itself


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to extract; only its place travels, never its bytes."""

    capture: Capture
    folder: Path
    source: Source
    template: frozenset[int]


def warm() -> None:
    """Import and build what every page needs, before the first page waits for it."""
    from crawler.enrich.data import load_data
    from crawler.extract import article  # noqa: F401  # imported for its side effect: the libraries are loaded

    load_data()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed crawl must not leave its workers behind, who would wait for tasks for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def work(task: Task) -> Article | Rejection:
    """Give the enriched article, or why there is none. Raises nothing that a page can cause."""
    from crawler.enrich.enrich import enrich
    from crawler.extract.article import extract
    from crawler.extract.limits import ExtractionLimitError, page_limits
    from crawler.extract.page import Page

    capture = task.capture
    try:
        status, headers, body = captures.read(task.folder, capture.location)
    except CaptureError as error:
        return Rejection("failed", f"unreadable capture: {error}")
    page = Page(
        url=capture.requested_url if capture.lead.replay else capture.url,
        body=body,
        headers=headers,
        fetched_at=capture.fetched_at,
        lead=replace(capture.lead, url=capture.requested_url),
        source=task.source,
        status=status,
        template=task.template,
    )
    try:
        with _watchdog(), page_limits():
            result = extract(page)
    except ExtractionLimitError as error:
        return Rejection("failed", f"extraction {error}")
    if isinstance(result, Rejection):
        return result
    enrichment = enrich(result, focus=task.source.focus, country=task.source.country)
    if not enrichment.relevant:
        return Rejection(
            "irrelevant", f"relevance {enrichment.relevance:.2f} is too low for a {task.source.focus} source"
        )
    return replace(result, enrichment=enrichment)


@contextmanager
def _watchdog() -> Iterator[None]:
    """End this process when a page holds it in C code, where no Python signal handler runs; the pool notices."""
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(HARD_LIMIT, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
