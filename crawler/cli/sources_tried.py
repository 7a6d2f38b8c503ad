"""`spacebeat sources probe` and `check`: the verbs that ask the web."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.cli.options import allow_private_option, catalogue_options

F = TypeVar("F", bound=Callable[..., Any])


def delay_option(function: F) -> F:
    return click.option(
        "--delay",
        type=click.FloatRange(min=0),
        default=1.0,
        show_default=True,
        help="Seconds between requests to a host.",
    )(function)


@click.command("probe")
@click.argument("url")
@allow_private_option
@delay_option
def probe(url: str, allow_private: bool, delay: float) -> int:
    """Look for the feeds, sitemaps, interfaces and listings of a site, and try them.

    What was found goes to standard error, the catalogue entry, ready to paste, to standard output.
    """
    from crawler.catalogue.write import to_toml

    probed = probed_site(url, allow_private, delay)
    if not probed.source.endpoints():
        click.echo(f"spacebeat: nothing at {url} lists articles; see above", err=True)
        return 1
    click.echo(to_toml(probed.source), nl=False)
    return 0


def probed_site(url: str, allow_private: bool, delay: float) -> Any:
    """Probe and show what was found."""
    from crawler.cli.sources_shown import show_probed
    from crawler.probing.ask import converse
    from crawler.probing.site import probe as probe_site

    address = url if "://" in url else f"https://{url}"

    def tell(line: str) -> None:
        click.echo(f"trying {line}", err=True)

    settings = {"SPACEBEAT_ALLOW_PRIVATE": allow_private, "DOWNLOAD_DELAY": delay}
    probed = converse(lambda ask: probe_site(ask, address, tell), settings)
    show_probed(probed)
    return probed


@click.command("check")
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@catalogue_options
@allow_private_option
@delay_option
@click.option("--stale-after", type=click.IntRange(1), default=90, show_default=True, help="Days without news.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(
    names: tuple[str, ...],
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    allow_private: bool,
    delay: float,
    stale_after: int,
    as_json: bool,
) -> int:
    """Ask every endpoint once and say which are alive, stale, empty, gone, unreachable or broken.

    Exit code 3 means that some are not alive, 1 that none is.
    """
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.sources_shown import show_checked
    from crawler.probing.ask import converse
    from crawler.probing.endpoints import Checked
    from crawler.probing.endpoints import check as check_endpoints

    sources = load_catalogue(list(catalogue), builtin=not only_catalogue).select(names)

    def tell(checked: Checked) -> None:
        if not as_json:
            click.echo(f"{checked.source_id} {checked.kind} {checked.url}: {checked.verdict}", err=True)

    settings = {"SPACEBEAT_ALLOW_PRIVATE": allow_private, "DOWNLOAD_DELAY": delay}
    found = converse(lambda ask: check_endpoints(ask, sources, timedelta(days=stale_after), tell), settings)
    if as_json:
        click.echo(json.dumps([asdict(checked) for checked in found], indent=2))
    else:
        show_checked(found)
    alive = sum(1 for checked in found if checked.verdict == "alive")
    if alive == len(found):
        return 0
    if not alive:
        click.echo("spacebeat: no endpoint is alive", err=True)
    return 3 if alive else 1
