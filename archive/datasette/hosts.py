"""Answer only to the names of this desk, and write links with no other.

A page of another site reaches a server on this machine by a name that resolves to 127.0.0.1 (DNS rebinding), and
absolute links repeat the Host field, by which a request can put another site into a page that a cache gives to others.
So a request for an unknown name gets 421 (RFC 9110, 15.5.20), and behind a proxy all links have the address that the
user named. Addresses in digits cannot be rebound: they are accepted where the server listens on all.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from archive.errors import WrongUsageError

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(:[0-9]{0,5})?")
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})


class PublicAddressError(WrongUsageError):
    """The address under which the desk is reached is no address of a site."""


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The address under which a proxy shows the desk: "https", "desk.example:8443", "/news/"."""

    scheme: str
    host: str
    path: str = "/"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Parse a URL. Raises PublicAddressError."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or parts.query or parts.fragment:
            raise PublicAddressError(f"{url!r} is no address for --url; write it as https://desk.example/")
        return cls(parts.scheme, parts.netloc.lower(), f"{parts.path.rstrip('/')}/")


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The names that a server answers to; `any_number` allows each address in digits."""

    names: frozenset[str]
    any_number: bool = False

    @classmethod
    def of(cls, listening_on: str, public: PublicAddress | None = None) -> Self:
        """Return the names of a server that listens on a host and is shown under an address."""
        names = {*_THIS_MACHINE, _without_port(f"[{listening_on}]" if ":" in listening_on else listening_on)}
        if public is not None:
            names.add(_without_port(public.host))
        is_everywhere = listening_on in ("0.0.0.0", "::", "")
        if is_everywhere:
            names.add(socket.gethostname().lower())
        return cls(frozenset(names), is_everywhere and public is None)

    def allow(self, host: str) -> bool:
        """Return whether a Host field names this server."""
        if not _HOST.fullmatch(host):
            return False
        name = _without_port(host)
        return name in self.names or (self.any_number and _is_number(name))


def host_field(scope: Any) -> str:
    """Return the Host field of a request, "" unless there is exactly one."""
    values = [value for name, value in scope["headers"] if name == b"host"]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def addressed_to(scope: Any, public: PublicAddress) -> Any:
    """Return the request as if it had been sent to the public address, whatever the proxy passed on."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return dict(scope, scheme=public.scheme, headers=[(b"host", public.host.encode()), *headers])


def _without_port(host: str) -> str:
    match = _HOST.fullmatch(host)
    return (match[1] if match else host).rstrip(".").lower()


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
