"""One pass over the text: all terms of all languages and kinds at once, by the Aho–Corasick automaton.

Aho, Corasick, Efficient string matching, CACM 18(6), 1975. Of overlapping matches of one layer the longest
is kept, so that "space policy directive" is not also "space policy", and a masked phrase hides what is inside
it.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple

import ahocorasick

from crawler.enrich.folding import Folded
from crawler.enrich.scripts import CLASS, after_proclitic, is_plural
from crawler.enrich.terms import Pattern, Sense

LEXICON, TOPIC, ACTOR, COUNTRY, INSTRUMENT, FORM, STEP, ANCHOR, PAIR, HIDDEN, OFFICE = range(11)
_LAYERS = 11


_HEAD = 12  # characters
_Meaning = tuple[str, int, tuple[tuple[int, Sense], ...]]  # end and length of a key; senses with ranks of languages

_ORDER, _START = itemgetter(0, 1, 2), itemgetter(0)


class Mask:
    """The value of a phrase that means something else than its words."""

    def __reduce__(self) -> str:
        return "MASK"  # the one that there is, also where the data were stored


MASK = Mask()


class Joint:
    """Base of values of which one span may have several: 中美 is two countries."""

    __slots__ = ()


class Hit(NamedTuple):
    """One match: positions in the text, and its meaning."""

    start: int
    stop: int
    value: Any


class _Keys:
    """All keys, by their heads: the first characters, of which the automaton is made, and what follows them.

    A node takes 48 bytes: whole keys have 316,000, heads 111,000, and few heads that a text has are not of a key that
    it has. Arrays, since 41,000 tuples of tuples would take 6 MB, and a worker would copy those that it reads.
    """

    def __init__(self, by_head: dict[str, list[str]], by_key: dict[str, list[Sense]]) -> None:
        keys = [key for same in by_head.values() for key in same]
        self._tails = [key[_HEAD:] for key in keys]
        self._lengths = array("I", map(len, keys))
        self._senses = [sense for key in keys for sense in by_key[key]]
        self._ends = array("I", accumulate(map(len, by_head.values())))  # of the keys of a head
        self._ends_of_senses = array("I", accumulate(len(by_key[key]) for key in keys))

    def of_head(self, number: int) -> Iterator[tuple[str, int, list[Sense]]]:
        """Yield of each key of a head what follows the head, its length and its senses."""
        for key in range(self._ends[number - 1] if number else 0, self._ends[number]):
            start = self._ends_of_senses[key - 1] if key else 0
            yield self._tails[key], self._lengths[key], self._senses[start : self._ends_of_senses[key]]


class _Meanings(dict[int, tuple[_Meaning, ...]]):
    """What the keys of each head mean in some languages, worked out when a text first has it.

    Of the keys that no text has, nothing is touched: a worker shares them with the process that it was forked from.
    """

    def __init__(self, keys: _Keys, languages: tuple[str, ...]) -> None:
        super().__init__()
        self._keys = keys
        self._rank = {language: place for place, language in enumerate(("", *languages))}

    def __missing__(self, number: int) -> tuple[_Meaning, ...]:
        found: list[_Meaning] = []
        for tail, length, senses in self._keys.of_head(number):
            ranked = tuple((self._rank[sense.language], sense) for sense in senses if sense.language in self._rank)
            if ranked:
                found.append((tail, length, ranked))
        meanings = self[number] = tuple(found)
        return meanings


class Matcher:
    """The automaton and the rules that a match must pass."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_key: dict[str, list[Sense]] = {}
        for key, sense in patterns:
            by_key.setdefault(key, []).append(sense)
        by_head: dict[str, list[str]] = {}
        for key in by_key:
            by_head.setdefault(key[:_HEAD], []).append(key)
        self._keys = _Keys(by_head, by_key)
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, head in enumerate(by_head):
            self._automaton.add_word(head, number)
        self._automaton.make_automaton()
        self._meanings: dict[tuple[str, ...], _Meanings] = {}

    def find(self, text: Folded, languages: tuple[str, ...]) -> list[list[Hit]]:
        """Find hits by layer, in text order, none overlapping (those of the last four layers may). Masks are left out.

        `languages`: the lexicon languages that apply, best first.
        """
        found: list[list[tuple[int, int, int, Any]]] = [[] for _ in range(_LAYERS)]
        if languages not in self._meanings:
            self._meanings[languages] = _Meanings(self._keys, languages)
        meanings = self._meanings[languages]
        folded = text.folded
        end_of_text = len(folded)
        for last, number in self._automaton.iter(folded):
            for tail, length, same in meanings[number]:  # most keys mean nothing in these languages
                if tail and not folded.startswith(tail, last + 1):
                    continue
                stop = last + 1 + len(tail)
                start = stop - length
                before = CLASS[folded[start - 1]] if start else " "
                after = CLASS[folded[stop]] if stop < end_of_text else " "
                for place, sense in same:
                    if after == sense.right and not (sense.plural and is_plural(folded, stop)):
                        continue
                    if before == sense.left and not (sense.proclitics and after_proclitic(folded, start)):
                        continue
                    if sense.exact and text.plain[start:stop] != sense.exact:
                        continue
                    if sense.capital and not text.plain[start].isupper():
                        continue
                    found[sense.layer].append((-length, start, place, sense.value))
        resolved = [_longest(candidates, end_of_text) for candidates in found[:ANCHOR]]
        return [*resolved, *([_hit(candidate) for candidate in layer] for layer in found[ANCHOR:])]


def _hit(candidate: tuple[int, int, int, Any]) -> Hit:
    length, start, _, value = candidate
    return Hit(start, start - length, value)


def _longest(candidates: list[tuple[int, int, int, Any]], size: int) -> list[Hit]:
    """Select the longest of overlapping matches; between equals the first, then the one of the better language.

    A match is overlapped by a longer one only if an end of it is, hence two look-ups.
    """
    if not candidates:
        return []
    candidates.sort(key=_ORDER)
    taken = bytearray(size)
    kept: list[Hit] = []
    for length, start, _, value in candidates:
        stop = start - length
        if taken[start] or taken[stop - 1]:
            if isinstance(value, Joint) and kept and kept[-1][:2] == (start, stop) and kept[-1].value != value:
                kept.append(Hit(start, stop, value))
            continue
        taken[start:stop] = b"\1" * -length
        if value is not MASK:
            kept.append(Hit(start, stop, value))
    kept.sort(key=_START)
    return kept
