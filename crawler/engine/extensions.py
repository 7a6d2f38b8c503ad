"""Each crawl of a source is a run: begun when its spider opens, finished when its last capture is an article.

A Scrapy extension, so that `scrapy crawl SOURCE` keeps the same books as `spacebeat crawl SOURCE`.
"""

import logging
from functools import partial
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive.archive import Archive
from archive.errors import SpacebeatError
from archive.failures import one_line, traceback_of
from archive.store.runs import Outcome, Run, unrecorded_run
from archive.text import counted
from crawler.catalogue.archive_source import archived
from crawler.engine.session import Bounds, Session, open_session
from crawler.engine.workers import LOCAL
from crawler.extract.page import EXTRACTOR_VERSION
from crawler.fetch.rights.legal_basis import SETTING, read_basis
from crawler.spiders.rules import judge_again
from crawler.spiders.source_spider import SourceSpider

logger = logging.getLogger(__name__)


class RunExtension:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session: Session | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    async def opened(self, spider: SourceSpider) -> None:
        try:
            self.session = getattr(spider, "session", None) or self._open_session(spider)
        except SpacebeatError as error:
            logger.error("%s", error)
            engine = self.crawler.engine
            assert engine is not None
            await engine.close_spider_async(reason="archive unavailable")
            return
        self.session.hold()
        source = archived(spider.source)
        try:
            await self.session.writer.call(Archive.add_source, source)
        except SpacebeatError as error:  # it is forgotten
            await self._refuse(error)
            return
        spider.join(self.session)
        await judge_again(self.session, spider.source, EXTRACTOR_VERSION)
        kind = self.session.bounds.kind
        spider.run_id = await self.session.writer.call(lambda archive: archive.runs.begin(source.id, kind))

    async def _refuse(self, error: SpacebeatError) -> None:
        session, self.session = self.session, None
        assert session is not None
        assert self.crawler.engine is not None
        await session.release()
        logger.error("%s", error)
        await self.crawler.engine.close_spider_async(reason="forgotten")

    async def closed(self, spider: SourceSpider, reason: str) -> None:
        session = self.session
        if session is None:
            return
        try:
            await self._finish(session, spider, reason)
        finally:
            await session.release()

    async def _finish(self, session: Session, spider: SourceSpider, reason: str) -> None:
        """Record the end of the run. One that the machine could not finish has failed."""
        run_id = spider.run_id
        failure = ""
        if not session.interrupted:
            try:
                await session.extraction.drain(spider.source.id)
            except Exception as error:
                is_named = isinstance(error, SpacebeatError)
                trace = None if is_named else traceback_of(error)
                logger.error("extraction ended: %s", one_line(error), exc_info=trace)
                failure = ("" if is_named else "extraction broke off: ") + one_line(error)
        outcome, why = self._outcome(spider, reason)
        if failure := session.failure or failure:
            outcome, why = "failed", failure
        end = partial(_finish_run, run_id=run_id, outcome=outcome, reason=why)
        await session.end_run(end, unrecorded_run(run_id, spider.source.id, failure))

    def _outcome(self, spider: SourceSpider, reason: str) -> tuple[Outcome, str]:
        """Return how the run ended: failed when no endpoint answered, or when the spider itself broke."""
        session, poller = self.session, spider.poller
        assert session is not None
        if session.out_of_time and not session.interrupted and reason == "shutdown":
            minutes, rest = divmod(round(session.bounds.max_time_s), 60)
            time = counted(minutes * 60 + rest, "second") if rest else counted(minutes, "minute")
            return "interrupted", f"stopped after {time} (--max-time); the next crawl goes on from here"
        if session.interrupted or reason == "shutdown":
            return "interrupted", "interrupted; the next crawl goes on from here"
        if reason != "finished" or poller is None:
            return "failed", spider.broken or reason
        if poller.failures and not poller.succeeded:
            return "failed", poller.failures[0]
        return "done", "; ".join([*poller.failures, *spider.warnings])

    def _open_session(self, spider: SourceSpider) -> Session:
        """Open a session for `scrapy crawl`, where nobody opened one before."""
        settings = self.crawler.settings
        return open_session(
            Path(settings["SPACEBEAT_ARCHIVE"]),
            {spider.source.id: spider.source},
            purpose=f"scrapy crawl {spider.name}",
            workers=LOCAL,
            bounds=Bounds(),
            basis=read_basis(settings[SETTING]),
        )


def _finish_run(archive: Archive, run_id: int, outcome: Outcome, reason: str) -> Run:
    found = (archive.runs.shortfall(run_id), archive.runs.postponed(run_id)) if outcome == "done" else ()
    return archive.runs.finish(run_id, outcome, "; ".join(filter(None, (reason, *found))))
