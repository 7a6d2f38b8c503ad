"""A real web on loopback: servers on separate ports, each with a log of who asked for what and when."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from time import monotonic, sleep
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    at: float
    path: str
    headers: dict[str, str]
    body: bytes = b""
    method: str = "GET"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    raw: bytes | Callable[[], Iterable[bytes]] | None = None  # sent as it stands, then the connection is closed


@dataclass
class Site:
    """A web server; `pages` maps a path to an answer, to a list of answers in turn, or to a function of the
    request.
    """

    url: str
    port: int
    pages: dict[str, Any] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    busiest: int = 0
    connections: int = 0
    _busy: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def count(self, path: str) -> int:
        return self.paths().count(path)

    def gaps(self) -> list[float]:
        """Return the seconds between one request and the next."""
        times = [asked.at for asked in self.log]
        return [later - earlier for earlier, later in pairwise(times)]

    def begin(self, asked: Asked) -> Answer:
        with self._lock:
            self.log.append(asked)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
            page = self.pages.get(asked.path, Answer(status=404))
            if isinstance(page, list):
                page = page.pop(0) if len(page) > 1 else page[0]
        if callable(page):
            page = page(asked)
        return Answer(page) if isinstance(page, bytes) else page

    def end(self) -> None:
        with self._lock:
            self._busy -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def do_POST(self) -> None:
        self.do_GET()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        answer = site.begin(Asked(monotonic(), self.path, headers, body, self.command))
        if answer.wait:
            self.server.closing.wait(answer.wait)
        site.end()  # before the answer is sent: the client may be back before this thread goes on
        try:
            self._send(answer)
        except ConnectionError:
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        if answer.raw is not None:
            self.close_connection = True
            for piece in [answer.raw] if isinstance(answer.raw, bytes) else answer.raw():
                self.wfile.write(piece)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in answer.headers:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, from its opening to its end."""
        self.site.connections += 1
        super().process_request_thread(request, client_address)

    def __init__(self, address: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, 0), _Handler)
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing: clients may go away."""


@contextmanager
def site_server() -> Iterator[Callable[..., Site]]:
    """Yield a function that starts web servers, each on its own port (and address, if one is passed)."""
    servers: list[_Server] = []

    def start(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Site:
        server = _Server(address)
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        port = server.server_address[1]
        host = f"[{address}]" if ":" in address else address
        server.site = Site(f"{'https' if tls else 'http'}://{host}:{port}", port)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return server.site

    try:
        yield start
    finally:
        for server in servers:
            server.closing.set()
            server.shutdown()
            server.server_close()


def wait_until(condition: Callable[[], object], seconds: float = 120) -> None:
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end
        sleep(0.02)
