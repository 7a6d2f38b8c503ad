"""Put together values that front ends write in pieces which refer to each other.

React Server Components (Next.js): rows `id:JSON`, texts `id:Tlength,…` and hints without id, "$5" for row 5,
"$5:props:1" for what is in it. devalue (Nuxt 3, SvelteKit): a list in which each number is the place of a value.
turbo-stream (React Router): the same, with names as `_place`. Astro: each value in a pair with the number of its kind.
Apollo: `{"__ref": "Article:17"}` for an entry of the cache.
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

_ROW = re.compile(rb"([0-9a-f]{0,6}):")
_LENGTH = re.compile(rb"T([0-9a-f]{1,7}),")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]{1,6})((?::[^:]+)*)")
_IN_ELEMENT = {"type": 1, "key": 2, "props": 3}  # places in `["$", type, key, props]`
_DEEPEST = 60
_MOST = 400_000  # values put in
_WRAPPERS = frozenset(
    "Reactive ShallowReactive Ref ShallowRef EmptyRef EmptyShallowRef Object NuxtError Island".split()
)


class _Places:
    """Resolve the values of a list by their places, each within limits: one that contains itself is cut."""

    def __init__(self, values: Sequence[object]) -> None:
        self._values, self._left = values, _MOST

    def at(self, place: object, depth: int) -> object:
        self._left -= 1
        if not isinstance(place, int) or not 0 <= place < len(self._values) or depth > _DEEPEST or self._left < 0:
            return None
        return self.put(self._values[place], depth)

    def put(self, value: object, depth: int) -> object:
        raise NotImplementedError


class _Devalue(_Places):
    def put(self, value: object, depth: int) -> object:
        if isinstance(value, dict):
            return {name: self.at(place, depth + 1) for name, place in value.items()}
        if not isinstance(value, list) or not value:
            return value
        if not isinstance(value[0], str):
            return [self.at(place, depth + 1) for place in value]
        if value[0] in _WRAPPERS and len(value) > 1:
            return self.at(value[1], depth + 1)
        if value[0] == "null":
            pairs = zip(value[1::2], value[2::2], strict=False)
            return {str(name): self.at(place, depth + 1) for name, place in pairs}
        return value[1] if value[0] == "Date" and len(value) > 1 else [self.at(place, depth + 1) for place in value[1:]]


class _Turbo(_Places):
    def _name(self, written: str) -> str:
        place = int(written[1:]) if re.fullmatch(r"_[0-9]{1,9}", written) else len(self._values)
        name = self._values[place] if place < len(self._values) else ""
        return name if isinstance(name, str) else ""

    def put(self, value: object, depth: int) -> object:
        if isinstance(value, dict):
            named = ((self._name(name), place) for name, place in value.items())
            return {name: self.at(place, depth + 1) for name, place in named if name}
        if not isinstance(value, list) or not value:
            return value
        if value[0] == "D" and len(value) == 2 and isinstance(value[1], (int, float)):
            return moment(value[1])
        return [self.at(place, depth + 1) for place in value if not isinstance(place, str)]


def put_together(value: object) -> object:
    """Return what a list of devalue or turbo-stream stands for; any other value as it is."""
    if not isinstance(value, list) or len(value) < 2:
        return value
    first = value[0]
    if isinstance(first, dict) and first and all(isinstance(place, int) for place in first.values()):
        kind = _Turbo if all(re.fullmatch(r"_\d+", name) for name in first) else _Devalue
        return kind(value).at(0, 0)
    wraps = isinstance(first, list) and len(first) == 2 and isinstance(first[0], str) and first[0] in _WRAPPERS
    return _Devalue(value).at(0, 0) if wraps else value


def without_kinds(value: object, depth: int = 0) -> object:
    """Return the properties of an island of Astro, whose values are pairs of a kind and the value."""
    if isinstance(value, dict):
        return {name: without_kinds(entry, depth + 1) for name, entry in value.items()} if depth < _DEEPEST else None
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], int) and depth < _DEEPEST:
        within = value[1]
        return (
            [without_kinds(entry, depth + 1) for entry in within]
            if value[0] == 1 and isinstance(within, list)
            else (without_kinds(within, depth + 1) if isinstance(within, dict) else within)
        )
    return value


def flight_rows(stream: str) -> list[object]:
    """Return the values of the rows of React Server Components, with those they refer to put in."""
    rows: dict[str, object] = {}
    data, at = stream.encode("utf-8", "replace"), 0
    while found := _ROW.match(data, at):
        at = found.end()
        name = found[1].decode()
        if text := _LENGTH.match(data, at):
            at = text.end() + int(text[1], 16)
            stated = data[text.end() : at].decode("utf-8", "replace")
            rows[name] = f"${stated}" if stated.startswith("$") else stated
            continue
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if data[at : at + 1] in (b"[", b"{", b'"'):
            with suppress(ValueError, RecursionError):
                rows[name] = json.loads(data[at:end])
        at = end + 1
    left = [_MOST]
    return [_referred(value, rows, left) for value in rows.values() if not isinstance(value, str)]


def _referred(value: object, rows: Mapping[str, object], left: list[int], depth: int = 0) -> object:
    left[0] -= 1
    if depth > _DEEPEST or left[0] < 0:
        return None
    if isinstance(value, str) and value.startswith("$") and value != "$":  # which marks an element
        if value[1] in "$D":  # a text that begins so, and a date
            return value[1 if value[1] == "$" else 2 :]
        found = _REFERENCE.fullmatch(value)
        return _referred(_within(rows.get(found[1]), found[2]), rows, left, depth + 1) if found else None
    if isinstance(value, dict):
        return {name: _referred(entry, rows, left, depth + 1) for name, entry in value.items()}
    return [_referred(entry, rows, left, depth + 1) for entry in value] if isinstance(value, list) else value


def _within(value: object, path: str) -> object:
    """Return the part of a row at a path, ":props:children:0"; None where there is none."""
    for name in path.split(":")[1:]:
        if isinstance(value, list):
            place = _IN_ELEMENT.get(name, int(name) if name.isdecimal() else -1)
            value = value[place] if 0 <= place < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def moment(number: float) -> str:
    """Return the instant that a number of seconds or milliseconds since 1970 names, "" for any other number."""
    seconds = number / 1000 if 1e11 < number < 1e14 else number
    if not 6e8 < seconds < 5e9:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
