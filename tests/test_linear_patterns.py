"""Regular expressions over foreign input take time in proportion to it, whatever a stranger writes.

Each pattern of both packages meets growing texts made of the literals in it. Patterns that are not linear by themselves
are listed with what bounds them: they are matched at one place only, or meet short texts.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from typing import Any

import pytest

import archive
import crawler

SMALL, LARGE = 2_000, 8_000
ALLOWED_S = 0.02  # for the large text; below it nothing can be said of growth
BOUNDED = {
    "archive.urls.query_parameters._TOKEN": "matched in full, once a parameter",
    "crawler.discovery.decode._PROLOG": "matched at the beginning only",
    "crawler.discovery.urls._SCHEME": "matched at the beginning only",
    "crawler.extract.authors.person_names._SPLIT": "bylines are short, their white space is collapsed",
    "crawler.extract.authors.person_names._TAIL_LABEL": "names are short, their white space is collapsed",
    "crawler.extract.dates.time_of_day._CLOCK": "searches a few dozen characters around a date",
    "crawler.extract.metadata.site_name._SEPARATOR": "titles are cut to 5,000 characters, white space is collapsed",
    "crawler.extract.page_type.walls._HOME": "matched in full, once an address",
    "crawler.extract.page_type.walls._SLUG": "paths of addresses, at most 2,048 characters",
    "crawler.fetch.rights.aipref._MEMBER": "matched in full, once an item",
    "crawler.fetch.rights.policy._SCOPE": "matched in full, once an item",
    "crawler.fetch.robots.parser._HTML": "matched at the beginning only",
    "crawler.probe.propose._SEPARATOR": "white space of titles is collapsed",
    "crawler.spiders.url_traps._TOKEN": "values of addresses, at most 2,048 characters",
}


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    seen = set()
    for package in (archive, crawler):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in value if isinstance(value, tuple) else (value,):
                    if isinstance(pattern, re.Pattern) and (pattern.pattern, pattern.flags) not in seen:
                        seen.add((pattern.pattern, pattern.flags))
                        yield f"{module.name}.{name}", pattern


def literals(sequence: Any) -> Iterator[str]:
    """Yield runs of literal characters of a parsed pattern, and one character of each class."""
    run = ""
    for code, value in sequence:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
            run = ""
        if code is codes.IN:
            yield from (chr(part) for kind, part in value if kind is codes.LITERAL)
            yield from (chr(part[0]) for kind, part in value if kind is codes.RANGE)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from literals(branch)
        elif code in (codes.SUBPATTERN, codes.ATOMIC_GROUP, codes.ASSERT, codes.ASSERT_NOT):
            yield from literals(value if code is codes.ATOMIC_GROUP else value[-1])
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield from literals(value[2])
    if run:
        yield run


def attacks(pattern: re.Pattern[Any]) -> list[str]:
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags if isinstance(pattern.pattern, str) else pattern.flags & ~re.UNICODE
    own = sorted(set(literals(parser.parse(text, flags))), key=len, reverse=True)[:8]
    return [*own, *(one + other for one, other in product(own[:3], repeat=2)), " ", "a", "1", "<", "\n", "A "]


def seconds(pattern: re.Pattern[Any], unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    subject = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    start = process_time()
    for _ in pattern.finditer(subject):
        pass
    return process_time() - start


@pytest.fixture(scope="module")
def found() -> set[str]:
    """Return the names of all patterns whose time grows faster than the text."""
    return {
        name
        for name, pattern in patterns()
        if name not in BOUNDED
        for unit in attacks(pattern)
        if (small := seconds(pattern, unit, SMALL)) > ALLOWED_S / 40
        and (large := seconds(pattern, unit, LARGE)) > ALLOWED_S
        and large > 8 * small
    }


def test_no_pattern_takes_more_than_linear_time_unless_its_input_is_bounded(found: set[str]) -> None:
    assert found == set()


def test_the_list_of_bounded_patterns_names_what_there_is() -> None:
    assert BOUNDED.keys() - {name for name, _ in patterns()} == set()
