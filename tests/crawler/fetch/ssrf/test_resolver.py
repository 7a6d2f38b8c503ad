import socket
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any, cast

import pytest
from twisted.internet._resolver import GAIResolver

from crawler.fetch.ssrf import middleware, resolver
from crawler.fetch.ssrf.ip_ranges import IPAddress, refusal_of
from crawler.fetch.ssrf.middleware import AddressRefusedError
from crawler.fetch.ssrf.resolver import GuardResolver


@pytest.fixture
def names(loop) -> Iterator[dict[str, list[str]]]:
    """Install a fake name server with a table that the tests fill."""
    table: dict[str, list[str]] = {}

    def getaddrinfo(host: str, port: int, *args: Any) -> list[Any]:
        if host not in table:
            raise socket.gaierror(-2, "Name or service not known")
        return [_entry(address, port) for address in table[host]]

    def install(make: Callable[[], Any]) -> None:
        async def on_loop() -> None:
            loop.reactor.installNameResolver(make())

        loop.run(on_loop())

    before = loop.reactor.nameResolver
    install(lambda: GuardResolver(GAIResolver(loop.reactor, getaddrinfo=cast("Any", getaddrinfo)), loop.reactor))
    yield table
    install(lambda: before)


def _entry(address: str, port: int) -> Any:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


@pytest.fixture
def public_web(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take 127.0.0.1 for a public address; the rest of 127.0.0.0/8 stays private."""

    def refusal_in_this_world(address: IPAddress) -> str:
        return "" if str(address) == "127.0.0.1" else refusal_of(address)

    for module in (middleware, resolver):
        monkeypatch.setattr(module, "refusal_of", refusal_in_this_world)


def test_a_name_that_resolves_to_a_private_address_is_refused(crawl, site, names) -> None:
    names["intranet.example"] = ["127.0.0.1"]
    (error,) = crawl(f"http://intranet.example:{site.port}/", SPACEBEAT_ALLOW_PRIVATE=False)
    assert isinstance(error, AddressRefusedError)
    assert str(error) == "refuses intranet.example (loopback); use --allow-private to reach it"
    assert site.log == []


@pytest.mark.parametrize("addresses", [["93.184.216.34", "127.0.0.1"], ["2606:2800:220:1::1", "::1"]])
def test_one_private_address_among_public_ones_is_enough(crawl, site, names, addresses) -> None:
    names["mixed.example"] = addresses
    (error,) = crawl(f"http://mixed.example:{site.port}/", SPACEBEAT_ALLOW_PRIVATE=False)
    assert isinstance(error, AddressRefusedError)
    assert site.log == []


HIDDEN = ("127.0.0.2", "2130706434", "0x7f000002", "127.2", "[::ffff:127.0.0.2]", "intranet.example", "www.localhost")


@pytest.mark.usefixtures("public_web")
@pytest.mark.parametrize("of_robots_txt", [False, True], ids=["of a page", "of robots.txt"])
def test_a_redirect_to_a_private_address_is_not_followed(
    crawl, site, new_site, new_answer, names, of_robots_txt: bool
) -> None:
    """However the address is written, and whatever the redirect is for."""
    hidden = new_site("127.0.0.2")
    hidden.pages["/"] = b"User-agent: *\nDisallow: /"
    names |= {"intranet.example": ["127.0.0.2"]} | {f"{n}.example": ["127.0.0.1"] for n in range(len(HIDDEN))}
    # One server that answers for all names, each with a redirect to another form of the hidden address.
    target = {f"{n}.example": f"http://{host}:{hidden.port}/" for n, host in enumerate(HIDDEN)}

    def answer(asked: Any) -> Any:
        if of_robots_txt and asked.path != "/robots.txt":
            return new_answer(b"story")
        return new_answer(status=302, headers={"Location": target[asked.headers["host"].partition(":")[0]]})

    site.pages |= {"/": answer, "/robots.txt": answer}
    urls = [f"http://{n}.example:{site.port}/" for n in range(len(HIDDEN))]
    outcomes = crawl(*urls, SPACEBEAT_ALLOW_PRIVATE=False, ROBOTSTXT_OBEY=of_robots_txt)
    assert hidden.log == []
    if not of_robots_txt:
        assert {type(outcome) for outcome in outcomes} == {AddressRefusedError}
    assert len(site.log) >= len(HIDDEN)


def test_what_one_crawl_may_reach_is_refused_to_the_next_without_permission(crawl, site, names) -> None:
    names["outside.example"] = ["127.0.0.1"]
    site.pages["/"] = b"reached"
    outcomes = crawl(f"http://outside.example:{site.port}/")
    assert outcomes[0].body == b"reached"
    # Cached by the crawl above, and still refused for one without permission.
    (error,) = crawl(f"http://outside.example:{site.port}/", SPACEBEAT_ALLOW_PRIVATE=False)
    assert isinstance(error, AddressRefusedError)
    assert len(site.log) == 1


@pytest.mark.usefixtures("public_web")
def test_a_name_that_changes_to_a_private_address_reaches_it_never(
    crawl, site, new_site, names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: while its answer is cached the public address is asked, and afterwards the name is refused."""
    hidden = new_site("127.0.0.2")
    site.pages["/"] = hidden.pages["/"] = b"reached"
    names["rebinding.example"] = ["127.0.0.1"]
    (outcome,) = crawl(f"http://rebinding.example:{site.port}/", SPACEBEAT_ALLOW_PRIVATE=False)
    assert outcome.body == b"reached"
    names["rebinding.example"] = ["127.0.0.2"]
    settings = {"SPACEBEAT_ALLOW_PRIVATE": False, "RETRY_TIMES": 0}
    (cached,) = crawl(f"http://rebinding.example:{hidden.port}/", **settings)
    assert not isinstance(cached, AddressRefusedError)
    later = monotonic() + 3600
    monkeypatch.setattr(resolver, "monotonic", lambda: later)
    (refused,) = crawl(f"http://rebinding.example:{hidden.port}/", **settings)
    assert isinstance(refused, AddressRefusedError)
    assert hidden.log == []


def test_crawls_with_and_without_permission_run_concurrently(crawl, site, names) -> None:
    names["intranet.example"] = ["127.0.0.1"]
    site.pages["/"] = b"reached"
    url = f"http://intranet.example:{site.port}/"
    for allow in (True, False, True):
        (outcome,) = crawl(url, SPACEBEAT_ALLOW_PRIVATE=allow)
        assert isinstance(outcome, AddressRefusedError) is not allow


def test_an_unknown_name_is_not_a_refusal(crawl, names) -> None:
    (error,) = crawl("http://nowhere.example/", SPACEBEAT_ALLOW_PRIVATE=False)
    assert type(error).__name__ == "CannotResolveHostError"


def test_a_name_is_resolved_once_for_many_connections(crawl, site, names) -> None:
    names["outside.example"] = ["127.0.0.1"]
    site.pages["/"] = b"reached"
    crawl(f"http://outside.example:{site.port}/")
    del names["outside.example"]
    (outcome,) = crawl(f"http://outside.example:{site.port}/")
    assert outcome.body == b"reached"


def test_ipv6_is_supported(crawl, new_site, names) -> None:
    try:
        site = new_site("::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    names["six.example"] = ["::1"]
    site.pages["/"] = b"reached"
    (response,) = crawl(f"http://six.example:{site.port}/")
    assert response.body == b"reached"
    assert str(response.ip_address) == "::1"
