"""CSV as in RFC 4180, with lists joined by "; ", which an entry of a list has as ", ": else it would be two.

A cell that a spreadsheet would run as a formula is prefixed with an apostrophe (OWASP, "CSV Injection"), unless the
caller requests raw values. A UTC offset (`+05:30`) starts like a formula but is harmless; it is not prefixed, so that a
column of time zones reads back equal to the archive. Characters that reverse the direction of a line are left out, too:
they would reorder the cells next to them.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from archive.text import without_direction

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UTC_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")


def write_csv(rows: Iterable[dict[str, Any]], columns: Sequence[str], file: TextIO, *, raw: bool = False) -> int:
    """Write a header and the rows; return the number of rows."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    written = 0
    for row in rows:
        writer.writerow([_cell(value, raw) for value in row.values()])
        written += 1
    return written


def _cell(value: Any, raw: bool) -> Any:
    if isinstance(value, list):
        value = "; ".join(str(entry).replace("; ", ", ") for entry in value)
    if isinstance(value, str) and not raw:
        value = without_direction(value)
    if isinstance(value, str) and not raw and value.startswith(_FORMULA) and not _UTC_OFFSET.fullmatch(value):
        return "'" + value
    return value
