"""Which sitemaps of an index are to be asked: those that have moved, and those for which the index states no time."""

from collections.abc import Iterable

from archive.clock import now
from archive.store.polls import Poll
from crawler.discovery.result import Found
from crawler.engine.session import Session
from crawler.spiders import store
from crawler.spiders.crawl import Crawl
from crawler.spiders.poll_state import Chain
from crawler.spiders.targets import SITEMAP_DEPTH, Target, is_unmoved

Child = tuple[Poll, str]  # a sitemap that an index names, and the `lastmod` that it states


async def record_children(crawl: Crawl, found: Found, chain: Chain) -> list[Child]:
    """Record which sitemaps an index names, and return them: those that no run has read come first."""
    if found.more and chain.depth >= SITEMAP_DEPTH:
        crawl.bound(f"sitemap indexes {SITEMAP_DEPTH} deep, at {chain.poll.url}")
    if not found.more or chain.depth >= SITEMAP_DEPTH:
        return []
    named = await crawl.session.writer.call(store.name_children, chain.poll, found.more)
    stated = found.more_modified
    children = [(named[url], stated.get(url, "")) for url in found.more if url in named]
    # Where there are more than a run reads, those that no run has read come first.
    children.sort(key=lambda child: child[0].checked_at is not None)
    return children


async def known_children(session: Session, chain: Chain) -> list[Child]:
    """Return the sitemaps that an unchanged index named when it was last read."""
    children = await session.writer.call(store.children, chain.poll.source_id, chain.poll.url)
    return [(child, child.stated_modified) for child in children]


async def targets_below(session: Session, chain: Chain, children: Iterable[Child]) -> dict[str, Target]:
    """Return what is to be asked of the sitemaps that an index names, by address."""
    here = Target(chain.poll.kind, chain.endpoint, chain.poll.url, chain.depth, is_wanted=chain.is_wanted)
    found: dict[str, Target] = {}
    for child, stated in children:
        found.update(
            (target.url, target) for target in await _sitemaps_to_read(session, here.child(child.url, stated), child)
        )
    return found


async def _sitemaps_to_read(session: Session, target: Target, poll: Poll) -> list[Target]:
    """Return the sitemap itself, or, where it is an index that has not changed, those it names that may have."""
    moment = now()
    has_time = session.bounds.due_only and not target.is_wanted and not target.stated_modified
    waits = has_time and not poll.is_due(moment)
    is_known = not poll.left_out(session.bounds.since) and is_unmoved(poll, target.stated_modified, moment)
    if not waits and not is_known:
        return [target]
    if target.depth >= SITEMAP_DEPTH:
        return []
    named = await session.writer.call(store.children, poll.source_id, target.url)
    below = [(target.child(child.url, child.stated_modified), child) for child in named]
    return [found for child, its_poll in below for found in await _sitemaps_to_read(session, child, its_poll)]
