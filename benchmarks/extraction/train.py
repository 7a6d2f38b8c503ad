"""Learn the line model: `python -m benchmarks.extraction.train FOLDER [--write] [--folds N]`.

Each block of each labelled page is one example, right when most of its runs of four words stand in the true body. Quality
is measured on outlets that a model has not seen (folds by outlet); `--write` then learns from all pages and stores the
forest beside the code. Needs scikit-learn (`pip install spacebeat[bench]`); reading pages does not.
"""

import argparse
import gzip
import json
import logging
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.extraction import pages as labelled
from benchmarks.extraction import score
from crawler.extract import features, model
from crawler.extract.blocks import Blocks, segment
from crawler.extract.body import THRESHOLD, VOTERS, evidence
from crawler.extract.document import parse
from crawler.extract.known_titles import headlines

TARGET = Path(model.__file__).with_name("lines.json.gz")
_PARAMETERS: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.08,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "max_bins": 64,
    "max_features": 0.4,
    "random_state": 0,
}


@dataclass(slots=True)
class Example:
    """One page as the model sees it: candidate blocks with their rows, labels and weights (0: not to learn from)."""

    page: labelled.LabelledPage
    texts: list[str]
    rows: NDArray[np.float32]
    labels: NDArray[np.bool_]
    weights: NDArray[np.float64]


def example(page: labelled.LabelledPage) -> Example:
    document = parse(page.body, page.url)
    blocks = segment(document.tree)
    candidates, table = evidence(document, blocks, headlines(document.tree))
    shares = [shares_of(blocks, body) for body in page.bodies]
    words = [len(score.tokenise(block.text)) for block in blocks.blocks]
    total = sum(words) or 1
    labels, weights = [], []
    for index in candidates:
        stated = [share[index] for share in shares]
        labels.append(stated[0] > 0.5)
        clear = abs(stated[0] - 0.5) * 2
        agreed = len({share > 0.5 for share in stated}) == 1
        weights.append((words[index] + 2) ** 0.75 * max(0.2, clear) / total**0.5 if agreed else 0.0)
    texts = [blocks.blocks[index].text for index in candidates]
    width = len(features.names(VOTERS))
    rows = np.asarray(table, dtype=np.float32).reshape(len(candidates), width)
    return Example(page, texts, rows, np.asarray(labels, dtype=bool), np.asarray(weights))


def shares_of(page: Blocks, body: str) -> list[float]:
    """Give for each block the share of its runs that the true body has, each text only as often as the body has it."""
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
    """How much body text surrounds a block: of equal lines, the one among body text is the right one."""
    near = range(max(0, at - 4), min(len(shares), at + 5))
    return sum(shares[index] * min(len(words[index]), 40) for index in near if index not in same)


def learn(examples: Sequence[Example]) -> HistGradientBoostingClassifier:
    weights = np.concatenate([example.weights for example in examples])
    used = weights > 0
    rows = np.concatenate([example.rows for example in examples])[used]
    labels = np.concatenate([example.labels for example in examples])[used]
    forest = HistGradientBoostingClassifier(**_PARAMETERS)
    forest.fit(rows, labels, sample_weight=weights[used] / weights[used].mean())
    return forest


def export(forest: HistGradientBoostingClassifier) -> dict[str, Any]:
    """Give the stored form of a forest (see `model.unpack`)."""
    trees, deepest = [], 0
    for (tree,) in forest._predictors:
        nodes = []
        for at, node in enumerate(tree.nodes):
            deepest = max(deepest, int(node["depth"]))
            if node["is_leaf"]:
                nodes.append([0, 0.0, at, at, round(float(node["value"]), 5)])
            else:
                limit = float(np.float32(node["num_threshold"]))
                nodes.append([int(node["feature_idx"]), limit, int(node["left"]), int(node["right"]), 0.0])
        trees.append(nodes)
    return {
        "features": features.names(VOTERS),
        "baseline": float(np.ravel(forest._baseline_prediction)[0]),
        "depth": deepest,
        "trees": trees,
    }


def cross_validate(examples: Sequence[Example], folds: int) -> list[float]:
    """Give the body F1 of each page by a model that has not seen its outlet."""
    scores = []
    for fold in range(folds):
        held = [example for example in examples if labelled.fold(example.page.site, folds) == fold]
        rest = [example for example in examples if labelled.fold(example.page.site, folds) != fold]
        forest = model.unpack(export(learn(rest)))
        for example in held:
            likely = forest.likelihood(example.rows)
            text = "\n".join(
                line for line, value in zip(example.texts, likely, strict=True) if value >= THRESHOLD
            )
            scores.append(score.body(example.page.bodies, text)[2])
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="learn from all pages and store the forest")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    examples = [example(page) for folder in chosen.folder for page in labelled.read(folder) if page.bodies]
    if chosen.folds > 1:
        scores = cross_validate(examples, chosen.folds)
        print(f"{len(scores)} pages, unseen outlets: mean F1 {statistics.mean(scores):.4f}")
    if chosen.write:
        stored = json.dumps(export(learn(examples)), separators=(",", ":")).encode()
        TARGET.write_bytes(gzip.compress(stored, 9, mtime=0))
        print(f"{TARGET} ({TARGET.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
