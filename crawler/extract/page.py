"""What extraction is given: one captured response and what is known of it beforehand."""

from dataclasses import dataclass, field

from archive.records import Lead
from crawler.catalogue.source import Source


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page.

    `url` is the address after redirects, `lead.url` the one that was asked for. `headers` has lower-case names.
    `template` holds the digests (`crawler.extract.template`) of lines that repeat across pages of this source.
    `further` are the texts of the further pages of an article that stands on several; `is_whole` is False when one of
    them could not be had.
    """

    url: str
    body: bytes
    headers: dict[str, str]
    fetched_at: str
    lead: Lead
    source: Source
    status: int = 200
    template: frozenset[int] = field(default_factory=frozenset)
    further: tuple[str, ...] = ()
    is_whole: bool = True
