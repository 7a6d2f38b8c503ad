"""A small encoder for tests, in which texts are near if they have words in common."""

import zlib
from collections.abc import Sequence

import numpy as np

from archive.meaning.encoder import Vectors


class WordEncoder:
    """Encodes a text as the sum of a random vector for each of its words."""

    name = "words"
    dimensions = 256

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([self._sum(text) for text in texts], np.float32)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)

    def _sum(self, text: str) -> Vectors:
        words = [word.strip(".,").lower() for word in text.split()]
        seeds = (np.random.default_rng(zlib.crc32(word.encode())) for word in words)
        return np.sum([seed.standard_normal(self.dimensions) for seed in seeds], axis=0).astype(np.float32)
