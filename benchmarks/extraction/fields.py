"""Score whole articles: body, title, authors and day, by half, and what of the bodies is lost or too much, by kind."""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archive.blocks import ASIDE
from archive.records import Article, Lead
from benchmarks.extraction import pages as labelled
from benchmarks.extraction import score
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.body.structure import structure
from crawler.extract.page import Page
from crawler.html.document import UnreadableError, parse

NOWHERE = "in no block"
_SOURCE = Source(id="x", name="", homepage="", country="INT", languages=(), kind="general-press", focus="general")
_FETCHED = "2026-11-01T00:00:00Z"
_AND = re.compile(r"\s*(?:[,;|/•·\n&]|\b(?:and|und|et|y|mit|with)\b)\s*", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|de|di)\s*:?\s+", re.IGNORECASE)
_ROW = ("pages", "F1", "P", "R", "title", "authors", "day", "wrong day")


@dataclass(slots=True)
class Fields:
    """The scores of several pages, each of those that state the field."""

    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in _ROW})
    missing: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    def add(self, page: labelled.LabelledPage) -> None:
        """Read a page and score what is stated of it."""
        found = extract(Page(page.url, page.body, {}, _FETCHED, Lead(page.url), _SOURCE))
        article = found if isinstance(found, Article) else None
        self.values["pages"].append(1.0)
        if page.bodies:
            precision, recall, f1 = score.body(page.bodies, article.text if article else "")
            self._note(F1=f1, R=recall, **({} if precision is None else {"P": precision}))
            self._lose(page, article)
        if title := page.truth.get("title"):
            self._note(title=float(key(title) == key(article.title if article else "")))
        if stated := names(page.truth.get("authors") or page.truth.get("author_string")):
            self._note(authors=agreement(stated, names(article.authors if article else ())))
        if days := page.truth.get("dates"):
            found_days = _days(article) if article else set()
            right = not found_days.isdisjoint(days)
            self._note(**{"day": float(right), "wrong day": float(bool(found_days) and not right)})

    def _note(self, **values: float) -> None:
        for name, value in values.items():
            self.values[name].append(value)

    def _lose(self, page: labelled.LabelledPage, article: Article | None) -> None:
        truth = score.runs(score.tokenise(page.bodies[0]))
        ours = score.runs(score.tokenise(article.text if article else ""))
        known: set[tuple[str, ...]] = set()
        for kind, runs in _kinds(page):
            self.missing[kind] += sum((+((runs & truth) - ours)).values()) if not runs.keys() <= known else 0
            known |= runs.keys()
        self.missing[NOWHERE] += sum(count for run, count in (truth - ours).items() if run not in known)
        for block in article.blocks if article else ():
            if block.kind not in ASIDE:
                self.extra[block.kind] += sum((score.runs(score.tokenise(block.text)) - truth).values())

    def line(self, name: str) -> str:
        """Return the row of the table."""
        cells = [f"{len(self.values['pages']):7}"]
        cells += [f"{statistics.mean(v):10.4f}" if (v := self.values[column]) else f"{'-':>10}" for column in _ROW[1:]]
        return f"{name:14}{''.join(cells)}"


def head() -> str:
    return f"{'':14}{_ROW[0]:>7}{''.join(f'{name:>10}' for name in _ROW[1:])}"


def measure(pages: Sequence[labelled.LabelledPage]) -> Iterable[str]:
    """Yield the lines of the table, and of what is lost by kind."""
    halves = (Fields(), Fields())
    everything = Fields()
    for page in pages:
        half = halves[labelled.fold(page.site, 2)]
        half.add(page)
    for half in halves:
        for name, values in half.values.items():
            everything.values[name] += values
        everything.missing += half.missing
        everything.extra += half.extra
    yield head()
    yield from (half.line(f"half {number}") for number, half in enumerate(halves))
    yield everything.line("all")
    for name, losses in (("missing", everything.missing), ("too much", everything.extra)):
        total = sum(losses.values())
        shares = [f"{kind} {100 * count / total:.0f} %" for kind, count in losses.most_common(6) if count]
        yield f"{name}: {'; '.join([f'{total} runs of four words', *shares])}"


def _days(article: Article) -> set[str]:
    """Return the day of publication in UTC and on the clock of the outlet: labels have one or the other."""
    if not article.published_at:
        return set()
    offset = re.fullmatch(r"([+-])(\d\d):(\d\d)", article.published_zone)
    if article.published_precision == "day" or offset is None:
        return {article.published_at[:10]}
    away = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
    return {article.published_at[:10], (datetime.fromisoformat(article.published_at) + away).date().isoformat()}


def _kinds(page: labelled.LabelledPage) -> Iterable[tuple[str, Counter[tuple[str, ...]]]]:
    """Yield the kind and the runs of every block of a page."""
    try:
        document = parse(page.body, page.url)
    except UnreadableError:
        return
    blocks, _ = structure(document.blocks, range(len(document.blocks.blocks)), page.url)
    for block in blocks:
        yield block.kind, score.runs(score.tokenise(block.text))


def key(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def names(stated: object) -> list[str]:
    several = [stated] if isinstance(stated, str) else list(stated) if isinstance(stated, list | tuple) else []
    parts = (part for text in several if isinstance(text, str) for part in _AND.split(_BY.sub("", text.strip())))
    return list(dict.fromkeys(name for part in parts if (name := key(part))))


def agreement(right: Sequence[str], found: Sequence[str]) -> float:
    """Return the F1 of names; one agrees with another that has all of its words, at least two."""
    left = list(found)
    hits = 0
    for name in right:
        twin = next((other for other in left if _is_same(name, other)), None)
        if twin is not None:
            left.remove(twin)
            hits += 1
    return 2 * hits / (len(right) + len(found)) if found else 0.0


def _is_same(one: str, other: str) -> bool:
    first, second = set(one.split()), set(other.split())
    return one == other or (min(len(first), len(second)) > 1 and (first <= second or second <= first))
