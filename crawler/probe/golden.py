"""Golden pages: a page of a source as it was sent, and the article that is expected of it.

Two files in `FOLDER/SOURCE/`: the page byte for byte, and a JSON file with where it came from and what was read. A
person corrects what was read wrongly; from then on a test reads the page again and compares, so that neither a change
of the extraction nor of the rules of the source breaks it unnoticed.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.clock import now
from archive.errors import SpacebeatError
from archive.records import Article, Lead, Rejection
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page
from crawler.fetch.ask import Reply

_SLUG_CHARACTERS = 60
# What a person can check on the page, besides the text.
_FIELDS = "url title authors published_at published_precision modified_at language section access".split()


class NotRecordedError(SpacebeatError):
    """The page could not be fetched, or has no article."""


def record(reply: Reply, url: str, source: Source, folder: Path) -> Path:
    """Write a fetched page and its expected article; return the path of the latter. Raises NotRecordedError."""
    if not reply.is_whole:
        raise NotRecordedError(f"{url} cannot be fetched: {reply.reason or f'http {reply.status}'}")
    origin = {
        "requested": url,
        "fetched": reply.url,
        "fetched_at": now(),
        "content_type": reply.headers.get("content-type", ""),
    }
    article = _extract(reply.body, origin, source)
    if isinstance(article, Rejection):
        raise NotRecordedError(f"{url} has no article: {article.state}, {article.reason}")
    target = folder / source.id / f"{slug(url)}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    page_of(target).write_bytes(reply.body)
    golden = origin | {"expected": fields_of(article)}
    target.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return target


def read_again(file: Path, source: Source) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the expected fields of a golden page, and those that are read today."""
    golden = json.loads(file.read_text("utf-8"))
    article = _extract(page_of(file).read_bytes(), golden, source)
    if isinstance(article, Rejection):
        return golden["expected"], {"rejected": f"{article.state}, {article.reason}"}
    return golden["expected"], fields_of(article)


def fields_of(article: Article) -> dict[str, Any]:
    """Return what is compared. The text is an array of lines, so that a difference is one line of a review."""
    fields = {name: getattr(article, name) for name in _FIELDS}
    return fields | {"authors": list(article.authors), "text": [line for line in article.text.split("\n") if line]}


def page_of(file: Path) -> Path:
    """Return the path of the page that belongs to an expected article."""
    return file.with_suffix(".page")


def slug(url: str) -> str:
    """Return a file name for a URL: the end of its path."""
    words = re.findall(r"[a-z0-9]+", unquote(urlsplit(url).path).lower())
    return "-".join(words)[-_SLUG_CHARACTERS:].strip("-") or "page"


def _extract(body: bytes, origin: dict[str, Any], source: Source) -> Article | Rejection:
    headers = {"content-type": origin["content_type"]}
    lead = Lead(origin["requested"])
    return extract(Page(origin["fetched"], body, headers, origin["fetched_at"], lead, source))
