"""The line model: how likely a block is body text, given its row of features.

A small boosted forest of decision trees, learnt from labelled news pages (`benchmarks/extraction/train.py` makes
`lines.json.gz`; the file names the sets it was learnt from). It is evaluated over all rows and all trees at once.
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


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays of shape (trees, nodes). A leaf points to itself, so that all trees can be walked equally deep."""

    features: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int
    baseline: float

    def likelihood(self, rows: Sequence[Sequence[float]] | NDArray[np.float32]) -> list[float]:
        """Give for each row a number from 0 (certainly not body text) to 1."""
        if len(rows) == 0:
            return []
        table = np.asarray(rows, dtype=np.float32)
        which = np.arange(len(table))[:, None]
        offset = (np.arange(self.feature.shape[0]) * self.feature.shape[1])[None, :]
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        at = np.broadcast_to(offset, (len(table), self.feature.shape[0]))
        for _ in range(self.depth):
            goes_left = table[which, feature[at]] <= threshold[at]
            at = offset + np.where(goes_left, left[at], right[at])
        score = self.value.ravel()[at].sum(axis=1) + self.baseline
        return [float(x) for x in 1.0 / (1.0 + np.exp(-score))]


@cache
def load() -> Forest:
    """Read the forest that comes with the package."""
    packed = resources.files(__package__).joinpath("lines.json.gz").read_bytes()
    return unpack(json.loads(gzip.decompress(packed)))


def unpack(data: dict[str, Any]) -> Forest:
    """Build a forest from its stored form: `trees` are lists of [feature, threshold, left, right, value]; leaf: left = itself."""
    trees = data["trees"]
    widest = max(map(len, trees))
    table = np.zeros((len(trees), widest, 5), dtype=np.float64)
    for row, nodes in zip(table, trees, strict=True):
        row[: len(nodes)] = nodes
    feature, threshold, left, right, value = np.moveaxis(table, 2, 0)
    return Forest(
        features=tuple(data["features"]),
        feature=feature.astype(np.int32),
        threshold=threshold.astype(np.float32),
        left=left.astype(np.int32),
        right=right.astype(np.int32),
        value=value.astype(np.float32),
        depth=int(data["depth"]),
        baseline=float(data["baseline"]),
    )
