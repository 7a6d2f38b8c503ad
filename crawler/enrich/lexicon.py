"""Lexicon rows to patterns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.enrich.data_files import blame
from crawler.enrich.matcher import LEXICON, TOPIC
from crawler.enrich.tables import LexiconFile
from crawler.enrich.terms import Pattern, Style, is_spaced, patterns

_PLURAL_BY_S = frozenset({"en", "fr", "es", "pt"})


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One row of a lexicon. `axis` is that of the file, or "g" for negative and "n" for noise."""

    name: str
    weight: float
    axis: Literal["sp", "s", "p", "t", "tp", "g", "n"]
    topic: str = ""

    @property
    def about_space(self) -> bool:
        """Return whether the term is space context for ambiguous names."""
        return self.axis in ("sp", "s")


def lexicon_patterns(language: str, lexicon: LexiconFile, topics: frozenset[str]) -> Iterator[Pattern]:
    """Build all patterns of one language. Raises EnrichmentDataError for an unknown topic or flag or a bad term."""
    file = f"lexicon-{language}.toml"
    for place, (name, weight, axis, topic, flags) in enumerate(lexicon.positive):
        with blame(file, f"positive[{place}]"):
            if topic and topic not in topics:
                raise ValueError(f"unknown topic {topic!r}")
            if set(flags) - set("cps"):
                raise ValueError(f"unknown flag in {flags!r}")
            style = term_style(name, lexicon.match, flags, language)
            layer = TOPIC if axis == "t" else LEXICON  # so that it takes no word away from what decides relevance
            yield from patterns(name, lexicon.endings, style, layer, Term(name, weight, axis, topic), language)
    yield from _penalties(file, "negative", lexicon.negative, "g", lexicon, language)
    yield from _penalties(file, "noise", lexicon.noise, "n", lexicon, language)


def _penalties(file: str, key: str, rows: tuple[tuple[str, float], ...], axis: Literal["g", "n"],
               lexicon: LexiconFile, language: str) -> Iterator[Pattern]:  # fmt: skip
    for place, (name, penalty) in enumerate(rows):
        with blame(file, f"{key}[{place}]"):
            style = term_style(name, lexicon.match, "", language)
            yield from patterns(name, lexicon.endings, style, LEXICON, Term(name, penalty, axis), language)


def term_style(name: str, match: str, flags: str, language: str) -> Style:
    """Return how a term of a lexicon is bounded: by the rule of its language, unless its flags say otherwise."""
    anywhere = "s" in flags or (match == "substring" and not is_spaced(name))
    exact = "c" in flags
    return Style(
        left_open=anywhere,
        right_open=anywhere or "p" in flags or (match == "prefix" and not name.isascii()),
        plural=language in _PLURAL_BY_S and not exact,
        case_sensitive=exact,
    )
