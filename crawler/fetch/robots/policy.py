"""Decide which robots.txt applies to a site, and for how long (RFC 9309, 2.3 and 2.4).

A site whose server fails forbids everything, unless its last copy is younger than a day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scrapy.exceptions import IgnoreRequest

from archive.errors import SpacebeatError
from crawler.fetch.robots.parser import RobotsRules, parse_robots
from crawler.fetch.site_files import SiteFile, SiteFileKind
from crawler.fetch.user_agent import PRODUCT_TOKEN

STALE = timedelta(hours=24)  # how long a copy is used when the site does not respond; RFC 9309, 2.4


class RobotsDisallowedError(SpacebeatError, IgnoreRequest):
    """The site does not allow the URL to be fetched.

    `reason` is "robots.txt", or why robots.txt could not be had: "robots.txt unreachable" after a server error, or the
    failure of the network, since then no other page of the site can be had either.
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url} is not fetched: {reason}")


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that apply to a site.

    `reason` is why everything is forbidden, "" where the rules decide.
    """

    rules: RobotsRules
    reason: str = ""

    def check(self, url: str) -> None:
        """Raise `RobotsDisallowedError` if the URL must not be fetched."""
        if self.reason:
            raise RobotsDisallowedError(url, self.reason)
        if not self.rules.allow(url):
            raise RobotsDisallowedError(url, "robots.txt")


def rules_of(copy: SiteFile) -> RobotsRules:
    """Parse the rules of a copy.

    A 4xx allows everything, whatever its body (RFC 9309, 2.3.1.3).
    """
    return parse_robots(copy.body, PRODUCT_TOKEN) if 200 <= copy.status < 300 else RobotsRules()


def _policy_without_response(stored: SiteFile | None, cause: str) -> Policy:
    if stored is not None and timedelta() <= datetime.now(UTC) - stored.fetched_at < STALE:
        return Policy(rules_of(stored))
    return Policy(RobotsRules(), cause)


ROBOTS = SiteFileKind(
    read=lambda copy: Policy(rules_of(copy)),
    without_response=_policy_without_response,
    is_no_response=lambda status: status >= 500,  # RFC 9309, 2.3.1.4
    unreachable="robots.txt unreachable",
    fresh=timedelta(hours=1),
    ask_again=timedelta(minutes=10),
    trusts_stored=False,
)
