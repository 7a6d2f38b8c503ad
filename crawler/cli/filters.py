"""Filter options shared by all commands that select articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crawler.cli.completion import complete_value
from crawler.cli.parameters import DAY, WORDS

if TYPE_CHECKING:
    from archive.reports.values import Kind
    from archive.search.filters import Selection

F = TypeVar("F", bound=Callable[..., Any])


def _values(option: str, kind: Kind, description: str) -> Callable[[F], F]:
    """Return an option of values of a kind, which the shell completes."""
    return click.option(
        option, kind, multiple=True, shell_complete=complete_value(kind), help=f"{description}; may be repeated."
    )


_NARROWING = (
    click.option("--since", type=DAY, help="Published on this day or later."),
    click.option("--until", type=DAY, help="Published on this day or earlier."),
    _values("--source", "sources", "From this source"),
    _values("--country", "countries", "About this country (ISO 3166-1)"),
    _values("--topic", "topics", "On this topic"),
    _values("--actor", "actors", "Mentioning this actor"),
    _values("--instrument", "instruments", "Mentioning this instrument"),
    click.option("--kind", "kinds", multiple=True, help="From this kind of source, such as agency; may be repeated."),
    click.option(
        "--access",
        multiple=True,
        metavar="full|excerpt|paywalled|withheld",
        help="With this access to the text; may be repeated.",
    ),
    _values("--language", "languages", "In this language (ISO 639-1)"),
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
