"""A page whose body may not be kept on the ground on which the user mines.

It is read from memory, and committed together with what was made of it; so a kill before that leaves its address as it
was, to be fetched again. Its record has the headers of the answer and no body.
"""

from dataclasses import dataclass, replace

from archive.captures import WITHHELD
from archive.records import Article, Capture, Exchange, Lead, Location, Rejection

NOWHERE = Location("", 0, 0)


@dataclass(frozen=True, slots=True)
class Withheld:
    """One response with what was made of it: an article without text, or a rejection.

    `reason` is what was said of the page ("tdm reserved"); `origin` is the file that it was ingested from.
    """

    exchange: Exchange
    lead: Lead
    source_id: str
    run_id: int | None
    reason: str
    result: Article | Rejection
    origin: str = ""

    @property
    def explanation(self) -> str:
        """Why the article of an address has no text."""
        return f"metadata only: {self.reason}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing of the page may be kept."""
        return isinstance(self.result, Rejection) and self.result.state == "blocked"

    def without_body(self) -> Exchange:
        return replace(self.exchange, body=b"", flags=(*self.exchange.flags, WITHHELD))

    def capture(self, capture_id: int) -> Capture:
        exchange = self.exchange
        place = (self.source_id, exchange.fetched_at, NOWHERE, self.lead, exchange.rights)
        return Capture(capture_id, exchange.url, self.lead.url, *place)
