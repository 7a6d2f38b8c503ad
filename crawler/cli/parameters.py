"""Types of options and arguments whose errors say what to write instead.

Click's own messages name a format ('%Y-%m-%d') or an inequality; a user who has never seen either needs an example.
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import click

# A year such as 206 or 26 is a slip of the fingers, and selects all articles or none without a word.
_FIRST_YEAR = 1900
# More than anything that is counted or waited for; far larger numbers overflow in SQLite, in days and in waits.
_MOST = 1_000_000_000


class Day(click.DateTime):
    """A day, YYYY-MM-DD."""

    name = "day"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            day = value if isinstance(value, datetime) else datetime.strptime(str(value), "%Y-%m-%d")
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as year-month-day: 2026-03-04", param, ctx)
        if day.year < _FIRST_YEAR:
            self.fail(
                f"{value!r} is before the year {_FIRST_YEAR}; write the day as year-month-day: 2026-03-04", param, ctx
            )
        return day

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        return "Give a day as year-month-day: 2026-03-04"


class Number(click.IntRange):
    """A whole number within bounds."""

    name = "number"

    def _describe_range(self) -> str:
        """Return the bounds for the help, where Click would write x>=1."""
        return f"{self.min} to {self.max}" if self.max is not None else f"{self.min} or more"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a whole number", param, ctx)
        most = _MOST if self.max is None else self.max
        if not self.min <= number <= most:  # type: ignore[operator]  # always given
            bounds = f"of {self.min} or more" if self.max is None and number < most else f"from {self.min} to {most}"
            self.fail(f"{number} is out of range; give a number {bounds}", param, ctx)
        return number


class Amount(click.FloatRange):
    """A number that need not be whole, within a lower bound."""

    name = "number"

    def _describe_range(self) -> str:
        return f"{self.min:g} or more"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a number", param, ctx)
        if not self.min <= number <= _MOST:  # type: ignore[operator]  # always given
            bounds = f"from {self.min:g} to {_MOST}" if number > _MOST else f"of {self.min:g} or more"
            self.fail(f"{value} is out of range; give a number {bounds}", param, ctx)
        return number


class Words(click.ParamType[str]):
    """A text with something in it.

    An empty one comes from a script whose variable is not set; taken for "no filter" it would select everything.
    """

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if not text.strip(" ,"):
            self.fail("it is empty; give a value or leave the option out", param, ctx)
        return text


class OutputFile(click.Path):
    """A file to write, in a folder that exists; `or_folder` leaves it to the command to refuse one that is there."""

    name = "file"

    def __init__(self, *, or_folder: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=or_folder)

    def convert(
        self, value: "str | os.PathLike[str]", param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.absolute().parent.is_dir():
            self.fail(f"there is no folder {path.parent} to write {path.name} in; create it first", param, ctx)
        return path


STANDARD_OUTPUT = Path("-")
DAY = Day()
WORDS = Words()
OUTPUT_FILE = OutputFile()


def web_address(text: str) -> str:
    """Return the text, which is the address of a page. Raises WrongUsageError for one that cannot be."""
    from archive.errors import WrongUsageError
    from archive.urls.canonical import UrlError, url_key

    try:
        url_key(text)
    except UrlError as error:
        raise WrongUsageError(str(error)) from error
    return text


def refuse_overwriting(archive: Path, output: Path | None) -> None:
    """Raise UsageError if the output is the archive or a file next to it: the archive would be lost."""
    if output is not None and output.absolute().resolve() in {
        Path(f"{archive.absolute().resolve()}{suffix}") for suffix in ("", "-wal", "-shm", ".lock")
    }:
        raise click.UsageError(f"{output} is the archive itself; write to another file")


def refuse_two_forms(*, json: bool, **other: bool) -> None:
    """Raise UsageError when output is asked for in two forms, of which one would be left out."""
    for name, is_given in other.items():
        if json and is_given:
            raise click.UsageError(f"--json and --{name} are two forms of output; give one of them")


def refuse_future(option: str, day: datetime | None) -> None:
    """Raise UsageError for a first day on which nothing can have been published yet."""
    if day and day.date() > datetime.now(UTC).date() + timedelta(days=1):  # days ahead of UTC are today somewhere
        raise click.UsageError(f"{option} {day:%Y-%m-%d} is in the future")


class Duration(click.ParamType[int]):
    """A time such as 90s, 50m or 2h, in seconds."""

    name = "duration"
    units: ClassVar = {"s": 1, "m": 60, "h": 3600}

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"([0-9]{1,9})([smh])", str(value))
        if not match or not int(match[1]):
            self.fail(f"{value!r} is not a duration; write 90s, 50m or 2h", param, ctx)
        return int(match[1]) * self.units[match[2]]
