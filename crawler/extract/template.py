"""Lines that repeat across the pages of one source: its template, learnt and not written by hand.

The archive counts, for each source, on how many distinct articles the digest of a line was seen. A line
that was seen on at least `SEEN_ON` articles is given back as template and dropped from later texts. Guards:
a long line is a quotation or a standing paragraph that belongs to the text (a press release's closing note
may well be boilerplate, but losing a quoted sentence is worse than keeping it), so only lines up to
`LONGEST` characters are learnt; and when more than `MOST` of a text would go, the text is not from the
template and stays as it is.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

SEEN_ON = 3  # distinct articles; never 1, and 2 is what a follow-up quoting its forerunner reaches
LONGEST = 400  # characters
MOST = 0.4  # share of a text's characters that may be dropped as template
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")


def line_digest(line: str) -> int:
    """Give a 64-bit digest that fits SQLite's signed integer; white space, case and numbers do not count.

    Numbers are ignored because counters and dates ("12 comments", "Updated 3 May 2024") vary from page to
    page.
    """
    plain = _DIGITS.sub("0", _SPACE.sub(" ", line).strip().casefold())
    return int.from_bytes(
        hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True
    )


def digests(lines: Iterable[str]) -> tuple[int, ...]:
    """Give the digests worth counting, each once, in order: those of lines short enough to be template."""
    return tuple(dict.fromkeys(line_digest(line) for line in lines if 0 < len(line) <= LONGEST))


def repeated(lines: Sequence[str], template: frozenset[int]) -> set[int]:
    """Give the positions of the lines to drop as template, none when that would take too much of the text."""
    if not template:
        return set()
    found = {
        index
        for index, line in enumerate(lines)
        if 0 < len(line) <= LONGEST and line_digest(line) in template
    }
    total = sum(map(len, lines))
    if sum(len(lines[index]) for index in found) > MOST * total:
        return set()
    return found
