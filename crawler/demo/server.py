"""HTTP server of the demo on loopback, one port per outlet, and the catalogue that points to it."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

from crawler.demo import pages
from crawler.demo.newsroom import Outlet, load_newsroom

_ENDPOINT_PATHS = {"feed": "/feed/", "sitemap": "/sitemap.xml", "listing": "/"}


class Newsroom:
    """The running servers: `addresses` are the base URL of each outlet by id."""

    def __init__(self) -> None:
        self.outlets = {outlet.id: outlet for outlet in load_newsroom()}
        self.addresses: dict[str, str] = {}

    def publish_edits(self) -> None:
        """Edit the reports that are edited later, as an outlet does without a word."""
        self.outlets = {key: outlet.edited() for key, outlet in self.outlets.items()}


@contextmanager
def serve_newsroom() -> Iterator[Newsroom]:
    """Serve all outlets until the block ends."""
    newsroom = Newsroom()
    with ExitStack() as stack:
        newsroom.addresses = {key: stack.enter_context(_serve(newsroom, key)) for key in newsroom.outlets}
        yield newsroom


def write_catalogue(file: Path, addresses: dict[str, str]) -> None:
    """Write the outlets as a catalogue file."""
    file.write_text("\n".join(_table(outlet, addresses[outlet.id]) for outlet in load_newsroom()), "utf-8")


def _table(outlet: Outlet, base: str) -> str:
    language = outlet.reports[0].language if outlet.reports else "en"
    return f"""[[source]]
id = "{outlet.id}"
name = "{outlet.name}"
homepage = "{base}/"
country = "{outlet.country}"
languages = ["{language}"]
kind = "{outlet.kind}"
focus = "{outlet.focus}"
timezone = "{outlet.timezone}"
delay = 0
  [[source.{outlet.endpoint}]]
  url = "{base}{_ENDPOINT_PATHS[outlet.endpoint]}"
"""


@contextmanager
def _serve(newsroom: Newsroom, key: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"newsroom": newsroom, "key": key}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    newsroom: Newsroom
    key: str

    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        status, kind, text = self._answer(unquote(self.path), base)
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, path: str, base: str) -> tuple[int, str, str]:
        outlet = self.newsroom.outlets[self.key]
        if outlet.status != 200:
            return outlet.status, "text/html", pages.error_page(outlet)
        if path == "/robots.txt":
            return 200, "text/plain", "User-agent: *\nDisallow: /private/\n"
        if path == "/feed/":
            return 200, "application/rss+xml", pages.feed(outlet, base)
        if path == "/sitemap.xml":
            return 200, "application/xml", pages.sitemap(outlet, base)
        if path == "/":
            return 200, "text/html", pages.front_page(outlet, base)
        if report := outlet.by_path.get(path):
            return 200, "text/html", pages.article_page(outlet, report, base)
        return 404, "text/html", pages.error_page(outlet)

    def log_message(self, *arguments: Any) -> None:
        """Log nothing, since the crawler reports its requests."""
