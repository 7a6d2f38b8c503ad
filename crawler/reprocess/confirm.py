"""A second extraction of pages that seem to have changed, since what a source repeats is learnt as a crawl goes on.

A line that occurs in several articles of a source is dropped from the next one (body.boilerplate), and the layout of
its pages is learnt (body.layout), so one page may have several texts: with and without what is known today. It has
changed only when none of them is the text that was expected.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from archive.archive import Archive
from archive.records import Article
from archive.snapshot import Refetched, compare
from archive.store.captures import captures_where
from archive.text import storable
from archive.urls.canonical import url_key
from crawler.catalogue.source import Source
from crawler.engine.ordered_results import results_in_order
from crawler.engine.worker import Task, work
from crawler.engine.workers import Workers
from crawler.extract.body.boilerplate import learnt
from crawler.extract.page import EXTRACTOR_VERSION

_CAPTURE = "c.id = (select max(capture_id) from urls where url_key = ?)"


def confirm_changes(
    archive: Archive, results: Sequence[Refetched], sources: Mapping[str, Source], workers: int
) -> list[Refetched]:
    """Return the results, in their order, without changes that are only ours."""
    return asyncio.run(_confirm(archive, results, sources, Workers(workers)))


async def _confirm(
    archive: Archive, results: Sequence[Refetched], sources: Mapping[str, Source], workers: Workers
) -> list[Refetched]:
    confirmed = list(results)
    pool = workers.pool()
    try:
        async for place, reading in results_in_order(pool, work, _tasks(archive, results, sources)):
            if isinstance(reading, Article) and compare(results[place].expected, storable(reading.text)) == "same":
                confirmed[place] = replace(results[place], outcome="same", reason="")
    finally:
        pool.close()
    return confirmed


async def _tasks(
    archive: Archive, results: Sequence[Refetched], sources: Mapping[str, Source]
) -> AsyncIterator[tuple[int, Task]]:
    for place, result in enumerate(results):
        if result.outcome != "changed":
            continue
        known = learnt(*archive.template_lines(result.expected.source_id), counted=True)
        for capture in captures_where(archive.db, _CAPTURE, [url_key(result.expected.url)]):
            layouts = {b"", archive.layout_state(capture.source_id, EXTRACTOR_VERSION).latest}
            for template, layout in product({frozenset[int](), known}, layouts):
                yield place, Task(capture, archive.folder, sources[capture.source_id], template, layout)
