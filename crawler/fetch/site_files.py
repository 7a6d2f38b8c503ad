"""A file that applies to an entire site, such as its robots.txt, as last fetched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from scrapy.http import Response


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A fetched file with its validators.

    `status` is that of the last hop; 0 means too many redirects. `origin` is scheme, host and port
    ("https://example.org"). `fetched_at` (UTC) is updated when the site confirms the file.
    """

    origin: str
    status: int
    body: bytes
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, origin: str, response: Response, at_most: int) -> "SiteFile":
        """Build a file from a response, with at most so many bytes of its body."""
        return cls(
            origin=origin,
            status=response.status,
            body=response.body[:at_most],
            fetched_at=datetime.now(UTC),
            etag=_field(response, "ETag"),
            last_modified=_field(response, "Last-Modified"),
        )

    @property
    def validators(self) -> Mapping[str, str]:
        """The header fields of a conditional request."""
        fields = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in fields.items() if value}


class SiteFileStore(Protocol):
    """Persistent storage for site files.

    Both methods are called on the event loop, so they must be fast.
    """

    def load(self, origin: str) -> SiteFile | None: ...

    def save(self, copy: SiteFile) -> None: ...


def _field(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
