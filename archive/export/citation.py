"""Citations of one article, to copy from its page."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from archive.export.bibtex import bibtex_entry
from archive.export.csl_json import csl_item
from archive.export.person_names import Name
from archive.export.reference import Reference, iso, reference
from archive.export.ris import ris_record

Style = Literal["bibtex", "ris", "csl-json", "plain"]
STYLES: tuple[Style, ...] = ("bibtex", "ris", "csl-json", "plain")


def cite(row: Mapping[str, Any], style: Style) -> str:
    """Format the citation of an article from a row with the keys of archive.export.rows.COLUMNS (lists as lists).

    `bibtex` and `ris` are one record, `csl-json` an array of one item, `plain` one line of text.
    """
    ref = reference(row)
    if style == "bibtex":
        return bibtex_entry(ref)
    if style == "ris":
        return ris_record(ref)
    if style == "csl-json":
        return json.dumps([csl_item(ref)], ensure_ascii=False, indent=2) + "\n"
    return _plain(ref)


def _plain(ref: Reference) -> str:
    """Format in the author-title order of Chicago notes, with ISO dates, which are independent of language."""
    names = [_full_name(name) for name in ref.names]
    who = ", ".join([ref.names[0].inverted, *names[1:]]) + "." if names else ""
    title = f"“{ref.title}”" if ref.title.endswith(("?", "!", "？", "！", "。", ".")) else f"“{ref.title}.”"
    when = iso(ref.issued) if ref.issued else "no date"
    seen = f"(accessed {iso(ref.accessed)}; archived at {ref.archived_url})"
    return " ".join(part for part in (who, title, f"{ref.outlet}, {when}.", ref.url, seen) if part)


def _full_name(name: Name) -> str:
    return name.literal or " ".join(filter(None, (name.given, name.particle, name.family, name.suffix)))
