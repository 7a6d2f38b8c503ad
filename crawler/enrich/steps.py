"""Steps in the life of an instrument (introduced, signed, in force) from the words next to its citation.

A word of steps.toml belongs to the nearest citation in its sentence whose kind can take the step. It does not count
where the sentence says that it has not happened: "will sign", "has not been ratified", "署名する予定".
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crawler.enrich.data_files import blame
from crawler.enrich.folding import Folded
from crawler.enrich.matcher import MASK, STEP, Hit, Matcher
from crawler.enrich.tables import Endings, StepsFile
from crawler.enrich.terms import Pattern, Style, patterns

_REACH = 100  # characters between a citation and the word of a step
_BEFORE, _AFTER = 45, 14  # characters between such a word and a doubt before it or after it
_ENDS_SENTENCE = re.compile(r"\w\w[.!?][\"')\]]? |[。！？।؟\n]")
_NO_SPACES = ("zh", "ja", "ko")


class Cited(NamedTuple):
    """One citation of an instrument: positions in the text, its id and kind."""

    start: int
    stop: int
    id: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    step: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Doubt:
    """A word by which a step has not happened; `follows` means that it comes after the word of the step."""

    follows: bool


def step_matcher(file: StepsFile) -> Matcher:
    """Compile the words of steps and doubts. Raises EnrichmentDataError."""
    return Matcher(_patterns(file))


def _patterns(file: StepsFile) -> Iterator[Pattern]:
    for step in file.step:
        word = _Word(step.id, frozenset(step.kinds))
        yield from _listed(f"step {step.id}", step.words, word)
    yield from _listed("doubts", file.doubts, _Doubt(False))
    yield from _listed("doubts_after", file.doubts_after, _Doubt(True))
    yield from _listed("masks", file.masks, MASK)


def _listed(key: str, terms: dict[str, tuple[str, ...]], value: object) -> Iterator[Pattern]:
    for language, words in terms.items():
        with blame("steps.toml", f"{key}, {language}"):
            style = Style(left_open=language in _NO_SPACES)
            for word in words:
                yield from patterns(word, Endings(), style, STEP, value, language)


def steps_of(
    cited: Iterable[Cited], matcher: Matcher, text: Folded, languages: tuple[str, ...]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the steps of each cited instrument that has any, each with its words as in the text."""
    places = sorted(cited)
    starts = [place.start for place in places]
    found: dict[str, dict[str, str]] = {}
    hits = matcher.find(text, languages)[STEP]
    for number, hit in enumerate(hits):
        if isinstance(hit.value, _Word) and not _is_doubted(hits, number, text):
            nearest = _nearest(places, starts, hit, text)
            if nearest:
                words = text.plain[hit.start : hit.stop]
                found.setdefault(nearest.id, {}).setdefault(hit.value.step, words)
    return {id_: tuple(steps.items()) for id_, steps in found.items()}


def _nearest(places: Sequence[Cited], starts: Sequence[int], hit: Hit, text: Folded) -> Cited | None:
    at = bisect_left(starts, hit.start)
    candidates = []
    for place in places[max(0, at - 1) : at + 1]:
        first, last = (place.stop, hit.start) if place.start < hit.start else (hit.stop, place.start)
        if last - first <= _REACH and not _ENDS_SENTENCE.search(text.plain, max(0, first - 2), max(first, last)):
            candidates.append((max(0, last - first), place))
    nearest = min(candidates, default=None)
    word: _Word = hit.value
    return nearest[1] if nearest and (not word.kinds or nearest[1].kind in word.kinds) else None


def _is_doubted(hits: Sequence[Hit], number: int, text: Folded) -> bool:
    """Return whether a doubt precedes the word within its sentence, or follows it where the verb comes last."""
    hit = hits[number]
    for other in reversed(hits[max(0, number - 4) : number]):
        if hit.start - other.stop > _BEFORE or _ENDS_SENTENCE.search(text.plain, other.stop, hit.start):
            break
        if isinstance(other.value, _Doubt) and not other.value.follows:
            return True
    return any(
        isinstance(other.value, _Doubt) and other.value.follows and other.start - hit.stop <= _AFTER
        for other in hits[number + 1 : number + 3]
    )
