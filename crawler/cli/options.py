"""Options that several commands share."""

import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.fetch.rights.legal_basis import read_basis

# What the program calls itself where it is cited.


def program() -> str:
    """Name and version, `Spacebeat 1.2.3`; the name alone when it was never installed."""
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
        help="The archive file.  [default: $SPACEBEAT_ARCHIVE or spacebeat.db]",
    )(function)


def catalogue_options(function: F) -> F:
    """Add `--catalogue FILE…` and `--only-catalogue`."""
    function = click.option("--only-catalogue", is_flag=True, help="Leave the built-in sources out.")(function)
    return click.option(
        "--catalogue",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        multiple=True,
        help="A file of sources, added to the built-in ones or replacing them by id; may be repeated.",
    )(function)


def basis_option(function: F) -> F:
    return click.option(
        "--basis",
        callback=lambda _, __, value: read_basis(value),
        metavar="research|general",
        envvar="SPACEBEAT_TDM_BASIS",
        default="research",
        help="Ground on which you mine: a research organisation, which keeps what is reserved, or anybody else.  "
        "[default: $SPACEBEAT_TDM_BASIS or research]",
    )(function)


def allow_private_option(function: F) -> F:
    return click.option(
        "--allow-private",
        is_flag=True,
        envvar="SPACEBEAT_ALLOW_PRIVATE",
        help="Permit loopback and private addresses, for an intranet or a test.",
    )(function)
