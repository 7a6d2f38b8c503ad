"""Learn the line model: `python -m benchmarks.extraction.train FOLDER [--folds N] [--more FOLDER] [--write]`.

Quality is measured on outlets that a model has not seen: folds by outlet, or (`--by-origin`) all pages of one public
set, read by a model of the others. `--more` has further pages to learn from, of which those of half 0 are taken: the
other half stays unseen. `--write` then learns from all pages and stores the model next to the code. Needs
scikit-learn (`pip install spacebeat[bench]`); reading pages does not.
"""

import argparse
import gzip
import json
import logging
import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from benchmarks.extraction import pages as labelled
from benchmarks.extraction import score
from benchmarks.extraction.examples import Example, Floats, read_example
from crawler.extract.body import classifier, features
from crawler.extract.body.reading import VOTERS

TARGET = Path(classifier.__file__).with_name("line_model.json.gz")
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
_CAUTION = 0.15  # subtracted from the log-odds of a line: guides and shops have more lists in their truth than news


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
    return {"baseline": float(np.ravel(forest._baseline_prediction)[0]) - _CAUTION, "depth": deepest, "trees": trees}


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
        "output_bias": float(np.mean([network.intercepts_[1][0] for network in networks])) - _CAUTION,
    }


def _rounded(values: NDArray[Any]) -> Any:
    return np.asarray([float(f"{value:.4g}") for value in values.ravel()]).reshape(values.shape).tolist()


Division = tuple[list[Example], list[Example]]  # pages to read, and pages of other outlets to learn from


def by_outlet(examples: Sequence[Example], folds: int, seed: int = 0) -> Iterator[Division]:
    for fold in range(folds):
        held_out = [example for example in examples if labelled.fold(example.page.site, folds, seed) == fold]
        yield held_out, [example for example in examples if labelled.fold(example.page.site, folds, seed) != fold]


def by_origin(examples: Sequence[Example]) -> Iterator[Division]:
    """Yield the pages of each public set, and those of the others without the outlets that the set has too."""
    for origin in sorted({str(example.page.truth.get("source")) for example in examples if example.page.bodies}):
        held_out = [example for example in examples if str(example.page.truth.get("source")) == origin]
        outlets = {example.page.site for example in held_out}
        yield held_out, [example for example in examples if example.page.site not in outlets]


def cross_validate(divisions: Iterable[Division], more: Sequence[Example] = ()) -> list[tuple[Example, str]]:
    """Return the text of each page as read with a model that has not seen its outlet."""
    found = []
    for held_out, rest in divisions:
        outlets = {_host(example) for example in held_out}
        lines = classifier.unpack(learn([*rest, *(example for example in more if _host(example) not in outlets)]))
        found += [(example, example.text(lines.likelihood(example.rows))) for example in held_out]
    return found


def _host(example: Example) -> str:
    return example.page.site.removeprefix("www.")


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
    parser.add_argument("--by-origin", action="store_true", help="leave out one public set instead of a fold")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="further pages: of half 0, to learn from only")
    parser.add_argument("--write", action="store_true", help="learn from all pages and store the forest")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    examples = [read_example(page) for folder in chosen.folder for page in labelled.read(folder)]
    more = [
        read_example(page)
        for folder in chosen.more
        for page in labelled.read(folder)
        if page.bodies and labelled.fold(page.site, 2) == 0
    ]
    if chosen.by_origin or chosen.folds > 1:
        divisions = by_origin(examples) if chosen.by_origin else by_outlet(examples, chosen.folds, chosen.seed)
        found = cross_validate(divisions, more)
        print("unseen origins:" if chosen.by_origin else f"unseen outlets, {chosen.folds} folds:", report(found))
        for half in (0, 1):
            print(
                f"  half {half}:",
                report([pair for pair in found if labelled.fold(pair[0].page.site, 2) == half]),
            )
    if chosen.write:
        stored = json.dumps(learn([*examples, *more]), separators=(",", ":")).encode()
        TARGET.write_bytes(gzip.compress(stored, 9, mtime=0))
        print(f"{TARGET} ({TARGET.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
