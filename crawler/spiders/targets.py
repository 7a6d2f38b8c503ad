"""What of a source is to be polled: the endpoints of its catalogue entry, and the sitemaps that its indexes named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from archive.clock import later
from archive.store.polls import Poll
from crawler.catalogue.source import Endpoint, Source
from crawler.catalogue.url_templates import current_endpoints
from crawler.discovery.urls import older_page

SITEMAP_DEPTH = 3  # of indexes within indexes
TRUST = 30 * 86_400  # seconds for which a sitemap counts as unchanged because of its index


@dataclass(frozen=True, slots=True)
class Target:
    """An address to poll. `parent` is the index that named it, `stated_modified` the `lastmod` it was named with.

    `is_older` marks a page of a feed's past, read once to catch up; `is_wanted` what is to be asked before its time.
    """

    kind: str
    endpoint: Endpoint
    url: str
    depth: int = 0
    parent: str = ""
    stated_modified: str = ""
    is_older: bool = False
    is_wanted: bool = False

    def child(self, url: str, stated_modified: str = "") -> "Target":
        depth = self.depth + 1
        return Target(self.kind, self.endpoint, url, depth, self.url, stated_modified, is_wanted=self.is_wanted)


def all_targets(source: Source, today: date) -> Iterator[Target]:
    """Yield the enabled endpoints, at the addresses that they have today."""
    for kind, endpoint, url in current_endpoints(source, today):
        yield Target(kind, endpoint, url)


def due_targets(source: Source, polls: Mapping[str, Poll], moment: str, today: date) -> Iterator[Target]:
    """Yield the targets that are due. A sitemap of an index that is not due has its own time.

    A sitemap whose index states its `lastmod` has none: the index determines when it is to be read.
    """
    for target in all_targets(source, today):
        yield from _due(target, polls, moment)


def _due(target: Target, polls: Mapping[str, Poll], moment: str) -> Iterator[Target]:
    poll = polls.get(target.url)
    governed = poll is not None and poll.checked_at is not None and target.stated_modified
    if poll is None or (poll.is_due(moment) and not governed):
        yield target
    elif target.kind == "sitemap" and target.depth < SITEMAP_DEPTH:
        for child in polls.values():
            if child.parent == target.url:
                yield from _due(target.child(child.url, child.stated_modified), polls, moment)


def is_unmoved(child: Poll, stated_modified: str, moment: str) -> bool:
    """Return whether, by its index, a sitemap has not changed since it was last read in full."""
    if child.checked_at is None or child.reason:
        return False
    same = bool(stated_modified) and stated_modified == child.stated_modified
    return same and child.checked_at <= moment < later(child.checked_at, TRUST)


# Where to look for entries that came and went between two polls of an endpoint.

_REACH_BACK = ("sitemap", "api", "listing")


def elsewhere(source: Source, url: str, today: date) -> tuple[Target, ...]:
    """Return the endpoints of a source that reach further back than a feed; else the feed's older pages."""
    everything = tuple(all_targets(source, today))
    others = tuple(
        replace(target, is_wanted=True) for target in everything if target.kind in _REACH_BACK and target.url != url
    )
    if others:
        return others
    feeds = [target for target in everything if target.url == url and target.kind == "feed"]
    return tuple(Target("feed", feed.endpoint, older_page(url, 2), is_older=True) for feed in feeds)
