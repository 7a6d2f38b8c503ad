"""Which lists follow one that was read, within what a run may ask for."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from archive.archive import Archive
from archive.store.polls import Poll
from crawler.catalogue.archive_source import archived
from crawler.catalogue.source import Endpoint
from crawler.discovery.result import Found
from crawler.engine.session import Bounds
from crawler.engine.writer import Writer
from crawler.spiders.further_lists import FurtherLists
from crawler.spiders.poll_state import Chain
from tests.foreign import source

INDEX = "https://outlet.example/sitemap.xml"


def followed(archive: Path, named: int, bounds: Bounds) -> tuple[int, list[str]]:
    """Return how many of the sitemaps of an index are to be asked for, and which bounds that met."""
    notes: list[str] = []
    writer = Writer(archive, "test")
    writer.call_and_wait(Archive.add_source, archived(source("outlet")))
    crawl: Any = SimpleNamespace(session=SimpleNamespace(bounds=bounds, writer=writer), bound=notes.append)
    poll = Poll(url=INDEX, source_id="outlet", kind="sitemap")
    chain = Chain(Endpoint(url=INDEX), poll, 0, asked={INDEX})
    lists = FurtherLists(crawl)
    lists.asked = 1  # the index
    found = Found((), more=tuple(f"https://outlet.example/{number}.xml" for number in range(named)))
    try:
        return len(asyncio.run(lists.named_sitemaps(found, chain, begun=set()))), notes
    finally:
        writer.close()


def test_a_run_asks_for_no_more_lists_than_it_may_however_many_an_index_names(tmp_path) -> None:
    assert followed(tmp_path / "a.db", 9, Bounds(list_pages=4)) == (3, ["4 list pages"])
    assert followed(tmp_path / "b.db", 9, Bounds(pages=4)) == (3, [f"4 pages of {INDEX}"])
    assert followed(tmp_path / "c.db", 3, Bounds(list_pages=4, pages=4)) == (3, [])
