"""Reading the data files: the built-in ones, each replaced by the file of the same name in the researcher's
folder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import tomli

from archive.errors import SpacebeatError
from crawler.enrich.tables import (
    LANGUAGES,
    ActorsFile,
    ConceptsFile,
    CountriesFile,
    InstrumentsFile,
    LexiconFile,
    ScoringFile,
    StepsFile,
    TopicsFile,
)

BUILT_IN = Path(__file__).with_name("data")
_LEXICONS = {f"lexicon-{language}.toml": language for language in LANGUAGES}
FILE_NAMES = (
    *(*_LEXICONS, "concepts.toml", "scoring.toml", "topics.toml", "actors.toml", "countries.toml"),
    *("instruments.toml", "steps.toml"),
)

File = TypeVar("File")


class EnrichmentDataError(SpacebeatError):
    """A data file of enrichment is wrong; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All data files, read and valid in themselves."""

    lexicons: dict[str, LexiconFile]
    concepts: ConceptsFile
    scoring: ScoringFile
    topics: TopicsFile
    actors: ActorsFile
    countries: CountriesFile
    instruments: InstrumentsFile
    steps: StepsFile


def read_tables(folder: Path | None) -> Tables:
    """Read all tables; files in `folder` win over built-in ones. Raises EnrichmentDataError."""
    if folder is not None:
        _check_folder(folder)
    return Tables(
        lexicons={language: _read(folder, name, LexiconFile) for name, language in _LEXICONS.items()},
        concepts=_read(folder, "concepts.toml", ConceptsFile),
        scoring=_read(folder, "scoring.toml", ScoringFile),
        topics=_read(folder, "topics.toml", TopicsFile),
        actors=_read(folder, "actors.toml", ActorsFile),
        countries=_read(folder, "countries.toml", CountriesFile),
        instruments=_read(folder, "instruments.toml", InstrumentsFile),
        steps=_read(folder, "steps.toml", StepsFile),
    )


def read_named(folder: Path | None) -> tuple[ActorsFile, TopicsFile]:
    """Read the two files whose rows are rows of the archive, in a tenth of the time. Raises EnrichmentDataError."""
    return _read(folder, "actors.toml", ActorsFile), _read(folder, "topics.toml", TopicsFile)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise EnrichmentDataError(f"{folder}: no such folder of enrichment data")
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise EnrichmentDataError(f"{folder}: has no data file of enrichment (such as topics.toml)")
    for path in paths:
        if path.name not in FILE_NAMES:
            raise EnrichmentDataError(f"{path}: not a data file of enrichment; known: {', '.join(FILE_NAMES)}")


def _read(folder: Path | None, name: str, shape: type[File]) -> File:
    path = folder / name if folder is not None and (folder / name).exists() else BUILT_IN / name
    try:
        return msgspec.convert(tomli.loads(path.read_text("utf-8")), shape)
    except msgspec.ValidationError as error:
        message, _, key = str(error).partition(" - at `$.")
        raise EnrichmentDataError(f"{path}: {key.rstrip('`') or 'top level'}: {message}") from error
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise EnrichmentDataError(f"{path}: {error}") from error


@contextmanager
def blame(file: str, key: str) -> Iterator[None]:
    """Turn a ValueError about one entry into a one-line error naming file and key."""
    try:
        yield
    except (ValueError, KeyError, IndexError) as error:
        raise EnrichmentDataError(f"{file}: {key}: {error.args[0] if error.args else error}") from error
