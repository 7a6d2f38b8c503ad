"""Layouts learnt while a crawl or a re-extraction goes on."""

import asyncio
from pathlib import Path

from archive.archive import Archive
from archive.records import Article
from crawler.engine.layouts import Layouts
from crawler.engine.writer import Writer
from crawler.extract.body import layout
from crawler.html.document import parse

PAGE = "<html><body><div class=text><p>{}</p></div><footer>Imprint</footer></body></html>"


def article(number: int) -> Article:
    document = parse(PAGE.format(f"Report {number} on debris").encode(), f"https://courier.example/{number}")
    return Article(url="", title="t", text="t", sample=layout.sample(document.blocks, [0], document.url))


async def learn(path: Path, count: int, *, keeps: bool = True) -> tuple[bytes, bytes]:
    """Return what is known after some articles, and what another process knows then."""
    writer = Writer(path, "test")
    try:
        layouts = Layouts(writer, keeps=keeps)
        assert await layouts.of("courier") == b""
        await layouts.add(("courier", article(number)) for number in range(count))
        return await layouts.of("courier"), await Layouts(writer).of("courier")
    finally:
        writer.close()


def test_what_is_learnt_is_known_to_the_next_crawl(tmp_path: Path) -> None:
    Archive(tmp_path / "a.db").close()
    now, later = asyncio.run(learn(tmp_path / "a.db", layout.MOST))
    assert now
    assert now == later


def test_a_trial_leaves_the_archive_alone(tmp_path: Path) -> None:
    Archive(tmp_path / "a.db").close()
    now, later = asyncio.run(learn(tmp_path / "a.db", layout.MOST, keeps=False))
    assert now
    assert later == b""
