"""`spacebeat notify` over a real webhook on loopback."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from archive.archive import Archive
from archive.records import Source
from crawler.cli import spacebeat
from crawler.cli.notify import notify_after_crawl
from crawler.schedule.notifications import NotificationError
from tests.loopback import Answer, Site, site_server


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with site_server() as start:
        site = start()
        site.pages["/hook"] = Answer(b"{}")
        monkeypatch.setenv("SPACEBEAT_NOTIFY", f"json://127.0.0.1:{site.port}/hook")
        yield site


@pytest.fixture
def path(tmp_path: Path, empty_archive: bytes) -> Path:
    (tmp_path / "test.db").write_bytes(empty_archive)
    with Archive(tmp_path / "test.db") as archive:
        archive.add_source(
            Source("gazette", "Gazette", "https://gazette.example/", "US", ("en",), "trade-press", "space")
        )
        archive.runs.finish(archive.runs.begin("gazette"), "failed", "https://gazette.example/feed: http 410")
    return tmp_path / "test.db"


def notify(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(spacebeat, ["notify", "--archive", str(path), *arguments], standalone_mode=False)


def test_a_failing_source_is_reported_once_with_its_reason(path: Path, webhook: Site) -> None:
    assert notify(path).return_value == 0
    (asked,) = webhook.log
    message = json.loads(asked.body)
    assert message["title"] == "Spacebeat: 1 with problems"
    assert "gazette: failing since" in message["message"]
    assert "http 410" in message["message"]
    assert notify(path).return_value == 0
    assert len(webhook.log) == 1


def test_a_source_that_recovered_is_reported_once(path: Path, webhook: Site) -> None:
    notify(path)
    with Archive(path) as archive:
        archive.runs.finish(archive.runs.begin("gazette"), "done")
    notify(path)
    notify(path)
    assert json.loads(webhook.log[-1].body)["title"] == "Spacebeat: 1 recovered"
    assert len(webhook.log) == 2


def test_a_message_that_could_not_be_sent_is_sent_the_next_time(path: Path, webhook: Site) -> None:
    webhook.pages["/hook"] = [Answer(status=500), Answer(b"{}")]
    error = notify(path).exception
    assert isinstance(error, NotificationError)
    assert "127.0.0.1" not in str(error)  # an address of a service holds secrets
    assert notify(path).return_value == 0
    assert len(webhook.log) == 2


def test_a_dry_run_prints_the_message_and_sends_nothing(path: Path, webhook: Site) -> None:
    assert "gazette: failing" in notify(path, "--dry-run").output
    assert "gazette: failing" in notify(path, "--dry-run").output
    assert webhook.log == []


def test_without_a_service_the_error_names_the_variable_to_set(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACEBEAT_NOTIFY", raising=False)
    assert "SPACEBEAT_NOTIFY" in str(notify(path).exception)


def test_a_crawl_pings_and_reports_a_failure(path: Path, webhook: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACEBEAT_NOTIFY")
    monkeypatch.setenv("SPACEBEAT_PING_URL", f"{webhook.url}/ping")
    webhook.pages |= {"/ping": b"OK", "/ping/fail": b"OK"}
    notify_after_crawl(path, failed=False)
    notify_after_crawl(path, failed=True)
    assert webhook.paths() == ["/ping", "/ping/fail"]
    monkeypatch.setenv("SPACEBEAT_PING_URL", f"{webhook.url}/gone")
    with pytest.raises(NotificationError, match="SPACEBEAT_PING_URL"):
        notify_after_crawl(path, failed=False)


@pytest.mark.parametrize("address", ["/circle", "//[x/"])
def test_a_ping_that_fails_is_one_line(
    address: str, path: Path, webhook: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook.pages["/circle"] = Answer(status=302, headers={"Location": "/circle"})
    monkeypatch.setenv("SPACEBEAT_PING_URL", f"http:{address}" if "[" in address else webhook.url + address)
    with pytest.raises(NotificationError, match="SPACEBEAT_PING_URL") as raised:
        notify_after_crawl(path, failed=False)
    assert "\n" not in str(raised.value)


def test_a_ping_may_have_letters_beyond_ascii(path: Path, webhook: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACEBEAT_NOTIFY")
    monkeypatch.setenv("SPACEBEAT_PING_URL", f"{webhook.url}/Büro?a=b%20c")
    webhook.pages["/B%C3%BCro?a=b%20c"] = b"OK"
    notify_after_crawl(path, failed=False)
    assert webhook.paths() == ["/B%C3%BCro?a=b%20c"]


def test_a_ping_that_something_else_answers_is_one_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_greet, args=(server,)).start()
        monkeypatch.setenv("SPACEBEAT_PING_URL", f"http://127.0.0.1:{server.getsockname()[1]}/")
        with pytest.raises(NotificationError, match="could not be pinged: 220 mail"):
            notify_after_crawl(path, failed=False)


def _greet(server: socket.socket) -> None:
    """Answer one connection as a mail server does."""
    connection, _ = server.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(b"220 mail.example ESMTP\r\n")


def test_metrics_are_text_that_prometheus_reads(path: Path) -> None:
    done = CliRunner().invoke(spacebeat, ["status", "--archive", str(path), "--metrics"], standalone_mode=False)
    assert 'spacebeat_source_wrong{source="gazette",condition="failing"} 1\n' in done.output
    assert "# TYPE spacebeat_source_new_last_week gauge\n" in done.output
