"""Cache which robots.txt applies to a site, and for how long (RFC 9309, 2.3 and 2.4).

One copy per site serves all crawls of the process, and one request fetches it even if many wait for it. Copies
outlive the process, so that a run sends validators, and so that a site whose server fails is not treated as one
that forbids everything while its last copy is younger than a day.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from archive.errors import SpacebeatError
from crawler.fetch.robots.parser import RobotsRules, parse_robots
from crawler.fetch.site_files import SiteFile, SiteFileStore
from crawler.fetch.user_agent import PRODUCT_TOKEN

FRESH = timedelta(hours=1)  # how long a copy is used without revalidation
STALE = timedelta(hours=24)  # how long it is used when the site does not respond; RFC 9309, 2.4
ASK_AGAIN = timedelta(minutes=10)  # when a site that did not respond is asked again


class RobotsDisallowedError(SpacebeatError, IgnoreRequest):
    """The site does not allow the URL to be fetched.

    `reason` is "robots.txt", or why robots.txt could not be had: "robots.txt unreachable" after a server error, or the
    failure of the network, since then no other page of the site can be had either.
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url} is not fetched: {reason}")


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that apply to a site.

    `reason` is why everything is forbidden, "" where the rules decide.
    """

    rules: RobotsRules
    reason: str
    valid_until: datetime

    def check(self, url: str) -> None:
        """Raise `RobotsDisallowedError` if the URL must not be fetched."""
        if self.reason:
            raise RobotsDisallowedError(url, self.reason)
        if not self.rules.allow(url):
            raise RobotsDisallowedError(url, "robots.txt")


class RobotsUnreachableError(SpacebeatError):
    """The site gave no response from which it could be determined what it allows.

    `cause` is the reason for which no page of the site is requested now: that of the network ("dns", "timeout"), or
    "robots.txt unreachable" where the server itself answered with an error.
    """

    def __init__(self, message: str, cause: str = "robots.txt unreachable") -> None:
        self.cause = cause
        super().__init__(message)


Fetch = Callable[[str, SiteFile | None], Awaitable[SiteFile]]
"""Fetches the robots.txt of an origin, with the validators of a copy if there is one.

Status 304 confirms that copy. Raises `RobotsUnreachableError` when the site does not respond.
"""


@dataclass(slots=True)
class _Site:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    policy: Policy | None = None


class RobotsCache:
    """The policies of all sites, for one event loop."""

    def __init__(self, store: SiteFileStore | None = None) -> None:
        self._store = store
        self._sites: dict[str, _Site] = {}

    async def policy(self, origin: str, fetch: Fetch) -> Policy:
        """Return the policy that applies to the site now.

        Fetches it if necessary, with one request for all that wait.
        """
        if origin not in self._sites:
            self._sites[origin] = _Site()
        site = self._sites[origin]
        if (policy := _still_valid(site)) is not None:
            return policy
        async with site.lock:
            if (policy := _still_valid(site)) is None:  # no other task asked while this one waited for the lock
                policy = site.policy = await self._refresh(origin, fetch)
            return policy

    def rules_for(self, url: str) -> RobotsRules | None:
        """Return the rules loaded in this process for the site of a URL, for example for its sitemaps."""
        site = self._sites.get(origin_of(url))
        return site.policy.rules if site is not None and site.policy is not None else None

    async def _refresh(self, origin: str, fetch: Fetch) -> Policy:
        stored = self._store.load(origin) if self._store is not None else None
        try:
            copy = _current_copy(await fetch(origin, stored), stored)
        except RobotsUnreachableError as error:
            return _policy_without_response(stored, error.cause)
        if self._store is not None:
            self._store.save(copy)
        return Policy(rules_of(copy), "", datetime.now(UTC) + FRESH)


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL; the port only if it is not the scheme's default."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + ("" if parts.port in (None, usual) else f":{parts.port}")


def _still_valid(site: _Site) -> Policy | None:
    policy = site.policy
    return policy if policy is not None and policy.valid_until > datetime.now(UTC) else None


def _current_copy(answer: SiteFile, stored: SiteFile | None) -> SiteFile:
    """Return the copy that a response represents.

    A server error is not a response (RFC 9309, 2.3.1.4).
    """
    if answer.status == 304 and stored is not None:
        return replace(stored, fetched_at=answer.fetched_at)
    if answer.status == 304 or answer.status >= 500:
        raise RobotsUnreachableError(f"{answer.origin}/robots.txt: HTTP {answer.status}")
    return answer


def _policy_without_response(stored: SiteFile | None, cause: str) -> Policy:
    now = datetime.now(UTC)
    if stored is not None and timedelta() <= now - stored.fetched_at < STALE:
        return Policy(rules_of(stored), "", now + ASK_AGAIN)
    return Policy(RobotsRules(), cause, now + ASK_AGAIN)


def rules_of(copy: SiteFile) -> RobotsRules:
    """Parse the rules of a copy.

    A 4xx allows everything, whatever its body (RFC 9309, 2.3.1.3).
    """
    return parse_robots(copy.body, PRODUCT_TOKEN) if 200 <= copy.status < 300 else RobotsRules()


_cache = RobotsCache()


def process_robots() -> RobotsCache:
    """Return the cache shared by all crawls of this process."""
    return _cache


def set_process_robots(cache: RobotsCache) -> None:
    """Replace the cache before the first crawl, for example by one with copies in the archive."""
    global _cache
    _cache = cache
