"""What a spider hands to the pipeline: one fetched page, on its way to becoming a capture."""

from dataclasses import dataclass

from archive.records import Exchange, Lead


@dataclass(frozen=True, slots=True, repr=False)
class Fetched:
    """`body` is decoded, that of the exchange is as sent.

    Its representation stays short, since Scrapy logs an item that a pipeline refuses.
    """

    exchange: Exchange
    body: bytes
    lead: Lead
    source_id: str
    run_id: int

    def __repr__(self) -> str:
        return f"<page {self.exchange.url}>"
