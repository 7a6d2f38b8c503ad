"""The further pages of an article that spans several: fetched while its first page waits in the archive.

They are fetched as Scrapy's media pipelines fetch the files of an item: by the engine, so that robots.txt, address
guard and host gate hold for them as for every page.
"""

from collections.abc import Sequence
from dataclasses import replace

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from archive.archive import Archive
from archive.clock import now, seconds_between
from archive.errors import SpacebeatError
from archive.records import Exchange
from archive.store.multipage import Unfinished
from crawler.engine.session import Session
from crawler.extract.body.multipage import is_repetition, next_part, part_number
from crawler.fetch.decompression_middleware import TRUNCATED
from crawler.fetch.failures import NETWORK_FAILURES, is_temporary, reason_of, reason_of_status
from crawler.fetch.recorder import RECORD, take_exchange
from crawler.fetch.rendering_middleware import RENDER, RenderFailedError
from crawler.fetch.rights.policy import permission
from crawler.fetch.rights.response import rights_of_answer
from crawler.spiders.items import Fetched

PATIENCE = 86_400  # seconds from the first page on in which later crawls try again what may yet be had


class PartUnavailableError(SpacebeatError):
    """A further page was not had. `temporary`: another day it may be."""

    def __init__(self, reason: str, *, temporary: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.temporary = temporary


def first_part(item: Fetched) -> str:
    """Return where the article of a fetched page goes on, mostly nowhere. A replay of a web archive is not followed."""
    if item.lead.replay or not item.permission.follow:
        return ""
    url = item.exchange.url
    return next_part(item.body, url, url, 1, item.exchange.header("content-type"))


async def gather(crawler: Crawler, session: Session, first: Unfinished, earlier: Sequence[bytes]) -> bool:
    """Fetch and commit part after part. Return whether the article can be extracted; else a later run goes on.

    `earlier` are the bodies of the parts before, as far as they are at hand.
    """
    bodies = [*earlier]
    while first.next_url:
        try:
            exchange, body = await _fetch(crawler, session, first)
        except PartUnavailableError as error:
            if session.is_stopping or (error.temporary and seconds_between(first.fetched_at, now()) < PATIENCE):
                return False
            await session.writer.call(_give_up, first, error.reason)
            return True
        following = await _commit(session, first, exchange, body, bodies)
        bodies.append(body)
        first = replace(first, number=first.number + 1, next_url=following)
    return True


async def _commit(
    session: Session, first: Unfinished, exchange: Exchange, body: bytes, earlier: Sequence[bytes]
) -> str:
    """Keep the answer; return where the article goes on after it. A redirect elsewhere and a repetition end it."""
    if part_number(first.url, exchange.url) != first.number or is_repetition(earlier, body):
        await session.writer.call(_end, first, exchange)
        return ""
    following = next_part(body, exchange.url, first.url, first.number, exchange.header("content-type"))
    await session.writer.call(Archive.add_part, exchange, first, following)
    return following


async def _fetch(crawler: Crawler, session: Session, first: Unfinished) -> tuple[Exchange, bytes]:
    """Return the exchange and the decoded body. Raises PartUnavailableError."""
    assert crawler.engine is not None
    assert crawler.spider is not None
    meta = {RECORD: True, RENDER: crawler.spider.source.render}  # type: ignore[attr-defined]  # a SourceSpider
    request = Request(first.next_url, callback=NO_CALLBACK, meta=meta, dont_filter=True)
    try:
        response = await crawler.engine.download_async(request)
    except RenderFailedError as error:
        raise PartUnavailableError("not rendered", temporary=True) from error
    except (*NETWORK_FAILURES, IgnoreRequest, ValueError) as error:
        reason = reason_of(error)
        raise PartUnavailableError(reason, temporary=is_temporary(reason)) from error
    return _exchange(response, session), response.body


def _exchange(response: Response, session: Session) -> Exchange:
    if not 200 <= response.status < 300:
        reason = reason_of_status(response.status)
        raise PartUnavailableError(reason, temporary=is_temporary(reason))
    exchange = take_exchange(response)
    assert exchange is not None  # the request asked for it
    if TRUNCATED in exchange.flags:
        raise PartUnavailableError(TRUNCATED, temporary=True)
    rights = rights_of_answer(response, session.hosts)
    allowed = permission(rights, session.basis)
    if allowed.keep != "all":
        raise PartUnavailableError(allowed.reason, temporary=False)
    return replace(exchange, rights=rights.words)


def _end(archive: Archive, first: Unfinished, exchange: Exchange) -> None:
    """Keep an answer that is no further part as what it is: an answer."""
    archive.add_part(exchange, first, "", is_part=False)


def _give_up(archive: Archive, first: Unfinished, reason: str) -> None:
    with archive.transaction():
        archive.parts.give_up(first.capture_id, reason)
