"""Polling the endpoints of one source: ask for changes, read what is new, remember what was seen.

The validators of an endpoint are kept only when all that hung on its answer was read (its child sitemaps recorded, its
next pages read up to the first without news), so a poll that was cut short is asked for in full the next time.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.archive import Archive
from archive.clock import later, now
from archive.polls import Poll
from archive.records import Lead, State
from crawler.catalogue.dated import current, is_dated
from crawler.catalogue.source import Endpoint
from crawler.discovery.found import EndpointError, Found
from crawler.discovery.read import read_endpoint
from crawler.fetch.conditional import Validators, conditional_headers, validators_of
from crawler.fetch.failures import is_temporary, reason_of, reason_of_status
from crawler.fetch.polling import Bounds, Seen, max_age_seconds, plan_after_failure, plan_after_success
from crawler.fetch.retry_after import retry_after_seconds
from crawler.spiders.admission import Admission

if TYPE_CHECKING:
    from crawler.spiders.source import SourceSpider

logger = logging.getLogger(__name__)

LARGE = 200_000  # bytes from which an endpoint is read in a thread
SITEMAP_DEPTH = 3  # of indexes within indexes


@dataclass
class Chain:
    """One endpoint being read: its first answer and the pages that follow from it."""

    endpoint: Endpoint
    poll: Poll
    first: bool = True
    depth: int = 0
    open: int = 0
    pages: int = 0
    new: int = 0
    known: int = 0
    reason: str = ""
    unchanged: bool = False
    bounded: bool = False
    ttl_s: int = 0
    max_age_s: int = 0
    retry_after_s: int = 0
    seen: set[str] = field(default_factory=set)


class Poller:
    """`open` counts the chains that are still being read; `progress` is set whenever one of them moved."""

    def __init__(self, spider: "SourceSpider") -> None:
        self.spider = spider
        self.source = spider.source
        self.session = spider.session
        self.admission = Admission(self.source, self.session.bounds.since)
        settings = spider.settings
        self.bounds = Bounds(settings.getint("SPACEBEAT_POLL_FLOOR"), settings.getint("SPACEBEAT_POLL_CEILING"))
        self.unconditional_every = settings.getint("SPACEBEAT_UNCONDITIONAL_EVERY")
        self.open = 0
        self.failures: list[str] = []
        self.succeeded = 0
        self.progress = asyncio.Event()

    async def first_requests(self) -> list[Request]:
        requests = []
        for kind in ("feed", "sitemap", "api", "listing"):
            for endpoint in getattr(self.source, kind):
                if endpoint.enabled:
                    requests += [await self._begin(endpoint, url, kind) for url in _addresses(endpoint)]
        return requests

    async def _begin(self, endpoint: Endpoint, url: str, kind: str, depth: int = 0, parent: str = "") -> Request:
        poll = await self.session.writer.call(lambda archive: archive.polls.get(self.source.id, url, kind))
        chain = Chain(endpoint, replace(poll, parent=parent), first=poll.checked_at is None, depth=depth)
        self.open += 1
        held = Validators(poll.etag, poll.last_modified)
        return self._request(chain, url, conditional_headers(held, poll.confirmed, self.unconditional_every))

    def _request(self, chain: Chain, url: str, headers: Mapping[str, str] | None = None) -> Request:
        chain.open += 1
        chain.seen.add(url)
        return Request(
            url,
            headers=dict(headers or {}),
            callback=self.answered,
            errback=self.failed,
            cb_kwargs={"chain": chain},
            priority=10,
            dont_filter=True,
        )

    async def answered(self, response: Response, chain: Chain) -> Any:
        """Scrapy callback: one page of an endpoint."""
        first = chain.pages == 0
        chain.pages += 1
        await self._count(polled=1)
        requests: list[Request] = []
        try:
            if response.status == 304:
                chain.poll = replace(chain.poll, confirmed=chain.poll.confirmed + 1)
                requests = await self._unchanged(chain)
            elif response.status != 200:
                chain.reason = reason_of_status(response.status)
                chain.retry_after_s = _retry_after(response)
            else:
                requests = await self._read(response, chain, first)
        except EndpointError as error:
            chain.reason = str(error)
        await self._close_page(chain)
        return requests

    async def failed(self, failure: Failure) -> None:
        """Scrapy errback: no answer."""
        if self.session.interrupted:
            return
        chain: Chain = failure.request.cb_kwargs["chain"]  # type: ignore[attr-defined]  # set by Scrapy
        await self._count(polled=1)
        chain.reason = _explain(failure, chain.poll.url)
        await self._close_page(chain)

    async def _read(self, response: Response, chain: Chain, first: bool) -> list[Request]:
        body_hash = hashlib.sha256(response.body).hexdigest()
        if first and chain.poll.body_hash == body_hash:
            return await self._unchanged(chain)
        headers = {n.decode("latin-1").lower(): v[0].decode("latin-1") for n, v in response.headers.items() if v}
        arguments = (chain.poll.kind, response.body, response.url, headers, self.source, chain.endpoint)
        if len(response.body) > LARGE:
            found = await asyncio.to_thread(read_endpoint, *arguments)
        else:
            found = read_endpoint(*arguments)
        if first:
            chain.ttl_s = found.ttl_s
            chain.max_age_s = max_age_seconds(headers.get("cache-control", ""), headers.get("age", ""))
            held = validators_of(response)
            chain.poll = replace(
                chain.poll, etag=held.etag, last_modified=held.last_modified, body_hash=body_hash, confirmed=0
            )
        new = await self._record(found, chain)
        return [request async for request in self._follow(found, chain, new)]

    async def _record(self, found: Found, chain: Chain) -> int:
        refused = [(lead, self.admission.refusal(lead)) for lead in found.leads]
        admitted = [lead for lead, refusal in refused if not refusal and not self.admission.too_old(lead)]
        refusals = [(lead, refusal.state, refusal.reason) for lead, refusal in refused if refusal]
        new, known = await self.session.writer.call(_add, self.source.id, admitted, refusals)
        chain.new += new
        chain.known += known
        await self._count(discovered=new)
        return new

    async def _follow(self, found: Found, chain: Chain, new: int) -> Any:
        """Child sitemaps are endpoints of their own; next pages are read up to the first without news."""
        if chain.poll.kind == "sitemap":
            for url in self._within_bounds(chain, found.more) if chain.depth < SITEMAP_DEPTH else ():
                yield await self._begin(chain.endpoint, url, "sitemap", chain.depth + 1, parent=chain.poll.url)
            return
        if new or chain.first:
            for url in self._within_bounds(chain, found.more):
                yield self._request(chain, url)

    def _within_bounds(self, chain: Chain, urls: tuple[str, ...]) -> Iterator[str]:
        for url in urls:
            if url in chain.seen:
                continue
            if len(chain.seen) >= self.session.bounds.pages:
                chain.bounded = True
                self.spider.bound(f"{self.session.bounds.pages} pages of {chain.poll.url}")
                return
            chain.seen.add(url)
            yield url

    async def _unchanged(self, chain: Chain) -> list[Request]:
        """Nothing new here; but the children of a sitemap index may have changed without it."""
        chain.unchanged = True
        if chain.poll.kind != "sitemap":
            return []
        children = await self.session.writer.call(
            lambda archive: archive.polls.children(self.source.id, chain.poll.url)
        )
        return [
            await self._begin(chain.endpoint, url, "sitemap", chain.depth + 1, parent=chain.poll.url)
            for url in children
        ]

    async def _close_page(self, chain: Chain) -> None:
        chain.open -= 1
        if chain.open == 0:
            await self._close(chain)
        self.progress.set()

    async def _close(self, chain: Chain) -> None:
        self.open -= 1
        await self.session.writer.call(_save, self._outcome(chain))
        if chain.reason:
            self.failures.append(f"{chain.poll.url}: {chain.reason}")
        else:
            self.succeeded += 1

    def _outcome(self, chain: Chain) -> Poll:
        poll = replace(chain.poll, checked_at=now())
        if chain.reason:
            plan = plan_after_failure(
                poll.interval_s, poll.failures + 1, Seen(retry_after_s=chain.retry_after_s), self.bounds
            )
            forgotten = replace(poll, etag="", last_modified="", body_hash="", checked_at=None)
            poll = replace(forgotten, reason=chain.reason, failures=poll.failures + 1)
        else:
            plan = plan_after_success(poll.interval_s, self._seen(chain), self.bounds)
            poll = replace(poll, reason="bounded" if chain.bounded else "", failures=0, overlap=plan.overlap)
            if plan.lost:
                self.spider.warn(f"entries of {poll.url} came and went between polls")
        return replace(poll, interval_s=plan.interval_s, next_due_at=later(now(), plan.wait_s))

    def _seen(self, chain: Chain) -> Seen:
        return Seen(
            entries=chain.new + chain.known,
            known=chain.known,
            unchanged=chain.unchanged,
            first=chain.first,
            ttl_s=chain.ttl_s,
            max_age_s=chain.max_age_s,
        )

    async def _count(self, **counts: int) -> None:
        await self.session.writer.call(_count, self.spider.run_id, counts)


def _addresses(endpoint: Endpoint) -> tuple[str, ...]:
    return current(endpoint.url, datetime.now(UTC).date()) if is_dated(endpoint.url) else (endpoint.url,)


def _add(
    archive: Archive, source_id: str, leads: list[Lead], refusals: list[tuple[Lead, State, str]]
) -> tuple[int, int]:
    with archive.transaction():
        for lead, state, reason in refusals:
            archive.frontier.refuse(source_id, lead, state, reason)
        return archive.frontier.add(source_id, leads)


def _save(archive: Archive, poll: Poll) -> None:
    archive.polls.save(poll)


def _count(archive: Archive, run_id: int, counts: dict[str, int]) -> None:
    with archive.transaction():
        archive.runs.count(run_id, **counts)


def _retry_after(response: Response) -> int:
    stated = (response.headers.get("Retry-After") or b"").decode("latin-1")
    date = (response.headers.get("Date") or b"").decode("latin-1")
    return int(retry_after_seconds(stated, datetime.now(UTC), date) or 0)


def _explain(failure: Failure, url: str) -> str:
    """A failure in words that tell a user what to do."""
    reason = reason_of(failure)
    if reason in ("address refused", "host paused"):
        return str(failure.value)
    if reason != "truncated" and is_temporary(reason):
        return f"cannot reach {urlsplit(url).netloc}: {reason}"
    return reason
