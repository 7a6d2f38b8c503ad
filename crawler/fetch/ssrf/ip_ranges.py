"""Identify IP addresses that are not public web servers.

`ipaddress.is_global` follows the IANA special-purpose registries at the time of the Python release and ignores
addresses that embed another address, so both are handled here.
"""

import ipaddress
import re
import socket

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Ranges that `is_global` accepts in some supported version of Python, with the document that reserves them.
_ALSO_REFUSED = tuple(
    (ipaddress.ip_network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network"),  # RFC 791, 3.2
        ("100.64.0.0/10", "shared address space"),  # RFC 6598
        ("192.0.0.0/24", "protocol assignments"),  # RFC 6890
        ("192.88.99.0/24", "retired 6to4 relay"),  # RFC 7526
        ("198.18.0.0/15", "benchmarking"),  # RFC 2544
        ("240.0.0.0/4", "reserved"),  # RFC 1112
        ("100::/64", "discard-only"),  # RFC 6666
        ("2001::/23", "protocol assignments"),  # RFC 2928
        ("2001:db8::/32", "documentation"),  # RFC 3849
        ("3fff::/20", "documentation"),  # RFC 9637
        ("5f00::/16", "segment routing"),  # RFC 9602
        ("fec0::/10", "site-local"),  # RFC 3879
    )
)

_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_NUMERIC_HOST = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\.(?:0[xX][0-9a-fA-F]*|[0-9]+)){0,3}\.?")


def literal_address(host: str) -> IPAddress | None:
    """Return the IP address that a URL's host is, None for a name.

    Accepts also the old forms that resolvers accept: `2130706433`, `0x7f000001`, `127.1`, `0177.0.0.1`.
    """
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    if not _NUMERIC_HOST.fullmatch(host):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


def refusal_of(address: IPAddress) -> str:
    """Return why the address must not be connected to, as a short phrase; "" for a public one."""
    inner = _embedded_ipv4(address)
    if inner is not None:
        return refusal_of(inner)
    if address.is_loopback:
        return "loopback"
    if address.is_unspecified:
        return "unspecified"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    for network, why in _ALSO_REFUSED:
        if address.version == network.version and address in network:
            return why
    if address.is_private:
        return "private"
    return "" if address.is_global else "reserved"


def _embedded_ipv4(address: IPAddress) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address in an IPv4-mapped, IPv4-compatible, 6to4, Teredo or NAT64 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.teredo is not None:
        return address.teredo[1]
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:
        return inner
    embeds = any(address in network for network in _NAT64) or 1 < int(address) < 2**32
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if embeds else None
