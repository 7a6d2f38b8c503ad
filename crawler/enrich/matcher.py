"""One pass over the text: all terms of all languages and kinds at once, by the Aho–Corasick automaton.

Aho, Corasick, Efficient string matching, CACM 18(6), 1975. Of overlapping matches of one layer the longest
is kept, so that "space policy directive" is not also "space policy", and a masked phrase hides what is inside
it.
"""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

import ahocorasick

from crawler.enrich.folding import Folded
from crawler.enrich.scripts import CLASS, after_proclitic, is_plural
from crawler.enrich.terms import Pattern

LEXICON, TOPIC, ACTOR, COUNTRY, INSTRUMENT, FORM, STEP, ANCHOR, PAIR, HIDDEN = range(10)
_LAYERS = 10


_Meaning = tuple[int, tuple[tuple[int, Pattern], ...]]  # length of the key; patterns with the ranks of languages

_ORDER, _START = itemgetter(0, 1, 2), itemgetter(0)


class Mask:
    """The value of a phrase that means something else than its words."""


MASK = Mask()


class Joint:
    """Base of values of which one span may have several: 中美 is two countries."""

    __slots__ = ()


class Hit(NamedTuple):
    """One match: positions in the text, and its meaning."""

    start: int
    stop: int
    value: Any


class Matcher:
    """The automaton and the rules that a match must pass."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_key: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            by_key.setdefault(pattern.key, []).append(pattern)
        self._automaton = ahocorasick.Automaton()
        for number, key in enumerate(by_key):
            self._automaton.add_word(key, number)
        self._automaton.make_automaton()
        self._by_key = list(by_key.values())
        self._only_in: dict[str, list[int]] = {}
        for number, same in enumerate(self._by_key):
            for language in {pattern.language for pattern in same}:
                self._only_in.setdefault(language, []).append(number)
        self._in_all: list[_Meaning | None] = [None] * len(self._by_key)
        for number in self._only_in.pop("", ()):
            self._in_all[number] = _meaning(self._by_key[number], {"": 0})
        self._views: dict[tuple[str, ...], dict[int, _Meaning]] = {}

    def _view(self, languages: tuple[str, ...]) -> dict[int, _Meaning]:
        """Return what the keys mean that mean more in these languages than in all; built once for each set of them.

        What is meant in all languages is not touched: a worker shares it with the process that it was forked from.
        """
        if languages not in self._views:
            rank = {language: place for place, language in enumerate(("", *languages))}
            numbers = (number for language in languages for number in self._only_in.get(language, ()))
            meanings = ((number, _meaning(self._by_key[number], rank)) for number in numbers)
            self._views[languages] = {number: meaning for number, meaning in meanings if meaning}
        return self._views[languages]

    def find(self, text: Folded, languages: tuple[str, ...]) -> list[list[Hit]]:
        """Find hits by layer, in text order, none overlapping (those of the last three layers may). Masks are left out.

        `languages`: the lexicon languages that apply, best first.
        """
        found: list[list[tuple[int, int, int, Any]]] = [[] for _ in range(_LAYERS)]
        in_all, view = self._in_all, self._view(languages)
        folded = text.folded
        end_of_text = len(folded)
        for last, number in self._automaton.iter(folded):
            meaning = view.get(number) or in_all[number]
            if meaning is None:  # most keys mean nothing in these languages
                continue
            length, same = meaning
            stop = last + 1
            start = stop - length
            before = CLASS[folded[start - 1]] if start else " "
            after = CLASS[folded[stop]] if stop < end_of_text else " "
            for place, pattern in same:
                if after == pattern.right and not (pattern.plural and is_plural(folded, stop)):
                    continue
                if before == pattern.left and not (pattern.proclitics and after_proclitic(folded, start)):
                    continue
                if pattern.exact and text.plain[start:stop] != pattern.exact:
                    continue
                if pattern.capital and not text.plain[start].isupper():
                    continue
                found[pattern.layer].append((-length, start, place, pattern.value))
        resolved = [_longest(candidates, end_of_text) for candidates in found[:ANCHOR]]
        return [*resolved, *([_hit(candidate) for candidate in layer] for layer in found[ANCHOR:])]


def _meaning(same: list[Pattern], rank: Mapping[str, int]) -> _Meaning | None:
    """Return what a key means in languages of these ranks; None if nothing."""
    ranked = tuple((rank[pattern.language], pattern) for pattern in same if pattern.language in rank)
    return (len(same[0].key), ranked) if ranked else None


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
