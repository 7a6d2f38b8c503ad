"""BibTeX with entry types and fields that both classic BibTeX and biblatex support, in UTF-8.

Newspaper articles are @article, reports @techreport, pages @misc, as Zotero and JabRef read them. Special characters of
TeX are escaped in text but not in URLs: `url` is verbatim (biblatex manual, 2.2.1).
"""

from collections.abc import Iterable
from typing import Any, TextIO

from archive.export.person_names import Name
from archive.export.reference import Kind, Reference, iso, reference

_TYPES: dict[Kind, str] = {"newspaper": "article", "report": "techreport", "webpage": "misc"}
_OUTLET: dict[Kind, str] = {"newspaper": "journal", "report": "institution", "webpage": "organization"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "$&%#_"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_BRACES = str.maketrans({"{": r"\{", "}": r"\}"})
# BibTeX counts braces even after a backslash, so unbalanced ones must not appear at all.
_LONE_BRACES = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
_IN_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write_bibtex(rows: Iterable[dict[str, Any]], file: TextIO) -> int:
    """Write one entry per row; return their number."""
    written = 0
    for row in rows:
        file.write(bibtex_entry(reference(row)) + "\n")
        written += 1
    return written


def bibtex_entry(ref: Reference) -> str:
    """Format one entry, ending in a line feed."""
    fields = {name: value for name, value in _fields(ref).items() if value}
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@{_TYPES[ref.kind]}{{{ref.key},\n{lines}\n}}\n"


def _fields(ref: Reference) -> dict[str, str]:
    year, month, day = (*(ref.issued or ()), 0, 0, 0)[:3]
    archived = ref.archived_url.translate(_IN_URL)
    return {
        "author": _braced(" and ".join(map(_name, ref.names))),
        # The second pair of braces keeps styles from converting names to lower case.
        "title": f"{{{{{_text(ref.title)}}}}}",
        _OUTLET[ref.kind]: _braced(_text(ref.outlet)),
        "year": _braced(str(year) if year else ""),
        "month": _MONTHS[month - 1] if month else "",
        "day": _braced(str(day) if day else ""),
        "url": _braced(ref.url.translate(_IN_URL)),
        "urldate": _braced(iso(ref.accessed)),
        "note": _braced(f"Archived at \\url{{{archived}}}"),
        "language": _braced(ref.language),
        "keywords": _braced(_text(", ".join(ref.keywords))),
        "abstract": _braced(_text(ref.abstract)),
    }


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{_text(name.literal)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(_text(part) for part in (family, name.suffix, name.given) if part)


def _text(value: str) -> str:
    return value.translate(_SPECIAL | (_BRACES if _balanced(value) else _LONE_BRACES))


def _balanced(value: str) -> bool:
    depth = 0
    for character in value:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""
