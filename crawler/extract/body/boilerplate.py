"""Lines that are never body text, wherever a model may see them: the headline again, the byline, the end of
the comments.

Each rule is narrow, because it overrules the model: it drops short lines that are furniture as a whole.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from archive.text import line_digest
from crawler.html.blocks import Block
from crawler.html.text import tokens

# Lines that repeat across the pages of one source: its template, learnt and not written by hand.
#
# The archive counts on how many distinct articles of a source the digest of a line was seen; `learnt`
# says which of them are template, and `repeated` which lines of a new text to drop. Guards, because
# losing a sentence is worse than keeping a pitch: a line must have been seen on several articles and on a
# fair share of the source's articles; a long line, or a quotation, is never learnt (follow-ups quote the
# same sentence again); and when more than `MOST` of a text would go, it stays as it is.

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


_HEAD = 8  # chosen blocks from the start in which headline, byline and dateline may stand
_SHORT = 140  # characters
_WORD = re.compile(r"\d+|[^\W\d_]+")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_tables()[kind]), re.IGNORECASE)


def _is_dateline(text: str) -> bool:
    """Whether a line is made of nothing but the words of a date, one of them a number."""
    words = _WORD.findall(text.lower())
    return any(map(str.isdigit, words)) and all(
        word.isdigit() or _pattern("dateline").fullmatch(word) for word in words
    )


@cache
def _tables() -> dict[str, list[str]]:
    return tomllib.loads(resources.files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))


def find(blocks: Sequence[Block], chosen: Sequence[int], titles: Sequence[str], authors: Sequence[str]) -> set[int]:
    """Give those of the chosen blocks that are furniture."""
    headlines = {words for title in titles if len(words := tuple(tokens(title))) >= 3}
    names = {tuple(tokens(name)) for name in authors if name}
    found = set()
    for place, index in enumerate(chosen):
        text = blocks[index].text
        alone = len(text) <= _SHORT and bool(_pattern("lines").fullmatch(text))
        if alone or (place < _HEAD and _is_head_matter(text, headlines, names)):
            found.add(index)
    return found


def _is_head_matter(text: str, headlines: set[tuple[str, ...]], names: set[tuple[str, ...]]) -> bool:
    words = tuple(tokens(text))
    if words in headlines or words in names:
        return True
    if len(text) > _SHORT:
        return False
    if _is_dateline(text):
        return True
    by = _pattern("byline").fullmatch(text)
    return bool(by) and len(words) <= 12 and not text.endswith((".", "!", "?", "。"))
