"""Bibliographic reference of one article, the common input of all citation formats."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from archive.clock import known_part, parse
from archive.export.escaping import one_line
from archive.export.person_names import Name, split_name

Kind = Literal["newspaper", "report", "webpage"]
DateParts = tuple[int, ...]  # year, month and day, as far as they are known

# The columns of archive.export.rows that a reference needs.
REFERENCE_COLUMNS = (
    *("id", "url", "source_id", "source_name", "source_kind", "title", "authors", "published_at"),
    *("published_precision", "published_zone", "language", "section", "tags", "summary", "document_type"),
    *("first_seen_at", "last_seen_at"),
)
_PRESS = ("trade-press", "general-press")
_OFFSET = re.compile(r"^([+-])(\d\d):?(\d\d)$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliographic reference. Text fields are one line each; `key` depends only on source and URL."""

    key: str
    kind: Kind
    title: str
    names: tuple[Name, ...]
    outlet: str
    issued: DateParts | None
    accessed: DateParts
    url: str
    archived_url: str
    language: str
    section: str
    keywords: tuple[str, ...]
    abstract: str


def reference(row: Mapping[str, Any]) -> Reference:
    """Build the reference from a row with REFERENCE_COLUMNS, with lists as lists."""
    outlet = one_line(row["source_name"])
    digest = hashlib.sha256(row["url"].encode("utf-8", "replace")).hexdigest()[:10]
    return Reference(
        key=f"{row['source_id']}-{digest}",
        kind=_kind(row),
        title=one_line(row["title"]),
        names=tuple(split_name(a, row["language"] or "", outlet) for a in row["authors"] or () if a.strip()),
        outlet=outlet,
        issued=_issued(row),
        accessed=_parts(row["last_seen_at"]),
        url=row["url"],
        archived_url=archived_url(row["url"], row["first_seen_at"]),
        language=row["language"] or "",
        section=one_line(row["section"]),
        keywords=tuple(one_line(tag) for tag in row["tags"] or ()),
        abstract=one_line(row["summary"]),
    )


def archived_url(url: str, seen_at: str) -> str:
    """Return the web archive's URL for the capture nearest to the time, whether or not there is one.

    Form: https://archive.org/help/wayback_api.php and the Memento time gate behind it (RFC 7089).
    """
    return f"https://web.archive.org/web/{re.sub('[^0-9]', '', seen_at)[:14]}/{url}"


def iso(day: DateParts) -> str:
    return "-".join((f"{day[0]:04}", *(f"{part:02}" for part in day[1:])))


def _kind(row: Mapping[str, Any]) -> Kind:
    if row["source_kind"] in _PRESS:
        return "newspaper"
    if row["source_kind"] == "think-tank" or str(row["document_type"]).startswith("report"):
        return "report"
    return "webpage"


def _issued(row: Mapping[str, Any]) -> DateParts | None:
    """Return the day of publication in the outlet's time zone, or the month or year of which no more is known."""
    stamp = row["published_at"]
    if not stamp:
        return None
    offset = _OFFSET.match(row["published_zone"] or "")
    known = known_part(stamp, row["published_precision"])
    if known != stamp or not offset:
        return _parts(known)
    sign = -1 if offset[1] == "-" else 1
    local = parse(stamp) + sign * timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return local.year, local.month, local.day


def _parts(stamp: str) -> DateParts:
    return tuple(map(int, stamp[:10].split("-")))
