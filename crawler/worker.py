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
from archive.records import Article, Capture, Lead, Location, Rejection
from crawler.catalogue.source import Source

HARD_LIMIT = 22.0  # seconds after which a worker that no exception can reach ends itself


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to extract, with its further parts; only their places travel, never their bytes."""

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

    result = _read(task)
    if isinstance(result, Rejection):
        return result
    enrichment = enrich(result, focus=task.source.focus, country=task.source.country)
    if not enrichment.relevant:
        return Rejection(
            "irrelevant", f"relevance {enrichment.relevance:.2f} is too low for a {task.source.focus} source"
        )
    return replace(result, enrichment=enrichment)


def _read(task: Task) -> Article | Rejection:
    capture = task.capture
    lead = replace(capture.lead, url=capture.requested_url)
    further = [_read_page(task, part.location, part.url, part.fetched_at, Lead(part.url)) for part in capture.parts]
    return _read_page(
        task,
        capture.location,
        capture.requested_url if lead.replay else capture.url,
        capture.fetched_at,
        lead,
        further=tuple(part.text for part in further if isinstance(part, Article)),
        is_whole=capture.is_whole and all(isinstance(part, Article) for part in further),
    )


def _read_page(
    task: Task,
    location: Location,
    url: str,
    fetched_at: str,
    lead: Lead,
    *,
    further: tuple[str, ...] = (),
    is_whole: bool = True,
) -> Article | Rejection:
    from crawler.extract.article import extract
    from crawler.extract.limits import ExtractionLimitError, page_limits
    from crawler.extract.page import Page

    try:
        status, headers, body = captures.read(task.folder, location)
    except CaptureError as error:
        return Rejection("failed", f"unreadable capture: {error}")
    page = Page(url, body, headers, fetched_at, lead, task.source, status, task.template, further, is_whole)
    try:
        with _watchdog(), page_limits():
            return extract(page)
    except ExtractionLimitError as error:
        return Rejection("failed", f"extraction {error}")


@contextmanager
def _watchdog() -> Iterator[None]:
    """End this process when a page holds it in C code, where no Python signal handler runs; the pool notices."""
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(HARD_LIMIT, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
