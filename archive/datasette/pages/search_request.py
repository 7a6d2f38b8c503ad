"""Arguments of a search, as they are in the address of its page, of its files and of its feed."""

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from archive.clock import is_day
from archive.datasette.arguments import check_arguments
from archive.datasette.pages.search_query import BOUND, PAGE, Order, Query
from archive.errors import SpacebeatError
from archive.search.filters import Selection, UnknownValueError, resolve

FILTERS = ("source", "topic", "actor", "country", "language")  # offered as lists
HIDDEN = ("instrument", "kind", "access", "seen_since", "seen_until")  # set by links
NEAR = ("meaning", "like")  # search by meaning instead of by words
FIELDS = (*FILTERS, *HIDDEN, "since", "until")
MOST_IDS = 1_000  # articles of a selection
_IDS = re.compile(rf"\d{{1,18}}(?:,\d{{1,18}}){{0,{MOST_IDS - 1}}}")
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_ORDERS: Mapping[str, Order] = {"newest": "newest", "oldest": "oldest", "best": "best"}
_ARGUMENTS = ("q", *FIELDS, "originals", "page", *NEAR, "count")


def read_arguments(request: Any) -> dict[str, str]:
    """Return the arguments of a search; missing ones are empty."""
    names = ("q", *FIELDS, "originals", "order", "page", *NEAR)
    asked = {name: (request.args.get(name) or "").strip() for name in names}
    return asked | {"ids": ",".join(request.args.getlist("ids"))}  # ids=1,2 or, of a form without scripts, ids=1&ids=2


def check_request(request: Any) -> None:
    """Raise WrongUsageError for an argument that a search does not have."""
    check_arguments(request.args, _ARGUMENTS, {"order": tuple(_ORDERS)}, repeated=("ids",))


def read_query(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Query:
    """Parse and validate the query. Raises SpacebeatError with a message for the user."""
    for name in ("since", "until", "seen_since", "seen_until"):
        if asked[name] and not is_day(asked[name]):
            raise SpacebeatError(f"“{asked[name]}” is not a date; write it as 2026-03-04")
    if asked["ids"] and not _IDS.fullmatch(asked["ids"]):
        raise SpacebeatError(f"a selection is written as ids=12,34, with {MOST_IDS} articles at most")
    expression = ""
    if asked["q"]:
        from archive.search.search import match_expression

        expression = match_expression(asked["q"])

    def only(name: str) -> tuple[str, ...]:
        return (asked[name],) if asked[name] else ()

    selection = Selection(
        since=asked["since"],
        until=asked["until"],
        sources=only("source"),
        topics=only("topic"),
        actors=only("actor"),
        countries=only("country"),
        languages=only("language"),
        instruments=only("instrument"),
        kinds=only("kind"),
        access=only("access"),
        seen_since=asked["seen_since"],
        seen_until=asked["seen_until"],
        include_copies=not asked["originals"],
        ids=tuple(int(one) for one in asked["ids"].split(",") if one),
    )
    try:
        resolved = resolve(Database(connection), selection)
    except UnknownValueError as error:
        raise SpacebeatError(error.plain) from error
    return Query(resolved, expression, _ORDERS.get(asked["order"], "newest"), _page_number(asked["page"]))


def _page_number(asked: str) -> int:
    if not asked:
        return 1
    if not _NUMBER.fullmatch(asked):
        raise SpacebeatError(f"“{asked[:20]}” is not the number of a page")
    return min(int(asked), BOUND // PAGE)
