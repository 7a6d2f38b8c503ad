"""Restrict the crawler to the public web: checks of the URL and of the connected address.

A URL in a feed or a redirect must not lead the crawler to the operator's own machine or network (server-side
request forgery). These are the checks that need no name server, and one after the response; names are checked
where they are resolved (`crawler.fetch.ssrf.resolver`).
"""

from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from archive.errors import SpacebeatError
from crawler.fetch.ssrf.ip_ranges import literal_address, refusal_of

_ORDINARY_LOW_PORTS = {80, 443}


class AddressRefusedError(SpacebeatError, IgnoreRequest):
    """The address is not on the public web."""

    def __init__(self, host: str, why: str, opt_in: bool = True) -> None:
        self.host = host
        self.why = why
        super().__init__(f"refuses {host} ({why})" + ("; use --allow-private to reach it" if opt_in else ""))


class AddressGuardMiddleware:
    """Refuses a request by its URL, and a response by the address that it came from."""

    def __init__(self, allow_private: bool) -> None:
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getbool("SPACEBEAT_ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> Request | None:
        check_url(request.url, self.allow_private)
        bare = without_credentials(request.url)
        if bare != request.url:
            return request.replace(url=bare)
        if self.allow_private and _refusal_of_name(urlsplit(request.url).hostname or ""):
            # A proxy to the web cannot reach the addresses of this network.
            request.meta.setdefault("proxy", None)
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        if response.ip_address is not None and not self.allow_private and not request.meta.get("proxy"):
            why = refusal_of(response.ip_address)
            if why:
                raise AddressRefusedError(str(response.ip_address), why)
        return response


def check_url(url: str, allow_private: bool) -> None:
    """Raise `AddressRefusedError` for a URL that can be refused without a DNS query."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefusedError(url, "malformed address", opt_in=False) from error
    if parts.scheme not in ("http", "https"):
        raise AddressRefusedError(url, f"scheme {parts.scheme or 'missing'}", opt_in=False)
    # A backslash ends the host for a browser but not in RFC 3986: two parsers, two hosts.
    if not _well_formed(host) or "\\" in url or any(character.isspace() for character in parts.netloc):
        raise AddressRefusedError(host or url, "malformed address", opt_in=False)
    if allow_private:
        return
    if port is not None and port < 1024 and port not in _ORDINARY_LOW_PORTS:
        raise AddressRefusedError(f"{host}:{port}", "port of another service")
    why = _refusal_of_name(host)
    if why:
        raise AddressRefusedError(host, why)


def without_credentials(url: str) -> str:
    """Return the URL without `user:password@`, which must reach neither the archive nor a log."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _well_formed(host: str) -> bool:
    """Return whether the host is valid in a DNS query (RFC 1035, 2.3.4)."""
    if ":" in host:
        return literal_address(host) is not None
    return 0 < len(host) < 255 and all(0 < len(label) < 64 for label in host.removesuffix(".").split("."))


def _refusal_of_name(host: str) -> str:
    address = literal_address(host)
    if address is not None:
        return refusal_of(address)
    name = host.rstrip(".").lower()
    return "loopback" if name == "localhost" or name.endswith(".localhost") else ""  # RFC 6761, 6.3
