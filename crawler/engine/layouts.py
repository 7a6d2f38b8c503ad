"""The layouts of the sources in hand: handed to workers with each page, learnt from what full readings teach.

The archive keeps them and their samples, so that a source which publishes three articles a day is learnt as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.archive import Archive
from archive.records import Article, Rejection
from archive.store.layouts import NewLayout
from crawler.engine.writer import Writer
from crawler.extract.body import layout
from crawler.extract.page import EXTRACTOR_VERSION


@dataclass(slots=True)
class _Known:
    latest: bytes
    base: bytes
    samples: list[bytes] = field(default_factory=list)


class Layouts:
    """Of one archive. With `keeps` False nothing is written: what is learnt is used and forgotten."""

    def __init__(self, writer: Writer, *, keeps: bool = True) -> None:
        self._writer = writer
        self._keeps = keeps
        self._known: dict[str, _Known] = {}

    async def of(self, source_id: str) -> bytes:
        """Return the layout of a source, empty while it is not known."""
        return (await self._of(source_id)).latest

    async def add(self, results: Iterable[tuple[str, Article | Rejection]]) -> None:
        """Learn from results that the archive has already noted, where enough have come together."""
        for source_id, result in results:
            if result.sample:
                known = await self._of(source_id)
                known.samples.append(result.sample)
                if layout.is_due(len(known.samples), is_first=not known.base):
                    await self._learn(source_id, known)

    async def _of(self, source_id: str) -> _Known:
        known = self._known.get(source_id)
        if known is None:
            stored = await self._writer.call_early(Archive.layout_state, source_id, EXTRACTOR_VERSION)
            known = self._known.setdefault(source_id, _Known(stored.latest, stored.base, list(stored.samples)))
        return known

    async def _learn(self, source_id: str, known: _Known) -> None:
        base = layout.faded(known.base) if known.base else b""
        known.latest = layout.learn(base, known.samples)
        is_base = len(known.samples) >= layout.MOST
        if is_base:
            known.base = known.latest
            known.samples.clear()
        if self._keeps:
            new = NewLayout(source_id, layout.version(known.latest), known.latest, is_base)
            await self._writer.call_early(Archive.add_layout, new, EXTRACTOR_VERSION)
