"""CSV after RFC 4180. Lists are joined by "; ".

A cell that a spreadsheet would run as a formula is prefixed with an apostrophe (OWASP, "CSV Injection"), unless the
caller asks for raw values.
"""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
        value = "; ".join(map(str, value))
    if isinstance(value, str) and not raw and value.startswith(_FORMULA):
        return "'" + value
    return value
