import pytest
from scrapy import Request

from crawler.fetch.ssrf.middleware import AddressRefusedError, check_url, without_credentials

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.0.0.53:8000/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://news.localhost/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:53aa:64c:0:fbff:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[fec0::1]/",
    "http://224.0.0.1/",
    "http://[ff02::1]/",
    "http://255.255.255.255/",
    "http://192.0.0.8/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[2001:db8::1]/",
    "http://user:secret@127.0.0.1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_in_one_line_with_advice(url: str) -> None:
    with pytest.raises(AddressRefusedError, match=r"^refuses \S+ \([\w \d-]+\); use --allow-private to reach it$"):
        check_url(url, allow_private=False)


@pytest.mark.parametrize("url", PRIVATE)
def test_the_user_can_allow_private_addresses(url: str) -> None:
    check_url(url, allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://example.org/",
        "data:text/html,x",
        "http:///path",
        "http://exa mple.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example..org/",
        f"http://{'a' * 64}.org/",
        "http://[::1",
        "http://example.org:99999/",
    ],
)
@pytest.mark.parametrize("allow_private", [True, False])
def test_a_url_that_is_not_on_the_web_is_never_fetched(url: str, allow_private: bool) -> None:
    with pytest.raises(AddressRefusedError):
        check_url(url, allow_private)


def test_ports_of_other_services_are_refused() -> None:
    with pytest.raises(AddressRefusedError, match="port of another service"):
        check_url("http://example.org:25/", allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://spacenews.com/",
        "http://example.org:8080/a?b=c",
        "https://xn--bcher-kva.example/",
        "http://93.184.216.34/",
        "http://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://[::ffff:93.184.216.34]/",
        "http://0x5db8d822/",
        "http://123.example.org/",
    ],
)
def test_public_addresses_pass(url: str) -> None:
    check_url(url, allow_private=False)


def test_credentials_are_removed_from_a_url() -> None:
    assert without_credentials("https://me:secret@example.org:8080/a@b") == "https://example.org:8080/a@b"
    assert without_credentials("https://example.org/a@b") == "https://example.org/a@b"


def test_no_request_reaches_a_private_address(crawl, site) -> None:
    site.pages["/"] = b"secret"
    port = site.port
    urls = [f"http://{host}:{port}/" for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]")]
    outcomes = crawl(*urls, SPACEBEAT_ALLOW_PRIVATE=False)
    assert all(isinstance(outcome, AddressRefusedError) for outcome in outcomes)
    assert site.log == []


def test_a_redirect_to_another_scheme_is_not_followed(crawl, site, new_answer) -> None:
    for number, target in enumerate(["file:///etc/hostname", "data:text/html,x", "ftp://127.0.0.1/"]):
        site.pages[f"/{number}"] = new_answer(status=302, headers={"Location": target})
    outcomes = crawl(*(f"{site.url}/{number}" for number in range(3)))
    assert [getattr(outcome, "status", None) for outcome in outcomes] == [302, 302, 302]


def test_credentials_reach_neither_the_server_nor_the_recorded_url(crawl, site) -> None:
    site.pages["/"] = b"open"
    (response,) = crawl(Request(site.url.replace("http://", "http://me:secret@") + "/"))
    assert "secret" not in response.url
    assert "authorization" not in site.log[0].headers
