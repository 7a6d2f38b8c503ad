"""The line model: how likely a block is body text, by its row of features.

Two small models trained on labelled news pages are averaged, because they err differently: a boosted forest of
decision trees and a network with one hidden layer. `benchmarks/extraction/train.py` writes
`line_model.json.gz`. Both are evaluated over all rows of a page at once, in about 2 ms.
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_CLIP = 5.0  # standard deviations; values farther out were never seen in training


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays of shape (trees, nodes).

    A leaf points to itself: all trees are walked to the same depth.
    """

    feature: NDArray[np.intp]
    threshold: Floats
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: Floats
    depth: int
    baseline: float

    def score(self, table: Floats) -> Floats:
        """Return the log-odds of each row."""
        trees, nodes = self.feature.shape
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        rows = np.arange(len(table))[:, None]
        at = np.broadcast_to(np.arange(trees) * nodes, (len(table), trees))
        for _ in range(self.depth):
            goes_left = table[rows, feature[at]] <= threshold[at]
            at = np.where(goes_left, left[at], right[at])
        total: Floats = self.value.ravel()[at].sum(axis=1) + np.float32(self.baseline)
        return total


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer of rectified units over standardised features."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: float

    def score(self, table: Floats) -> Floats:
        """Return the log-odds of each row."""
        standard = np.clip((table - self.mean) / self.scale, -_CLIP, _CLIP)
        units = np.maximum(standard @ self.hidden + self.hidden_bias, 0.0)
        total: Floats = units @ self.output + np.float32(self.output_bias)
        return total


@dataclass(frozen=True, slots=True)
class LineModel:
    """A trained model; `features` are the names of the columns it was trained on."""

    features: tuple[str, ...]
    forest: Forest
    network: Network

    def likelihood(self, rows: Sequence[Sequence[float]] | Floats) -> list[float]:
        """Return for each row a number from 0 (certainly not body text) to 1."""
        if len(rows) == 0:
            return []
        table = np.asarray(rows, dtype=np.float32)
        score = (self.forest.score(table) + self.network.score(table)) / 2
        return [float(value) for value in 1.0 / (1.0 + np.exp(-score))]


@cache
def load() -> LineModel:
    """Read the model that comes with the package."""
    packed = resources.files(__package__).joinpath("line_model.json.gz").read_bytes()
    return unpack(json.loads(gzip.decompress(packed)))


def unpack(data: dict[str, Any]) -> LineModel:
    """Build a model from its stored form, as `benchmarks/extraction/train.py` writes it."""
    network = {name: np.asarray(value, dtype=np.float32) for name, value in data["network"].items()}
    bias = float(network.pop("output_bias"))
    return LineModel(tuple(data["features"]), _forest(data["forest"]), Network(**network, output_bias=bias))


def _forest(data: dict[str, Any]) -> Forest:
    """Build a forest from its stored trees.

    Trees are lists of nodes [feature, threshold, left, right, value]; a leaf is its own left and right child.
    """
    trees = data["trees"]
    widest = max(map(len, trees))
    table = np.zeros((len(trees), widest, 5), dtype=np.float64)
    for place, nodes in enumerate(trees):
        table[place, : len(nodes)] = nodes
        table[place, :, 2:4] += place * widest
    feature, threshold, left, right, value = np.moveaxis(table, 2, 0)
    return Forest(
        feature=feature.astype(np.intp),
        threshold=threshold.astype(np.float32),
        left=left.astype(np.intp),
        right=right.astype(np.intp),
        value=value.astype(np.float32),
        depth=int(data["depth"]),
        baseline=float(data["baseline"]),
    )
