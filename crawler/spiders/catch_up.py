"""Where to look for entries that came and went between two polls of an endpoint."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.catalogue.source import Source
from crawler.spiders.targets import Target, all_targets

_REACH_BACK = ("sitemap", "api", "listing")


def elsewhere(source: Source, url: str, today: date) -> tuple[Target, ...]:
    """The endpoints of a source that reach further back than a feed; the feed's own older pages where there is none."""
    everything = tuple(all_targets(source, today))
    others = tuple(
        replace(target, is_wanted=True) for target in everything if target.kind in _REACH_BACK and target.url != url
    )
    if others:
        return others
    feeds = [target for target in everything if target.url == url and target.kind == "feed"]
    return tuple(Target("feed", feed.endpoint, older_page(url, 2), is_older=True) for feed in feeds)


def older_page(url: str, number: int) -> str:
    """A page of a WordPress feed (developer.wordpress.org, WP_Query: `paged`); other software ignores the parameter."""
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "paged"]
    return parts._replace(query=urlencode([*pairs, ("paged", str(number))])).geturl()
