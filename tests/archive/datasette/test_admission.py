"""What reaches the desk: requests for its own name, without a body, of clients that have not caused too much work."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from archive.datasette.admission import LONGEST_TARGET, Access, guarded
from archive.datasette.hosts import AllowedHosts, PublicAddress, PublicAddressError
from archive.datasette.server import desk_over
from archive.datasette.work_budget import BURST_S, MOST_AT_ONCE, MOST_CLIENTS, SHARE, WorkBudget, client_of

ADDRESS = PublicAddress.parse("https://desk.example/")
HOSTS = AllowedHosts.of("127.0.0.1", ADDRESS)
PUBLIC = Access(HOSTS, ADDRESS, public=True)
CLIENT = "203.0.113.9"
LIST = "/news/articles.json?_size=1"


@pytest.fixture
def ask(public_site: Any, runner: asyncio.Runner) -> Any:
    """Send a request to the public desk from an address on the internet."""

    def send(path: str, access: Access = PUBLIC, method: str = "GET", client: str = CLIENT, **given: Any) -> Any:
        transport = httpx.ASGITransport(guarded(public_site.desk.app(), access), client=(client, 1))

        async def request() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as http:
                return await http.request(method, path, **given)

        return runner.run(request())

    return send


@pytest.mark.parametrize(
    "host",
    ["evil.example", "desk.example.evil.example", "desk.example@evil.example", "", "desk.example:80:80", "203.0.113.1"],
)
def test_a_request_for_another_name_is_refused(ask: Any, host: str) -> None:
    response = ask(LIST, headers={"Host": host})
    assert response.status_code == 421
    assert response.headers["cache-control"] == "no-store"
    assert host == "" or host not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1:8001"},
        {"Host": "DESK.example:443"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "http", "X-Forwarded-Port": "81"},
        {"X-Original-URL": "/-/evil", "X-Rewrite-URL": "/-/evil"},
        {"X-HTTP-Method-Override": "POST", "Cookie": "ds_actor=evil", "Origin": "https://evil.example"},
        {"Forwarded": "for=evil;host=evil.example", "Accept-Language": "evil", "User-Agent": "evil"},
    ],
)
@pytest.mark.parametrize("path", [LIST, "/-/article/1", "/-/search?q=india"])
def test_no_header_changes_what_a_cache_would_keep(ask: Any, path: str, headers: dict[str, str]) -> None:
    def lasting(response: httpx.Response) -> tuple[str, set[tuple[str, str]]]:
        # The nonce is of one response, and a page says how long it took.
        nonce = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])
        assert nonce
        text = re.sub(r"[\d.]+ ?ms|\"query_ms\": [\d.]+", "", response.text.replace(nonce[1], ""))
        return text, {(name, value.replace(nonce[1], "")) for name, value in response.headers.items()}

    plain = lasting(ask(path))
    assert "set-cookie" not in dict(plain[1])
    assert lasting(ask(path, headers=headers)) == plain


def test_absolute_links_have_the_public_address(ask: Any) -> None:
    assert ask(LIST).json()["next_url"].startswith("https://desk.example/news/articles.json?")


def test_a_path_in_the_public_address_is_in_all_links(filled: Any, runner: asyncio.Runner) -> None:
    address = PublicAddress.parse("https://desk.example/space")
    app = guarded(
        desk_over(filled[0], public=True, address=address).app(), Access(AllowedHosts.of("127.0.0.1", address), address)
    )

    async def page() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8001") as http:
            return await http.get("/space/")

    response = runner.run(page())
    assert response.status_code == 200
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', response.text)
    assert links
    assert [link for link in links if not link.startswith("/space/")] == []


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (405, {"method": "POST", "content": b"a=b"}),
        (405, {"method": "DELETE"}),
        (413, {"content": b"a"}),
        (413, {"headers": {"Transfer-Encoding": "chunked"}}),
        (413, {"headers": {"Content-Length": "9" * 30}}),
        (414, {"params": {"q": "a" * LONGEST_TARGET}}),
    ],
)
def test_what_no_reader_sends_is_refused(ask: Any, status: int, asked: dict[str, Any]) -> None:
    assert ask("/", **asked).status_code == status


def test_a_client_that_causes_too_much_work_waits_and_others_do_not(ask: Any) -> None:
    now = [0.0]
    access = Access(HOSTS, ADDRESS, public=True, budget=(budget := WorkBudget(lambda: now[0])))
    assert ask("/-/search?q=india", access).status_code == 200
    budget.charge(CLIENT, BURST_S + 1)
    refused = ask("/-/search?q=india", access)
    assert refused.status_code == 429
    wait = int(refused.headers["retry-after"])
    assert wait >= 1 / SHARE
    assert ask("/", access, client="203.0.113.10").status_code == 200
    now[0] += wait
    assert ask("/", access).status_code == 200


def test_each_request_costs_something_and_only_so_many_run_at_once() -> None:
    budget = WorkBudget(lambda: 0.0)
    assert [budget.begin("a") for _ in range(MOST_AT_ONCE + 1)] == [0] * MOST_AT_ONCE + [1]
    budget.end("a")
    assert budget.begin("a") == 0
    for _ in range(1000):
        budget.end("a")
    assert budget.begin("a") > 0


def test_requests_in_progress_share_the_time() -> None:
    now = [0.0]
    budget = WorkBudget(lambda: now[0])
    first = -budget.enter()
    now[0] = 2.0
    others = [-budget.enter() for _ in range(3)]
    now[0] = 6.0
    first += budget.leave()
    now[0] = 9.0
    assert first == pytest.approx(2 + 4 / 4)
    assert [spent + budget.leave() for spent in others] == pytest.approx([1 + 3 / 3] * 3)


def test_the_clients_that_are_remembered_are_limited() -> None:
    budget = WorkBudget(lambda: 0.0)
    for number in range(2 * MOST_CLIENTS):
        budget.begin(str(number))
    assert len(budget._buckets) == MOST_CLIENTS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("unknown", "unknown", True),
    ],
)
def test_a_network_of_ipv6_is_one_client(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same


@pytest.mark.parametrize(
    ("listening_on", "host", "allowed"),
    [
        ("127.0.0.1", "localhost:8001", True),
        ("127.0.0.1", "LOCALHOST.", True),
        ("127.0.0.1", "[::1]:8001", True),
        ("127.0.0.1", "rebound.evil.example", False),
        ("127.0.0.1", "192.0.2.1", False),
        ("192.0.2.1", "192.0.2.1:8001", True),
        ("2001:db8::1", "[2001:db8::1]:8001", True),
        ("0.0.0.0", "192.0.2.1", True),
        ("0.0.0.0", "[2001:db8::1]", True),
        ("0.0.0.0", "rebound.evil.example", False),
    ],
)
def test_a_server_knows_its_names(listening_on: str, host: str, allowed: bool) -> None:
    assert AllowedHosts.of(listening_on).allow(host) is allowed


@pytest.mark.parametrize(
    "url",
    ["desk.example", "ftp://desk.example/", "https://", "https://a b/", "https://u@desk.example/", "https://a/?b"],
)
def test_what_is_no_public_address_is_refused(url: str) -> None:
    with pytest.raises(PublicAddressError):
        PublicAddress.parse(url)
