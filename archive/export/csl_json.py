"""CSL-JSON: an array of items in the Citation Style Language's input schema, version 1.0.

https://github.com/citation-style-language/schema (schemas/input/csl-data.json)
"""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from archive.export.person_names import Name
from archive.export.reference import DateParts, Kind, Reference, reference

_TYPES: dict[Kind, str] = {"newspaper": "article-newspaper", "report": "report", "webpage": "webpage"}


def write_csl_json(rows: Iterable[dict[str, Any]], file: TextIO) -> int:
    """Write the array, one item per line; return the number of items."""
    written = 0
    file.write("[")
    for row in rows:
        file.write(",\n" if written else "\n")
        file.write(json.dumps(csl_item(reference(row)), ensure_ascii=False))
        written += 1
    file.write("\n]\n")
    return written


def csl_item(ref: Reference) -> dict[str, Any]:
    """Build one item; unknown fields are left out."""
    item = {
        "id": ref.key,
        "type": _TYPES[ref.kind],
        "title": ref.title,
        "author": [_name(name) for name in ref.names],
        "publisher" if ref.kind == "report" else "container-title": ref.outlet,
        "issued": _date(ref.issued) if ref.issued else None,
        "accessed": _date(ref.accessed),
        "URL": ref.url,
        "archive": "Internet Archive",
        "archive_location": ref.archived_url,
        "language": ref.language,
        "section": ref.section,
        "keyword": ", ".join(ref.keywords),
        "abstract": ref.abstract,
    }
    return {field: value for field, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(day: DateParts) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(day)]}
