"""How a term is written in a data file, and what it becomes.

    space law               the words as written, in any case
    weltraumgesetz*         with any ending
    *minister*              and with any beginning, as the last part of a compound; a * inside is an error
    licen{c|s}e             either
    космическ{N} прав*      {N}: one of the endings listed under [endings] of the same file

Sources for the rules: none but the languages themselves; each has a test.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, product
from math import prod
from typing import Any, NamedTuple

from crawler.enrich.folding import fold
from crawler.enrich.scripts import CLASS, HAN, HANGUL, SPACED, is_arabic

_BRACES = re.compile(r"\{([^{}]*)\}")
_MOST_SPELLINGS = 400


class Sense(NamedTuple):
    """What a spelling means, and where. `left` and `right` name the class of character that must not adjoin it.

    There are ten thousands, and a tuple is made in a fifth of the time of a data class.
    """

    layer: int
    value: Any  # its meaning, in its layer
    language: str = ""  # only in articles of this language ("": any)
    left: str = ""  # any character
    right: str = ""
    proclitics: bool = False
    plural: bool = False
    exact: str = ""  # the spelling with case, if case matters
    capital: bool = False  # must begin with a capital letter


_Bounds = tuple[str, str, bool, bool, str, bool]  # the fields of a sense from `left` on


class Pattern(NamedTuple):
    """One spelling to look for, folded. Most spellings of a term share their sense, which is held once."""

    key: str
    sense: Sense


def expand(term: str, endings: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Expand a term with braces into all its spellings.

    Raises ValueError for an unknown set of endings, an unpaired brace or too many spellings.
    """
    if "{" not in term and "}" not in term:
        return iter((term,))
    parts = _BRACES.split(term)
    if any("{" in literal or "}" in literal for literal in parts[::2]):
        raise ValueError(f"unpaired brace in {term!r}")
    choices = [_choices(part, endings, term) if odd else (part,) for odd, part in zip(cycle((False, True)), parts)]
    if prod(map(len, choices)) > _MOST_SPELLINGS:
        raise ValueError(f"{term!r} stands for more than {_MOST_SPELLINGS} spellings")
    return map("".join, product(*choices))


def _choices(inside: str, endings: Mapping[str, tuple[str, ...]], term: str) -> tuple[str, ...]:
    if "|" in inside:
        return tuple(inside.split("|"))
    if inside not in endings:
        raise ValueError(f"no [endings] named {inside!r}, used by {term!r}")
    return endings[inside]


@dataclass(frozen=True, slots=True)
class Style:
    """How the terms of one list are bounded when the term itself does not say."""

    left_open: bool = False
    right_open: bool = False
    plural: bool = False
    case_sensitive: bool = False
    capital: bool = False


def patterns(term: str, endings: Mapping[str, tuple[str, ...]], style: Style, layer: int, value: Any,
             language: str = "") -> Iterator[Pattern]:  # fmt: skip
    """Build all patterns of one term."""
    senses: dict[_Bounds, Sense] = {}
    for spelling in expand(term, endings):
        open_start, open_end = spelling.startswith("*"), spelling.endswith("*")
        plain, folded = fold(spelling.strip("*"))
        if "*" in plain:
            raise ValueError(f"* inside {term!r}: only its ends may be open, write the endings in braces")
        if not folded.strip():
            raise ValueError(f"empty term {term!r}")
        arabic = is_arabic(folded[0])
        for key in _with_arabic_forms(folded, plain, style) if arabic else (folded,):
            bounds = (
                _bound(key[0], style.left_open or open_start),
                _bound(key[-1], style.right_open or open_end, ending=True),
                arabic,
                style.plural and key[-1].isascii(),
                plain if style.case_sensitive else "",
                style.capital and key[0].isascii(),
            )
            if bounds not in senses:
                senses[bounds] = Sense(layer, value, language, *bounds)
            yield Pattern(key, senses[bounds])


def _with_arabic_forms(folded: str, plain: str, style: Style) -> Iterator[str]:
    yield folded
    if folded.startswith("ال") and len(folded) > 4:
        yield "لل" + folded[2:]  # ل + ال are written so
    if plain.endswith("ة") and style.right_open:
        yield from (folded[:-1] + "ته", folded[:-1] + "تنا")  # استراتيجيتها, ميزانيته, وكالتنا


def _bound(edge: str, is_open: bool, ending: bool = False) -> str:
    """Return the class that may not adjoin this edge. Han never has a boundary; Korean particles follow the word."""
    kind = CLASS[edge]
    if is_open or kind == HAN or (ending and kind == HANGUL):
        return ""
    return kind if kind != " " else ""


def is_spaced(term: str) -> bool:
    """Return whether the term begins with a letter of a script that writes spaces."""
    return CLASS[fold(term).folded[0]] == SPACED
