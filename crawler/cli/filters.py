"""Filter options shared by all commands that select articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crawler.cli.parameters import DAY, WORDS

if TYPE_CHECKING:
    from archive.search.filters import Selection

F = TypeVar("F", bound=Callable[..., Any])
_NARROWING = (
    click.option("--since", type=DAY, help="Published on this day or later."),
    click.option("--until", type=DAY, help="Published on this day or earlier."),
    click.option("--source", "sources", multiple=True, help="From this source; may be repeated."),
    click.option(
        "--country",
        "countries",
        multiple=True,
        help="About this country (ISO 3166-1); may be repeated.",
    ),
    click.option("--topic", "topics", multiple=True, help="On this topic; may be repeated."),
    click.option("--actor", "actors", multiple=True, help="Mentioning this actor; may be repeated."),
    click.option("--instrument", "instruments", multiple=True, help="Mentioning this instrument; may be repeated."),
    click.option("--kind", "kinds", multiple=True, help="From this kind of source, such as agency; may be repeated."),
    click.option(
        "--access",
        multiple=True,
        metavar="full|excerpt|paywalled|withheld",
        help="With this access to the text; may be repeated.",
    ),
    click.option("--language", "languages", multiple=True, help="In this language (ISO 639-1); may be repeated."),
)
_OPTIONS = (
    *_NARROWING,
    click.option("--search", type=WORDS, default=None, help="Matching this full-text query."),
    click.option("--include-copies", is_flag=True, help="Include copies, not only the first article of each text."),
)


def filter_options(function: F) -> F:
    """Add the filter options; their values are the keywords that `selection_of` takes."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def narrowing_options(function: F) -> F:
    """Add the filter options to a command that takes its query as an argument and shows copies."""
    for option in reversed(_NARROWING):
        function = option(function)
    return function


def selection_of(filters: dict[str, Any]) -> Selection:
    """Build the selection from the values of the filter options."""
    from archive.search.filters import Selection

    days = {name: filters[name].strftime("%Y-%m-%d") if filters[name] else "" for name in ("since", "until")}
    words = {"search": filters["search"] or ""} if "search" in filters else {}
    return Selection(**(filters | days | words))
