"""Whether a long crawl stays within its memory and descriptors: 200 hosts, one answer in five a fault.

    python -m benchmarks.soak [--minutes 20] [--hosts 200]

Each host lists a few hundred articles and answers a fifth of them by a fault: closed or reset connections, silence,
wrong lengths, broken compression, bombs, bodies without end, junk, redirects in circles, statuses of all kinds. The
crawl runs with all its parts. The main process is looked at every few seconds; from the 2,000th page on it must stay
flat in the median, in memory (that of no other process and no file; SQLite's cache has at most 64 MB of it) and in
descriptors. Exit code 1 when it grew. Linux only.
"""

import asyncio
import gzip
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import click
import psutil

from benchmarks.desk.make_archive import Writer
from benchmarks.loopback.make import Outlet, feed, sitemap, write_catalogue
from benchmarks.loopback.server import free_port

_ARTICLES = 250  # of a host
_NEWEST = datetime(2026, 11, 22, 12, tzinfo=UTC)
_FAULTY = 0.2
_SETTLED = 2_000  # pages after which nothing may grow
_TOLERANCE = 1.1
_LOOK_S = 5.0
_BOMB = gzip.compress(bytes(64 << 20), 9)
_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


class Hosts:
    """A server for all hosts, each on its address of 127.0.0.0/8; pages are made as they are asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.served = 0
        self.prose = Writer(seed=1, paragraphs=6)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        with suppress(OSError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split()[1].decode("latin-1")
                if not await self._send(host, path, writer):
                    break
        writer.close()

    async def _send(self, host: str, path: str, writer: asyncio.StreamWriter) -> bool:
        """Answer a request; return whether the connection goes on."""
        base = f"http://{host}:{self.port}"
        if path == "/robots.txt":
            return await _whole(writer, "User-agent: *\nDisallow:\n")
        if path in ("/sitemap.xml", "/feed.xml"):
            entries = [(f"Story {n}", _NEWEST - timedelta(hours=n), f"{base}/news/{n}.html") for n in range(_ARTICLES)]
            return await _whole(writer, sitemap(entries) if path == "/sitemap.xml" else feed(base, entries[:20]))
        self.served += 1
        draw = random.Random(f"{host}{path}")
        if draw.random() < _FAULTY:
            return await draw.choice(_FAULTS)(writer, base)
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.prose.text().split("\n\n"))
        return await _whole(
            writer,
            f"<!doctype html><html lang=en><title>{self.prose.prose(8).title()}</title>"
            f'<meta property="article:published_time" content="2026-11-{draw.randint(1, 20):02}T08:00:00Z">'
            f"<main><h1>A satellite in orbit: {self.prose.prose(6)}</h1>{text}</main></html>",
        )


async def _whole(writer: asyncio.StreamWriter, body: str) -> bool:
    data = body.encode()
    writer.write(f"{_HEAD}Content-Length: {len(data)}\r\n\r\n".encode() + data)
    await writer.drain()
    return True


async def _raw(writer: asyncio.StreamWriter, data: bytes) -> bool:
    writer.write(data)
    await writer.drain()
    return False


async def _close(writer: asyncio.StreamWriter, base: str) -> bool:
    return False


async def _reset(writer: asyncio.StreamWriter, base: str) -> bool:
    writer.write(_HEAD.encode())
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


async def _silence(writer: asyncio.StreamWriter, base: str) -> bool:
    await asyncio.sleep(20)
    return False


async def _too_short(writer: asyncio.StreamWriter, base: str) -> bool:
    return await _raw(writer, f"{_HEAD}Content-Length: 90000\r\n\r\n<p>It begins".encode())


async def _cut_gzip(writer: asyncio.StreamWriter, base: str) -> bool:
    data = gzip.compress(random.randbytes(9000))[:5000]
    return await _raw(writer, f"{_HEAD}Content-Encoding: gzip\r\nContent-Length: 5000\r\n\r\n".encode() + data)


async def _bomb(writer: asyncio.StreamWriter, base: str) -> bool:
    head = f"{_HEAD}Content-Encoding: gzip\r\nContent-Length: {len(_BOMB)}\r\n\r\n"
    return await _raw(writer, head.encode() + _BOMB)


async def _endless(writer: asyncio.StreamWriter, base: str) -> bool:
    writer.write(f"{_HEAD}\r\n".encode())
    for _ in range(400):  # 25 MB
        writer.write(b"<p>and so on</p>" * 4096)
        await writer.drain()
    return False


async def _junk(writer: asyncio.StreamWriter, base: str) -> bool:
    return await _raw(writer, random.randbytes(3000))


async def _many_headers(writer: asyncio.StreamWriter, base: str) -> bool:
    lines = "".join(f"X-Field-{n}: {'v' * 90}\r\n" for n in range(500))
    return await _raw(writer, f"{_HEAD}{lines}\r\n".encode())


async def _circle(writer: asyncio.StreamWriter, base: str) -> bool:
    place = f"{base}/circle/{random.randrange(1000)}"
    return await _raw(writer, f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode())


async def _status(writer: asyncio.StreamWriter, base: str) -> bool:
    status = random.choice(("403 Forbidden", "404 Not Found", "410 Gone", "500 Oops", "502 Bad Gateway", "999 No"))
    return await _raw(writer, f"HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nno".encode())


async def _deep(writer: asyncio.StreamWriter, base: str) -> bool:
    return await _whole(writer, "<div>" * 20_000 + "text")


async def _attributes(writer: asyncio.StreamWriter, base: str) -> bool:
    return await _whole(writer, f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>text")


_FAULTS = (
    _close,
    _reset,
    _silence,
    _too_short,
    _cut_gzip,
    _bomb,
    _endless,
    _junk,
    _many_headers,
    _circle,
    _status,
    _deep,
    _attributes,
)


def _serve(hosts: list[str], port: int, ready: Connection) -> None:
    async def run() -> None:
        site = Hosts(port)
        for host in hosts:
            await asyncio.start_server(site.answer, host, port)
        while True:
            ready.send(site.served)
            await asyncio.sleep(_LOOK_S)

    asyncio.run(run())


@dataclass(frozen=True, slots=True)
class Look:
    """The main process at one moment; memory in megabytes."""

    minutes: float
    pages: int
    memory: int
    descriptors: int
    all_memory: int


def _look(crawl: psutil.Process, began: float, pages: int) -> Look:
    workers = sum(child.memory_full_info().pss for child in crawl.children(recursive=True))
    memory = crawl.memory_full_info()
    return Look((time.monotonic() - began) / 60, pages, memory.uss >> 20, crawl.num_fds(), (memory.pss + workers) >> 20)


def _crawl(folder: Path, minutes: float, served: Connection) -> list[Look]:
    """Crawl the hosts of the folder's catalogue; return what the main process was like every few seconds."""
    command = [sys.executable, "-m", "crawler", "crawl", "--archive", str(folder / "soak.db"), "--allow-private"]
    command += ["--catalogue", str(folder / "hosts.toml"), "--only-catalogue", "--parallel", "200", "--quiet"]
    began = time.monotonic()
    looks: list[Look] = []
    with subprocess.Popen([*command, "--max-time", f"{max(1, round(minutes))}m"]) as process:
        crawl = psutil.Process(process.pid)
        while process.poll() is None:
            time.sleep(_LOOK_S)
            pages = looks[-1].pages if looks else 0
            while served.poll():
                pages = served.recv()
            with suppress(psutil.Error):  # a worker has ended, or the crawl
                looks.append(_look(crawl, began, pages))
                if len(looks) % 12 == 0:
                    print(_line(looks[-1]), flush=True)
    print(f"exit code {process.returncode}")
    return looks


def _line(look: Look) -> str:
    return (
        f"{look.minutes:5.1f} min {look.pages:7,} pages: main process {look.memory} MB, "
        f"{look.descriptors} descriptors; with workers {look.all_memory} MB"
    )


def _report(looks: list[Look]) -> bool:
    """Compare the first and the last quarter of what came after the first pages; return whether something grew."""
    settled = [look for look in looks if look.pages >= _SETTLED]
    if len(settled) < 20:
        print(f"too few pages to judge: {looks[-1].pages if looks else 0}, {_SETTLED} are the beginning")
        return True
    quarter = len(settled) // 4
    grew = False
    for name in ("memory", "descriptors"):
        first, last = (median(getattr(look, name) for look in part) for part in (settled[:quarter], settled[-quarter:]))
        grew |= last > first * _TOLERANCE
        print(f"{name}: {first:.0f} soon after {_SETTLED:,} pages, {last:.0f} at the end ({last / first:.2f})")
    return grew


@click.command()
@click.option("--minutes", default=20.0, show_default=True)
@click.option("--hosts", "count", default=200, show_default=True)
def main(minutes: float, count: int) -> None:
    """Crawl hosts that often fail, and say whether the main process stays as it is."""
    port = free_port()
    outlets = [Outlet(f"host{n}", f"127.0.9.{n}", f"http://127.0.9.{n}:{port}", ()) for n in range(1, count + 1)]
    hosts = [outlet.host for outlet in outlets]
    served, ready = get_context("spawn").Pipe(duplex=False)
    server = get_context("spawn").Process(target=_serve, args=(hosts, port, ready), daemon=True)
    server.start()
    served.recv()
    with tempfile.TemporaryDirectory() as place:
        write_catalogue(Path(place, "hosts.toml"), outlets)
        looks = _crawl(Path(place), minutes, served)
    server.terminate()
    sys.exit(_report(looks))


if __name__ == "__main__":
    main()
