"""Decode the state that front ends embed in a page, to plain lists, mappings and strings.

Where it is: a script of type JSON (`__NEXT_DATA__`, `__NUXT_DATA__`, Frontity, Angular), an assignment
(`window.__APOLLO_STATE__ = {…}`), an argument of a call (SvelteKit), text for `JSON.parse`, percent-encoded text,
pieces that are pushed (React Server Components, React Router), an attribute (Inertia, Astro). The names differ and
change; these ways of writing do not. Read only of pages that show no text, since it takes as long as the page itself.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

import lxml.html

from crawler.extract.state.js_literal import NotALiteralError, read_called, read_literal, unquoted
from crawler.extract.state.streams import flight_rows, put_together, without_kinds

_STRING = r"""("(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+')"""
_FLIGHT = re.compile(rf"__next_f\.push\(\s*\[\s*1\s*,\s*{_STRING}", re.DOTALL)
_PIECES = re.compile(rf"streamController\.enqueue\(\s*{_STRING}", re.DOTALL)
_PARSED = re.compile(rf"(?:JSON\.parse\(|decodeURIComponent\(|=)\s*{_STRING}", re.DOTALL)
_PLACES = re.compile(r"(?:[=(,]|\breturn)\s*(?=[{\[])")
_ENCODED = re.compile(r"%(?:7B|5B)%22", re.IGNORECASE)
_OTHER_TYPES = ("ld+json", "importmap", "speculationrules", "text/template", "x-template", "x-handlebars")
_ANGULAR = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
_MOST_CHARACTERS = 3_000_000  # of scripts that are read
_LEAST_CHARACTERS = 400  # of a value
_LONG_ATTRIBUTES = f"//@*[string-length() > {_LEAST_CHARACTERS}]"
_NESTED = 3  # levels of JSON within strings of JSON


def state_values(tree: lxml.html.HtmlElement) -> Iterator[object]:
    """Yield each value that a script or an attribute of a page carries."""
    read = 0
    streams: dict[re.Pattern[str], list[str]] = {_FLIGHT: [], _PIECES: []}
    for script in tree.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        read += len(text)
        if read > _MOST_CHARACTERS:
            break
        if len(text) < 20 or any(other in kind for other in _OTHER_TYPES):
            continue
        pushed = [(pattern, found[1]) for pattern in streams for found in pattern.finditer(text)]
        for pattern, piece in pushed:
            streams[pattern].append(unquoted(piece))
        if not pushed and len(text) >= _LEAST_CHARACTERS:
            yield from [_of_json(text)] if "json" in kind else _of_script(text)
    yield from flight_rows("".join(streams[_FLIGHT]))
    yield from filter(None, map(as_json, "".join(streams[_PIECES]).split("\n")))
    for value in tree.xpath(_LONG_ATTRIBUTES):
        if value.lstrip()[:1] in ("{", "["):
            decoded = as_json(value)
            yield without_kinds(decoded) if value.getparent().tag == "astro-island" else decoded


def _of_json(text: str) -> object:
    if text.lstrip().startswith("{&q;"):
        for code, letter in _ANGULAR:
            text = text.replace(code, letter)
    return as_json(text)


def _of_script(text: str) -> Iterator[object]:
    """Yield the values that the code of a script is called with, parses or assigns."""
    if called := read_called(text):
        yield called[0]
    strings = (unquoted(found[1]) for found in _PARSED.finditer(text) if len(found[1]) >= _LEAST_CHARACTERS)
    for string in strings:
        yield as_json(unquote(string) if _ENCODED.match(string) else string)
    end = tried = 0
    for found in _PLACES.finditer(text):
        if found.end() < end or len(text) - found.end() < _LEAST_CHARACTERS:
            continue
        if tried > _MOST_CHARACTERS:
            return
        try:
            value, stop = read_literal(text, found.end())
        except NotALiteralError as error:
            tried += error.end - found.end() + 100
            continue
        if stop - found.end() >= _LEAST_CHARACTERS:
            end = stop
            yield value


def as_json(text: str) -> object:
    """Return the value that a text is in JSON, with what devalue or turbo-stream put in pieces; None if it is none."""
    try:
        return put_together(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return None


def unpacked(value: object, level: int = 0) -> object:
    """Return the value of a string that is JSON itself, as caches of answers keep them; any other as it is."""
    if isinstance(value, str) and value[:1] in ("{", "[") and len(value) > _LEAST_CHARACTERS and level < _NESTED:
        return as_json(value) or value
    return value
