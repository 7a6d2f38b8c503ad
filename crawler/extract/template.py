"""Lines that repeat across the pages of one source: its template, learnt and not written by hand.

The archive counts on how many distinct articles of a source the digest of a line was seen; `learnt`
says which of them are template, and `repeated` which lines of a new text to drop. Guards, because
losing a sentence is worse than keeping a pitch: a line must have been seen on several articles and on a
fair share of the source's articles; a long line, or a quotation, is never learnt (follow-ups quote the
same sentence again); and when more than `MOST` of a text would go, it stays as it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from archive.text import line_digest

SEEN_ON = 3  # distinct articles; one page proves nothing, two are a story and its follow-up
SHARE = 0.02  # of the source's articles: a stock sentence of one series is no template
LONGEST = 300  # characters
MOST = 0.4  # share of a text's characters that may be dropped as template
_QUOTING = 80  # characters from which a line with quotation marks is a quotation and not a pitch for a column
_MARKS = re.compile(r"[\"“”„«»「」『』]")


def digests(lines: Iterable[str]) -> tuple[int, ...]:
    """Give the digests worth counting, each once, in order: those of lines that could be template."""
    return tuple(dict.fromkeys(line_digest(line) for line in lines if _could_be_template(line)))


def learnt(seen: Mapping[int, int], articles: int, *, counted: bool = False) -> frozenset[int]:
    """Give the digests that are template; `seen` says on how many of the `articles` each stood.

    `counted`: for reading an article that is among those already, and must not be taken for its own template.
    """
    least = max(SEEN_ON, SHARE * articles)
    return frozenset(digest for digest, often in seen.items() if often - counted >= least)


def repeated(lines: Sequence[str], template: frozenset[int]) -> set[int]:
    """Give the positions of the lines to drop as template, none when that would take too much of the text."""
    if not template:
        return set()
    found = {index for index, line in enumerate(lines) if _could_be_template(line) and line_digest(line) in template}
    if sum(len(lines[index]) for index in found) > MOST * sum(map(len, lines)):
        return set()
    return found


def _could_be_template(line: str) -> bool:
    return 0 < len(line) <= LONGEST and not (len(line) >= _QUOTING and _MARKS.search(line))
