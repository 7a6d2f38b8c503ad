"""A page in a file as the argument of `extract` and `explain`: where it comes from is said by options."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crawler.cli.options import catalogue_options

if TYPE_CHECKING:
    from crawler.catalogue.catalogue import Catalogue
    from crawler.catalogue.source import Source
    from crawler.extract.page import Page

F = TypeVar("F", bound=Callable[..., Any])

_CANONICAL = re.compile(rb"""<link\b[^>]{0,300}\brel=["']?canonical\b[^>]{0,300}\bhref=["']([^"'\s>]{1,2000})""", re.I)
_UNKNOWN = "https://unknown.invalid/page"


def origin_options(function: F) -> F:
    """Add the options that say where the page of a file comes from, and the catalogue that has the rules."""
    function = catalogue_options(function)
    function = click.option(
        "--source",
        default="",
        help="Of a file: the id of its catalogue source, for time zone, rules and names.  [default: by the URL]",
    )(function)
    return click.option("--url", default="", help="Of a file: the address of the page.  [default: its canonical link]")(
        function
    )


def page_of_file(file: Path, url: str, source_id: str, catalogue: "Catalogue") -> "Page":
    """Return the page. Raises CatalogueError for an unknown source."""
    from archive.clock import now
    from archive.records import Lead
    from crawler.extract.page import Page

    body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    stated = _CANONICAL.search(body[:200_000])
    address = url or (stated[1].decode("utf-8", "replace") if stated else "") or _UNKNOWN
    return Page(address, body, {"content-type": ""}, now(), Lead(address), _source(source_id, address, catalogue))


def _source(source_id: str, address: str, catalogue: "Catalogue") -> "Source":
    from urllib.parse import urljoin

    from crawler.catalogue.source import Source

    if source_id:
        return catalogue[source_id]
    return catalogue.for_url(address) or Source(
        id="unknown", name="", homepage=urljoin(address, "/"), country="", languages=(), kind="general-press",
        focus="space-policy",
    )  # fmt: skip
