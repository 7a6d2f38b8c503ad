"""Checks of the arguments in the address of a page.

An argument that is misspelt, or has a value that there is not, would be left out without a word: `?topics=law` would
show all articles, as if they were the answer.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from datasette.filters import Filters
from datasette.utils.asgi import BadRequest

from archive.datasette.formatting import sentence
from archive.errors import WrongUsageError

View = Callable[..., Any]
# Added by mail programs and social networks to any link.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref")
_ALSO = {"query": "q", "search": "q", "text": "q", "from": "since", "to": "until", "lang": "language", "sort": "order"}
_FEW = 12  # names that are worth listing
_LONGEST = 40  # characters of an argument that are repeated in a message


def check_arguments(
    arguments: Any, names: Iterable[str], values: Mapping[str, Sequence[str]], repeated: Sequence[str] = ()
) -> None:
    """Raise WrongUsageError for an argument that a page does not have, or has with other values, or has once.

    `names` are those of the page, `values` all that an argument can have apart from none, and `repeated` are those that
    may be given several times.
    """
    known = {*names, *values, *repeated, "archive"}
    for name in arguments:
        if name not in known and not name.startswith("_") and not _TRACKING.fullmatch(name):
            hint = _near(name, known) or (f"; it has {', '.join(sorted(known))}" if len(known) <= _FEW else "")
            raise WrongUsageError(f"this page has no argument {name[:_LONGEST]}{hint}")
        given = arguments.getlist(name)
        if name in known and name not in repeated and len(set(given)) > 1:
            raise WrongUsageError(f"{name} is given {len(given)} times; give it once")
        if name in values and given[0] not in ("", *values[name]):
            *others, last = values[name]
            raise WrongUsageError(f"{name} can be {', '.join(others)} or {last}, not {given[0][:_LONGEST]!r}")


def checked(view: View, names: Iterable[str] = (), values: Mapping[str, Sequence[str]] = {}) -> View:
    """Return a view that answers wrong arguments with an error page (400)."""
    known = tuple(names)

    async def checking(datasette: Any, request: Any) -> Any:
        _refuse_wrong(request.args, known, values)
        return await view(datasette, request)

    return checking


def _refuse_wrong(arguments: Any, names: Iterable[str], values: Mapping[str, Sequence[str]] = {}) -> None:
    try:
        check_arguments(arguments, names, values)
    except WrongUsageError as error:
        raise BadRequest(sentence(str(error))) from error


def check_parameters(arguments: Any, names: Iterable[str]) -> None:
    """Raise BadRequest for a parameter that a question does not have."""
    _refuse_wrong(arguments, names)


def check_filters(arguments: Any, columns: Sequence[str]) -> None:
    """Raise BadRequest for a filter of a table by a column that it does not have, or in a way that there is not.

    SQLite takes the name of an unknown column for a text and finds nothing; Datasette leaves an unknown way out and
    shows all rows.
    """
    filters = Filters([(name, "") for name in arguments if not name.startswith("_")])
    ways = [way for way, _, _ in filters.lookups()]
    for column, way, _ in filters.selections():
        if column not in columns:
            raise BadRequest(f"This table has no column {column[:_LONGEST]}{_near(column, columns)}")
        if way not in ways:
            near = _near(way, ways) or f"; there are {', '.join(ways)}"
            raise BadRequest(f"There is no filter {column}__{way[:_LONGEST]}{near}")


def _near(name: str, known: Iterable[str]) -> str:
    if name in _ALSO and _ALSO[name] in known:
        return f"; did you mean {_ALSO[name]}?"
    near = difflib.get_close_matches(name, known, n=99)  # of those that are as near, the first: q1 for q
    ranked = sorted(near, key=lambda one: (-difflib.SequenceMatcher(None, one, name).ratio(), one))
    return f"; did you mean {ranked[0]}?" if ranked else ""
