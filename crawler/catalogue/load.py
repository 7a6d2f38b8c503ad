"""From catalogue files to a catalogue. It runs at each start of the command, so it does only what it must."""

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec
import tomli

from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.errors import CatalogueError, fault, suggestion
from crawler.catalogue.source import Api, Endpoint, Kind, Listing, Numbered, Rule, Source
from crawler.catalogue.validate import complaints

_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_CHOICE = re.compile(r"Invalid enum value '([^']*)'")
_PATH = re.compile(r" - at `\$?([^`]*)`")
_KEYS: dict[str, type[msgspec.Struct]] = {
    "": Source,
    "feed": Endpoint,
    "sitemap": Endpoint,
    "listing": Listing,
    "api": Api,
    "rule": Rule,
    "numbered": Numbered,
}


def load_catalogue(files: Sequence[Path] = (), *, builtin: bool = True) -> Catalogue:
    """Return the built-in sources (unless `builtin` is false), added to or replaced by those of the files, by id.

    Raises CatalogueError, whose message is one line, at the first thing that is wrong.
    """
    sources = {source.id: source for source in _builtin()} if builtin else {}
    origin: dict[str, Path] = {}
    for file in files:
        for source in read_file(file):
            if source.id in origin:
                raise fault(str(file), source.id, "id", f"is also in {origin[source.id]}")
            origin[source.id] = file
            sources[source.id] = source
    return Catalogue(sources)


def read_file(file: Path) -> tuple[Source, ...]:
    """Return the sources of one file, validated in full. Raises CatalogueError."""
    return parse(read_text(file), str(file))


def read_text(file: Path) -> str:
    """Return the text of a catalogue file, without a byte order mark. Raises CatalogueError."""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(str(file), "", "", "is not UTF-8 text") from error
    except OSError as error:
        raise fault(str(file), "", "", f"cannot be read ({error.strerror or error})") from error


def parse(text: str, file: str, *, patterns: bool = True) -> tuple[Source, ...]:
    """Return the sources in the text of a catalogue file; `file` is its name in messages. Raises CatalogueError."""
    sources = tuple(_source(table, file) for table in _tables(text, file))
    seen: set[str] = set()
    for source in sources:
        for key, what in complaints(source, patterns=patterns):
            raise fault(file, source.id, key, what)
        if source.id in seen:
            raise fault(file, source.id, "id", "is used twice")
        seen.add(source.id)
    return sources


@cache
def _builtin() -> tuple[Source, ...]:
    """Return the sources that come with the package. Their patterns are compiled by the tests, not at each start."""
    folder = Path(__file__).parent / "data"
    sources: list[Source] = []
    for kind in get_args(Kind):
        file = folder / f"{kind}.toml"
        sources += parse(file.read_text("utf-8"), file.name, patterns=False)
    return tuple(sources)


def _tables(text: str, file: str) -> Iterable[Any]:
    try:
        document = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise fault(file, "", "", f"is not TOML: {error}") from error
    for key in document:
        if key != "source":
            known = suggestion(key, ["source"])
            raise fault(file, "", key, f"unknown key{known}; a catalogue holds [[source]] tables")
    tables = document.get("source", [])
    if not isinstance(tables, list):
        raise fault(file, "", "source", "write [[source]], with two brackets")
    return tables


def _source(table: Any, file: str) -> Source:
    try:
        return msgspec.convert(table, Source)
    except msgspec.ValidationError as error:
        raise _translated(str(error), table, file) from error


def _translated(message: str, table: Any, file: str) -> CatalogueError:
    """Rewrite msgspec's complaint in our form: which key of which source, and what is wrong with it."""
    name = str(table.get("id", "?")) if isinstance(table, dict) else "?"
    found = _PATH.search(message)
    path = re.sub(r"\[[^\]]*\]", "", found.group(1)).lstrip(".") if found else ""
    if unknown := _UNKNOWN.search(message):
        key = unknown.group(1)
        owner = _KEYS.get(path, Source)
        return fault(file, name, _joined(path, key), f"unknown key{suggestion(key, owner.__struct_fields__)}")
    if missing := _MISSING.search(message):
        return fault(file, name, _joined(path, missing.group(1)), "is missing")
    if choice := _CHOICE.search(message):
        owner_path, _, key = path.rpartition(".")
        known = _choices(_KEYS.get(owner_path, Source), key)
        return fault(file, name, path, f'"{choice[1]}" is none of {", ".join(known)}{suggestion(choice[1], known)}')
    return fault(file, name, path, _PATH.sub("", message).lower())


def _choices(owner: type[msgspec.Struct], key: str) -> list[str]:
    """Return the words that a key may hold, without the empty one that stands for none."""
    literal = next(get_args(field.type)[0] for field in msgspec.structs.fields(owner) if field.name == key)
    return [word for word in get_args(literal) if word]


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
