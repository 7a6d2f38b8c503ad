"""Measure pages without their text: `python -m benchmarks.extraction.scripts FOLDER`.

Of each page that carries state in a script, all of the body but the scripts is taken away, as a front end would send it
that leaves the text to the browser. What is read of the rest is compared with the truth, and names and day, where the
truth has none, with those of the whole page. Only pages whose text is in their scripts can be read at all: the others
are counted apart.
"""

import argparse
import logging
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html

from archive.records import Article, Lead
from benchmarks.extraction import fields, score
from benchmarks.extraction import pages as labelled
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page
from crawler.html.document import UnreadableError, parse

_SOURCE = Source(id="x", name="", homepage="", country="INT", languages=(), kind="general-press", focus="general")
_FETCHED = "2026-11-01T00:00:00Z"
_STATE = re.compile(
    rb"__NEXT|__NUXT|__APOLLO|__remix|_STATE__|globalContent|sveltekit|ng-state|application/json|data-page="
)


@dataclass(frozen=True, slots=True)
class Row:
    """What was read of a page without its text."""

    half: int
    method: str
    body: float
    authors: float | None
    day: bool


def without_text(page: labelled.LabelledPage) -> str:
    """Return a page with the metadata of its head and the scripts of its body, and nothing else."""
    tree = parse(page.body, page.url).tree
    body, head = tree.find("body"), tree.find("head")
    kept = [element for element in head if element.tag in ("title", "meta", "script")] if head is not None else []
    scripts = list(body.iter("script")) if body is not None else []
    metadata, state = (
        "".join(
            lxml.html.tostring(element, encoding="unicode", with_tail=False)
            for element in elements
            if "ld+json" not in (element.get("type") or "")
        )
        for elements in (kept, scripts)
    )
    return f"<html><head>{metadata}</head><body><div id=root></div>{state}</body></html>"


def rows(folder: Path) -> Iterator[Row]:
    for page in labelled.read(folder):
        if not _STATE.search(page.body):
            continue
        try:
            bare = without_text(page).encode("utf-8", "replace")
        except UnreadableError:
            continue
        whole, found = (
            extract(Page(page.url, body, headers, _FETCHED, Lead(page.url), _SOURCE))
            for body, headers in ((page.body, {}), (bare, {"content-type": "text/html; charset=utf-8"}))
        )
        if not isinstance(whole, Article) or not isinstance(found, Article) or found.provenance["text"] != "state":
            yield Row(labelled.fold(page.site, 2), "", 0.0, None, False)
            continue
        names = fields.names(page.truth.get("authors") or page.truth.get("author_string") or whole.authors)
        yield Row(
            labelled.fold(page.site, 2),
            "state",
            score.body(page.bodies or [whole.text], found.text)[2],
            fields.agreement(names, fields.names(found.authors)) if names else None,
            found.published_at[:10] == whole.published_at[:10],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    logging.disable(logging.WARNING)
    found = [row for folder in parser.parse_args().folder for row in rows(folder)]
    for half in (0, 1):
        read = [row for row in found if row.half == half and row.method]
        bodies = [row.body for row in read]
        print(
            f"half {half}: text found in the scripts of {len(read)} of {sum(row.half == half for row in found)} pages,"
            f" F1 {statistics.mean(bodies or [0]):.3f}, from 0.9 {sum(body >= 0.9 for body in bodies)},"
            f" below 0.5 {sum(body < 0.5 for body in bodies)},"
            f" authors {statistics.mean([row.authors for row in read if row.authors is not None] or [0]):.3f},"
            f" day {statistics.mean([row.day for row in read] or [0]):.3f}"
        )


if __name__ == "__main__":
    main()
