"""What the timer of a machine is to start each hour, in the form that systemd and cron each understand."""

import hashlib
import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archive.errors import SpacebeatError

# Asked for by the command line each time, or meant for `scrapy crawl` only.
_GIVEN = ("SPACEBEAT_ARCHIVE", "SPACEBEAT_CATALOGUE", "SPACEBEAT_ONLY_CATALOGUE")


class TimerError(SpacebeatError):
    """The timer of this machine cannot be set."""


@dataclass(frozen=True, slots=True)
class Job:
    """`crawl --due` over one archive. `environment` is what the crawl needs to be told beside its arguments."""

    archive: Path
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Tells the jobs of several archives apart; fit for a file name."""
        return f"spacebeat-{hashlib.sha256(str(self.archive).encode()).hexdigest()[:8]}"

    @property
    def minute(self) -> int:
        """Of each hour; spread, so that not all who use Spacebeat ask at once."""
        return int(self.name[-8:], 16) % 60

    @property
    def command(self) -> tuple[str, ...]:
        return (sys.executable, "-m", "crawler", *self.arguments)


def crawl_job(archive: Path, catalogue: tuple[Path, ...], *, only_catalogue: bool, allow_private: bool) -> Job:
    """The job for an archive; paths are made absolute, since a timer starts elsewhere."""
    arguments = ["crawl", "--due", "--archive", str(archive.absolute())]
    for file in catalogue:
        arguments += ["--catalogue", str(file.absolute())]
    arguments += ["--only-catalogue"] * only_catalogue + ["--allow-private"] * allow_private
    told = {
        name: os.environ[name] for name in sorted(os.environ) if name.startswith("SPACEBEAT_") and name not in _GIVEN
    }
    return Job(archive.absolute(), tuple(arguments), told | _import_path())


def shell_line(job: Job) -> str:
    """The job as one line for a shell."""
    settings = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    return " ".join([*settings, shlex.join(job.command)])


def _import_path() -> dict[str, str]:
    """Where the package lies, if it runs from a checkout that was never installed."""
    try:
        version("spacebeat")
    except PackageNotFoundError:
        return {"PYTHONPATH": str(Path(__file__).parents[2])}
    return {}
