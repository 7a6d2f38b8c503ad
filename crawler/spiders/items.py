"""What a spider hands to the pipeline: one fetched page and what may be kept of it."""

from dataclasses import dataclass

from archive.records import Exchange, Lead
from crawler.catalogue.source import Source
from crawler.fetch.rights.policy import Permission


@dataclass(frozen=True, slots=True, repr=False)
class Fetched:
    """`body` is decoded, that of the exchange is as sent.

    Its representation stays short, since Scrapy logs an item that a pipeline refuses.
    """

    exchange: Exchange
    body: bytes
    lead: Lead
    source: Source
    run_id: int
    permission: Permission

    @property
    def size(self) -> int:
        """The bytes that the page takes in memory."""
        return len(self.body) + len(self.exchange.body)

    def __repr__(self) -> str:
        return f"<page {self.exchange.url}>"
