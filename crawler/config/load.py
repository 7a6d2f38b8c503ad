"""From `spacebeat.toml` to the environment, whose variables it gives values where they have none.

So one order holds for every setting, whoever reads it (a command, Scrapy, a worker): command line, environment, file,
default. Secrets are never in the file: it is copied, shown and put under version control.
"""

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
import tomli

from archive.errors import WrongUsageError
from crawler.config.settings_file import SettingsFile

FILE = "SPACEBEAT_CONFIG"  # the variable that names the file
FILE_NAME = "spacebeat.toml"
_FORMS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes"}
_LIST_SEPARATORS = {"catalogue": os.pathsep, "notify": " "}
_PATHS = ("archive", "catalogue")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_PLACE = re.compile(r" - at `\$?\.?([^`\[]*+)[^`]*+`")
_USER_INFO = re.compile(r"://[^/@\s]{1,1000}@")
_SECRET_KEY = re.compile(r"pass|secret|token|api_?key|credential", re.IGNORECASE)


class ConfigurationError(WrongUsageError):
    """`spacebeat.toml` or the environment cannot be used. The message names file and key, or the variable."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it holds now. `origin` is "environment", "default" or the path of the file."""

    key: str
    variable: str
    value: str
    origin: str
    description: str


_from_file: dict[str, str] = {}  # variable -> value, of what this process took from the file


def apply_settings_file() -> None:
    """Read the file, where there is one, into the environment. Raises ConfigurationError."""
    path = settings_path()
    if not path.exists() and FILE not in os.environ:
        return
    for variable, value in read_settings_file(path).items():
        if variable not in os.environ:
            os.environ[variable] = _from_file[variable] = value


def check_environment() -> None:
    """Refuse numbers of the environment that the file could not state either. Raises ConfigurationError.

    Scrapy's settings read them while they are imported, where a word ended every crawl with a traceback; and a delay of
    0 asked the web archive without a pause.
    """
    numbers = {}
    for field in msgspec.structs.fields(SettingsFile):
        if get_args(field.type)[0] not in (int, float):
            continue
        variable = extra(field)["variable"]
        text = os.environ.get(variable, "") or extra(field)["default"]
        try:
            numbers[variable] = msgspec.convert(text, field.type, strict=False)
        except msgspec.ValidationError as error:
            raise ConfigurationError(f"${variable}: {text!r} is not {_form(field)} (seconds)") from error
    if numbers["SPACEBEAT_POLL_FLOOR"] > numbers["SPACEBEAT_POLL_CEILING"]:
        raise ConfigurationError("$SPACEBEAT_POLL_FLOOR is longer than $SPACEBEAT_POLL_CEILING")


def settings_path() -> Path:
    return Path(os.environ.get(FILE) or FILE_NAME).absolute()


def is_from_file(variable: str) -> bool:
    """Return whether the value of a variable is the one that the file states."""
    return variable in _from_file and os.environ.get(variable) == _from_file[variable]


def read_settings_file(path: Path) -> dict[str, str]:
    """Return the values that a file states, by environment variable. Raises ConfigurationError."""
    try:
        document = tomli.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    except (ValueError, RecursionError) as error:  # also: an integer of thousands of digits
        raise ConfigurationError(f"{path}: is not TOML: {error}") from error
    for key, value in document.items():
        _refuse_secret(path, key, value)
    try:
        settings = msgspec.convert(document, SettingsFile)
    except msgspec.ValidationError as error:
        raise ConfigurationError(_explain(path, str(error))) from error
    if settings.shortest_poll_interval > settings.longest_poll_interval:
        raise ConfigurationError(f'{path}: key "shortest_poll_interval": is longer than longest_poll_interval')
    variables = {field.name: extra(field)["variable"] for field in msgspec.structs.fields(SettingsFile)}
    return {variables[key]: _as_text(path, key, getattr(settings, key)) for key in document}


def settings() -> list[Setting]:
    """Return all settings with the values that hold now, and where each comes from."""
    found = []
    for field in msgspec.structs.fields(SettingsFile):
        variable, default = extra(field)["variable"], extra(field)["default"]
        value = os.environ.get(variable, "")
        origin = str(settings_path()) if is_from_file(variable) else "environment" if value else "default"
        found.append(Setting(field.name, variable, value or default, origin, description(field)))
    return found


def extra(field: msgspec.structs.FieldInfo) -> dict[str, str]:
    """Return the environment variable and the default of a key."""
    return next(meta.extra for meta in _metas(field) if meta.extra)


def description(field: msgspec.structs.FieldInfo) -> str:
    return next(meta.description for meta in _metas(field) if meta.description)


def _metas(field: msgspec.structs.FieldInfo) -> list[msgspec.Meta]:
    return [part for part in get_args(field.type)[1:] if isinstance(part, msgspec.Meta)]


def _refuse_secret(path: Path, key: str, value: Any) -> None:
    """Refuse what looks like a password or a service URL: secrets belong in the environment."""
    values = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    is_service = key == "notify" and any("://" in text for text in values)
    if is_service or _SECRET_KEY.search(key) or any(_USER_INFO.search(text) for text in values):
        raise ConfigurationError(
            f'{path}: key "{key}": looks like a secret, which must not be in a file; set an environment variable, such '
            "as SPACEBEAT_NOTIFY, and name it here where the key takes names"
        )


def _as_text(path: Path, key: str, value: Any) -> str:
    """Return a value as its environment variable holds it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return _LIST_SEPARATORS[key].join(_as_text(path, key, part) for part in value)
    text = str(path.parent / _expanded(path, key, value)) if key in _PATHS else str(value)
    if "\0" in text:
        raise ConfigurationError(f'{path}: key "{key}": has a NUL character, which no environment variable can hold')
    return text


def _expanded(path: Path, key: str, value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        user = value.partition("/")[0]
        raise ConfigurationError(f'{path}: key "{key}": {user} is no user of this machine; write ./{user}') from error


def _explain(path: Path, message: str) -> str:
    if unknown := _UNKNOWN.search(message):
        near = get_close_matches(unknown[1], SettingsFile.__struct_fields__, n=1, cutoff=0.6)
        hint = f' (did you mean "{near[0]}"?)' if near else ""
        return f'{path}: key "{unknown[1]}": unknown key{hint}; see docs/reference/configuration.md'
    place = _PLACE.search(message)
    key = place[1] if place else ""
    field = next(field for field in msgspec.structs.fields(SettingsFile) if field.name == key)
    return f'{path}: key "{key}": must be {_form(field)}'


def _form(field: msgspec.structs.FieldInfo) -> str:
    """Return in plain words what a key may hold."""
    kind = get_args(field.type)[0]
    if get_origin(kind) is Literal:
        return " or ".join(f'"{value}"' for value in get_args(kind))
    if get_origin(kind) is tuple:
        names = " that are names of environment variables" if field.name == "notify" else ""
        return f'a list of texts{names}, as in ["A", "B"]'
    limits = next((f" from {meta.ge} to {meta.le}" for meta in _metas(field) if meta.ge is not None), "")
    return _FORMS[kind] + limits
