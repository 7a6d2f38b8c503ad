"""Options shared by several commands."""

import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.fetch.rights.legal_basis import read_basis


def program() -> str:
    """Return name and version for citations, `Spacebeat 1.2.3`, or the name alone if the package is not installed."""
    try:
        return f"Spacebeat {version('spacebeat')}"
    except PackageNotFoundError:
        return "Spacebeat"


F = TypeVar("F", bound=Callable[..., Any])


def archive_option(function: F) -> F:
    return click.option(
        "--archive",
        type=click.Path(path_type=Path, dir_okay=False),
        default=lambda: os.environ.get("SPACEBEAT_ARCHIVE") or "spacebeat.db",
        callback=_note_archive,
        help="The archive file.  [default: $SPACEBEAT_ARCHIVE or spacebeat.db]",
    )(function)


def _note_archive(context: click.Context, _: click.Parameter, path: Path) -> Path:
    """Note which archive a command works on, so that an error that names none can be explained."""
    if isinstance(context.obj, dict):
        context.obj["archive"] = path
    return path


def catalogue_options(function: F) -> F:
    """Add `--catalogue FILE…` and `--only-catalogue`."""
    function = click.option(
        "--only-catalogue", is_flag=True, envvar="SPACEBEAT_ONLY_CATALOGUE", help="Ignore the built-in sources."
    )(function)
    return click.option(
        "--catalogue",
        type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
        multiple=True,
        envvar="SPACEBEAT_CATALOGUE",
        help="A TOML file of sources (- for standard input), added to the built-in ones or replacing those with the "
        "same id; may be repeated.",
    )(function)


def basis_option(function: F) -> F:
    return click.option(
        "--basis",
        callback=lambda _, __, value: read_basis(value),
        metavar="research|general",
        envvar="SPACEBEAT_TDM_BASIS",
        default="research",
        help="Legal basis for text mining: `research` organisations may keep reserved texts, `general` users may not.  "
        "[default: $SPACEBEAT_TDM_BASIS or research]",
    )(function)


def quiet_option(function: F) -> F:
    return click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")(function)


def allow_private_option(function: F) -> F:
    return click.option(
        "--allow-private",
        is_flag=True,
        envvar="SPACEBEAT_ALLOW_PRIVATE",
        help="Allow loopback and private addresses, for an intranet or a test.",
    )(function)


def cluster_option(function: F) -> F:
    return click.option(
        "--cluster",
        is_flag=False,
        flag_value="local",
        metavar="[ADDRESS]",
        help="Run the tasks on the Dask cluster of the scheduler at this address; without one, or `local`, on workers "
        "that are started here. All machines need the files and the folder of the archive under the same paths.",
    )(function)
