"""The command that a timer starts each hour, independent of systemd and cron."""

import hashlib
import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archive.errors import SpacebeatError
from crawler.config.load import FILE, is_from_file, settings_path
from crawler.schedule.notifications import NAMES

# Passed as arguments, or used by `scrapy crawl` only.
_NOT_PASSED_ON = ("SPACEBEAT_ARCHIVE", "SPACEBEAT_CATALOGUE", "SPACEBEAT_ONLY_CATALOGUE")
# How this machine reaches the web, in the case that each program reads: a timer has nothing of the user's shell.
_OF_THE_NETWORK = frozenset(("http_proxy", "https_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"))


class TimerError(SpacebeatError):
    """The timer of this machine cannot be set up."""


@dataclass(frozen=True, slots=True)
class Job:
    """`crawl --due` for one archive. `environment` holds the settings that the crawl needs besides its arguments."""

    archive: Path
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return a name that is unique per archive and valid as a file name."""
        return f"spacebeat-{hashlib.sha256(str(self.archive).encode()).hexdigest()[:8]}"

    @property
    def minute(self) -> int:
        """Return the minute of the hour, spread by archive so that not all users crawl at the same time."""
        return int(self.name[-8:], 16) % 60

    @property
    def command(self) -> tuple[str, ...]:
        # -P: a timer starts in the home folder, and a crawler.py there would be run in place of this package.
        return (sys.executable, "-P", "-m", "crawler", *self.arguments)


def crawl_job(archive: Path, catalogue: tuple[Path, ...], *, only_catalogue: bool, allow_private: bool) -> Job:
    """Return the job for an archive, with absolute paths, since a timer starts in another directory.

    It has the settings, the notification services and the proxy of this shell: else all that works by hand would fail
    under the timer.
    """
    arguments = ["crawl", "--due", "--max-time", "1h", "--archive", str(archive.absolute())]
    for file in () if is_from_file("SPACEBEAT_CATALOGUE") else catalogue:
        arguments += ["--catalogue", str(file.absolute())]
    arguments += ["--only-catalogue"] * (only_catalogue and not is_from_file("SPACEBEAT_ONLY_CATALOGUE"))
    arguments += ["--allow-private"] * (allow_private and not is_from_file("SPACEBEAT_ALLOW_PRIVATE"))
    settings = {
        name: os.environ[name]
        for name in sorted(os.environ)
        if name.lower() in _OF_THE_NETWORK
        or (name.startswith("SPACEBEAT_") and name not in _NOT_PASSED_ON and not is_from_file(name))
        or name in os.environ.get(NAMES, "").split()
    }
    if settings_path().exists():
        settings[FILE] = str(settings_path())  # read at each crawl, so a later change of it holds
    return Job(archive.absolute(), tuple(arguments), settings | _import_path())


def shell_line(job: Job) -> str:
    """Return the job as one shell command line."""
    settings = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    return " ".join([*settings, shlex.join(job.command)])


def _import_path() -> dict[str, str]:
    """Return the PYTHONPATH of the package if it runs from a checkout that is not installed."""
    try:
        version("spacebeat")
    except PackageNotFoundError:
        return {"PYTHONPATH": str(Path(__file__).parents[2])}
    return {}
