"""Which sitemaps of an index are to be asked: those that have moved, and those of which the index does not tell."""

from archive.clock import now
from archive.polls import Poll
from crawler.session import Session
from crawler.spiders import rows
from crawler.spiders.targets import SITEMAP_DEPTH, Target, is_unmoved


async def wanted(session: Session, target: Target, poll: Poll) -> list[Target]:
    """The sitemap itself, or, where it is an index that has not moved, those of its own that may have."""
    moment = now()
    has_time = session.bounds.due_only and not target.is_wanted and not target.stated_modified
    waits = has_time and not poll.is_due(moment)
    if not waits and not is_unmoved(poll, target.stated_modified, moment):
        return [target]
    if target.depth >= SITEMAP_DEPTH:
        return []
    named = await session.writer.call(rows.children, poll.source_id, target.url)
    below = [(target.child(child.url, child.stated_modified), child) for child in named]
    return [found for child, its_poll in below for found in await wanted(session, child, its_poll)]
