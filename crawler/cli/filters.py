"""The options that choose articles, the same for every command that takes a selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from archive.search.filters import Selection

F = TypeVar("F", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.option("--since", type=_DAY, help="Published on this day or later."),
    click.option("--until", type=_DAY, help="Published on this day or earlier."),
    click.option("--source", "sources", multiple=True, help="Of this source; may be repeated."),
    click.option(
        "--country",
        "countries",
        multiple=True,
        help="That speak of this country (ISO 3166-1); may be repeated.",
    ),
    click.option("--topic", "topics", multiple=True, help="On this topic; may be repeated."),
    click.option("--actor", "actors", multiple=True, help="That name this actor; may be repeated."),
    click.option("--instrument", "instruments", multiple=True, help="That name this instrument; may be repeated."),
    click.option("--language", "languages", multiple=True, help="In this language (ISO 639-1); may be repeated."),
    click.option("--search", default="", help="That match this search."),
    click.option("--include-copies", is_flag=True, help="Copies too, not only the first of each text."),
)


def filter_options(function: F) -> F:
    """Add the filters of the contract; they arrive as keywords for `selection_of`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def selection_of(filters: dict[str, Any]) -> Selection:
    """Make the selection of what the user gave."""
    from archive.search.filters import Selection

    days = {name: filters[name].strftime("%Y-%m-%d") if filters[name] else "" for name in ("since", "until")}
    if days["since"] and days["until"] and days["since"] > days["until"]:
        raise click.UsageError(f"--since {days['since']} is after --until {days['until']}: no day is in between")
    return Selection(**(filters | days))
