"""Walking back through the lists of one source: for a backfill what the poller is for a crawl.

Each page of a list is a row before it is asked for, and is read in the transaction that records what it lists, so a
walk that is stopped or killed goes on at the page where it was. A dry run counts and writes nothing.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.store.list_pages import ListPage
from crawler.backfill import start_urls
from crawler.backfill.start_urls import seeds
from crawler.backfill.web_archive import IndexBody, read_index_body
from crawler.catalogue.source import Endpoint
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.task import EndpointBody, read_body
from crawler.discovery.urls import older_page
from crawler.engine.task_pool import TaskBrokeError, WorkersError
from crawler.fetch.failures import reason_of_status
from crawler.fetch.header_fields import fields_of
from crawler.fetch.rendering_middleware import RENDER
from crawler.fetch.rights.response import may_follow
from crawler.fetch.throttle.download_handler import LEAST_DELAY
from crawler.spiders import store
from crawler.spiders.backfill_store import Counter, Recorder
from crawler.spiders.crawl import Crawl
from crawler.spiders.filters import Admission, without_traps
from crawler.spiders.poll_state import BARREN, PAST_THE_END
from crawler.spiders.responses import describe, log_broken
from crawler.spiders.targets import SITEMAP_DEPTH


class Walker:
    """`open` counts the pages that are being read; `progress` is set whenever one of them was."""

    def __init__(self, crawl: Crawl) -> None:
        bounds = crawl.session.bounds
        assert bounds.backfill is not None
        self.crawl = crawl
        self.source = crawl.source
        self.session = crawl.session
        self.span = bounds.backfill.span
        self.web_archive = bounds.backfill.web_archive
        self.admission = Admission(self.source)
        self.ledger = (Counter if bounds.dry_run else Recorder)(self.session.writer, self.source.id, self.span.walk)
        self.open = 0
        self.asked = 0
        self.failures: list[str] = []
        self.succeeded = 0
        self.progress = asyncio.Event()

    async def first_requests(self) -> list[Request]:
        await self._add_numbered()
        first = seeds(self.source, self.span, datetime.now(UTC).date(), self.web_archive)
        return self._requests(await self.ledger.begin(first))

    async def _add_numbered(self) -> None:
        """Record all addresses by number at once: they need no list."""
        form = self.source.numbered
        if form is None:
            return
        known = await self.session.writer.call(lambda archive: archive.frontier.known_addresses(self.source.id))
        chosen = start_urls.numbers(form, self.span, known)
        if not form.last and not chosen:
            self.failures.append(f"{form.url}: no number is known to begin at; crawl first, or set numbered.last")
            return
        for start in range(0, len(chosen), store.CHUNK):
            judged = self.admission.judge(start_urls.leads(form, chosen[start : start + store.CHUNK]))
            await self._count(discovered=await self.ledger.add_leads(judged.admitted, []))

    def _requests(self, pages: Iterable[ListPage]) -> list[Request]:
        requests = []
        for page in pages:
            if self.asked >= self.session.bounds.list_pages:
                self.crawl.bound(f"{self.asked} list pages; the next backfill of these days goes on from here")
                break
            self.asked += 1
            self.open += 1
            delay = self.crawl.settings.getfloat("SPACEBEAT_WEB_ARCHIVE_DELAY") if page.kind == "archive" else 0.0
            requests.append(
                Request(
                    page.url,
                    callback=self.answered,
                    errback=self.failed,
                    cb_kwargs={"page": page},
                    meta={LEAST_DELAY: delay, RENDER: self.source.render and page.kind == "listing"},
                    priority=10,
                    dont_filter=True,
                )
            )
        return requests

    async def answered(self, response: Response, page: ListPage) -> Any:
        """Scrapy callback: one page of a list."""
        pages: list[ListPage] = []
        try:
            await self._count(polled=1)
            if response.status == 200:
                pages = await self._read(response, page)
                self.succeeded += 1
            elif page.depth and page.kind != "sitemap" and response.status in PAST_THE_END:
                await self.ledger.read(page, [], [], [])
            else:
                await self._failed(page, reason_of_status(response.status))
        except EndpointError as error:
            await self._failed(page, str(error).removeprefix(f"{page.url} "))  # which is named before the reason
        except TaskBrokeError as error:
            await self._failed(page, f"reading {error}")
        except WorkersError as error:  # the page stays to be read
            self.failures.append(f"{page.url}: {error}")
        except Exception as error:  # what breaks one page must not leave the walk waiting for it for ever
            self.failures.append(f"{page.url}: {log_broken(error, page.url)}")
        return self._done(pages)

    async def failed(self, failure: Failure) -> Any:
        """Scrapy errback: no answer."""
        if self.session.is_stopping:
            self.progress.set()
            return []
        page: ListPage = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]  # set by Scrapy
        await self._count(polled=1)
        await self._failed(page, describe(failure, page.url))
        return self._done([])

    def _done(self, pages: list[ListPage]) -> list[Request]:
        requests = self._requests(pages)
        self.open -= 1
        self.progress.set()
        return requests

    async def _failed(self, page: ListPage, reason: str) -> None:
        self.failures.append(f"{page.url}: {reason}")
        await self.ledger.fail(page, reason)

    async def _read(self, response: Response, page: ListPage) -> list[ListPage]:
        """Record what the page lists; return the pages that follow from it."""
        found = await self._found(response, page)
        if found.nofollow:
            self.crawl.left_unfollowed(page.endpoint)
        if found.left_out:
            self.crawl.bound(f"{len(found.leads):,} entries of {page.url}, which has {found.left_out:,} more")
        listed = "\n".join(sorted(lead.url for lead in found.leads))
        leads_hash = hashlib.sha256(listed.encode()).hexdigest() if listed else ""
        is_repeated = bool(leads_hash) and await self.ledger.has_listed(page, leads_hash)
        following = [] if is_repeated else self._following(found, page)
        judged = self.admission.judge(lead for lead in found.leads if self.span.admits(lead))
        # What a web archive has of a site apart from its articles was not advertised by the site.
        refused = judged.refused if page.kind != "archive" else ()
        new, fresh = await self.ledger.read(page, judged.admitted, refused, following, leads_hash)
        await self._count(discovered=new)
        return fresh

    async def _found(self, response: Response, page: ListPage) -> Found:
        """Have a worker read the page. Raises EndpointError, TaskBrokeError, WorkersError."""
        run = self.session.pool.run
        if page.kind == "archive":
            every = bool(self.source.article_url_re)
            return await run(read_index_body, IndexBody(response.body, response.url, self.source.homepage, every))
        place = (page.kind, response.body, response.url, fields_of(response), self.source, self._endpoint(page))
        since = self.span.first if page.kind == "sitemap" else ""
        follow = may_follow(response, page.kind, self.session.basis, self.session.hosts)
        return await run(read_body, EndpointBody(*place, since=since, follow=follow))

    def _endpoint(self, page: ListPage) -> Endpoint:
        endpoints = (endpoint for _, endpoint in self.source.endpoints())
        return next((known for known in endpoints if known.url == page.endpoint), Endpoint(url=page.endpoint))

    def _following(self, found: Found, page: ListPage) -> list[ListPage]:
        further = replace(page, depth=page.depth + 1)
        if page.kind == "sitemap":
            children = found.more if page.depth < SITEMAP_DEPTH else ()
            return [replace(further, url=url) for url in children if self.span.may_list(url)]
        barren = 0 if found.leads else page.barren + 1
        if barren >= BARREN or self.span.is_passed(found.leads):
            return []
        more = found.more
        if page.kind == "feed":
            # The first page of a feed is followed by the second, which is a seed; these go on from there.
            more = (older_page(page.url, page.depth + 2),) if page.depth and found.leads else ()
        return [replace(further, url=url, barren=barren) for url in without_traps(self.crawl, page.kind, more)]

    async def _count(self, **counts: int) -> None:
        await self.session.writer.call(store.count, self.crawl.run_id, counts)
