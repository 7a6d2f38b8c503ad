"""Measure documents: `python -m benchmarks.extraction.documents FOLDER [--half N] [--verbose]`.

`documents.jsonl` next to this module has the truth of real PDF, DOCX and ODT files, and where each is from: a path in a
public repository, or in a package of Debian 12. The files are not part of the project; FOLDER has them under the names
in `file`, and those that are missing, or are other versions (`sha256`), are left out. A lead that knows nothing but the
address leads to each, so that all is read from the file.

Titles are right if they have the words of one of those stated. Authors have an F1, and a document that names nobody is
right without any. A day is right if it begins with one of those stated, which may be a month or a year; where none is
stated, no day is asked for.
"""

import argparse
import hashlib
import json
import logging
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.records import Article, Lead, Rejection
from benchmarks.extraction.fields import agreement, key, names
from benchmarks.extraction.pages import fold
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page

TRUTH = Path(__file__).with_name("documents.jsonl")
_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_SOURCE = Source(id="x", name="", homepage="", country="INT", languages=(), kind="general-press", focus="general")
_FETCHED = "2026-11-01T00:00:00Z"


@dataclass(slots=True)
class Tally:
    """The scores of documents, each field over those that state it."""

    documents: int = 0
    scores: dict[str, list[float]] = field(
        default_factory=lambda: {name: [] for name in ("title", "authors", "date", "wrong date", "access")}
    )

    def add(self, truth: dict[str, Any], found: Article | Rejection) -> dict[str, float]:
        """Score one document, and return its scores."""
        self.documents += 1
        marks = dict(_marks(truth, found))
        for name, mark in marks.items():
            self.scores[name].append(mark)
        return marks

    def line(self, name: str) -> str:
        """Return the row of the table."""
        means = (f"{statistics.mean(marks):.3f} of {len(marks)}" if marks else "-" for marks in self.scores.values())
        return f"{name:8}{self.documents:6}" + "".join(f"{mean:>15}" for mean in means)


def _marks(truth: dict[str, Any], found: Article | Rejection) -> Iterator[tuple[str, float]]:
    article = found if isinstance(found, Article) else None
    access = article.access if article else str(found.reason if isinstance(found, Rejection) else "").split()[0]
    yield "access", float(access == truth.get("access", "full"))
    if titles := truth.get("titles"):
        yield "title", float(key(article.title if article else "") in map(key, titles))
    if "authors" in truth:
        right, ours = names(truth["authors"]), names(article.authors if article else ())
        yield "authors", agreement(right, ours) if right else float(not ours)
    if dates := truth.get("dates"):
        day = article.published_at[:10] if article else ""
        right_day = any(day.startswith(date) for date in dates)
        yield "date", float(right_day)
        yield "wrong date", float(bool(day) and not right_day)


def read(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield the truth and the file of each document that the folder has."""
    with open(TRUTH, encoding="utf-8") as lines:
        for truth in map(json.loads, lines):
            path = folder / truth["file"]
            body = path.read_bytes() if path.exists() else b""
            if hashlib.sha256(body).hexdigest() == truth["sha256"]:
                yield truth, body


def read_document(truth: dict[str, Any], body: bytes) -> Article | Rejection:
    """Return the article that a document is."""
    url = f"https://documents.example/{truth['sha256'][:8]}"  # a name of the file may tell title and day
    headers = {"content-type": _TYPES[Path(truth["file"]).suffix]}
    lead = Lead(url, title="A document") if "access" in truth else Lead(url)
    return extract(Page(url, body, headers, _FETCHED, lead, _SOURCE))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="documents of one half only, by a hash of their name")
    parser.add_argument("--verbose", action="store_true", help="print what is wrong of each document")
    chosen = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    tallies = (Tally(), Tally())
    for truth, body in read(chosen.folder):
        half = fold(truth["file"], 2)
        if chosen.half in (None, half):
            found = read_document(truth, body)
            marks = tallies[half].add(truth, found)
            if chosen.verbose and (marks.pop("wrong date", 0) or min(marks.values()) < 1):
                print(truth["file"], {name: round(mark, 2) for name, mark in marks.items() if mark < 1})
                print("    stated:", *(truth.get(name) for name in ("titles", "authors", "dates")))
                if isinstance(found, Article):
                    print("    found: ", found.title, found.authors, found.published_at, found.published_method)
                else:
                    print("    found: ", found.state, found.reason)
    print(f"{'':8}{'files':>6}" + "".join(f"{name:>15}" for name in tallies[0].scores))
    print("\n".join(tally.line(f"half {half}") for half, tally in enumerate(tallies)))


if __name__ == "__main__":
    main()
