"""Labelled pages as examples for the line model: the blocks that could be body text, with features and labels.

Each block of each page is one example, right when most of its runs of four words occur in the true body.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.extraction import pages as labelled
from benchmarks.extraction import score
from crawler.extract.body import boilerplate, fallback_text, features
from crawler.extract.body.body import SHORT
from crawler.extract.body.reading import VOTERS, ballots_on, evidence
from crawler.extract.body.script_state import state_text
from crawler.extract.body.selection import choose
from crawler.extract.metadata import json_ld, structured_data
from crawler.html.blocks import Blocks
from crawler.html.document import parse

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Example:
    """One page as the model sees it: its candidate blocks with rows, labels and weights."""

    page: labelled.LabelledPage
    blocks: Blocks
    titles: list[str]
    candidates: list[int]
    rows: Floats
    labels: NDArray[np.bool_]
    weights: NDArray[np.float64]
    structured: str
    state: str

    def text(self, likely: Sequence[float]) -> str:
        """Put the text together as `body.extract_body` does."""
        chosen = choose(self.blocks, self.candidates, likely, [float(row[0]) for row in self.rows])
        dropped = boilerplate.find(self.blocks.blocks, chosen, self.titles, ())
        lines = [self.blocks.blocks[index].text for index in chosen if index not in dropped]
        again = boilerplate.given_twice(lines)
        text = "\n".join(line for place, line in enumerate(lines) if place not in again)
        text, _ = fallback_text.completed(text, "lines", [("structured", self.structured)])
        if len(score.tokenise(text)) < SHORT:
            text, _ = fallback_text.completed(text, "lines", [("state", self.state)])
        return text


def read_example(page: labelled.LabelledPage) -> Example:
    document = parse(page.body, page.url)
    blocks, titles = document.blocks, document.titles
    stated = json_ld.first(structured_data.read(document).article.get("articleBody"))
    candidates, table = evidence(document, blocks, ballots_on(document, blocks), titles, stated)
    rows = np.asarray(table, dtype=np.float32).reshape(len(candidates), len(features.names(VOTERS)))
    labels, weights = _labels(page, blocks, candidates)
    state = fallback_text.as_text(state_text(document.tree, titles, document.description))
    return Example(page, blocks, titles, candidates, rows, labels, weights, fallback_text.as_text(stated), state)


def _labels(
    page: labelled.LabelledPage, blocks: Blocks, candidates: Sequence[int]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Label the candidates by the first of the right texts; where others differ, nothing is learnt.

    Each page has the same total weight, and a block as much of it as it has of its page's body.
    """
    if not page.bodies:
        return np.zeros(len(candidates), dtype=bool), np.zeros(len(candidates))
    shares = [shares_of(blocks, body) for body in page.bodies]
    words = [len(score.tokenise(block.text)) for block in blocks.blocks]
    total = sum(size for size, share in zip(words, shares[0], strict=True) if share > 0.5) or sum(words)
    labels, weights = [], []
    for index in candidates:
        stated = [share[index] for share in shares]
        agreed = len({share > 0.5 for share in stated}) == 1
        clear = max(0.2, abs(stated[0] - 0.5) * 2)
        labels.append(stated[0] > 0.5)
        weights.append((words[index] + 3) * clear / (total + 50) if agreed else 0.0)
    return np.asarray(labels, dtype=bool), np.asarray(weights)


def shares_of(page: Blocks, body: str) -> list[float]:
    """Return for each block the share of its runs that the true body has, each only as often as it has it."""
    truth = score.runs([word.lower() for word in score.tokenise(body)])
    lines = Counter(tuple(word.lower() for word in score.tokenise(line)) for line in body.splitlines())
    words = [tuple(word.lower() for word in score.tokenise(block.text)) for block in page.blocks]
    shares = [_share(line, truth, lines) for line in words]
    places: dict[tuple[str, ...], list[int]] = {}
    for index, line in enumerate(words):
        places.setdefault(line, []).append(index)
    for line, found in places.items():
        if len(found) > 1 and shares[found[0]] > 0.5:
            often = max(1, min((truth[run] for run in score.runs(line)), default=0) if len(line) >= 4 else lines[line])
            for index in sorted(found, key=lambda at: _company(at, found, shares, words), reverse=True)[often:]:
                shares[index] = 0.0
    return shares


def _share(line: tuple[str, ...], truth: Counter[tuple[str, ...]], lines: Counter[tuple[str, ...]]) -> float:
    if len(line) < 4:
        return float(bool(line) and line in lines)
    runs = score.runs(line)
    return sum((runs & truth).values()) / sum(runs.values())


def _company(at: int, same: Sequence[int], shares: Sequence[float], words: Sequence[Sequence[str]]) -> float:
    """Return how much body text surrounds a block: of equal lines, the one among body text is the right one."""
    near = range(max(0, at - 4), min(len(shares), at + 5))
    return sum(shares[index] * min(len(words[index]), 40) for index in near if index not in same)
