"""Regular expressions over foreign input take time in proportion to it, whatever a stranger writes.

Each pattern of both packages meets growing texts (`tests.pattern_attacks`). Patterns that are not linear by themselves
are listed with what bounds them: they are matched at one place only, or meet short texts.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest

import archive
import crawler
from tests.pattern_attacks import Attack, attacks

SMALL, LARGE = 2_000, 8_000
DOUBLINGS = 20
ALLOWED_S = 0.02  # for the large text; below it nothing can be said of growth
BOUNDED = {
    "archive.search.query_parser._FIELD": "matched at the beginning of a word of a query, at most 1,000 characters",
    "archive.search.query_parser.([^,]*),(\\d*)": "matched in full, once a query of at most 1,000 characters",
    "archive.urls.query_parameters._TOKEN": "matched in full, once a parameter",
    "crawler.catalogue.load.\\[[^\\]]*\\]": "messages about one key of a catalogue",
    "crawler.discovery.decode._PROLOG": "matched at the beginning only",
    "crawler.discovery.urls._SCHEME": "matched at the beginning only",
    "crawler.enrich.gazetteer.\\\\.|\\[[^\\]]*\\]": "patterns of our own tables",
    "crawler.extract.authors.signatures._LABEL": "texts of less than 40 characters",
    "crawler.extract.authors.splitting._SPLIT": "bylines are short, their white space is collapsed",
    "crawler.extract.authors.affixes._TAIL_LABEL": "names are short, their white space is collapsed",
    "crawler.extract.dates.time_of_day._CLOCK": "searches a few dozen characters around a date",
    "crawler.extract.metadata.site_name._SEPARATOR": "titles are cut to 5,000 characters, white space is collapsed",
    "crawler.extract.page_type.walls._HOME": "matched in full, once an address",
    "crawler.extract.page_type.walls._SLUG": "paths of addresses, at most 2,048 characters",
    "crawler.extract.state.js_literal._TOKEN": "matched where the token before it ends; a mismatch ends all",
    "crawler.fetch.rights.aipref._MEMBER": "matched in full, once an item",
    "crawler.fetch.rights.policy._SCOPE": "matched in full, once an item",
    "crawler.fetch.robots.parser._HTML": "matched at the beginning only",
    "crawler.probe.propose._SEPARATOR": "white space of titles is collapsed",
    "crawler.spiders.url_traps._TOKEN": "values of addresses, at most 2,048 characters",
}


@cache
def patterns() -> tuple[tuple[str, re.Pattern[Any]], ...]:
    """Return all patterns by name."""
    return tuple(_patterns())


def _patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    seen = set()
    for package in (archive, crawler):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            imported = importlib.import_module(module.name)
            named = [(name, pattern) for name, value in vars(imported).items() for pattern in _compiled(value)]
            inline = [(f"{pattern.pattern}", pattern) for pattern in _inline(Path(str(imported.__file__)))]
            for name, pattern in (*named, *inline):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    yield f"{module.name}.{name}", pattern


def _compiled(value: Any) -> Iterator[re.Pattern[Any]]:
    """Yield a pattern, and those in a container."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | tuple | list | frozenset):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _compiled(part)


def _inline(path: Path) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a module hands to the functions of `re` as they are."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=name),
                args=[ast.Constant(value=str() | bytes() as text), *_],
            ) if name != "compile":
                yield re.compile(text)


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    subject = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    start = process_time()
    for _ in pattern.finditer(subject):
        pass
    return process_time() - start


def is_slow(pattern: re.Pattern[Any], attack: Attack) -> bool:
    """Return whether the time grows faster than the text; where it doubles with each unit, a few of them show it."""
    if seconds(pattern, attack.text(len(attack.unit) * DOUBLINGS)) > ALLOWED_S:
        return True
    small = seconds(pattern, attack.text(SMALL))
    if small < ALLOWED_S / 40:
        return False
    large = seconds(pattern, attack.text(LARGE))
    return large > ALLOWED_S and large > 8 * small


@pytest.fixture(scope="module")
def found() -> set[str]:
    """Return the names of all patterns whose time grows faster than the text."""
    return {
        name
        for name, pattern in patterns()
        if name not in BOUNDED
        # Asked twice: one of thousands of measurements may be slow by chance.
        and any(is_slow(pattern, attack) and is_slow(pattern, attack) for attack in attacks(pattern))
    }


def test_no_pattern_takes_more_than_linear_time_unless_its_input_is_bounded(found: set[str]) -> None:
    assert found == set()


def test_the_list_of_bounded_patterns_names_what_there_is() -> None:
    assert BOUNDED.keys() - {name for name, _ in patterns()} == set()


@pytest.mark.parametrize(
    ("pattern", "is_linear"),
    [
        (r"<!\[CDATA\[(.*?)\]\]>", False),
        (r"a(b|c)+d", True),
        (r"x(b|c)*d", True),
        (r"ab*c", True),
        (r"b*c", False),
        (r'"type"\s*:\s*\[?\s*"', False),
        (r"^(?:a|\(b\)\??|[?])*$", False),
        (r"<[^<>]{0,100}>", True),
        (r"<[^>]*>", False),
    ],
)
def test_the_attacks_find_what_is_not_linear(pattern: str, is_linear: bool) -> None:
    compiled = re.compile(pattern, re.DOTALL)
    assert any(is_slow(compiled, attack) for attack in attacks(compiled)) != is_linear
