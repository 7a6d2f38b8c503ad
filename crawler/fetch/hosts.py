"""What the crawls of a process share about hosts, and how the components of one crawler find it.

The process hands one `Hosts` to the spiders that it makes; Scrapy makes the other components itself, and they find it
at the spider of their crawler.
"""

from dataclasses import dataclass, field
from typing import Protocol, cast

from scrapy.crawler import Crawler

from crawler.fetch.rights.tdm_file import TDMREP
from crawler.fetch.rights.tdmrep import TdmRule
from crawler.fetch.robots.policy import ROBOTS, Policy
from crawler.fetch.site_files import SiteFileCache
from crawler.fetch.throttle.host_gate import HostGate


@dataclass(frozen=True, slots=True)
class Hosts:
    """The rate limiter of all hosts, and what their robots.txt and tdmrep.json say."""

    gate: HostGate = field(default_factory=HostGate)
    robots: SiteFileCache[Policy] = field(default_factory=lambda: SiteFileCache(ROBOTS))
    tdm: SiteFileCache[tuple[TdmRule, ...]] = field(default_factory=lambda: SiteFileCache(TDMREP))


class SpiderWithHosts(Protocol):
    @property
    def hosts(self) -> Hosts: ...


def hosts_of(crawler: Crawler) -> Hosts:
    """Return what the process of a crawler knows about hosts; its spider has it before the first request."""
    return cast(SpiderWithHosts, crawler.spider).hosts
