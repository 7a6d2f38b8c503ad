"""Concepts: what has to mean the same in all languages, to patterns, and the pairs of words that make one.

Twelve lexicons edited one by one drift apart: a term was space policy in one language and only a topic in another. A
concept has its weight, axis and topic once. A pair ("GPS" near "jammed") is found whatever the order and inflection
of the words between.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crawler.enrich.data_files import blame
from crawler.enrich.lexicon import Term, term_style
from crawler.enrich.matcher import LEXICON, PAIR, TOPIC, Hit
from crawler.enrich.overlaps import Neighbours
from crawler.enrich.tables import LANGUAGES, ConceptRow, ConceptsFile, LexiconFile
from crawler.enrich.terms import Pattern, patterns


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """One side of a pair of words that mean `term` within `distance` characters of each other."""

    term: Term
    is_first: bool
    distance: int


def concept_patterns(
    file: ConceptsFile, lexicons: Mapping[str, LexiconFile], topics: frozenset[str]
) -> Iterator[Pattern]:
    """Build the patterns of concepts that are looked for in the whole text.

    Raises EnrichmentDataError for a language or topic that is missing.
    """
    for concept in file.concept:
        with blame("concepts.toml", concept.id):
            _check(concept, topics)
            if not _is_of_head(concept):
                yield from _of_concept(concept, lexicons)


def head_patterns(file: ConceptsFile, lexicons: Mapping[str, LexiconFile]) -> Iterator[Pattern]:
    """Build the patterns of pairs that only name a topic: they are looked for in title and lead.

    Their words are frequent ("law" near "satellite"): in the body they would name every topic and be
    most of the cost.
    """
    for concept in file.concept:
        if _is_of_head(concept):
            with blame("concepts.toml", concept.id):
                yield from _of_concept(concept, lexicons)


def pairs(hits: Iterable[Hit]) -> list[Hit]:
    """Return a hit of the concept for each first half that has a second one near it."""
    firsts: dict[Term, list[Hit]] = {}
    seconds: dict[Term, list[Hit]] = {}
    for hit in hits:
        (firsts if hit.value.is_first else seconds).setdefault(hit.value.term, []).append(hit)
    found = []
    for term, halves in firsts.items():
        if others := seconds.get(term):
            near = Neighbours((other.start, other.stop) for other in others).near
            found += [Hit(h.start, h.stop, term) for h in halves if near(h.start, h.stop, h.value.distance)]
    return found


def _is_of_head(concept: ConceptRow) -> bool:
    return concept.axis == "t" and bool(concept.near)


def _of_concept(concept: ConceptRow, lexicons: Mapping[str, LexiconFile]) -> Iterator[Pattern]:
    term = Term(concept.id, concept.weight, concept.axis, concept.topic)
    if concept.near:
        yield from _written(concept.terms, PAIR, Half(term, True, concept.distance), lexicons)
        yield from _written(concept.near, PAIR, Half(term, False, concept.distance), lexicons)
    else:
        yield from _written(concept.terms, TOPIC if concept.axis == "t" else LEXICON, term, lexicons)


def _check(concept: ConceptRow, topics: frozenset[str]) -> None:
    if concept.topic and concept.topic not in topics:
        raise ValueError(f"unknown topic {concept.topic!r}")
    for terms in (concept.terms, concept.near) if concept.near else (concept.terms,):
        if missing := [language for language in LANGUAGES if not terms.get(language)]:
            raise ValueError(f"no terms in {', '.join(missing)}")
        if unknown := sorted(terms.keys() - set(LANGUAGES)):
            raise ValueError(f"no lexicon of {', '.join(unknown)}")


def _written(
    terms: Mapping[str, tuple[str, ...]], layer: int, value: Term | Half, lexicons: Mapping[str, LexiconFile]
) -> Iterator[Pattern]:
    for language, names in terms.items():
        lexicon = lexicons[language]
        for name in names:
            style = term_style(name, lexicon.match, "c" if name.isupper() and name.isascii() else "", language)
            yield from patterns(name, lexicon.endings, style, layer, value, language)
