"""The answer of an endpoint: kept as a record where the user wants that, and read by a worker."""

from dataclasses import replace

from scrapy.http import Response

from archive.archive import Archive
from crawler.catalogue.source import Source
from crawler.discovery.result import Found
from crawler.discovery.task import EndpointBody, read_body
from crawler.fetch.header_fields import fields_of
from crawler.fetch.recorder import take_exchange
from crawler.fetch.rights.policy import permission
from crawler.fetch.rights.response import may_follow, rights_of_answer
from crawler.spiders.crawl import Crawl
from crawler.spiders.poll_state import Chain


async def keep_answer(crawl: Crawl, source: Source, chain: Chain, response: Response) -> None:
    """Store the answer with the captures, if answers of endpoints are kept and the terms of this one allow it."""
    exchange = take_exchange(response)
    if exchange is None or response.status != 200:
        return
    session = crawl.session
    rights = rights_of_answer(response, session.hosts)
    if permission(rights, session.basis).keep == "all":
        exchange = replace(exchange, rights=rights.words)
        await session.writer.call(Archive.keep_endpoint, exchange, chain.poll.url, source.id, crawl.run_id)


async def read_answer(crawl: Crawl, source: Source, chain: Chain, response: Response) -> Found:
    """Return what a list names. Raises EndpointError, TaskBrokeError and WorkersError."""
    session, kind = crawl.session, chain.poll.kind
    follow = may_follow(response, kind, session.basis, session.hosts)
    headers = fields_of(response)
    body = EndpointBody(kind, response.body, response.url, headers, source, chain.endpoint, follow=follow)
    found = await session.pool.run(read_body, body)
    if found.nofollow:
        chain.nofollow = True
        crawl.left_unfollowed(chain.poll.url)
    return found
