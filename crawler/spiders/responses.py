"""What an answer, or the lack of one, contains beyond its body: header fields, how long to wait, why it failed."""

import logging
from datetime import UTC, datetime

from scrapy.http import Response
from twisted.python.failure import Failure

from archive.failures import one_line, traceback_of
from archive.store.polls import Poll
from crawler.fetch.browser import BrowserError
from crawler.fetch.failures import reason_of, say_unreachable
from crawler.fetch.header_fields import fields_of
from crawler.fetch.throttle.pauses import retry_after_seconds
from crawler.spiders.poll_interval import max_age_seconds

logger = logging.getLogger(__name__)


def retry_after_of(response: Response) -> int:
    """Return the seconds for which the server asks to be left alone; 0 when it states none."""
    fields = fields_of(response)
    return int(retry_after_seconds(fields.get("retry-after", ""), datetime.now(UTC), fields.get("date", "")) or 0)


def max_age_of(response: Response) -> int:
    """Return the seconds for which the answer stays fresh; 0 when it states none."""
    fields = fields_of(response)
    return max_age_seconds(fields.get("cache-control", ""), fields.get("age", ""))


_PERMANENT = (301, 308)


def moved_to(response: Response, poll: Poll) -> str:
    """Return where an endpoint has moved for good, empty when it is where the catalogue says (RFC 9110, 15.4.2)."""
    hops = response.meta.get("redirect_reasons", [])
    if hops and all(hop in _PERMANENT for hop in hops):
        return "" if response.url == poll.url else response.url
    # Redirected for now, or not at all: what is known of a move stays, unless the old address itself answered.
    asked = response.meta.get("redirect_urls", [response.url])[0]
    return "" if asked == poll.url else poll.moved_to


def log_broken(error: Exception, url: str) -> str:
    """Log an error, with its traceback if it is unexpected; return it in a few words for the summary."""
    logger.error("reading %s broke off: %s", url, one_line(error), exc_info=traceback_of(error))
    return f"reading broke off ({type(error).__name__}: {str(error)[:200]})"


def describe(failure: Failure, url: str) -> str:
    """Return a failure in words from which a user knows what to do."""
    reason = reason_of(failure)
    if reason in ("address refused", "host paused") or isinstance(failure.value, BrowserError):
        return str(failure.value)
    return say_unreachable(reason, url) or reason
