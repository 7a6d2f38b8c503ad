"""JSON Lines: one article per line, UTF-8, lists as arrays."""

import json
from collections.abc import Iterable
from typing import Any, TextIO


def write_jsonl(rows: Iterable[dict[str, Any]], file: TextIO) -> int:
    """Write the rows; return their number."""
    written = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        written += 1
    return written
