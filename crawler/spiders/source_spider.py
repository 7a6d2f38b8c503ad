"""The spider of one source: polls its endpoints, puts what they list into the frontier, fetches what is new.

It yields requests and fetched pages and holds no state that a killed process would miss: the frontier and the polls
are rows of the archive.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.archive import Archive
from archive.clock import instant
from archive.failures import one_line
from archive.records import Lead, State
from archive.store.captures import last_validators
from archive.store.multipage import Unfinished
from archive.text import counted
from crawler.catalogue.source import Source
from crawler.engine.session import Session
from crawler.fetch.ask import Reply, ask
from crawler.fetch.browser import BrowserError
from crawler.fetch.conditional_requests import Validators, conditional_headers, is_conditional
from crawler.fetch.decompression_middleware import TRUNCATED
from crawler.fetch.failures import is_temporary, reason_of, reason_of_status
from crawler.fetch.hosts import Hosts
from crawler.fetch.recorder import RECORD, take_exchange
from crawler.fetch.redirects import CookieRequiredError
from crawler.fetch.rendering_middleware import RENDER
from crawler.fetch.rights.policy import permission
from crawler.fetch.rights.response import rights_of_answer, rights_of_replay
from crawler.fetch.robots.policy import RobotsDisallowedError
from crawler.fetch.site_file_middleware import MIND_TDM
from crawler.fetch.throttle.download_handler import LEAST_DELAY
from crawler.fetch.throttle.host_gate import PAUSES, host_of
from crawler.fetch.throttle.pauses import HostPausedError
from crawler.spiders.backfill import Walker
from crawler.spiders.items import Fetched
from crawler.spiders.linked_documents import LinkedDocuments
from crawler.spiders.poller import Poller

CHUNK = 32  # addresses taken from the frontier at a time
_GONE = (404, 410)
_BLOCKED = (401, 402, 403, 407, 451)
_LEGAL = 451  # Unavailable For Legal Reasons (RFC 7725): a feed that still has the text is an oversight
_FULL_TEXT = 600  # characters of HTML from which a feed may have the full text


class SourceSpider(Spider):
    """Base of the spiders that the catalogue makes.

    `session` is that of the process, or, under `scrapy crawl`, set when the spider is opened, as `run_id` is.
    """

    source: ClassVar[Source]
    session: Session
    hosts: Hosts
    run_id: int

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if session:
            self.join(session)
        self.poller: Poller | Walker | None = None
        self.warnings: list[str] = []
        self.broken = ""  # why the run could not go on
        self._row = 0  # of the frontier: the last one taken
        self._asked: set[int] = set()  # rows of the frontier

    def join(self, session: Session) -> None:
        """Take part in a session. Until then there is no `hosts`: Scrapy's feeds read all attributes of a spider."""
        self.session, self.hosts = session, session.hosts

    async def ask(self, url: str) -> Reply:
        """Request a URL outside of polls and articles, under the same rules."""
        return await ask(self.crawler, url)

    def bound(self, what: str) -> None:
        """Note that the run stopped short at a bound."""
        self.warn(f"stopped at {what}")

    def warn(self, what: str) -> None:
        """Note what the reader of the summary should know."""
        if what not in self.warnings:
            self.warnings.append(what)

    def left_unfollowed(self, url: str) -> None:
        """Note that a list has links that ask not to be followed."""
        self.warn(f"links of {url} that ask not to be followed were left (nofollow)")

    async def start(self) -> AsyncIterator[Any]:
        """Yield what to request. Raises whatever breaks it off, of which Scrapy only keeps that it did."""
        try:
            async for request in self._start():
                yield request
        except Exception as error:
            self.broken = f"the crawl broke off ({type(error).__name__}: {one_line(error)[:200]})"
            raise

    async def _start(self) -> AsyncIterator[Any]:
        if self.session.is_stopping:
            return
        self.poller = Walker(self) if self.session.bounds.backfill else Poller(self)
        for request in await self.poller.first_requests():
            yield request
        if self.session.bounds.dry_run:
            return
        for unfinished in await self.session.writer.call(_unfinished, self.source.id):
            yield unfinished
        async for request in self._article_requests(self.poller):
            yield request
        if self.source.documents:
            drain = partial(self.session.extraction.drain, self.source.id)
            # It is an attribute since Scrapy's signals do not keep it.
            self.linked_documents = LinkedDocuments(self.crawler, drain, partial(self._article_requests, self.poller))

    async def _article_requests(self, poller: Poller | Walker) -> AsyncIterator[Request]:
        """Yield requests for what the frontier holds for this source, for as long as polls may still add to it.

        When they have ended it is looked through once more: they may have found edits of articles whose rows lie before
        those that were taken meanwhile.
        """
        is_again = poller.open == 0
        while not self.session.is_stopping:
            poller.progress.clear()
            polling = poller.open > 0
            chunk = await self.session.writer.call(_take, self.source.id, self._row, CHUNK)
            for row, lead, validators in chunk:
                if row in self._asked:
                    continue
                if len(self._asked) >= self.session.bounds.articles:
                    self.bound(f"{counted(len(self._asked), 'article')} a run")
                    return
                self.session.pool.prepare()
                await self._until_wanted()
                self._asked.add(row)
                yield self._article_request(lead, validators)
            if chunk:
                self._row = chunk[-1][0]
            elif polling:
                await poller.progress.wait()
            elif is_again:
                return
            else:
                is_again, self._row = True, 0

    async def _until_wanted(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        if engine.needs_backout():
            await self.crawler.signals.wait_for(signals.scheduler_empty)
        await self.session.backlog.room()

    def _article_request(self, lead: Lead, validators: Validators) -> Request:
        live = not lead.replay
        meta: dict[str, Any] = {RECORD: True, RENDER: self.source.render and live, MIND_TDM: live}
        if lead.replay:
            meta[LEAST_DELAY] = self.settings.getfloat("SPACEBEAT_WEB_ARCHIVE_DELAY")
        return Request(
            lead.replay or lead.url,
            headers=dict(conditional_headers(validators, 0, 0)),
            callback=self.article_answered,
            errback=self.article_failed,
            cb_kwargs={"lead": lead},
            meta=meta,
            dont_filter=True,
        )

    async def article_answered(self, response: Response, lead: Lead) -> Any:
        if 200 <= response.status < 300:
            return await self._fetched(response, lead)
        if response.status == 304 and is_conditional(response.request):
            await self.session.writer.call(Archive.confirm_unchanged, self.source.id, lead.url, self.run_id)
            return None
        reason = reason_of_status(response.status)
        pause = self.hosts.gate.paused(host_of(response.url)) if response.status in PAUSES else None
        if pause:
            await self.session.writer.call(_postpone, self.source.id, lead.url, instant(pause.not_before), reason)
        elif lead.replay:  # what a web archive answers is no statement of the outlet's
            await self._fail(lead, reason, f"web archive: {reason}")
        elif response.status in _GONE:
            await self.session.writer.call(Archive.withdraw, self.source.id, lead.url, reason, self.run_id)
        elif response.status in _BLOCKED and response.status != _LEGAL and len(lead.html) >= _FULL_TEXT:
            return await self._fetched(response, lead)  # the outlet refuses the page, and offers its text in the feed
        elif response.status in _BLOCKED:
            await self._refuse(lead, "blocked", reason)
        else:
            await self._fail(lead, reason)
        return None

    async def _fetched(self, response: Response, lead: Lead) -> Fetched | None:
        exchange = take_exchange(response)
        assert exchange is not None  # every article request asks for it
        if TRUNCATED in exchange.flags:
            await self._fail(lead, TRUNCATED)
            return None
        rights = rights_of_replay(response, lead) if lead.replay else rights_of_answer(response, self.hosts)
        allowed = permission(rights, self.session.basis)
        exchange = replace(exchange, rights=rights.words)
        return Fetched(exchange, response.body, lead, self.source, self.run_id, allowed)

    async def article_failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        lead: Lead = request.cb_kwargs["lead"]
        if self.session.is_stopping:
            return  # it was not asked, or not waited for: it stays due
        reason = reason_of(failure)
        error = failure.value
        if isinstance(error, HostPausedError):
            await self.session.writer.call(_postpone, self.source.id, lead.url, instant(error.pause.not_before), reason)
        elif isinstance(error, BrowserError):
            await self._refuse(lead, "failed", "not rendered", is_temporary=True)
        elif isinstance(error, RobotsDisallowedError | CookieRequiredError) and not is_temporary(reason):
            await self._refuse(lead, "blocked", reason)
        else:
            await self._fail(lead, reason)

    async def _fail(self, lead: Lead, reason: str, label: str = "") -> None:
        await self._refuse(lead, "failed", label or reason, is_temporary=is_temporary(reason))

    async def _refuse(self, lead: Lead, state: State, reason: str, *, is_temporary: bool = False) -> None:
        record = partial(_refuse, source_id=self.source.id, url=lead.url, state=state, reason=reason)
        await self.session.writer.call(record, run_id=self.run_id, is_temporary=is_temporary)


def _take(archive: Archive, source_id: str, after: int, count: int) -> list[tuple[int, Lead, Validators]]:
    taken = archive.frontier.take(source_id, after, count)
    return [(row, lead, Validators(*last_validators(archive.db, source_id, lead.url))) for row, lead in taken]


def _unfinished(archive: Archive, source_id: str) -> list[Unfinished]:
    return archive.parts.unfinished(source_id)


def _refuse(
    archive: Archive, source_id: str, url: str, state: State, reason: str, run_id: int, is_temporary: bool
) -> None:
    counts = {"failed" if state == "failed" else "rejected": 1}
    with archive.transaction():
        archive.frontier.refuse_answer(source_id, url, state, reason, is_temporary=is_temporary)
        archive.runs.count(run_id, fetched=1, **counts)


def _postpone(archive: Archive, source_id: str, url: str, until: str, reason: str) -> None:
    archive.frontier.postpone(source_id, url, until, reason)
