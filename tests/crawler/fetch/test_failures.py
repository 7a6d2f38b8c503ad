import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from itertools import chain, repeat
from pathlib import Path
from time import sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from scrapy.exceptions import DownloadFailedError, NotSupported
from twisted.python.failure import Failure

from crawler.fetch.failures import is_temporary, reason_of, reason_of_status, say_unreachable
from crawler.fetch.robots.policy import RobotsDisallowedError
from crawler.fetch.throttle.pauses import HostPausedError, Pause


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """Create a self-signed certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_each_failure_of_a_download_has_its_reason(crawl, site, new_answer) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    site.pages.update(
        {
            "/silent": new_answer(b"late", wait=3),
            "/large": new_answer(b"x" * 300_000),
            "/cut": new_answer(raw=head + b"half"),
            "/nothing": new_answer(raw=b""),
            "/nonsense": new_answer(raw=b"nonsense\r\n\r\n"),
            "/loop": new_answer(status=302, headers={"Location": "/loop"}),
            "/packed": new_answer(b"\0\1\2" * 50, headers={"Content-Encoding": "gzip"}),
        }
    )
    urls = {
        "timeout": f"{site.url}/silent",
        "too large": f"{site.url}/large",
        "truncated": f"{site.url}/cut",
        "redirect loop": f"{site.url}/loop",
        "undecodable": f"{site.url}/packed",
        "connection refused": f"http://127.0.0.1:{closed_port()}/",
        "dns": "http://nowhere.invalid/",
        "address refused": "ftp://127.0.0.1/",
    }
    settings = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 0.5, "DOWNLOAD_MAXSIZE": 200_000}
    outcomes = crawl(*urls.values(), **settings)
    assert [reason_of(outcome) for outcome in outcomes] == list(urls)
    lost = crawl(f"{site.url}/nothing", f"{site.url}/nonsense", **settings)
    assert [reason_of(outcome) for outcome in lost] == ["connection lost", "connection lost"]


OK = b"HTTP/1.1 200 OK\r\n"


def drip(head: bytes, pause: float = 0.05) -> Iterator[bytes]:
    """Send a byte at a time, so that no single wait is long."""
    yield head
    while True:
        sleep(pause)
        yield b"a"


def test_a_server_that_drips_is_a_timeout(crawl, new_site, new_answer) -> None:
    heads = (b"HTTP/1.1 200 ", OK + b"X-Slow: ", OK + b"Content-Length: 1000\r\n\r\n", OK + b"\r\n")
    urls = []
    for number, head in enumerate(heads, 1):
        site = new_site(f"127.0.0.{number}")
        site.pages["/"] = new_answer(raw=partial(drip, head))
        urls.append(f"{site.url}/")
    outcomes = crawl(*urls, RETRY_TIMES=0, DOWNLOAD_TIMEOUT=0.3)
    assert [reason_of(outcome) for outcome in outcomes] == ["timeout"] * 4


@pytest.mark.parametrize("head", [b"\r\n", b"Transfer-Encoding: chunked\r\n\r\n"], ids=["until closed", "chunked"])
def test_an_endless_body_ends_at_its_limit(crawl, site, new_answer, head: bytes) -> None:
    piece = bytes(10_000)
    chunk = b"2710\r\n" + piece + b"\r\n"
    site.pages["/"] = new_answer(raw=lambda: chain([OK + head], repeat(chunk if b"chunked" in head else piece)))
    (outcome,) = crawl(f"{site.url}/", RETRY_TIMES=0, DOWNLOAD_MAXSIZE=200_000)
    assert reason_of(outcome) == "too large"


def test_a_head_without_end_or_sense_is_a_failure_and_many_fields_are_none(crawl, site, new_answer) -> None:
    site.pages |= {
        "/long": new_answer(raw=OK + b"X: " + b"a" * 200_000 + b"\r\n\r\nstory"),
        "/old": new_answer(raw=b"<html>a server of HTTP/0.9</html>"),
        "/status": new_answer(raw=b"HTTP/1.1 abc OK\r\n\r\nstory"),
        "/many": new_answer(b"story", headers={f"X-{n}": "a" for n in range(1000)}),
    }
    *failures, many = crawl(*(f"{site.url}{path}" for path in site.pages), RETRY_TIMES=0, DOWNLOAD_TIMEOUT=2)
    assert [reason_of(failure) for failure in failures] == ["connection lost"] * 3
    assert (many.status, many.body) == (200, b"story")


def test_an_untrusted_certificate_is_refused(crawl, new_site, self_signed) -> None:
    site = new_site(tls=self_signed)
    site.pages["/"] = b"forged"
    (error,) = crawl(f"{site.url}/", RETRY_TIMES=0)
    assert reason_of(error) == "certificate"
    assert site.log == []


def test_a_site_with_a_bad_certificate_is_unreachable_in_words() -> None:
    said = say_unreachable("certificate", "https://outlet.example/feed")
    assert said.startswith("cannot reach outlet.example: its certificate is not valid (expired, ")
    assert say_unreachable("timeout", "https://outlet.example/feed") == "cannot reach outlet.example: timeout"
    assert say_unreachable("http 404", "https://outlet.example/feed") == ""


def test_a_trusted_certificate_of_another_host_is_refused(
    crawl, new_site, self_signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    site = new_site(tls=self_signed)
    site.pages["/"] = b"story"
    right, wrong = crawl(f"{site.url}/", f"https://localhost:{site.port}/", RETRY_TIMES=0)
    assert right.body == b"story"
    assert reason_of(wrong) == "certificate"
    assert len(site.log) == 1


def test_a_server_without_tls_is_distinguished_from_a_bad_certificate(crawl, site) -> None:
    (error,) = crawl(site.url.replace("http:", "https:"), RETRY_TIMES=0, DOWNLOAD_TIMEOUT=2)
    assert reason_of(error) in ("tls", "timeout", "connection lost")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RobotsDisallowedError("http://a/", "robots.txt"), "robots.txt"),
        (RobotsDisallowedError("http://a/", "robots.txt unreachable"), "robots.txt unreachable"),
        (HostPausedError(Pause("a", datetime.now(UTC), "HTTP 503")), "host paused"),
        (NotSupported("Unsupported URL scheme"), "unsupported scheme"),
        (DownloadFailedError(), "connection lost"),
        (ValueError("Invalid IPv6 URL"), "malformed answer"),
        (KeyError("a"), "error KeyError"),
    ],
)
def test_errors_have_a_reason_alone_and_wrapped(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
    assert reason_of(Failure(error)) == reason


def test_circular_causes_of_errors_end() -> None:
    first, second = DownloadFailedError(), DownloadFailedError()
    first.__cause__, second.__cause__ = second, first
    assert reason_of(first) == "connection lost"


@pytest.mark.parametrize(
    "reason",
    ["timeout", "dns", "connection refused", "certificate", "truncated", "http 429", "http 500", "http 503"],
)
def test_transient_failures_are_temporary(reason: str) -> None:
    assert is_temporary(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "robots.txt",
        "address refused",
        "too large",
        "redirect loop",
        "http 404",
        "http 410",
        "http 501",
        "odd",
    ],
)
def test_permanent_failures_are_not_temporary(reason: str) -> None:
    assert not is_temporary(reason)


def test_a_status_has_a_reason() -> None:
    assert reason_of_status(410) == "http 410"
