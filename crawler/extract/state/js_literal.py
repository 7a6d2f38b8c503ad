"""Read a literal of JavaScript that need not be JSON: names without quotes, single quotes, arguments of a function.

Nuxt 2 writes its state as `(function(a,b){return {title:a,body:b}}("…","…"))`, SvelteKit as an argument of a call. Only
literals are read; whatever calls, adds or branches ends the reading.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*+(?:(?P<string>"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+'|`(?:[^`\\$]++|\\.)*+`)"""
    r"|(?P<number>-?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?)"
    r"|(?P<name>[A-Za-z_$][\w$.]*+)|(?P<mark>![01]|[{}\[\](),:]))",
    re.DOTALL,
)
_NAMED: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "void": None}
_NAMED |= {"!0": True, "!1": False}
_DEEPEST = 60
_ESCAPE = re.compile(
    r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # the halves of a character beyond the first 65,536
    r"|u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)",
    re.DOTALL,
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_FUNCTION = re.compile(r"\(function\(([\w$,\s]*)\)\s*\{[^{}\"']{0,2000}?return\s*(?=[{\[])")


class NotALiteralError(ValueError):
    """What begins at a place is no literal, which shows at `end`."""

    def __init__(self, end: int = 0) -> None:
        super().__init__("not a literal")
        self.end = end


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a variable, whose value is not known yet."""

    text: str


class _Reader:
    def __init__(self, source: str, at: int) -> None:
        self.source, self.end = source, at

    def next(self) -> tuple[str, str]:
        found = _TOKEN.match(self.source, self.end)
        if found is None or found.lastgroup is None:
            raise NotALiteralError(self.end)
        self.end = found.end()
        return found.lastgroup, found[found.lastgroup]

    def value(self, depth: int = 0, token: tuple[str, str] | None = None) -> object:
        kind, text = token or self.next()
        if depth > _DEEPEST:
            raise NotALiteralError(self.end)
        if kind == "string":
            return unquoted(text)
        if kind == "number":
            return float(text) if "." in text or "e" in text.lower() else int(text[:30])
        if text == "{":
            return self._object(depth)
        if text == "[":
            return list(self._items("]", depth))
        if text == "new" or text.startswith("Symbol"):
            return self._made(depth)
        if text in _NAMED:
            if text == "void":
                self.next()
            return _NAMED[text]
        if kind == "name":
            return Name(text)
        raise NotALiteralError(self.end)

    def _object(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while (token := self.next())[1] != "}":
            if token == ("mark", ","):
                continue
            if token[0] == "mark" or self.next()[1] != ":":
                raise NotALiteralError(self.end)
            found[unquoted(token[1]) if token[0] == "string" else token[1]] = self.value(depth + 1)
        return found

    def _items(self, closing: str, depth: int) -> Iterator[object]:
        while (token := self.next()) != ("mark", closing):
            if token != ("mark", ","):
                yield self.value(depth + 1, token)

    def _made(self, depth: int) -> object:
        """Return the argument of a constructor: `new Date(1710668400000)` is the number."""
        self.next()
        if self.next()[1] != "(":
            raise NotALiteralError(self.end)
        return next(iter([*self._items(")", depth)]), None)

    def arguments(self) -> list[object]:
        """Return what a function is called with, after its body: `}("…",3))`."""
        if self.next()[1] != "}" or self.next()[1] not in ("(", ")"):
            raise NotALiteralError(self.end)
        if self.source[self.end - 1] == ")" and self.next()[1] != "(":
            raise NotALiteralError(self.end)
        return list(self._items(")", 0))


def read_literal(source: str, at: int) -> tuple[object, int]:
    """Return the literal at a place, and where it ends."""
    reader = _Reader(source, at)
    return reader.value(), reader.end


def read_called(source: str) -> tuple[object, int] | None:
    """Return what the first function that is called at once returns, its arguments put in, and where that ends."""
    found = _FUNCTION.search(source)
    if found is None:
        return None
    try:
        reader = _Reader(source, found.end())
        body = reader.value()
        names = [name.strip() for name in found[1].split(",")]
        return _filled(body, dict(zip(names, reader.arguments(), strict=False))), reader.end
    except NotALiteralError:
        return None


def _filled(value: object, values: Mapping[str, object]) -> object:
    if isinstance(value, Name):
        return values.get(value.text)
    if isinstance(value, dict):
        return {name: _filled(entry, values) for name, entry in value.items()}
    return [_filled(entry, values) for entry in value] if isinstance(value, list) else value


def unquoted(literal: str) -> str:
    """Return the text of a string literal, with the escapes of JSON and those of JavaScript."""
    if literal[0] == '"':
        try:
            return str(json.loads(literal, strict=False))
        except ValueError:
            pass
    return _ESCAPE.sub(_unescaped, literal[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 11:
        return chr(0x10000 + ((int(code[1:5], 16) - 0xD800) << 10) + int(code[7:], 16) - 0xDC00)
    if code[0] in "ux" and len(code) > 1:
        point = int(code[1:].strip("{}"), 16)
        return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else ""
    return _ESCAPED.get(code, code)
