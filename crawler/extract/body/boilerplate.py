"""Find lines that are never body text, wherever the model would see them.

The headline again, the byline, the notice that comments are closed. Each rule is narrow, because it overrules
the model: it drops only short lines that are boilerplate from start to end.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from heapq import nlargest

from archive.text import line_digest
from crawler.html.blocks import Block
from crawler.html.text import tokens
from crawler.html.word_lists import read_word_lists

# Lines that repeat across the pages of one source: its template, learnt and not written by hand.
#
# The archive counts on how many distinct articles of a source the digest of a line was seen; `learnt`
# returns those that are template, and `repeated` the lines of a new text to drop. Guards, because
# losing a sentence is worse than keeping a pitch: a line must have been seen on several articles and on a
# minimum share of the source's articles; a long line, or a quotation, is never learnt (follow-ups quote the
# same sentence again); and when more than `MOST` of a text would be dropped, it is left unchanged.

SEEN_ON = 3  # distinct articles; one page proves nothing, two are a story and its follow-up
SHARE = 0.02  # of the source's articles: a stock sentence of one series is not template
SEEN_ON_ALL = 20  # distinct articles from which "nearly all" of them says something
NEARLY_ALL = 0.9
LONGEST = 300  # characters
MOST = 0.4  # share of a text's characters that may be dropped as template
_QUOTING = 80  # characters from which a line with quotation marks is a quotation and not a pitch for a column
_MARKS = re.compile(r"[\"“”„«»「」『』]")


def digests(lines: Iterable[str]) -> tuple[int, ...]:
    """Return the distinct digests worth counting, in order: those of lines that could be template."""
    return tuple(dict.fromkeys(line_digest(line) for line in lines if _could_be_template(line)))


def learnt(seen: Mapping[int, int], articles: int, *, counted: bool = False) -> frozenset[int]:
    """Return the digests that are template, and the marks of those on nearly all articles; `seen` counts the articles.

    `counted`: the article being read is already among the `articles`, and must not count as its own template.
    """
    least = max(SEEN_ON, SHARE * articles)
    nearly_all = max(SEEN_ON_ALL, NEARLY_ALL * (articles - counted))
    counts = {digest: count - counted for digest, count in seen.items()}
    return frozenset(
        {digest for digest, count in counts.items() if count >= least}
        | {_mark(digest) for digest, count in counts.items() if count >= nearly_all}
    )


def on_nearly_all(digest: int, template: frozenset[int]) -> bool:
    """Return whether what a digest is of occurs on nearly all articles of the source."""
    return _mark(digest) in template


def _mark(digest: int) -> int:
    return digest ^ 1


def repeated(lines: Sequence[str], template: frozenset[int]) -> set[int]:
    """Return the positions of the template lines to drop; none if they are too much of the text."""
    if not template:
        return set()
    found = {index for index, line in enumerate(lines) if _could_be_template(line) and line_digest(line) in template}
    if sum(len(lines[index]) for index in found) > MOST * sum(map(len, lines)):
        return set()
    return found


def _could_be_template(line: str) -> bool:
    return 0 < len(line) <= LONGEST and not (len(line) >= _QUOTING and _MARKS.search(line))


_GIVEN_TWICE = 60  # words in sentences of a run of lines from which the same run again is no refrain
_SENTENCE = re.compile(r"[.!?…。！？؟।]['\"”’»)\]]*$")
_WHOLE, _PIECES = 1_000, 10  # characters from which a line may be a text in one piece, and how many are looked at
_PARAGRAPH = 80  # characters of the lines that it consists of
_REPEATED = 0.75  # share of its characters that are theirs
_LOOKED_AT = 100  # lines of a run that are compared before it is judged


def given_twice(lines: Sequence[str]) -> set[int]:
    """Return the positions of runs of lines that the text has before.

    Pages give their text again: for print, for small screens, for a script that replaces the first. A single line
    may be a refrain, a pulled quotation or the standfirst, and stays; so do lists, which repeat rightly. A long line
    that consists of others is the same text in one piece, as some pages have it behind their paywall: it is among the
    longest, and to look at all would take 8 s for a page of 6 MB.
    """
    first: dict[str, int] = {}
    longest = nlargest(_PIECES, range(len(lines)), key=lambda at: len(lines[at]))
    found = {at for at in longest if len(lines[at]) >= _WHOLE and _consists_of_others(lines[at], lines)}
    at = 0
    while at < len(lines):
        earlier = first.setdefault(lines[at], at)
        run = _run(lines, earlier, at, _LOOKED_AT) if earlier < at else 0
        words = sum(len(tokens(line)) for line in lines[at : at + run] if _SENTENCE.search(line))
        if run > 1 and words >= _GIVEN_TWICE:
            run = _run(lines, earlier, at, len(lines))
            found.update(range(at, at + run))
        else:
            run = 1
        at += run
    return found


def _consists_of_others(line: str, lines: Sequence[str]) -> bool:
    others = {other for other in lines if _PARAGRAPH <= len(other) < len(line) and other in line}
    return len(others) > 1 and sum(map(len, others)) >= _REPEATED * len(line)


def _run(lines: Sequence[str], earlier: int, at: int, most: int) -> int:
    """Return how many lines from `at` are those from `earlier`."""
    length = 0
    while length < most and earlier + length < at and at + length < len(lines):
        if lines[earlier + length] != lines[at + length]:
            break
        length += 1
    return length


_HEAD = 8  # chosen blocks from the start that may be headline, byline or dateline
_SHORT = 140  # characters
_LONGEST_NOTE = 320
_LONGEST_POINTER, _LINKED, _ALL_LINKED = (
    220,
    0.5,
    0.8,
)  # characters of a line, and shares that are linked
_POINTER = re.compile(r"\s?(?:☞|▶|►|▷|👉|≫|＞|>{1,2}\s)")
_MARKERS = '*>→»•·–—- "“[(【'
_BRACKETS = "【】[]（）()<>＜＞〈〉■◆★※ "
_WORD = re.compile(r"\d+|[^\W\d_]+")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_tables()[kind]), re.IGNORECASE)


def _is_dateline(text: str) -> bool:
    """Return whether a line consists only of the words of a date, one of them a number."""
    words = _WORD.findall(text.lower())
    return any(map(str.isdigit, words)) and all(
        word.isdigit() or _pattern("dateline").fullmatch(word) for word in words
    )


@cache
def _tables() -> dict[str, list[str]]:
    return read_word_lists(__package__, "boilerplate.toml")


def find(blocks: Sequence[Block], chosen: Sequence[int], titles: Sequence[str], authors: Sequence[str]) -> set[int]:
    """Return the indexes of the chosen blocks that are boilerplate."""
    headlines = {words for title in titles if len(words := tuple(tokens(title))) >= 3}
    names = {tuple(tokens(name)) for name in authors if name}
    found = set()
    below = False  # below "Related articles", with nothing but links between
    for place, index in enumerate(chosen):
        text = blocks[index].text
        is_furniture = len(text) <= _SHORT and bool(_pattern("lines").fullmatch(text.strip(_BRACKETS)))
        below = (below and _is_link(blocks[index])) or (
            is_furniture and bool(_label_alone().match(text.lstrip(_MARKERS)))
        )
        if is_furniture or below or (place < _HEAD and _is_head_matter(text, headlines, names)):
            found.add(index)
    return found | _notes(blocks, [index for index in chosen if index not in found])


def _is_link(block: Block) -> bool:
    """Return whether a line is a linked headline: below "Related articles" such lines lead elsewhere."""
    return len(block.text) <= _LONGEST_POINTER and block.linked >= _ALL_LINKED * len(block.text)


def _is_note(text: str) -> bool:
    return bool(_pattern("notes").match(text.lstrip(_MARKERS)))


def _is_elsewhere(block: Block) -> bool:
    """Return whether a line is a label and the linked headline of another article ("Read more: The next launch")."""
    return (
        len(block.text) <= _LONGEST_POINTER
        and block.linked >= _LINKED * len(block.text)
        and bool(_POINTER.match(block.text) or _label().match(block.text.lstrip(_MARKERS)))
    )


@cache
def _label_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_tables()['elsewhere'])})\W*$", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_tables()['elsewhere'])})\s?(?:[:：»›|】\]]|[-–—]\s)", re.IGNORECASE)


def _notes(blocks: Sequence[Block], chosen: Sequence[int]) -> set[int]:
    """Return the blocks that ask for money, subscriptions or followers, state whose opinion it is, or lead elsewhere.

    None where they would be much of the text: that is about them.
    """
    short = (index for index in chosen if len(blocks[index].text) <= _LONGEST_NOTE)
    found = {index for index in short if _is_note(blocks[index].text) or _is_elsewhere(blocks[index])}
    size = sum(len(blocks[index].text) for index in chosen)
    return found if sum(len(blocks[index].text) for index in found) <= MOST * size else set()


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
