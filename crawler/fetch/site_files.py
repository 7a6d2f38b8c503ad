"""Cache the files that apply to a whole site: robots.txt and tdmrep.json.

One copy per site serves all crawls of a process, and one request fetches it even if many wait for it. Copies outlive
the process, so that a run sends validators, and so that the last known rules apply while a site does not respond.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from scrapy.http import Response

from archive.errors import SpacebeatError
from crawler.fetch.header_fields import field_of

T = TypeVar("T")

_NEVER = datetime.min.replace(tzinfo=UTC)


class SiteUnreachableError(SpacebeatError):
    """The site gave no response that says anything about the file; `cause` is the reason, for example "dns"."""

    def __init__(self, message: str, cause: str) -> None:
        self.cause = cause
        super().__init__(message)


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
            etag=field_of(response, "ETag"),
            last_modified=field_of(response, "Last-Modified"),
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


Fetch = Callable[[str, SiteFile | None], Awaitable[SiteFile]]
"""Fetches the file of an origin, with the validators of a copy if there is one.

Status 304 confirms that copy. Raises `SiteUnreachableError` when the site does not respond.
"""


@dataclass(frozen=True, slots=True)
class SiteFileKind(Generic[T]):
    """What one kind of file means, and how long a copy of it is used.

    `without_response` returns what applies while the site does not respond, from its last copy and the cause.
    `is_no_response` holds for statuses that say nothing about the file.
    """

    read: Callable[[SiteFile], T]
    without_response: Callable[[SiteFile | None, str], T]
    is_no_response: Callable[[int], bool]
    unreachable: str  # the cause when the server itself answers with an error
    fresh: timedelta  # how long a copy is used without revalidation
    ask_again: timedelta  # when a site that did not respond is asked again
    trusts_stored: bool  # whether a copy of an earlier run needs no revalidation while it is fresh


@dataclass(slots=True)
class _Site(Generic[T]):
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    value: T | None = None
    valid_until: datetime = _NEVER


class SiteFileCache(Generic[T]):
    """What the files of one kind say, of all sites, for one event loop."""

    def __init__(self, kind: SiteFileKind[T], store: SiteFileStore | None = None) -> None:
        self._kind = kind
        self._store = store
        self._sites: dict[str, _Site[T]] = {}

    async def load(self, origin: str, fetch: Fetch) -> T:
        """Return what applies to the site now; fetch its file if necessary, once for all that wait."""
        site = self._sites.setdefault(origin, _Site())
        if (value := _still_valid(site)) is not None:
            return value
        async with site.lock:
            if (value := _still_valid(site)) is None:  # no other task asked while this one waited for the lock
                value, site.valid_until = await self._ask(origin, fetch)
                site.value = value
            return value

    def loaded(self, url: str) -> T | None:
        """Return what has been loaded for the site of a URL; None if nothing has."""
        site = self._sites.get(origin_of(url))
        return site.value if site is not None else None

    async def _ask(self, origin: str, fetch: Fetch) -> tuple[T, datetime]:
        kind, now = self._kind, datetime.now(UTC)
        stored = self._store.load(origin) if self._store is not None else None
        if stored is not None and kind.trusts_stored and timedelta() <= now - stored.fetched_at < kind.fresh:
            return kind.read(stored), stored.fetched_at + kind.fresh
        try:
            copy = self._current_copy(await fetch(origin, stored), stored)
        except SiteUnreachableError as error:
            return kind.without_response(stored, error.cause), datetime.now(UTC) + kind.ask_again
        if self._store is not None:
            self._store.save(copy)
        return kind.read(copy), datetime.now(UTC) + kind.fresh

    def _current_copy(self, answer: SiteFile, stored: SiteFile | None) -> SiteFile:
        if answer.status == 304 and stored is not None:
            return replace(stored, fetched_at=answer.fetched_at)
        if answer.status == 304 or self._kind.is_no_response(answer.status):
            raise SiteUnreachableError(f"{answer.origin}: HTTP {answer.status}", self._kind.unreachable)
        return answer if 200 <= answer.status < 300 else replace(answer, body=b"")


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL; the port only if it is not the scheme's default."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + ("" if parts.port in (None, usual) else f":{parts.port}")


def _still_valid(site: _Site[T]) -> T | None:
    return site.value if site.valid_until > datetime.now(UTC) else None
