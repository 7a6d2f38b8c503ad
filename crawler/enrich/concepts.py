"""Concepts: what has to mean the same in all languages, to patterns, and the pairs of words that make one.

Twelve lexicons edited one by one drift apart: a term was space policy in one language and only a topic in another. A
concept has its weight, axis and topic once. A pair ("GPS" near "jammed") is found whatever the order and inflection
of the words between.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from crawler.enrich.data_files import blame
from crawler.enrich.lexicon import Term, term_style
from crawler.enrich.matcher import LEXICON, PAIR, TOPIC, Hit
from crawler.enrich.overlaps import Neighbours
from crawler.enrich.tables import LANGUAGES, ConceptRow, ConceptsFile, LexiconFile
from crawler.enrich.terms import Pattern, Sense, patterns

_OF_HEAD = ("t", "tp")  # axes of pairs that name a topic


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """One side of a pair of words that mean `term` within `distance` characters of each other.

    `of_states`: the other side are the countries of the headline.
    """

    term: Term
    is_first: bool
    distance: int
    of_states: bool = False


def concept_patterns(
    file: ConceptsFile, lexicons: Mapping[str, LexiconFile], topics: frozenset[str]
) -> Iterator[Pattern]:
    """Build the patterns of concepts that are looked for in the whole text.

    Raises EnrichmentDataError for a language or topic that is missing.
    """
    for concept in _with_words_of_space(file):
        with blame("concepts.toml", concept.id):
            _check(concept, topics)
            if not concept.near:
                layer = TOPIC if concept.axis == "t" else LEXICON
                term = _term(concept)
                for language, names in concept.terms.items():
                    for name in names:
                        yield from _written(name, language, layer, term, lexicons[language])
    yield from _of_pairs((row for row in _with_words_of_space(file) if row.near and row.axis not in _OF_HEAD), lexicons)


def head_patterns(file: ConceptsFile, lexicons: Mapping[str, LexiconFile]) -> Iterator[Pattern]:
    """Build the patterns of pairs that only name a topic: they are looked for in title and lead.

    Their words are frequent ("law" near "satellite"): in the body they would name every topic and be
    most of the cost.
    """
    return _of_pairs((row for row in _with_words_of_space(file) if row.near and row.axis in _OF_HEAD), lexicons)


def _with_words_of_space(file: ConceptsFile) -> Iterator[ConceptRow]:
    for row in file.concept:
        with blame("concepts.toml", row.id):
            if (row.of_space or row.of_states) and (row.terms or not row.near):
                raise ValueError("of_space and of_states are for pairs without terms")
            if row.of_states and row.axis not in _OF_HEAD:
                raise ValueError("of_states is for pairs of title and lead")
        yield msgspec.structs.replace(row, terms=file.space) if row.of_space else row


def pairs(hits: Iterable[Hit], states: Iterable[Hit] = ()) -> list[Hit]:
    """Return a hit of the concept for each first half that has a second one near it.

    `states`: where the headline names countries.
    """
    named = [(hit.start, hit.stop) for hit in states]
    firsts: dict[Term, list[tuple[int, int, int]]] = {}
    seconds: dict[Term, list[tuple[int, int]]] = {}
    for start, stop, halves in hits:
        for half in halves:
            if half.is_first:
                firsts.setdefault(half.term, []).append((start, stop, half.distance))
            else:
                seconds.setdefault(half.term, []).append((start, stop))
                if half.of_states:
                    firsts[half.term] = [(*place, half.distance) for place in named]
    found = []
    for term, places in firsts.items():
        if others := seconds.get(term):
            near = Neighbours(others).near
            found += [Hit(start, stop, term) for start, stop, distance in places if near(start, stop, distance)]
    return found


def _of_pairs(concepts: Iterable[ConceptRow], lexicons: Mapping[str, LexiconFile]) -> Iterator[Pattern]:
    """Build one pattern for each spelling, with all halves that it is: "satellite" is one of many pairs."""
    by_name: dict[tuple[str, str], list[Half]] = {}
    for concept in concepts:
        term = _term(concept)
        for words, is_first in ((concept.terms, True), (concept.near, False)):
            half = Half(term, is_first, concept.distance, concept.of_states)
            for language, names in words.items():
                for name in names:
                    by_name.setdefault((language, name), []).append(half)
    halves: dict[Pattern, list[Half]] = {}
    for (language, name), same in by_name.items():
        with blame("concepts.toml", same[0].term.name):
            for pattern in _written(name, language, PAIR, None, lexicons[language]):
                halves.setdefault(pattern, []).extend(same)
    senses: dict[Sense, Sense] = {}
    for (key, sense), all_halves in halves.items():
        paired = sense._replace(value=tuple(all_halves))
        yield Pattern(key, senses.setdefault(paired, paired))


def _term(concept: ConceptRow) -> Term:
    return Term(concept.id, concept.weight, concept.axis, concept.topic)


def _check(concept: ConceptRow, topics: frozenset[str]) -> None:
    if concept.topic and concept.topic not in topics:
        raise ValueError(f"unknown topic {concept.topic!r}")
    if concept.axis == "tp" and not concept.near:
        raise ValueError('axis "tp" is for pairs: near is missing')
    for terms in (concept.near,) if concept.of_states else filter(None, (concept.terms, concept.near)):
        if missing := [language for language in LANGUAGES if not terms.get(language)]:
            raise ValueError(f"no terms in {', '.join(missing)}")
        if unknown := sorted(terms.keys() - set(LANGUAGES)):
            raise ValueError(f"no lexicon of {', '.join(unknown)}")


def _written(name: str, language: str, layer: int, value: Term | None, lexicon: LexiconFile) -> Iterator[Pattern]:
    style = term_style(name, lexicon.match, "c" if name.isupper() and name.isascii() else "", language)
    return patterns(name, lexicon.endings, style, layer, value, language)
