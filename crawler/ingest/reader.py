"""A file as batches of pages, each with the place in the file up to which it was read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

from fastwarc.warc import WarcRecord, WarcRecordType

from archive.records import Exchange
from archive.store.ingests import Counts, Progress, Refers
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import OUTSIDE, refusal
from crawler.fetch.rights.exchange import rights_of_exchange
from crawler.ingest.containers import Package, Part
from crawler.ingest.scan import Damage
from crawler.ingest.skim import skim
from crawler.ingest.source_match import Belonging
from crawler.ingest.warc_record import address, is_document, read_response, read_revisit

PAGES = 32  # a batch, and so a transaction
BYTES = 8 << 20
RECORDS = 5000  # after which a batch ends though few of them are pages, so that a kill loses little
_ELSEWHERE, _UNFIT = Counts(elsewhere=1), Counts(unfit=1)
_RESPONSES = WarcRecordType.response | WarcRecordType.revisit


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a source; with `refers`, it is the same as an earlier one and has no body."""

    exchange: Exchange
    source: Source
    refers: Refers | None = None


@dataclass(slots=True)
class Batch:
    """`place` is (part, offset) of what comes next, `others` what became of the records that are no pages."""

    pages: list[Page] = field(default_factory=list)
    others: Counts = field(default_factory=Counts)
    place: tuple[int, int] = (0, 0)

    @property
    def is_full(self) -> bool:
        return (
            len(self.pages) >= PAGES
            or sum(len(page.exchange.body) for page in self.pages) >= BYTES
            or sum(getattr(self.others, name) for name in Counts.__dataclass_fields__) >= RECORDS
        )


def batches(package: Package, progress: Progress, belonging: Belonging) -> Iterator[Batch]:
    """Read on where `progress` is. Records of foreign hosts are not even inflated."""
    types = WarcRecordType.revisit if progress.phase == "revisits" else _RESPONSES
    batch = Batch(others=Counts(damaged=int(package.is_damaged and progress.part == progress.offset == 0)))
    for number, part in enumerate(package.parts):
        if number < progress.part:
            continue
        start = progress.offset if number == progress.part else 0
        for offset, found in _records(part, start, belonging, types):
            if batch.is_full:
                batch.place = (number, offset)
                yield batch
                batch = Batch()
            _put(batch, found)
        batch.place = (number + 1, 0)
        yield batch
        batch = Batch()


def _records(
    part: Part, start: int, belonging: Belonging, types: WarcRecordType
) -> Iterator[tuple[int, Page | Counts | Damage]]:
    def read(record: WarcRecord) -> Page | Counts:
        url = address(record)
        source = belonging.source_of(url) or belonging.source_of_document(url)
        if source is None:
            return _ELSEWHERE
        return _page(record, source, only_document=refusal(source, url) == OUTSIDE)

    try:
        stream = part.open()
    except OSError:
        yield 0, Damage()
        return
    with closing(stream):
        yield from skim(
            stream, read, belonging.is_foreign, lambda count: Counts(elsewhere=count), offset=start, types=types
        )


def _page(record: WarcRecord, source: Source, *, only_document: bool = False) -> Page | Counts:
    if record.record_type == WarcRecordType.revisit:
        revisit = read_revisit(record)
        page = Page(revisit[0], source, revisit[1]) if revisit else None
    else:
        exchange = read_response(record)
        page = Page(exchange, source) if exchange else None
    if only_document and not (page and is_document(page.exchange)):
        return _ELSEWHERE
    if page is None:
        return _UNFIT
    rights = rights_of_exchange(page.exchange).words if page.refers is None else page.exchange.rights
    return replace(page, exchange=replace(page.exchange, rights=rights))


def _put(batch: Batch, found: Page | Counts | Damage) -> None:
    if isinstance(found, Page):
        batch.pages.append(found)
    elif isinstance(found, Damage):
        batch.others = replace(batch.others, damaged=batch.others.damaged + 1)
    else:
        batch.others += found
