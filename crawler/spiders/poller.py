"""Polling the endpoints of one source: ask for changes, read what is new, remember what was seen.

The validators of an endpoint are kept only when all that hung on its answer is recorded: the sitemaps it names are
rows before it counts as read, and its next pages were read up to the first without news. A poll that was cut short
leaves the row of the frontier from which the next one has to read on.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import instant, now
from archive.failures import describe_failure, is_archive_failure
from archive.reports.coverage import UNSEEN
from archive.store.polls import Poll
from crawler.catalogue.source import Source
from crawler.discovery.result import EndpointError
from crawler.engine.task_pool import TaskBrokeError, WorkersError
from crawler.fetch.conditional_requests import Validators, conditional_headers, is_conditional, validators_of
from crawler.fetch.failures import reason_of_status
from crawler.fetch.recorder import RECORD
from crawler.fetch.rendering_middleware import RENDER
from crawler.fetch.site_file_middleware import MIND_TDM
from crawler.fetch.throttle.pauses import HostPausedError
from crawler.spiders import store
from crawler.spiders.crawl import Crawl
from crawler.spiders.endpoint_answer import keep_answer, read_answer
from crawler.spiders.further_lists import FurtherLists
from crawler.spiders.healing import Healer, needs_replacement
from crawler.spiders.intake import Intake
from crawler.spiders.learnt import as_learnt, endpoint_of
from crawler.spiders.poll_interval import Bounds
from crawler.spiders.poll_state import Chain
from crawler.spiders.responses import describe, log_broken, max_age_of, moved_to, retry_after_of
from crawler.spiders.targets import Target, all_targets, due_targets, elsewhere


class Poller:
    """`open` counts the chains that are still being read; `progress` is set whenever one of them moved."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.source = crawl.source
        self.session = crawl.session
        self.healer = Healer(crawl)
        self.intake = Intake(self.session, self.source, "")
        settings = crawl.settings
        shortest, longest = settings.getint("SPACEBEAT_POLL_FLOOR"), settings.getint("SPACEBEAT_POLL_CEILING")
        self.bounds = Bounds(shortest, shortest if self.source.watch == "edits" else longest)
        self.unconditional_every = settings.getint("SPACEBEAT_UNCONDITIONAL_EVERY")
        self.further = FurtherLists(crawl)
        self.open = 0
        self.unfinished: set[str] = set()
        self.mark = 0
        self.failures: list[str] = []
        self.succeeded = 0
        self.progress = asyncio.Event()

    async def first_requests(self) -> list[Request]:
        if not self.session.bounds.polling:
            return []
        call = self.session.writer.call
        first_day = await call(store.first_day, self.source.id)
        self.source = await call(store.learnt, self.source)
        self.intake = Intake(self.session, self.source, first_day)
        today = datetime.now(UTC).date()
        targets: Iterable[Target] = tuple(all_targets(self.source, today))
        self.mark, polls = await self.session.writer.call(
            store.start, self.source.id, [target.url for target in targets]
        )
        if self.session.bounds.due_only:
            targets = due_targets(self.source, polls, now(), today)
        return [*await self._begin_all(targets), *await self._search_at_start()]

    def _know(self, source: Source) -> None:
        """Go on with what was learnt of the source."""
        if source != self.source:
            self.source = source
            self.intake = Intake(self.session, source, self.intake.first_day)

    async def _search_at_start(self) -> list[Request]:
        """Search where nothing can be polled, and where polls succeed but bring nothing any more."""
        if not any(endpoint.enabled for _, endpoint in self.source.endpoints()):
            requests = await self._heal()
            if not requests:
                last = await self.session.writer.call(store.last_search, self.source.id)
                self.failures.append(self.healer.outcome or last)
            return requests
        silent_since = await self.session.writer.call(store.silent_since, self.source.id)
        return await self._heal(newer_than=silent_since) if silent_since else []

    async def _heal(self, replaces: str = "", newer_than: str = "") -> list[Request]:
        """Begin to read an endpoint that is found on the site."""
        skip = {*self.unfinished, *(endpoint.url for _, endpoint in self.source.endpoints())}
        found = await self.healer.replacement(self.source, replaces=replaces, skip=skip, newer_than=newer_than)
        if found is None:
            return []
        self._know(as_learnt(self.source, (), (found,)))
        return await self._begin_all([Target(found.kind, endpoint_of(found), found.url)])

    async def _begin_all(self, targets: Iterable[Target]) -> list[Request]:
        return [await self._begin(target) for target in targets if target.url not in self.unfinished]

    async def _begin(self, target: Target) -> Request:
        self.unfinished.add(target.url)
        poll = Poll(url=target.url, source_id=self.source.id, kind=target.kind)
        if not target.is_older:
            poll = await self.session.writer.call(store.poll_of, self.source.id, target)
        mark = self.mark if poll.resume_from is None else min(self.mark, poll.resume_from)
        first = poll.checked_at is None and not target.is_older
        if first:
            self.session.pool.prepare()  # its first answer has news for certain
        chain = Chain(target.endpoint, poll, mark, first, target.depth, target.is_older, target.is_wanted)
        chain.poll = replace(poll, parent=target.parent, stated_modified=target.stated_modified)
        chain.asked.add(target.url)
        if poll.left_out(self.session.bounds.since):  # what has not changed has them
            chain.poll = poll = replace(chain.poll, etag="", last_modified="", body_hash="", left_out_before="")
        self.open += 1
        validators = Validators(poll.etag, poll.last_modified)
        return self._request(
            chain, poll.address, conditional_headers(validators, poll.confirmed, self.unconditional_every)
        )

    def _request(self, chain: Chain, url: str, headers: Mapping[str, str] | None = None) -> Request:
        chain.open += 1
        self.further.asked += 1
        return Request(
            url,
            headers=dict(headers or {}),
            callback=self.answered,
            errback=self.failed,
            cb_kwargs={"chain": chain},
            meta={
                RENDER: self.source.render and chain.poll.kind == "listing",
                RECORD: self.session.bounds.keep_endpoints,
                MIND_TDM: self.session.bounds.keep_endpoints,
            },
            priority=10,
            dont_filter=True,
        )

    async def answered(self, response: Response, chain: Chain) -> Any:
        """Scrapy callback: one page of an endpoint."""
        chain.pages += 1
        requests: list[Request] = []
        try:
            requests = await self._take(response, chain)
        except EndpointError as error:
            chain.reason = str(error).removeprefix(f"{chain.poll.url} ")  # which is named before the reason
        except TaskBrokeError as error:
            chain.reason = f"reading {error}"
        except WorkersError as error:
            return self._leave(chain, str(error))
        except Exception as error:  # what breaks one endpoint must not leave the crawl waiting for it for ever
            if is_archive_failure(error):
                return self._leave(chain, describe_failure(error, "the archive"))
            chain.reason = log_broken(error, chain.poll.url)
        return requests + await self._close_page(chain)

    async def _take(self, response: Response, chain: Chain) -> list[Request]:
        await self._count(polled=1)
        await keep_answer(self.crawl, self.source, chain, response)
        if chain.pages == 1 and response.status in (200, 304):
            chain.poll = replace(chain.poll, moved_to=moved_to(response, chain.poll))
            self._know(as_learnt(self.source, (chain.poll,), ()))
        if response.status == 304 and is_conditional(response.request):
            chain.poll = replace(chain.poll, confirmed=chain.poll.confirmed + 1)
            return await self._unchanged(response, chain)
        if response.status == 200:
            return await self._read(response, chain)
        if not chain.is_past_the_end(response.status):
            chain.reason = reason_of_status(response.status)
            chain.retry_after_s = retry_after_of(response)
        return []

    async def failed(self, failure: Failure) -> Any:
        """Scrapy errback: no answer."""
        if self.session.is_stopping:
            self.progress.set()
            return []
        chain: Chain = failure.request.cb_kwargs["chain"]  # type: ignore[attr-defined]  # set by Scrapy
        chain.reason = describe(failure, chain.poll.url)
        if isinstance(failure.value, HostPausedError):
            chain.paused_until = instant(failure.value.pause.not_before)
        else:
            await self._count(polled=1)
        return await self._close_page(chain)

    async def _read(self, response: Response, chain: Chain) -> list[Request]:
        body_hash = hashlib.sha256(response.body).hexdigest()
        is_first = chain.pages == 1
        if is_first and chain.poll.body_hash == body_hash:
            chain.answered_whole(validators_of(response), body_hash)
            return await self._unchanged(response, chain)
        if chain.is_repeated(body_hash):
            return []
        found = await read_answer(self.crawl, self.source, chain, response)
        if is_first:
            chain.ttl_s = found.ttl_s
            chain.max_age_s = max_age_of(response)
        if found.left_out:
            self.crawl.bound(f"{len(found.leads):,} entries of {response.url}, which has {found.left_out:,} more")
        new, goes_on = await self.intake.record(found, chain)
        await self._count(discovered=new)
        if chain.poll.kind == "sitemap":
            requests = await self._begin_all(await self.further.named_sitemaps(found, chain, self.unfinished))
        else:
            urls = await self.further.pages(found, chain) if goes_on else []
            requests = [self._request(chain, url) for url in urls]
        if is_first and not found.breaks_off:
            chain.answered_whole(validators_of(response), body_hash)
        return requests

    async def _unchanged(self, response: Response, chain: Chain) -> list[Request]:
        """Note that nothing is new; but those sitemaps of an index of which it states no `lastmod` may have changed."""
        chain.unchanged = True
        chain.max_age_s = max_age_of(response)
        return await self._begin_all(await self.further.known_sitemaps(chain, self.unfinished))

    def _leave(self, chain: Chain, reason: str) -> list[Request]:
        """Leave an endpoint that this machine cannot read or record: its poll stays, so the next crawl asks again."""
        self.failures.append(f"{chain.poll.url}: {reason}")
        chain.open -= 1
        self.open -= not chain.open
        self.progress.set()
        return []

    async def _close_page(self, chain: Chain) -> list[Request]:
        chain.open -= 1
        if chain.open:
            self.progress.set()
            return []
        try:
            return await self._close(chain)
        finally:
            self.open -= 1
            self.progress.set()

    async def _close(self, chain: Chain) -> list[Request]:
        poll, lost = chain.outcome(now(), self.bounds)
        lost = lost and not chain.is_older
        if not chain.is_older:
            await self.session.writer.call(store.save_poll, poll)
        elif not chain.known:  # the older pages did not reach back to what the poll before had listed
            self.crawl.warn(f"entries of {chain.endpoint.url} {UNSEEN}: its older pages do not have them")
        if chain.first and chain.left_out and not self.session.bounds.since:
            older = f"{chain.left_out:,} entries of {poll.url} from before {self.intake.first_day} were left out"
            self.crawl.warn(f"{older}; --since or `spacebeat backfill` gets them")
        is_stated = chain.endpoint.url == poll.url and not chain.depth and not chain.is_older
        if chain.reason:
            # An empty list is an answer: it does not fail the crawl, but it counts against the endpoint.
            (self.crawl.warn if chain.is_emptied else self.failures.append)(f"{poll.url}: {chain.reason}")
            self.succeeded += chain.is_emptied
            return await self._heal(poll.url) if is_stated and needs_replacement(poll) else []
        self.succeeded += 1
        if is_stated:
            await self.session.writer.call(store.drop_replacements, self.source.id, poll.url)
        return await self._catch_up(poll) if lost else []

    async def _catch_up(self, poll: Poll) -> list[Request]:
        """Look where the source keeps older entries for those that came and went since the last poll."""
        targets = elsewhere(self.source, poll.url, datetime.now(UTC).date())
        if not targets:
            self.crawl.warn(f"entries of {poll.url} {UNSEEN}: the source has no other list")
            return []
        # Whether they are found there is known only when these have been read, which has its own failures.
        where = ", ".join(target.url for target in targets)
        self.crawl.warn(f"entries of {poll.url} came and went between polls; looking for them in {where}")
        return await self._begin_all(targets)

    async def _count(self, **counts: int) -> None:
        await self.session.writer.call(store.count, self.crawl.run_id, counts)
