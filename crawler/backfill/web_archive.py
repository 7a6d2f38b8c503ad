"""The index of a web archive: which pages of a site it holds, and where it shows them as they were.

The index answers in the form of the Wayback CDX server (github.com/internetarchive/wayback, wayback-cdx-server);
the addresses of copies carry `id_`, for the page as it was and not as the archive dresses it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.records import Lead
from crawler.discovery.json_feed import parsed_json
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.task import read_within_limits
from crawler.discovery.urls import clean, shape

PAGE = 2_000  # captures a page of the index
LATE = timedelta(days=90)  # how long after its day an article may have been found by the archive
LIKELY = 2  # points of crawler.discovery.urls.shape from which an address is worth a request


def index_page(archive: str, homepage: str, first: date, last: date) -> str:
    """Return the address of the first page of the index for a site and a span of days."""
    host = urlsplit(homepage).netloc.removeprefix("www.")
    query = {
        "url": f"{host}/*",
        "from": first.strftime("%Y%m%d"),
        "to": (last + LATE).strftime("%Y%m%d"),
        "output": "json",
        "fl": "timestamp,original",
        "collapse": "urlkey",
        "limit": str(PAGE),
        "showResumeKey": "true",
    }
    filters = [("filter", "statuscode:200"), ("filter", "mimetype:text/html")]
    return f"{archive.rstrip('/')}/cdx/search/cdx?{urlencode([*query.items(), *filters])}"


def read_index(body: bytes, url: str, homepage: str, *, every_address: bool) -> Found:
    """Return the copies that a page of the index lists; `more` is the next page.

    Without `every_address` only addresses are taken that look like an article's. Raises EndpointError when the body is
    no index.
    """
    rows = parsed_json(body.decode("utf-8", "replace") or "[]", url)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise EndpointError(f"{url} is not the index of a web archive")
    # An empty row parts the captures from the key of the next page.
    end = next((number for number, row in enumerate(rows) if not row), len(rows))
    listed, rest = rows[:end], rows[end + 1 :]
    archive = url.partition("/cdx/")[0]
    leads: dict[str, Lead] = {}
    for row in listed[1:]:
        if len(row) >= 2 and str(row[0]).isdecimal():
            address = _as_today(clean(str(row[1]), url), homepage)
            if address and (every_address or shape(address) >= LIKELY):
                replay = f"{archive}/web/{row[0]}id_/{row[1]}"
                leads.setdefault(address, Lead(address, found_by="archive", endpoint=archive, replay=replay))
    key = str(rest[0][0]) if rest and rest[0] else ""
    return Found(leads=tuple(leads.values()), more=(_resumed(url, key),) if key else ())


@dataclass(frozen=True, slots=True)
class IndexBody:
    """One page of an index, as `read_index` takes it."""

    body: bytes
    url: str
    homepage: str
    every_address: bool


def read_index_body(task: IndexBody) -> Found:
    """Return what a page of an index lists, in a worker. Raises EndpointError, also when a limit ends it."""
    read = partial(read_index, task.body, task.url, task.homepage, every_address=task.every_address)
    return read_within_limits(task.url, read)


def _as_today(address: str, homepage: str) -> str:
    """Return the address with the scheme of today: many captures are older than the TLS of their site."""
    if not (homepage.startswith("https:") and address.startswith("http:")):
        return address
    parts = urlsplit(address)
    return parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")).geturl()


def _resumed(url: str, key: str) -> str:
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] != "resumeKey"]
    return parts._replace(query=urlencode([*pairs, ("resumeKey", key)])).geturl()
