"""A source as the text of a catalogue file, in the layout of the files that come with the package."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from crawler.catalogue.source import Source

_TABLES = ("rule", "feed", "api", "sitemap", "listing")
_ALWAYS = ("id", "name", "homepage", "country", "languages", "kind", "focus")
_PATTERN = re.compile(r"_re$|^(?:link|body|title|date|authors|drop)$")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def to_toml(source: Source) -> str:
    """Return the `[[source]]` table of a source. Keys that have their default value are left out."""
    lines = ["[[source]]"]
    lines += [_line(key, getattr(source, key)) for key in _ALWAYS]
    lines += [_line(key, value) for key, value in _set_fields(source) if key not in (*_ALWAYS, *_TABLES)]
    for table in _TABLES:
        for entry in getattr(source, table):
            lines.append(f"  [[source.{table}]]")
            lines += [f"  {_line(key, value)}" for key, value in _set_fields(entry)]
    return "\n".join(lines) + "\n"


def _set_fields(table: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(table):
        value = getattr(table, field.name)
        if field.required or value != field.default:
            yield field.name, value


def _line(key: str, value: Any) -> str:
    return f"{key} = {_value(key, value)}"


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(key, element) for element in value) + "]"
    if isinstance(value, msgspec.Struct):
        return "{ " + ", ".join(_line(name, its_value) for name, its_value in _set_fields(value)) + " }"
    text = str(value)
    # Patterns are easier to read without doubled backslashes.
    if _PATTERN.search(key) and "'" not in text and not _UNWRITABLE.search(text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
