"""Restrict the crawler to the public web: checks of the addresses that names resolve to.

Every connection uses the resolver of the reactor, also one to an address literal, so the guard is placed there:
the checked address is the one connected to, and a name that changes its address between check and connection
(DNS rebinding) is no way around it.
"""

import ipaddress
from collections.abc import Sequence
from contextvars import ContextVar
from time import monotonic
from typing import Any, Self

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.fetch.ssrf.ip_ranges import refusal_of

Address = IPv4Address | IPv6Address

_CACHE_SECONDS = 300.0  # how long an answer of the name server is cached
_CACHE_NAMES = 10_000

private_allowed: ContextVar[bool] = ContextVar("private_allowed", default=False)
"""Whether the connection that is being opened may lead to a private address. Default: no."""


@implementer(IHostnameResolver)
class GuardResolver:
    """Twisted's own resolver (IPv4 and IPv6) behind a short-lived cache and the guard.

    A name with a single private address among its addresses is refused entirely. The receiver then gets no
    address, which Twisted reports as an unknown name; `refusal` returns the actual reason.
    """

    def __init__(self, resolver: Any, reactor: Any) -> None:
        self._resolver = resolver
        self._reactor = reactor
        self._cache: dict[str, tuple[float, list[Address]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        resolver = reactor.nameResolver
        return cls(resolver._resolver if isinstance(resolver, GuardResolver) else resolver, reactor)

    @classmethod
    def of(cls, reactor: Any) -> "GuardResolver":
        """Return the guard of the reactor, installed if there is none yet."""
        if not isinstance(reactor.nameResolver, GuardResolver):
            cls(reactor.nameResolver, reactor).install_on_reactor()
        guard: GuardResolver = reactor.nameResolver
        return guard

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def refusal(self, host: str) -> str:
        """Return why the host is refused, as far as its name was resolved; "" when it is not."""
        _, addresses = self._cache.get(host, (0.0, []))
        return _refusal_of_any(addresses)

    def resolveHostName(  # noqa: N802 - the interface's names
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        receiver = _Checkpoint(self, resolutionReceiver, hostName, portNumber, private_allowed.get())
        cached = self._cache.get(hostName)
        if cached is not None and monotonic() - cached[0] < _CACHE_SECONDS:
            return receiver.answer_from(cached[1])
        return self._resolver.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def remember(self, host: str, addresses: list[Address]) -> None:
        if len(self._cache) >= _CACHE_NAMES:
            self._cache.clear()
        self._cache[host] = (monotonic(), addresses)


@implementer(IHostResolution)
class _Settled:
    """A name resolution that completes at once."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Do nothing: there is nothing to cancel."""


@implementer(IResolutionReceiver)
class _Checkpoint:
    """Holds back the addresses of a name until all are known to be public."""

    def __init__(self, guard: GuardResolver, receiver: Any, host: str, port: int, allow_private: bool) -> None:
        self._guard = guard
        self._receiver = receiver
        self._host = host
        self._port = port
        self._allow_private = allow_private
        self._addresses: list[Address] = []

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Address) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._addresses:  # a failure is not cached: the next attempt may succeed
            self._guard.remember(self._host, self._addresses)
        self._forward(self._addresses)

    def answer_from(self, addresses: list[Address]) -> Any:
        resolution = _Settled(self._host)
        self._receiver.resolutionBegan(resolution)
        self._forward(addresses)
        return resolution

    def _forward(self, addresses: list[Address]) -> None:
        if self._allow_private or not _refusal_of_any(addresses):
            for address in addresses:
                self._receiver.addressResolved(_with_port(address, self._port))
        self._receiver.resolutionComplete()


def _refusal_of_any(addresses: list[Address]) -> str:
    for address in addresses:
        why = refusal_of(ipaddress.ip_address(address.host.partition("%")[0]))
        if why:
            return why
    return ""


def _with_port(address: Address, port: int) -> Address:
    if isinstance(address, IPv4Address):
        return IPv4Address("TCP", address.host, port)
    return IPv6Address("TCP", address.host, port, address.flowInfo, address.scopeID)
