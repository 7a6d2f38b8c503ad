"""Text as overlapping runs of words (shingles), the form in which copies are looked for.

Writing without spaces (Chinese, Japanese, Thai, Khmer ...) is taken by characters: seven of them say about as much
as four words do. All is done on arrays of code points: a text of 800 words costs a fifth of a millisecond so, and
five times that word by word.
"""

import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

_WORDS_A_SHINGLE = 4
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

# Thai and Lao, Burmese, Khmer; CJK with kana, but not Hangul, which is written with spaces; the further planes.
_NO_SPACES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x312F),
    (0x31A0, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFF),
)
_PLANES = 0x40000  # beyond are only private use and variation selectors


@dataclass(frozen=True)
class Shingles:
    """A text cut up, word by word. `codes` are hashes of the words without case, as they are compared."""

    codes: Hashes
    lengths: NDArray[np.int32]  # characters
    is_fact: Flags  # begins with a capital or has a digit: a name, mostly, or a number
    is_alone: Flags  # a character of a script without spaces
    has_capitals: bool

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def has_alone(self) -> bool:
        """Return whether any of it is in writing without spaces."""
        return bool(self.is_alone.any())

    @cached_property
    def is_unspaced(self) -> bool:
        """Return whether most of it is."""
        return bool(2 * np.count_nonzero(self.is_alone) > len(self))

    @cached_property
    def hashes(self) -> Hashes:
        """Return one 64-bit hash for each shingle, in the order of the text."""
        count = len(self.codes) - _WORDS_A_SHINGLE + 1
        if count <= 0:
            return np.empty(0, np.uint64)
        rolled = self.codes[:count].copy()
        for offset in range(1, _WORDS_A_SHINGLE):
            rolled = rolled * _MULTIPLIER + self.codes[offset : offset + count]
        return _mixed(self._over_characters(rolled))

    @cached_property
    def order(self) -> NDArray[np.int32]:
        """Return the places of the hashes in ascending order of the hashes; equal ones in the order of the text."""
        return np.argsort(self.hashes, kind="stable").astype(np.int32)

    @property
    def ascending(self) -> Hashes:
        """Return the hashes in ascending order; not kept, since it takes little time and as much memory as they do."""
        ascending: Hashes = self.hashes[self.order]
        return ascending

    @cached_property
    def distinct(self) -> Hashes:
        """Return the hashes, each once, in ascending order: a prefix is a uniform sample of the shingles (MinHash)."""
        ascending = self.ascending
        first = np.ones(len(ascending), np.bool_)
        first[1:] = ascending[1:] != ascending[:-1]
        distinct: Hashes = ascending[first]
        return distinct

    def _over_characters(self, rolled: Hashes) -> Hashes:
        reach = _WORDS_A_SHINGLE - 1
        if len(rolled) <= reach or not self.has_alone:
            return rolled
        longer = rolled[:-reach] * _MULTIPLIER + rolled[reach:]
        return np.where(self.is_alone[: len(longer)], longer, rolled[:-reach])


@dataclass(frozen=True, slots=True)
class _Characters:
    """What is known of each code point. `folded` is it without case, mixed; 0 where it is no part of a word."""

    folded: Hashes
    in_word: Flags
    alone: Flags
    upper: Flags
    digit: Flags


class RecentTexts:
    """The texts that were cut up last, up to a number of words: what is written on one event is compared over and over.

    A word takes some 45 bytes, with its characters. Safe to use from several threads.
    """

    def __init__(self, words: int) -> None:
        self._most = words
        self._words = 0
        self._kept: OrderedDict[str, Shingles] = OrderedDict()
        self._lock = Lock()

    def cut(self, text: str) -> Shingles:
        with self._lock:
            kept = self._kept.get(text)
            if kept is not None:
                self._kept.move_to_end(text)
                return kept
        cut = _cut(text)
        if len(cut) <= self._most // 8:
            with self._lock:
                self._words += 0 if text in self._kept else len(cut)
                self._kept[text] = cut
                while self._words > self._most:
                    self._words -= len(self._kept.popitem(last=False)[1])
        return cut


_recent = RecentTexts(200_000)


def shingles(text: str) -> Shingles:
    """Cut a text into words and shingles. Compatibility forms (full width, ligatures) count as the plain ones."""
    return _recent.cut(text)


def _cut(text: str) -> Shingles:
    encoded = unicodedata.normalize("NFKC", text).encode("utf-32-le", errors="replace")
    known = _characters()
    points = np.minimum(np.frombuffer(encoded, np.uint32), _PLANES - 1)
    in_word = known.in_word[points]
    needed = in_word | _before(in_word)  # one separator after a word will do
    points, in_word = points[needed], in_word[needed]
    alone = known.alone[points]
    starts = np.flatnonzero(in_word & (alone | ~_before(in_word & ~alone)))
    if not len(starts):
        return Shingles(np.empty(0, np.uint64), np.empty(0, np.int32), alone[:0], alone[:0], False)
    spans = np.diff(starts, append=len(points))
    place = np.arange(len(points)) - np.repeat(starts, spans)
    letters = known.folded[points] * _powers(int(spans.max()))[place]
    capital = known.upper[points[starts]]
    return Shingles(
        codes=_mixed(np.add.reduceat(letters, starts)),
        lengths=np.add.reduceat(in_word.astype(np.int32), starts),
        is_fact=capital | (np.add.reduceat(known.digit[points].astype(np.int64), starts) > 0),
        is_alone=alone[starts],
        has_capitals=bool(capital.any()),
    )


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where each word of `shingles(text)` begins and ends in the text."""
    # Composition joins characters of one word only, so that normalizing one by one leaves the same words.
    pieces = [unicodedata.normalize("NFKC", character) for character in text]
    origin = np.repeat(np.arange(len(text)), [len(piece) for piece in pieces])
    encoded = "".join(pieces).encode("utf-32-le", errors="replace")
    known = _characters()
    points = np.minimum(np.frombuffer(encoded, np.uint32), _PLANES - 1)
    in_word, alone = known.in_word[points], known.alone[points]
    starts = np.flatnonzero(in_word & (alone | ~_before(in_word & ~alone)))
    after = np.concatenate((in_word[1:], [False])) if len(in_word) else in_word
    single = np.concatenate((alone[1:], [True])) if len(alone) else alone
    stops = np.flatnonzero(in_word & (alone | ~after | single))
    return [(int(origin[first]), int(origin[last]) + 1) for first, last in zip(starts, stops, strict=True)]


def _before(flags: Flags) -> Flags:
    """Return for each place the flag of the place before it."""
    shifted = np.zeros(len(flags), np.bool_)
    shifted[1:] = flags[:-1]
    return shifted


@lru_cache(maxsize=1)
def _characters() -> _Characters:
    in_word, upper, digit, alone = np.zeros((4, _PLANES), np.bool_)
    folded = np.arange(_PLANES, dtype=np.uint64)
    for point in range(0x20000):
        character = chr(point)
        # Vowel signs and accents are part of a word.
        if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            in_word[point] = True
            upper[point] = character.isupper()
            digit[point] = character.isdigit()
            fold = character.casefold()
            folded[point] = ord(fold) if len(fold) == 1 else point
    for first, last in _NO_SPACES:
        alone[first : last + 1] = in_word[first : last + 1] | (first >= 0x20000)
    in_word |= alone
    return _Characters(np.where(in_word, _mixed(folded + np.uint64(1)), np.uint64(0)), in_word, alone, upper, digit)


@lru_cache(maxsize=8)
def _powers(count: int) -> Hashes:
    powers = np.full(count, _MULTIPLIER)
    powers[0] = 1
    ascending: Hashes = np.multiply.accumulate(powers)
    return ascending


def _mixed(values: Hashes) -> Hashes:
    # The finaliser of splitmix64 (Steele, Lea and Flood, 2014), so that the order of hashes is as good as random.
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed
