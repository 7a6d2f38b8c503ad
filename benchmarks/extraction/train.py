"""Learn the line model: `python -m benchmarks.extraction.train FOLDER [--write] [--folds N] [--seed N]`.

Each block of each labelled page is one example, right when most of its runs of four words occur in the true
body. Quality is measured on outlets that a model has not seen (folds by outlet); `--write` then learns from
all pages and stores the forest next to the code. Needs scikit-learn (`pip install spacebeat[bench]`);
reading pages does not.
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
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from benchmarks.extraction import pages as labelled
from benchmarks.extraction import score
from crawler.extract.body import boilerplate, classifier, fallback_text, features
from crawler.extract.body.body import SHORT, VOTERS, ballots_on, evidence
from crawler.extract.body.script_state import state_text
from crawler.extract.body.selection import choose
from crawler.extract.metadata import json_ld, structured_data
from crawler.html.blocks import Blocks
from crawler.html.document import parse

TARGET = Path(classifier.__file__).with_name("line_model.json.gz")
Floats = NDArray[np.float32]
_FOREST: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.08,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "max_bins": 64,
    "max_features": 0.4,
    "random_state": 0,
}
_NETWORK: dict[str, Any] = {
    "hidden_layer_sizes": (16,),
    "alpha": 1.0,
    "max_iter": 25,
    "batch_size": 256,
    "learning_rate_init": 0.002,
}


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


def example(page: labelled.LabelledPage) -> Example:
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


def learn(examples: Sequence[Example]) -> dict[str, Any]:
    """Learn from the examples and return the stored form of the model (see `model.unpack`)."""
    weights = np.concatenate([example.weights for example in examples])
    used = weights > 0
    rows = np.concatenate([example.rows for example in examples])[used]
    labels = np.concatenate([example.labels for example in examples])[used]
    weights = weights[used] / weights[used].mean()
    return {
        "features": features.names(VOTERS),
        "forest": _forest(rows, labels, weights),
        "network": _network(rows, labels, weights),
    }


def _forest(rows: Floats, labels: NDArray[np.bool_], weights: NDArray[np.float64]) -> dict[str, Any]:
    forest = HistGradientBoostingClassifier(**_FOREST).fit(rows, labels, sample_weight=weights)
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
    return {"baseline": float(np.ravel(forest._baseline_prediction)[0]), "depth": deepest, "trees": trees}


def _network(rows: Floats, labels: NDArray[np.bool_], weights: NDArray[np.float64]) -> dict[str, Any]:
    """Learn several networks and join them to one: their units side by side, their outputs averaged."""
    scaler = StandardScaler().fit(rows)
    standard = np.clip(scaler.transform(rows), -5, 5)
    networks = [
        MLPClassifier(**_NETWORK, random_state=seed).fit(standard, labels, sample_weight=weights) for seed in range(3)
    ]
    return {
        "mean": _rounded(scaler.mean_),
        "scale": _rounded(scaler.scale_),
        "hidden": _rounded(np.concatenate([network.coefs_[0] for network in networks], axis=1)),
        "hidden_bias": _rounded(np.concatenate([network.intercepts_[0] for network in networks])),
        "output": _rounded(np.concatenate([network.coefs_[1][:, 0] for network in networks]) / len(networks)),
        "output_bias": float(np.mean([network.intercepts_[1][0] for network in networks])),
    }


def _rounded(values: NDArray[Any]) -> Any:
    return np.asarray([float(f"{value:.4g}") for value in values.ravel()]).reshape(values.shape).tolist()


def cross_validate(examples: Sequence[Example], folds: int, seed: int = 0) -> list[tuple[Example, str]]:
    """Return the text of each page as read with a model that has not seen its outlet."""
    found = []
    for fold in range(folds):
        held_out = [example for example in examples if labelled.fold(example.page.site, folds, seed) == fold]
        rest = [example for example in examples if labelled.fold(example.page.site, folds, seed) != fold]
        lines = classifier.unpack(learn(rest))
        for example in held_out:
            likely = lines.likelihood(example.rows)
            found.append((example, example.text(likely)))
    return found


def report(found: Sequence[tuple[Example, str]]) -> str:
    scores = [score.body(example.page.bodies, text) for example, text in found if example.page.bodies]
    f1 = [value for _, _, value in scores]
    precision = [value for value, _, _ in scores if value is not None]
    recall = statistics.mean(value for _, value, _ in scores)
    spans = [
        score.segments(example.page.truth.get("with") or [], example.page.truth.get("without") or [], text)
        for example, text in found
    ]
    wanted = [value for value, _ in spans if value is not None]
    unwanted = [value for _, value in spans if value is not None]
    return (
        f"{len(f1)} pages: mean F1 {statistics.mean(f1):.4f}, precision {statistics.mean(precision or [0]):.4f}, "
        f"recall {recall:.4f}, below 0.5: {sum(value < 0.5 for value in f1)}, "
        f"wanted segments present {statistics.mean(wanted or [0]):.3f}, "
        f"unwanted absent {statistics.mean(unwanted or [0]):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="another division into folds for each number")
    parser.add_argument("--write", action="store_true", help="learn from all pages and store the forest")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    examples = [example(page) for folder in chosen.folder for page in labelled.read(folder)]
    if chosen.folds > 1:
        found = cross_validate(examples, chosen.folds, chosen.seed)
        print(f"unseen outlets, {chosen.folds} folds:", report(found))
        for half in (0, 1):
            print(
                f"  half {half}:",
                report([pair for pair in found if labelled.fold(pair[0].page.site, 2) == half]),
            )
    if chosen.write:
        stored = json.dumps(learn(examples), separators=(",", ":")).encode()
        TARGET.write_bytes(gzip.compress(stored, 9, mtime=0))
        print(f"{TARGET} ({TARGET.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
