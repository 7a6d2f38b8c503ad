"""What may be wrong with a catalogue, reported in one line."""

from collections.abc import Iterable
from difflib import get_close_matches

from archive.errors import SpacebeatError, WrongUsageError


class CatalogueError(SpacebeatError):
    """A catalogue file cannot be used. The message names file, source and key."""


class UnknownSourceError(WrongUsageError):
    """A source was asked for that no catalogue has."""


def fault(file: str, source: str, key: str, what: str) -> CatalogueError:
    """Return the one form of a complaint: FILE: source "ID": key "KEY": what is wrong."""
    place = f'{file}: source "{source}"' if source else file
    return CatalogueError(f'{place}: key "{key}": {what}' if key else f"{place}: {what}")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word that was probably meant, with a leading space, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' (did you mean "{near[0]}"?)' if near else ""
