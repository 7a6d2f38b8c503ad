"""Serve a folder of hosts on loopback: `python -m benchmarks.loopback.server FOLDER PORT`.

Small and in a separate process, so that what is measured is the client: bodies are sent as they lie there,
compressed, with an ETag; a request with the same ETag is answered by 304. Counts requests and bytes at `/-/counts`.
"""

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path

_TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8"}
_WAIT = 30.0  # seconds for the server to listen


class _Site:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cache: dict[str, bytes] = {}
        self.requests = self.bytes = 0

    def answer(self, path: str, validator: str) -> bytes:
        if path == "/-/counts":
            counts = json.dumps({"requests": self.requests, "bytes": self.bytes}).encode()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(counts), counts)
        self.requests += 1
        try:
            body = self._cache[path] if path in self._cache else (self._folder / f"{path[1:]}.gz").read_bytes()
        except OSError:
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nnot found"
        etag = f'"{zlib.crc32(body):08x}"'
        if validator == etag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        self.bytes += len(body)
        kind = _TYPES.get(Path(path).suffix, "application/octet-stream")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nETag: {etag}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _serve(folder: Path, port: int) -> None:
    async def listen(site: _Site, host: str) -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    lines = head.decode("latin-1").split("\r\n")
                    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                    writer.write(site.answer(lines[0].split()[1], fields.get("if-none-match", "")))
                    await writer.drain()
            writer.close()

        await asyncio.start_server(answer, host, port)

    for root in folder.iterdir():
        if root.is_dir():
            await listen(_Site(root), root.name)
    await asyncio.Event().wait()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.9.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def serve(folder: Path, port: int) -> Iterator[None]:
    """Serve the hosts of a folder from another process until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.loopback.server", str(folder), str(port)])
    try:
        host = next(root.name for root in folder.iterdir() if root.is_dir())
        _wait_for(f"http://{host}:{port}/-/counts")
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    until = time.monotonic() + _WAIT
    while True:
        try:
            urllib.request.urlopen(url).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
