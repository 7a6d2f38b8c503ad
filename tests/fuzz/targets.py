"""What reads bytes of strangers, each as a function that may raise only the errors that it names.

The seeds, in a folder for each, are small inputs of the right form: a fuzzer mutates them, because random bytes are
refused at the door.
"""

import atexit
import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from scrapy.http import Response

from archive.export.csv import write_csv
from archive.records import Article, Exchange, Lead, Rejection
from archive.search.fts_index import fold
from archive.search.query_parser import QueryError, match_expression
from archive.urls.canonical import UrlError, canonical_url, url_key
from archive.warc.content_encoding import TooLargeError, UndecodableError, decode
from archive.warc.records import read as read_record
from archive.warc.writer import CaptureWriter
from crawler.catalogue.errors import CatalogueError
from crawler.catalogue.load import parse
from crawler.catalogue.source import Endpoint, Source
from crawler.config.load import ConfigurationError, read_settings_file
from crawler.discovery.endpoint import read_endpoint
from crawler.discovery.json_api import dialects, read_api
from crawler.discovery.result import EndpointError
from crawler.extract.article import extract
from crawler.extract.authors.person_names import people
from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.parser import find_dates, read_date
from crawler.extract.metadata.site_name import SiteNames
from crawler.extract.page import Page
from crawler.fetch.conditional_requests import conditional_headers, validators_of
from crawler.fetch.header_fields import field_of, fields_of
from crawler.fetch.rights.aipref import read_usage
from crawler.fetch.rights.exchange import rights_of_exchange
from crawler.fetch.rights.meta_tags import meta_elements
from crawler.fetch.rights.policy import permission, rights_of
from crawler.fetch.rights.tdmrep import read_tdmrep, reservation_for
from crawler.fetch.robots.parser import parse_robots
from crawler.fetch.throttle.pauses import retry_after_seconds
from crawler.ingest.scan import scan
from crawler.ingest.skim import skim
from crawler.ingest.warc_record import read_response
from crawler.probe.candidates import candidates

_SEEDS = Path(__file__).with_name("seeds")
HOME = "https://courier.example/"
SOURCE = Source(
    id="courier", name="Courier", homepage=HOME, country="US", languages=("en",), kind="trade-press",
    focus="space-policy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A reader of foreign bytes, and the errors that it may raise."""

    name: str
    read: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = ()

    @property
    def seeds(self) -> tuple[bytes, ...]:
        return tuple(path.read_bytes() for path in sorted((_SEEDS / self.name).iterdir()))

    def __call__(self, data: bytes) -> None:
        """Read the bytes. Raises what the target does not name."""
        try:
            self.read(data)
        except self.allowed:
            return


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode("utf-8")


def _url(data: bytes) -> None:
    url = canonical_url(_text(data))
    assert canonical_url(url) == url, url
    assert url_key(url) == url_key(_text(data))


def _endpoint(kind: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        found = read_endpoint(kind, data, f"{HOME}list", {}, SOURCE, Endpoint(url=f"{HOME}list"))
        for lead in found.leads:
            assert lead.url.startswith("http"), lead.url
            json.dumps([lead.url, lead.title, lead.published]).encode("ascii")

    return read


def _api(data: bytes) -> None:
    for dialect in dialects():
        read_api(data, f"{HOME}api", {}, dialect=dialect)


def _robots(data: bytes) -> None:
    rules = parse_robots(data, "spacebeat")
    rules.allow(f"{HOME}news/1")


def _rights(data: bytes) -> None:
    for rule_path in (HOME, f"{HOME}news/1"):
        reservation_for(rule_path, read_tdmrep(data))
    header = _text(data[:500])
    read_usage([header])
    headers = {"x-robots-tag": [header], "tdm-reservation": [header], "content-usage": [header]}
    permission(rights_of(HOME, headers, meta_elements(data)), "research")
    retry_after_seconds(header, datetime(2026, 11, 1, tzinfo=UTC), header)


def _encoded(fields: dict[str, str]) -> dict[bytes, list[bytes]]:
    return {name.encode("latin-1"): [value.encode("latin-1")] for name, value in fields.items()}


def _headers(data: bytes) -> None:
    """Read header fields, as Scrapy hands them over, with a body after them."""
    head, _, body = data.partition(b"\n\n")
    named = [line.partition(":") for line in head.decode("latin-1").split("\n")]
    fields = {name.strip().lower(): value.strip() for name, _, value in named if name.strip()}
    response = Response(f"{HOME}news/1", headers=_encoded(fields))
    assert fields_of(response).keys() <= fields.keys()
    conditional_headers(validators_of(response), 0, 6)
    now = datetime(2026, 11, 1, tzinfo=UTC)
    retry_after_seconds(field_of(response, "Retry-After"), now, field_of(response, "Date"))
    with suppress(TooLargeError, UndecodableError):
        decode(body, tuple(fields.get("content-encoding", "").split(",")), 100_000)
    with suppress(ValueError):
        canonical_url(urljoin(f"{HOME}news/1", fields.get("location", "")))
    exchange = Exchange(f"{HOME}news/1", "2026-11-01T00:00:00Z", 200, tuple(fields.items()), body)
    permission(rights_of_exchange(exchange), "research")
    for candidate in candidates(body, HOME, fields):
        assert candidate.url.startswith("http"), candidate.url
    for kind in ("feed", "sitemap", "listing"):
        with suppress(EndpointError):
            read_endpoint(kind, body, f"{HOME}list", fields, SOURCE, Endpoint(url=f"{HOME}list"))
    for dialect in dialects():
        with suppress(EndpointError):
            read_api(body, f"{HOME}api?page=2&per_page=1", fields, dialect=dialect)
    result = extract(Page(f"{HOME}news/1", body, fields, "2026-11-01T00:00:00Z", Lead(f"{HOME}news/1"), SOURCE))
    assert not (isinstance(result, Rejection) and result.reason.startswith("extractor: ")), result.reason


@cache
def _records() -> tuple[CaptureWriter, Path]:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    writer = CaptureWriter(Path(folder.name))
    atexit.register(writer.close)  # before the folder goes
    return writer, Path(folder.name)


def _foreign(data: bytes) -> None:
    """Keep foreign records as ours, and read them again."""
    writer, folder = _records()
    for _, exchange in scan(BytesIO(data), lambda record: read_response(record)):
        if not isinstance(exchange, Exchange):
            continue
        status, _, _ = read_record(folder, writer.write(exchange))
        assert status == exchange.status


def _settings(data: bytes) -> None:
    file = _records()[1] / "spacebeat.toml"
    file.write_bytes(data)
    for variable, value in read_settings_file(file).items():
        assert "\0" not in value, variable  # the environment takes none


def _warc(data: bytes) -> None:
    for reader in (
        scan(BytesIO(data), lambda record: read_response(record)),
        skim(BytesIO(data), lambda record: read_response(record), lambda host: host == "x.example", lambda count: None),
    ):
        for offset, _ in reader:
            assert 0 <= offset <= len(data)


def _date(data: bytes) -> None:
    text = _text(data)
    for locale in (DateLocale(), DateLocale(("ar", "zh", "hi", "ru", "ja"), timezone="Asia/Kolkata", country="IN")):
        for stated in (read_date(text, locale), *(one for one, _, _ in find_dates(text, locale))):
            assert stated is None or datetime.fromisoformat(stated.value)


def _authors(data: bytes) -> None:
    for name in people([_text(data)], SiteNames(frozenset(), ""), trusted=True):
        assert name.strip() == name, name


def _page(data: bytes) -> None:
    lead = Lead(f"{HOME}news/1", "feed", title="Orbit talks", html=_text(data[:200]))
    result = extract(Page(f"{HOME}news/1", data, {"content-type": "text/html"}, "2026-11-01T00:00:00Z", lead, SOURCE))
    assert isinstance(result, Article | Rejection)
    assert not (isinstance(result, Rejection) and result.reason.startswith("extractor: ")), result.reason


@cache
def _index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table articles_fts using fts5(title, text)")
    connection.execute("insert into articles_fts values (?, ?)", [fold("Orbit talks"), fold("宇宙 debris")])
    return connection


def _query(data: bytes) -> None:
    expression = match_expression(_text(data))
    _index().execute("select rowid from articles_fts where articles_fts match ?", [expression]).fetchall()


def _csv(data: bytes) -> None:
    values = _text(data).replace("\0", "").split("\x1f")
    file = io.StringIO(newline="")
    write_csv([{str(place): value for place, value in enumerate(values)}], [str(n) for n in range(len(values))], file)
    rows = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert len(rows) == 2
    assert len(rows[1]) == len(values)
    assert not any(cell.startswith(("=", "@")) for cell in rows[1])


def _catalogue(data: bytes) -> None:
    parse(_text(data), "fuzzed.toml")


TARGETS = (
    Target("url", _url, (UrlError,)),
    Target("feed", _endpoint("feed"), (EndpointError,)),
    Target("sitemap", _endpoint("sitemap"), (EndpointError,)),
    Target("listing", _endpoint("listing"), (EndpointError,)),
    Target("api", _api, (EndpointError,)),
    Target("robots", _robots),
    Target("rights", _rights),
    Target("headers", _headers),
    Target("warc", _warc),
    Target("foreign", _foreign),
    Target("settings", _settings, (ConfigurationError,)),
    Target("date", _date),
    Target("authors", _authors),
    Target("page", _page),
    Target("query", _query, (QueryError,)),
    Target("csv", _csv),
    Target("catalogue", _catalogue, (CatalogueError,)),
)
