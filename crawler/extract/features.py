"""What the line model is told about each block of a page.

Three kinds of evidence: what other extractors took (votes), what the mark-up says (hints, tags, where the
prose of the page lies), and what the line itself looks like. Nothing depends on the language except the
phrase kinds. Each row also tells of its neighbours, because boilerplate comes in runs.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.extract import hints, phrases
from crawler.extract.blocks import Block, Blocks
from crawler.extract.votes import Ballot, shingles, tokens

_PROSE = 12  # words from which a block with few links is prose
_REACH = 2  # blocks farther than this from prose or from what an extractor took are never body text
_TAKEN = 0.4  # mean support from which a block counts as taken by the extractors
_FAR = 12.0  # stands for "no such element above"
_END = re.compile(r"[.!?…。！？؟।]['\"”’»)\]]*$")
_TAGS = ("p", "li", "div", "td", "heading", "figcaption", "blockquote", "tr", "pre")
_SECTIONS = (
    "article",
    "main",
    "aside",
    "footer",
    "header",
    "nav",
    "section",
    "form",
    "figure",
    "table",
    "ul",
    "blockquote",
)
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a page beside its blocks: ballots by extractor, headline candidates, description."""

    ballots: Mapping[str, Ballot]
    titles: Sequence[str] = ()
    description: str = ""


@dataclass(slots=True)
class _Line:
    words: list[str]
    runs: set[int]
    prose: bool
    votes: list[float]
    linked: float
    mean: float


def names(extractors: Sequence[str]) -> list[str]:
    """Give the names of the features in the order of the rows."""
    own = [f"vote_{name}" for name in extractors]
    own += [
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
        "colon",
    ]
    own += [
        "starts_lower",
        "quote_marks",
        "position",
        "repeats",
        "title_in",
        "in_title",
        "description",
        "phrase_count",
    ]
    own += [f"phrase_{name}" for name in phrases.NAMES]
    own += [f"tag_{name}" for name in _TAGS]
    own += [f"in_{name}" for name in _SECTIONS]
    own += [f"hint_{name}" for name in hints.NAMES]
    own += [
        "depth",
        "main_distance",
        "mass_direct",
        "mass_parent",
        "mass_grand",
        "from_first",
        "to_last",
        "words_before",
    ]
    own += ["signature_count", "signature_vote", "signature_prose", "parent_vote", "grand_vote", "main_below"]
    own += ["furniture_near", "furniture_total", "h1_since", "same_article", "articles_in", "linked_since"]
    own += ["since_title", "h1_since_title", "title_levels", "titled"]
    own += ["page_words", "page_agreement", "page_share"]
    for offset in _OFFSETS:
        own += [f"n{offset:+d}_{name}" for name in ("vote", "linked", "words", "heading", "same_node")]
    return own


def rows(page: Blocks, context: Context) -> tuple[list[int], list[list[float]]]:
    """Give the positions of the blocks that could be body text, and one row of numbers for each of them."""
    ballots = list(context.ballots.values())
    lines = [_line(block, ballots) for block in page.blocks]
    chosen = _candidates(lines)
    if not chosen:
        return [], []
    titles = [set(tokens(title)) for title in context.titles if title]
    place, chains, head = _Place(page, lines), _Chains(page), _Title(page, lines, titles)
    description = set(tokens(context.description))
    repeats = Counter(block.text for block in page.blocks)
    before = list(accumulate((len(line.words) for line in lines), initial=0))
    total = before[-1] or 1
    whole = [math.log1p(total), _agreement(ballots), ballots[0].size / total if ballots else 0.0]
    facts = _facts(page, lines)
    out = []
    for index in chosen:
        block, line = page.blocks[index], lines[index]
        row = [*line.votes, *_own(block, line), index / len(lines), float(min(repeats[block.text], 5))]
        row += _titles(line, titles)
        row.append(_overlap(set(line.words), description))
        told = phrases.phrases(block.text)
        row += [sum(told), *told]
        row += chains.of(block)
        row += place.of(index, before[index] / total)
        row += head.of(index)
        row += whole
        row += _neighbours(index, facts)
        out.append(row)
    return chosen, out


def _candidates(lines: list[_Line]) -> list[int]:
    chosen: set[int] = set()
    for index, line in enumerate(lines):
        if line.prose or line.mean >= _TAKEN:
            chosen.update(range(index - _REACH, index + _REACH + 1))
    return sorted(chosen.intersection(range(len(lines))))


def _line(block: Block, ballots: list[Ballot]) -> _Line:
    words = tokens(block.text)
    runs = shingles(words)
    linked = min(block.linked / len(block.text), 1.0)
    votes = [ballot.support(runs) for ballot in ballots]
    mean = sum(votes) / len(votes) if votes else 0.0
    return _Line(words, runs, len(words) >= _PROSE and linked < 0.4, votes, linked, mean)


def _own(block: Block, line: _Line) -> list[float]:
    text, size = block.text, len(block.text)
    count = len(line.words)
    return [
        math.log1p(count),
        math.log1p(size),
        line.linked,
        min(block.stressed / size, 1.0),
        float(block.joined),
        sum(map(len, line.words)) / count if count else 0.0,
        sum(map(str.isupper, text)) / size,
        sum(map(str.isdigit, text)) / size,
        (text.count(",") + text.count("、") + text.count("，") + text.count("،")) / (count or 1),
        float(bool(_END.search(text[-4:]))),
        float(text.endswith((":", "："))),
        float(text[0].islower()),
        float(text[0] in "\"“„«'‘「"),
    ]


def _titles(line: _Line, titles: list[set[str]]) -> tuple[float, float]:
    words = set(line.words)
    best = max(titles, key=lambda title: _overlap(words, title), default=set())
    return _overlap(words, best), _overlap(best, words)


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words) if words and others else 0.0


def _agreement(ballots: list[Ballot]) -> float:
    if len(ballots) < 2:
        return 1.0
    first, last = ballots[0].runs, ballots[-1].runs
    return len(first & last) / (len(first | last) or 1)


class _Chains:
    """Tags and hints of the elements around a block, as distances in levels; kept by element."""

    def __init__(self, page: Blocks) -> None:
        self._page = page
        self._known: dict[int, list[float]] = {}

    def of(self, block: Block) -> list[float]:
        base = self._known.get(block.node)
        if base is None:
            base = self._known[block.node] = self._read(block.node)
        if not block.mask:
            return base
        row = list(base)
        first = len(_TAGS) + len(_SECTIONS)
        for position in range(len(hints.NAMES)):
            if block.mask >> position & 1:
                row[first + position] = 0.0
        return row

    def _read(self, node: int) -> list[float]:
        chain = self._page.chain(node)
        tag = "heading" if chain[0].tag in _HEADINGS else "td" if chain[0].tag == "th" else chain[0].tag
        near = {name: _FAR for name in _SECTIONS}
        hinted = [_FAR] * len(hints.NAMES)
        for distance, element in enumerate(chain):
            name = "ul" if element.tag == "ol" else element.tag
            if near.get(name) == _FAR:
                near[name] = float(min(distance, _FAR))
            mask = element.mask
            while mask:
                bit = (mask & -mask).bit_length() - 1
                mask &= mask - 1
                if hinted[bit] == _FAR:
                    hinted[bit] = float(min(distance + 1, _FAR))
        return [float(tag == name) for name in _TAGS] + list(near.values()) + hinted


class _Place:
    """Where a block stands relative to where the prose of the page, and what the extractors took, lies."""

    def __init__(self, page: Blocks, lines: list[_Line]) -> None:
        self._page, self._lines = page, lines
        count = len(page.nodes)
        self._direct, self._below = [0.0] * count, [0.0] * count
        self._votes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        self._taken, self._words = [0.0] * count, [0.0] * count
        for block, line in zip(page.blocks, lines, strict=True):
            size = float(len(line.words))
            node = block.node
            self._taken[node] += size * line.mean
            self._words[node] += size
            if line.prose:
                self._below[node] += size
                holder = (
                    page.nodes[node].parent if page.nodes[node].tag in ("p", "li", "blockquote") else node
                )
                self._direct[max(holder, 0)] += size
            tally = self._votes[self._signature(node)]
            tally[0] += 1
            tally[1] += line.mean
            tally[2] += line.prose
        for node in range(count - 1, 0, -1):
            parent = page.nodes[node].parent
            if parent >= 0:
                self._below[parent] += self._below[node]
                self._taken[parent] += self._taken[node]
                self._words[parent] += self._words[node]
        self._total = sum(self._direct) or 1.0
        self._main = max(range(count), key=self._direct.__getitem__, default=0)
        self._above = set()
        node = self._main
        while node >= 0:
            self._above.add(node)
            node = page.nodes[node].parent
        taken = [index for index, line in enumerate(lines) if line.mean >= 0.5 and len(line.words) >= _PROSE]
        self._first, self._last = (taken[0], taken[-1]) if taken else (0, len(lines) - 1)
        self._furniture = self._count_furniture()
        self._article = self._around(page.blocks[self._first].node if page.blocks else -1)

    def _count_furniture(self) -> list[tuple[float, float, float, float]]:
        """Before each block: words of furniture since the last prose that was taken, and since the first; top
        headings; links.

        What comes after a stretch of furniture is likely another article, a footer or the comments.
        """
        near = total = heads = links = 0.0
        found = []
        for index, (block, line) in enumerate(zip(self._page.blocks, self._lines, strict=True)):
            found.append((near, total, heads, links))
            if index <= self._first:
                continue
            if line.mean >= _TAKEN and line.prose:
                near = 0.0
            elif line.mean < _TAKEN:
                near += len(line.words)
                total += len(line.words)
                links += line.linked > 0.8
            heads += self._page.nodes[block.node].tag == "h1"
        return found

    def _around(self, node: int) -> int:
        """The innermost article element around a node, or -1."""
        while node >= 0 and self._page.nodes[node].tag != "article":
            node = self._page.nodes[node].parent
        return node

    def _signature(self, node: int) -> str:
        element = self._page.nodes[node]
        parent = self._page.nodes[element.parent].signature if element.parent >= 0 else ""
        return f"{parent}>{element.signature}"

    def of(self, index: int, words_before: float) -> list[float]:
        page, node, line = self._page, self._page.blocks[index].node, self._lines[index]
        parent = max(page.nodes[node].parent, 0)
        grand = max(page.nodes[parent].parent, 0)
        tally = self._votes[self._signature(node)]
        others = tally[0] - 1
        return [
            float(page.nodes[node].depth),
            self._distance(node),
            self._direct[node] / self._total,
            self._direct[parent] / self._total,
            self._direct[grand] / self._total,
            _squash(index - self._first),
            _squash(self._last - index),
            words_before,
            min(others, 20.0),
            (tally[1] - line.mean) / others if others else -1.0,
            (tally[2] - line.prose) / others if others else -1.0,
            self._taken[parent] / (self._words[parent] or 1.0),
            self._taken[grand] / (self._words[grand] or 1.0),
            self._below[parent] / (self._below[0] or 1.0),
            math.log1p(self._furniture[index][0]),
            math.log1p(self._furniture[index][1]),
            self._furniture[index][2],
            float(self._around(node) == self._article),
            float(self._around(node) >= 0),
            math.log1p(self._furniture[index][3]),
        ]

    def _distance(self, node: int) -> float:
        """Levels from a block up to the first element that also holds the page's main prose."""
        steps = 0
        while node >= 0 and node not in self._above:
            node = self._page.nodes[node].parent
            steps += 1
        apart = self._page.nodes[self._main].depth - self._page.nodes[max(node, 0)].depth
        return float(min(steps, 6)) + 10.0 * min(apart, 6)


class _Title:
    """Where a block stands relative to the headline: what follows another top heading belongs to another article."""

    def __init__(self, page: Blocks, lines: list[_Line], titles: list[set[str]]) -> None:
        self._page = page
        self._at = self._find(page, lines, titles)
        words = set(lines[self._at].words) if self._at >= 0 else set()
        self._tops = list(
            accumulate(
                (
                    index > self._at
                    and page.nodes[block.node].tag == "h1"
                    and _overlap(set(line.words), words) < 0.5
                    for index, (block, line) in enumerate(zip(page.blocks, lines, strict=True))
                ),
                initial=0,
            )
        )
        self._above = {}
        node, steps = (page.blocks[self._at].node if self._at >= 0 else -1), 0
        while node >= 0:
            self._above[node] = steps
            node, steps = page.nodes[node].parent, steps + 1

    @staticmethod
    def _find(page: Blocks, lines: list[_Line], titles: list[set[str]]) -> int:
        best, at = 0.6, -1
        for index, (block, line) in enumerate(zip(page.blocks, lines, strict=True)):
            tag = page.nodes[block.node].tag
            if tag not in _HEADINGS:
                continue
            words = set(line.words)
            score = max(
                (min(_overlap(words, title), 1.5 * _overlap(title, words)) for title in titles), default=0.0
            )
            score += 0.3 * (tag == "h1")
            if score > best and len(words) > 1:
                best, at = score, index
        return at

    def of(self, index: int) -> tuple[float, float, float, float]:
        if self._at < 0:
            return 0.0, 0.0, _FAR, 0.0
        node, steps = self._page.blocks[index].node, 0
        while node >= 0 and node not in self._above:
            node, steps = self._page.nodes[node].parent, steps + 1
        levels = min(self._above.get(node, _FAR), _FAR)
        return _squash(index - self._at), float(self._tops[index]), float(levels), 1.0


def _squash(distance: int) -> float:
    return math.copysign(math.log1p(abs(distance)), distance)


_Fact = tuple[float, float, float, float, int]


def _facts(page: Blocks, lines: list[_Line]) -> list[_Fact]:
    found = []
    for block, line in zip(page.blocks, lines, strict=True):
        node = page.nodes[block.node]
        found.append(
            (line.mean, line.linked, math.log1p(len(line.words)), float(node.tag in _HEADINGS), node.parent)
        )
    return found


def _neighbours(index: int, facts: list[_Fact]) -> list[float]:
    row: list[float] = []
    for offset in _OFFSETS:
        other = index + offset
        if 0 <= other < len(facts):
            *told, parent = facts[other]
            row += [*told, float(parent == facts[index][4])]
        else:
            row += [-1.0] * 5
    return row
