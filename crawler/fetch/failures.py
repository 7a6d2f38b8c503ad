"""Map download failures to the reasons stored in the archive.

Scrapy and Twisted have dozens of error classes. A report that groups failures, and the decision to retry, need
a few phrases that stay the same over years.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.internet.error import ConnectionRefusedError as TwistedConnectionRefusedError
from twisted.python.failure import Failure

from archive.warc.content_encoding import TooLargeError, UndecodableError
from crawler.fetch.redirects import CookieRequiredError, RedirectLoopError
from crawler.fetch.robots.policy import RobotsDisallowedError
from crawler.fetch.ssrf.middleware import AddressRefusedError
from crawler.fetch.throttle.host_gate import CrawlStoppedError
from crawler.fetch.throttle.pauses import HostPausedError

NETWORK_FAILURES = (
    CannotResolveHostError,
    ConnectError,
    ConnectionClosed,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    OSError,
    ResponseDataLossError,
    TooLargeError,
    UndecodableError,
)
"""All errors of a download that are caused by the server or the network."""

# The first match counts; a class precedes its base classes.
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (AddressRefusedError, "address refused"),
    (HostPausedError, "host paused"),
    (CrawlStoppedError, "stopped"),
    (CookieRequiredError, "cookie required"),
    (RedirectLoopError, "redirect loop"),
    (TooLargeError, "too large"),
    (UndecodableError, "undecodable"),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection refused"),
    (TwistedConnectionRefusedError, "connection refused"),
    (DownloadCancelledError, "too large"),  # Scrapy cancels for DOWNLOAD_MAXSIZE and for nothing else
    (ResponseDataLossError, "truncated"),
    (VerificationError, "certificate"),
    (TLSError, "tls"),
    (UnsupportedURLSchemeError, "unsupported scheme"),
    (NotSupported, "unsupported scheme"),
    (DownloadFailedError, "connection lost"),
    (ConnectionClosed, "connection lost"),
    (ConnectError, "connection failed"),
    (TimeoutError, "timeout"),
    (OSError, "connection lost"),
    (ValueError, "malformed answer"),  # a header or an address in it that is none
)

# The host could not be asked at all.
_UNREACHABLE = frozenset(
    (
        "timeout",
        "dns",
        "connection refused",
        "connection lost",
        "connection failed",
        "certificate",  # expired ones are renewed
        "tls",
        "robots.txt unreachable",
    )
)
_MEANING = {
    "certificate": "its certificate is not valid (expired, of another name or by an unknown issuer; a browser shows it)"
}
_TEMPORARY = _UNREACHABLE | {"truncated", "host paused", "stopped", "http 408", "http 425", "http 429"}


def reason_of(failure: Failure | BaseException) -> str:
    """Return the reason for an error of a download; "error Name" for an unknown one."""
    # A Failure is an exception itself, so it is checked first.
    error = (failure.value or failure) if isinstance(failure, Failure) else failure
    if isinstance(error, RobotsDisallowedError):
        return error.reason
    if any(_is_certificate(cause) for cause in _causes(error)):
        return "certificate"
    causes = list(_causes(error))
    # DownloadFailedError only wraps the actual error; every other class is informative.
    nearest = [*causes, error] if isinstance(error, DownloadFailedError) else [error, *causes]
    for cause in nearest:
        for kind, reason in _REASONS:
            if isinstance(cause, kind):
                return reason
    return f"error {type(error).__name__}"


def reason_of_status(status: int) -> str:
    """Return the reason for a response with an error status: "http 404"."""
    return f"http {status}"


def is_temporary(reason: str) -> bool:
    """Return whether the same request may well succeed another day."""
    if reason.startswith("http 5"):
        return reason not in ("http 501", "http 505")
    return reason in _TEMPORARY


def say_unreachable(reason: str, url: str) -> str:
    """Return "cannot reach HOST: REASON" where the host could not be asked, and "" for other reasons."""
    return f"cannot reach {urlsplit(url).netloc}: {_MEANING.get(reason, reason)}" if reason in _UNREACHABLE else ""


def _is_certificate(error: BaseException) -> bool:
    if isinstance(error, VerificationError):
        return True
    return isinstance(error, TLSError) and "certificate" in str(error)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the causes of an error, the nearest first, including those in Twisted's lists."""
    waiting = [error]
    seen = {id(error)}
    while waiting:
        current = waiting.pop(0)
        nested = [reason.value for reason in getattr(current, "reasons", ()) if isinstance(reason, Failure)]
        for inner in (current.__cause__, *nested):
            if inner is not None and id(inner) not in seen:
                seen.add(id(inner))
                waiting.append(inner)
                yield inner
