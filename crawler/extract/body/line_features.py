"""Features of a single line: its words, its votes, and its typography."""

import math
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.body import boilerplate_phrases
from crawler.extract.body.shingle_overlap import Ballot, shingles
from crawler.html.blocks import Block

PROSE = 12  # words from which a line with few links is prose
TAKEN = 0.4  # mean support from which a line counts as kept by the extractors
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NAMES = (
    *(
        "words_log",
        "chars",
        "linked",
        "stressed",
        "joined",
        "word_length",
        "upper",
        "digits",
        "commas",
        "ends",
    ),
    *("colon", "starts_lower", "quote_marks", "ellipsis", "label", "capitals", "inner_ends", "phrase_count"),
    *(f"phrase_{name}" for name in boilerplate_phrases.NAMES),
)
_UPPER, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()
_LABEL = 25  # characters within which a colon ends a label
_TITLE = 150  # characters of the longest headline
_INNER_END = re.compile(r"[.!?…]['\"”’»)]? |[。！？।؟]")
_END = re.compile(r"[.!?…。！？؟।]['\"”’»)\]]*$")


@dataclass(slots=True)
class Line:
    """One line with its measures.

    `runs`: hashes of its word n-grams; `votes`: its support by each extractor, `mean` their mean.
    """

    words: list[str]
    runs: set[int]
    prose: bool
    votes: list[float]
    linked: float
    mean: float
    ends: bool


def read(block: Block, words: list[str], ballots: Sequence[Ballot]) -> Line:
    runs = shingles(words)
    linked = min(block.linked / len(block.text), 1.0)
    votes = [ballot.support(runs) for ballot in ballots]
    mean = sum(votes) / len(votes) if votes else 0.0
    return Line(words, runs, len(words) >= PROSE and linked < 0.4, votes, linked, mean, _ends(block.text))


def _ends(text: str) -> bool:
    """Return whether a line ends as a sentence does."""
    return bool(_END.search(text[-4:]))


def features(block: Block, line: Line) -> list[float]:
    """Return the numbers named in NAMES."""
    text, size = block.text, len(block.text)
    count = len(line.words)
    phrases = boilerplate_phrases.phrases(text)
    return [
        math.log1p(count),
        math.log1p(size),
        line.linked,
        min(block.stressed / size, 1.0),
        float(block.joined),
        sum(map(len, line.words)) / count if count else 0.0,
        *_shares(text),
        (text.count(",") + text.count("、") + text.count("，") + text.count("،")) / (count or 1),
        float(line.ends),
        float(text.endswith((":", "："))),
        float(text[0].islower()),
        float(text[0] in "\"“„«'‘「"),
        float(text.endswith(("...", "…", "[…]"))),
        float(0 < text.find(":") <= _LABEL),
        sum([word[0].isupper() for word in text.split()]) / (count or 1) if size <= _TITLE else 0.0,
        float(min(len(_INNER_END.findall(text)), 10)),
        sum(phrases),
        *phrases,
    ]


def _shares(text: str) -> tuple[float, float]:
    """Return the shares of capital letters and of digits; bytes are counted in C."""
    size = len(text)
    if text.isascii():
        plain = text.encode("ascii")
        return (size - len(plain.translate(None, _UPPER))) / size, (size - len(plain.translate(None, _DIGITS))) / size
    return sum(map(str.isupper, text)) / size, sum(map(str.isdigit, text)) / size


def overlap(words: set[str], others: set[str]) -> float:
    """Return the share of the words that are among the others."""
    return len(words & others) / len(words) if words and others else 0.0
