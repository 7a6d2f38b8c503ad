"""An archive made in this process: WARC files as their makers write them, and an ingest of them."""

import asyncio
import gzip
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.source import Source
from crawler.ingest.run import Plan, ingest
from crawler.ingest.state import Ingest
from tests.outlets import article

FETCHED = "2026-11-10T08:00:00Z"
URL = "https://courier.example/news/{}"


def source(source_id: str = "courier", **fields: Any) -> Source:
    keys = {
        "name": source_id.title(),
        "homepage": f"https://{source_id}.example/",
        "country": "US",
        "languages": ("en",),
        "kind": "trade-press",
        "focus": "space-policy",
    }
    return Source(id=source_id, **(keys | fields))


def record(
    url: str,
    body: bytes,
    *,
    at: str = FETCHED,
    status: str = "200 OK",
    kind: str = "text/html",
    headers: Iterable[tuple[str, str]] = (),
    compressed: bool = True,
) -> bytes:
    """Return one response record."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=compressed)
    http = StatusAndHeaders(status, [("Content-Type", kind), *headers], protocol="HTTP/1.1")
    warc = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": at},
    )
    writer.write_record(warc)
    return file.getvalue()


def revisit(url: str, digest: str, at: str, of_url: str, of_time: str) -> bytes:
    file = BytesIO()
    writer = WARCWriter(file, gzip=True)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    warc = writer.create_revisit_record(url, digest, of_url, of_time, http_headers=http)
    warc.rec_headers.replace_header("WARC-Date", at)
    writer.write_record(warc)
    return file.getvalue()


def story(number: int, **fields: Any) -> bytes:
    return record(URL.format(number), article(number), **fields)


def stories(count: int, first: int = 0, **fields: Any) -> bytes:
    return b"".join(story(number, **fields) for number in range(first, first + count))


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


class AtOnce(Executor):
    """Runs each task when it is submitted, in this process."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Bench:
    """An archive, the sources of a catalogue, and files to read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = folder / "test.db"
        self.sources = [source()]

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def ingest(self, *files: Path, all_hosts: bool = False, watch: Any = None) -> Ingest:
        catalogue = Catalogue({source.id: source for source in self.sources})
        plan = Plan(self.archive, files, catalogue, all_hosts=all_hosts, workers=8, make_executor=AtOnce)
        return asyncio.run(ingest(plan, watch))

    def query(self, sql: str) -> list[dict[str, Any]]:
        db = Database(str(self.archive))
        try:
            return list(db.query(sql))
        finally:
            db.close()

    def titles(self) -> list[str]:
        return [row["title"] for row in self.query("select title from articles order by url")]
