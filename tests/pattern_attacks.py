"""Texts on which a regular expression may take more than linear time, derived from the pattern itself.

A search begins at each place at which a match may begin, and reads as far as it may go on. So the worst texts are those
that begin a match again and again and never end it, or that go on within a repeated part of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LONGEST = 200  # characters of a unit: a text has to have many of them
ENDLESS = 20  # repetitions from which a repeated part counts as one without end
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_CATEGORIES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
_CANDIDATES = "ax1 -<>&;,.\n\"'=/é"


@dataclass(frozen=True)
class Attack:
    """A text: `head`, `unit` as often as it takes, and a character that ends no match."""

    unit: str
    head: str = ""

    def text(self, length: int) -> str:
        return self.head + (self.unit * (length // len(self.unit) + 1))[:length] + "\0"


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """Return the attacks on a pattern; none of them twice."""
    is_text = isinstance(pattern.pattern, str)
    text = pattern.pattern if is_text else pattern.pattern.decode("latin-1")
    tree = parser.parse(text, pattern.flags if is_text else pattern.flags & ~re.UNICODE)
    own = sorted(set(_literals(tree)), key=len, reverse=True)[:8]
    units = [*own, *(one + other for one, other in product(own[:3], repeat=2)), " ", "a", "1", "<", "\n", "A "]
    found = dict.fromkeys(map(Attack, units))
    for branch in range(2):
        example = _Example(branch)
        match = example.of(tree)
        prefixes = {match[: len(match) // 2], match[:-1], match}
        for head, body in example.loops[:8]:
            prefixes |= {head, head + body}
            found |= {Attack(body): None, Attack(body, head): None}
        found |= dict.fromkeys(Attack(prefix) for prefix in sorted(prefixes))
    return [attack for attack in found if 0 < len(attack.unit) <= LONGEST]


@dataclass
class _Example:
    """A text that a pattern matches, or nearly; of alternatives that of the number `branch`.

    `loops` are its parts without end, each with what comes before it.
    """

    branch: int
    loops: list[tuple[str, str]] = field(default_factory=list)
    _groups: dict[int, str] = field(default_factory=dict)

    def of(self, sequence: Any, before: str = "") -> str:
        text = ""
        for code, value in sequence:
            if code in _REPEATS:
                least, most, part = value
                body = self.of(part, before + text)
                if body and most > ENDLESS:
                    self.loops.append((before + text, body))
                text += body * max(least, 1)
            else:
                text += self._one(code, value, before + text)
        return text

    def _one(self, code: Any, value: Any, before: str) -> str:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.ANY or code is codes.NOT_LITERAL:
            return "x" if value != ord("x") else "y"
        if code is codes.IN:
            return _member(value)
        if code is codes.BRANCH:
            return self.of(value[1][self.branch % len(value[1])], before)
        if code is codes.SUBPATTERN:
            self._groups[value[0]] = self.of(value[-1], before)
            return self._groups[value[0]]
        if code is codes.ATOMIC_GROUP:
            return self.of(value, before)
        if code is codes.GROUPREF:
            return self._groups.get(value, "")
        is_before = code is codes.ASSERT and value[0] < 0
        return self.of(value[1]) if is_before else ""


def _member(parts: Any) -> str:
    """Return a character of a class."""
    if parts[0][0] is codes.NEGATE:
        return next((char for char in _CANDIDATES if not any(_covers(part, char) for part in parts[1:])), "\u4e00")
    code, value = parts[0]
    return _CATEGORIES.get(value, "a") if code is codes.CATEGORY else chr(value if code is codes.LITERAL else value[0])


def _covers(part: Any, char: str) -> bool:
    code, value = part
    if code is codes.LITERAL:
        return bool(value == ord(char))
    if code is codes.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    name = str(value)
    inside = char.isdigit() if "DIGIT" in name else char.isspace() if "SPACE" in name else char.isalnum() or char == "_"
    return inside != ("NOT" in name)


def _literals(sequence: Any) -> Iterator[str]:
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
                yield from _literals(branch)
        elif code in (codes.SUBPATTERN, codes.ATOMIC_GROUP, codes.ASSERT, codes.ASSERT_NOT):
            yield from _literals(value if code is codes.ATOMIC_GROUP else value[-1])
        elif code in _REPEATS:
            yield from _literals(value[2])
    if run:
        yield run
