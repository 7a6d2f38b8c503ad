"""RIS for reference managers (tags: RIS Format Specifications, Research Information Systems, 2012).

The archived URL is in AV and the archive's name in DB, where Zotero expects them.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from archive.export.person_names import Name
from archive.export.reference import DateParts, Kind, Reference, reference

_TYPES: dict[Kind, str] = {"newspaper": "NEWS", "report": "RPRT", "webpage": "ELEC"}
_OUTLET: dict[Kind, str] = {"newspaper": "T2", "report": "PB", "webpage": "T2"}


def write_ris(rows: Iterable[dict[str, Any]], file: TextIO) -> int:
    """Write one record per row, with lines ending in CR LF; return their number."""
    written = 0
    for row in rows:
        file.write(ris_record(reference(row)).replace("\n", "\r\n") + "\r\n")
        written += 1
    return written


def ris_record(ref: Reference) -> str:
    """Format one record, ending in a line feed."""
    return "".join(f"{tag}  - {value}\n" for tag, value in _lines(ref) if value) + "ER  - \n"


def _lines(ref: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[ref.kind]
    yield "ID", ref.key
    for name in ref.names:
        yield "AU", _name(name)
    yield "TI", ref.title
    yield _OUTLET[ref.kind], ref.outlet
    if ref.issued:
        yield "PY", f"{ref.issued[0]:04}"
        yield "DA", _date(ref.issued)
    yield "UR", ref.url
    yield "Y2", _date(ref.accessed)
    yield "DB", "Internet Archive"
    yield "AV", ref.archived_url
    yield "LA", ref.language
    yield "SE", ref.section
    for keyword in ref.keywords:
        yield "KW", keyword
    yield "AB", ref.abstract


def _name(name: Name) -> str:
    return f"{name.inverted}, {name.suffix}" if name.suffix else name.inverted


def _date(day: DateParts) -> str:
    year, *rest = day
    month, of_month = (*(f"{part:02}" for part in rest), "", "")[:2]
    return f"{year:04}/{month}/{of_month}/"
