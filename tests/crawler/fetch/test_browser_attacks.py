"""Pages that attack the browser which renders them: none sends a request past the crawler, none outlives its time."""

import asyncio
import importlib.util
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.fetch import browser
from crawler.fetch.browser import BrowserError, RenderingBrowser, program

pytestmark = pytest.mark.skipif(
    program() is None or importlib.util.find_spec("playwright") is None,
    reason="Chromium or playwright (the extra `browser`) is not installed",
)
URL = "http://outlet.example/news/1"


class Rig:
    """A browser, and two sockets that no page may reach."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.browser = RenderingBrowser()
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.tcp.setblocking(False)
        self.udp.setblocking(False)
        self.asked: list[str] = []

    async def fetch(self, url: str, *_: Any) -> None:
        self.asked.append(url)

    def render(self, script: str, timeout_s: float = 5.0) -> str:
        ports = f"const tcp = {self.tcp.getsockname()[1]}, udp = {self.udp.getsockname()[1]};"
        body = f"<!DOCTYPE html><p>the story</p><script>{ports}\n{script}</script>".encode()
        return self.runner.run(self.browser.render(URL, body, "text/html", self.fetch, timeout_s))

    def was_reached(self) -> bool:
        for listener in (self.tcp, self.udp):
            try:
                listener.accept() if listener is self.tcp else listener.recv(1)
            except BlockingIOError:
                continue
            return True
        return False


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    rig = Rig()
    yield rig
    rig.runner.run(rig.browser.close())
    rig.runner.close()
    rig.tcp.close()
    rig.udp.close()


@pytest.mark.parametrize(
    "script",
    [
        "location.href = `http://127.0.0.1:${tcp}/navigated`",
        "location.href = 'file:///etc/passwd'",
        "for (let n = 0; n < 20; n++) window.open(`http://127.0.0.1:${tcp}/window`)",
        "new WebSocket(`ws://127.0.0.1:${tcp}/`)",
        "navigator.sendBeacon(`http://127.0.0.1:${tcp}/beacon`, 'x')",
        """document.body.innerHTML += `<link rel=dns-prefetch href=//127.0.0.1:${tcp}>
        <link rel=preconnect href=http://127.0.0.1:${tcp}><iframe src=file:///etc/passwd></iframe>
        <iframe src='data:text/html,<script src=http://127.0.0.1:${tcp}/data></scr'+'ipt>'></iframe>`""",
        """const peer = new RTCPeerConnection({iceServers: [{urls: `stun:127.0.0.1:${udp}`}]});
        peer.createDataChannel('a'); peer.createOffer().then(o => peer.setLocalDescription(o))""",
        "navigator.serviceWorker?.register('/worker.js'); new Worker(`http://127.0.0.1:${tcp}/worker.js`)",
        """const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob([new Uint8Array(1e8)]));
        a.download = 'a'; a.click()""",
    ],
)
def test_no_request_passes_the_crawler(rig: Rig, script: str) -> None:
    document = rig.render(script)
    assert "the story" in document
    assert "root:" not in document
    assert not rig.was_reached()


def test_an_endless_script_ends_with_its_time_and_the_next_page_is_read(rig: Rig, monkeypatch) -> None:
    monkeypatch.setattr(browser, "QUIET_MS", 500)  # it runs for so long after its time
    with pytest.raises(BrowserError, match="did not answer"):
        rig.render("for (;;);", timeout_s=1.0)
    assert "the story" in rig.render("")


def test_the_memory_of_a_page_is_bounded(rig: Rig) -> None:
    """What counts is what is asked for, used or not: to write into it took seven seconds of CPU time."""
    script = """const kept = []; try { for (let n = 0; n < 40; n++) kept.push(new Uint8Array(1e8)); }
        catch { document.title = 'refused'; } if (kept.length == 40) document.title = 'granted'; kept.length = 0;"""
    assert "granted" not in rig.render(script, timeout_s=20.0).partition("</head>")[0]
    assert "the story" in rig.render("")


def test_a_browser_that_has_died_is_replaced(rig: Rig) -> None:
    rig.render("")
    for process in Path("/proc").iterdir():
        try:
            parts = (process / "cmdline").read_bytes().split(b"\0")
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            grand = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[1]
        except (OSError, IndexError):
            continue
        if b"chrom" in parts[0] and str(os.getpid()) in (parent, grand) and not any(b"--type=" in p for p in parts):
            os.kill(int(process.name), signal.SIGKILL)
    assert "the story" in rig.render("")
