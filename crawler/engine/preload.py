"""What the server of the workers does before it forks them: import the libraries, read a page and a list of each kind.

The first page of a process costs two seconds, since models, tables and patterns are built when they are first needed.
Built here, they are shared by all workers (crawler.engine.workers).
"""

import gc
from contextlib import suppress

from archive.records import Article, Lead
from crawler.catalogue.source import Endpoint, Source
from crawler.discovery.endpoint import read_endpoint
from crawler.engine.allocator import keep_for_good, return_free_pages
from crawler.enrich.enrich import enrich
from crawler.extract.article import extract
from crawler.extract.body.extractors import by_trafilatura
from crawler.extract.page import Page
from crawler.html.document import parse

_URL = "https://outlet.example/2026/01/05/committee-adopts-guidelines"
_SENTENCE = "The committee adopted guidelines on orbital debris, and delegations of the space agencies welcomed them. "
_BODY = "".join(f"<p>{_SENTENCE * 3}</p>" for _ in range(5))
_PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Committee adopts guidelines on debris - Outlet</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>Committee adopts guidelines on debris</h1>
<p class="byline">By Ana Ruiz</p>
<time>5 January 2026, 10:30 CET</time>{_BODY}</article><footer>Imprint</footer></body></html>"""
_SOURCE = Source(
    id="outlet",
    name="Outlet",
    homepage="https://outlet.example/",
    country="US",
    languages=("en",),
    kind="trade-press",
    focus="space-policy",
)
_LISTS = {
    "feed": f"<rss version='2.0'><channel><item><title>Debris</title><link>{_URL}</link></item></channel></rss>",
    "sitemap": f"<urlset><url><loc>{_URL}</loc></url></urlset>",
    "listing": f"<html><body><ul><li><a href='{_URL}'>Committee adopts guidelines</a></li></ul></body></html>",
}


def read_one_page() -> bool:
    """Extract and enrich a page, so that all that is built on first use is there; return whether it could be read."""
    headers = {"content-type": "text/html; charset=utf-8"}
    article = extract(Page(_URL, _PAGE.encode(), headers, "2026-01-06T00:00:00Z", Lead(_URL), _SOURCE))
    if not isinstance(article, Article):
        return False
    enrich(article, focus=_SOURCE.focus, country=_SOURCE.country)
    return True


def read_one_page_without_text() -> None:
    """Let trafilatura look for a text that is not there: its last resort, jusText, loads 154,000 stop words."""
    by_trafilatura(parse(b"<html><body><p>Imprint</p></body></html>", _URL), thorough=True)


def read_one_list_of_each_kind() -> None:
    """Do the same for the bodies of endpoints."""
    for kind, body in _LISTS.items():
        read_endpoint(kind, body.encode(), _SOURCE.homepage, {}, _SOURCE, Endpoint(url=_SOURCE.homepage))


gc.disable()  # what is built here stays: to look for garbage in it takes a sixth of the time
with suppress(MemoryError, OSError):  # a worker will say so
    read_one_page_without_text()  # first: what it frees again has room for what the others load
    read_one_page()
    read_one_list_of_each_kind()
keep_for_good()
return_free_pages()
gc.enable()
