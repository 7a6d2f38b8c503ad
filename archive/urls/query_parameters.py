"""Which parts of a query say which page it is, and which only how a reader came there.

The list is `tracking_parameters.toml` in this folder, so that adding a name needs no code.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import tomli

# A session token is long, of one alphabet, and mixes digits with letters; an article's number or slug is not.
_TOKEN = re.compile(r"(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{16,}", re.IGNORECASE)
_CACHE_BUSTER = re.compile(r"_=\d{8,}")


class _Rules(NamedTuple):
    prefixes: tuple[str, ...]
    names: frozenset[str]
    with_value: dict[str, frozenset[str]]
    like_a_token: frozenset[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = tomli.loads(files(__package__).joinpath("tracking_parameters.toml").read_text("utf-8"))
    lists: dict[str, list[str]] = data["values"]
    return _Rules(
        prefixes=tuple(data["prefixes"]),
        names=frozenset(data["names"]),
        with_value={
            name: frozenset(value for key in keys for value in lists[key])
            for name, keys in data["only_with_value"].items()
        },
        like_a_token=frozenset(data["only_like_a_token"]["names"]),
    )


def parameters(query: str) -> list[str]:
    """Split a query (without `?`) into its `name=value` parts, in order, empty parts left out.

    A second `?` before a tracking parameter (`?id=1?utm_source=rss`) counts as `&`, since share buttons
    append one without looking.
    """
    parts: list[str] = []
    for part in query.split("&"):
        head, *rest = part.split("?")
        for piece in rest:
            if is_tracking(piece):
                parts.append(head)
                head = piece
            else:
                head = f"{head}?{piece}"
        parts.append(head)
    return [part for part in parts if part]


def is_tracking(parameter: str) -> bool:
    """Return whether dropping this `name=value` leaves the same page: tracking, session, or cache buster."""
    rules = _rules()
    name, _, value = parameter.partition("=")
    name = name.lower()
    if name in rules.names or name.startswith(rules.prefixes) or _CACHE_BUSTER.fullmatch(parameter):
        return True
    if name in rules.like_a_token and _TOKEN.fullmatch(value):
        return True
    return value.lower() in rules.with_value.get(name, ())
