"""Collect every statement of a page, its lead and its URL about when it was published or modified.

A statement becomes evidence when it can be parsed as one date within the limits (1990 to a day after the
fetch); `ranking` decides whether to trust it. Footer years, copyright lines and the dates of teasers never
become evidence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from archive.records import Evidence, Lead
from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.parser import Stated, read_date
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured
from crawler.html.regions import outside
from crawler.html.text import plain

Field = Literal["published", "modified"]
_EARLIEST = "1990-01-01"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of evidence with the worth of its place (0 to 10) and the day that the outlet states.

    `labelled` when a visible date is labelled as the publication.
    """

    evidence: Evidence
    worth: float
    day: str
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The range of days in which a date of this page may lie, both ends included (YYYY-MM-DD).

    `fetched` is when the page was as it is, in UTC; None where that is not known.
    """

    locale: DateLocale
    latest: str
    fetched: datetime | None = None

    @classmethod
    def until(cls, fetched_at: str, locale: DateLocale, *, is_replay: bool = False) -> "Window":
        """Return the window of a page fetched at that instant (ISO 8601), perhaps from a web archive.

        Unbounded in the future when the instant is unknown.
        """
        try:
            fetched = datetime.fromisoformat(fetched_at)
        except ValueError:
            return cls(locale, "2100-01-01")
        latest = (fetched.date() + timedelta(days=1)).isoformat()
        return cls(locale, latest, None if is_replay or fetched.tzinfo is None else fetched.astimezone(UTC))

    def is_fresh(self, day: str) -> bool:
        """Return whether a day is that of the fetch, or adjacent to it."""
        return date.fromisoformat(self.latest) - date.fromisoformat(day) <= timedelta(days=2)

    def candidate(self, raw: str, field: Field, method: str, worth: float) -> Candidate | None:
        """Build the candidate of a raw statement; None when it is not a date or out of range."""
        stated = read_date(plain(raw), self.locale) if raw else None
        return self.settled(stated, raw, field, method, worth) if stated else None

    def settled(self, stated: Stated, raw: str, field: Field, method: str, worth: float) -> Candidate | None:
        if stated.day < _EARLIEST or stated.value[:10] > self.latest:
            return None
        evidence = Evidence(
            field, plain(raw)[:100], stated.value, stated.precision, method, stated.zone_source, stated.zone
        )
        return Candidate(evidence, worth, stated.day)


def stated_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from JSON-LD, meta elements, microdata and RDFa."""
    entries = [*_from_node(structured), *_from_meta(structured), *_from_marks(structured)]
    found = [window.candidate(*entry) for entry in entries]
    return _distinct(candidate for candidate in found if candidate)


def lead_dates(lead: Lead, window: Window) -> list[Candidate]:
    """Collect evidence from the endpoint.

    A sitemap's lastmod is `modified`, its news date `published`.
    """
    worth = {"feed": 9.0, "api": 10.0, "sitemap": 8.0, "listing": 5.0}.get(lead.found_by, 3.0)
    method = lead.found_by or "listing"
    found = (
        window.candidate(lead.published, "published", method, worth),
        window.candidate(lead.modified, "modified", method, worth),
    )
    return [candidate for candidate in found if candidate]


def header_dates(headers: dict[str, str], window: Window) -> list[Candidate]:
    """Read the Last-Modified header (RFC 9110, 8.8.2).

    It is when the response last changed, which is weak evidence about the article.
    """
    found = window.candidate(headers.get("last-modified", ""), "modified", "http-header", 1.0)
    return [found] if found else []


def _from_node(structured: Structured) -> Iterator[tuple[str, Field, str, float]]:
    node = structured.article
    page = json_ld.types(node) & {"WebPage", "ItemPage"}
    for name, worth in (
        ("datePublished", 10.0),
        ("dateCreated", 4.0),
        ("uploadDate", 4.0),
        ("startDate", 0.0),
    ):
        if worth:
            yield _moment(node.get(name)), "published", "json-ld", worth - (2.0 if page else 0.0)
    yield _moment(node.get("dateModified")), "modified", "json-ld", 10.0


def _moment(stated: object) -> str:
    """Return the text of a stated date.

    Seconds or milliseconds since 1970 are sometimes written as numbers.
    """
    return str(int(stated)) if isinstance(stated, (int, float)) and stated else json_ld.first(stated)


_PUBLISHED = re.compile(
    r"published(?!by|type|in)|publish(?:ed)?_?-?(?:time|date|at|on)|publicationdate|pubdate|pub-?date"
    r"|pubtime|datepublished|dateissued"
    r"|dcdateissued|datefirst|firstpub|releasedate|onlinedate|originaldate|dateoriginal|displaydate"
    r"|articledate|postdate|^pdate$|daterelease|dateposted"
)
_MODIFIED = re.compile(r"modif|updat|revis|lastmod|changed|lastpub|renew")
_CREATED = re.compile(
    r"datecreated|createddate|createat$|createtime$|creationdate|created$|dcdatecreated|sailthrudate|uploaddate"
)
_BARE = frozenset(
    """
    date dcdate dctermsdate cdate citationdate articledate dctermsissued gentime sortdate issued eprintsdate ptime
    searchdate contentdate
    """.split()
)
_NEVER = re.compile(
    r"expir|copyright|founding|render|build|birth|event|valid|crawl|cache|unpublish|end_?date|timezone"
    r"|embargo"
)


def _from_meta(structured: Structured) -> Iterator[tuple[str, Field, str, float]]:
    for name, values in structured.meta.items():
        squashed = re.sub(r"[^a-z]", "", name)
        if _NEVER.search(squashed):
            continue
        if _MODIFIED.search(squashed):
            yield values[0], "modified", "meta", 8.0
        elif _PUBLISHED.search(squashed):
            yield values[0], "published", "meta", 9.0
        elif squashed in _BARE:
            yield values[0], "published", "meta", 4.0
        elif _CREATED.search(squashed):
            yield values[0], "published", "meta", 5.0


_MARKS: dict[str, tuple[Field, float]] = {
    "datePublished": ("published", 8.0), "published": ("published", 7.0), "dt-published": ("published", 8.0),
    "published_time": ("published", 8.0), "dateCreated": ("published", 4.0), "issued": ("published", 6.0),
    "created": ("published", 4.0), "date": ("published", 5.0), "dateModified": ("modified", 8.0),
    "updated": ("modified", 6.0), "dt-updated": ("modified", 8.0), "modified": ("modified", 7.0),
}  # fmt: skip


def _from_marks(structured: Structured) -> Iterator[tuple[str, Field, str, float]]:
    for mark in structured.marks:
        if mark.name in _MARKS:
            field, worth = _MARKS[mark.name]
            if outside(mark.element):
                if mark.element.get("content") is None or outside(mark.element, by_tag=False):
                    continue
                worth -= 2.0
            yield mark.value, field, "microdata", worth


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Merge candidates with the same value, day and method, keeping the highest worth.

    An instant in UTC and the same one on the clock of the outlet may name different days.
    """
    best: dict[tuple[str, ...], Candidate] = {}
    for candidate in candidates:
        evidence = candidate.evidence
        name = (evidence.field, evidence.method, evidence.value, evidence.precision, candidate.day)
        if name not in best or best[name].worth < candidate.worth:
            best[name] = candidate
    return list(best.values())[:40]
