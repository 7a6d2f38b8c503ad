"""Bound the work that one client causes, by a token bucket whose tokens are seconds of work.

A limit on requests would let a client ask for the most expensive pages, and one on expensive pages would refuse a
reader the few that she needs. The work of a request is the time until its last byte is made, without the time in which
a slow client takes it, and of that its share: with four requests in progress a second is a quarter of a second of work
for each. So a busy desk makes nobody's pages more expensive (by the clock alone, 368 of 677 requests of 200 slow
readers were refused on a starved machine), and a client that takes pages as fast as they come is refused after 10 s and
then gets a quarter of the time.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

BURST_S = 10.0
SHARE = 0.25  # seconds of work that a client gets back per second
LEAST_S = 0.02  # charged for any request, besides its work
MOST_AT_ONCE = 16  # requests of a client; a browser opens six connections to a host
MOST_CLIENTS = 10_000  # remembered; the one not seen for longest is forgotten, and starts with a full bucket


@dataclass(slots=True)
class _Bucket:
    seconds: float
    at: float
    running: int = 0


class WorkBudget:
    """What each client may still cause."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._in_progress = 0
        self._share = 0.0  # seconds that a request has got which was in progress from the beginning
        self._shared_until = clock()

    def enter(self) -> float:
        """Begin to work on a request; return the seconds of work at which it begins."""
        self._advance()
        self._in_progress += 1
        return self._share

    def leave(self) -> float:
        """Cease to work on a request; return the seconds of work at which it ends."""
        self._advance()
        self._in_progress -= 1
        return self._share

    def _advance(self) -> None:
        now = self._clock()
        self._share += (now - self._shared_until) / max(1, self._in_progress)
        self._shared_until = now

    def begin(self, client: str) -> int:
        """Begin a request; return 0, or in how many seconds the client may try again."""
        bucket = self._bucket(client)
        if bucket.running >= MOST_AT_ONCE:
            return 1
        if bucket.seconds <= 0:
            return math.ceil((LEAST_S - bucket.seconds) / SHARE)
        bucket.running += 1
        return 0

    def end(self, client: str) -> None:
        """End a request."""
        bucket = self._bucket(client)
        bucket.running = max(0, bucket.running - 1)
        bucket.seconds -= LEAST_S

    def charge(self, client: str, seconds: float) -> None:
        """Take the seconds of work that a client caused."""
        self._bucket(client).seconds -= seconds

    def _bucket(self, client: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(client, _Bucket(BURST_S, now))
        self._buckets.move_to_end(client)
        bucket.seconds = min(BURST_S, bucket.seconds + (now - bucket.at) * SHARE)
        bucket.at = now
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return bucket


def client_of(address: str) -> str:
    """Return whom an address counts for: one IPv4 address, or the network of an IPv6 address (RFC 6177: a /64)."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return str(number.ipv4_mapped)
        return str(ipaddress.ip_network((number, 64), strict=False))
    return str(number)
