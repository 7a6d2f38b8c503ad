"""`spacebeat sources probe` and `check`: the commands that send requests to the sites."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.table import Table
from rich.text import Text

from archive.clock import known_part
from archive.text import counted, word_count
from crawler.cli.completion import complete_source
from crawler.cli.display.plain_text import printable
from crawler.cli.display.result_console import result_console
from crawler.cli.options import allow_private_option, catalogue_options
from crawler.cli.parameters import Amount, Number, web_address

if TYPE_CHECKING:  # a second of imports, which `sources list`, help and the Tab key do not need
    from crawler.probe.check import Checked
    from crawler.probe.site import Probed

_EXCERPT = 300  # characters of a sample


def show_probed(probed: "Probed") -> None:
    """Print to standard error the usable endpoints, the unusable ones with reasons, and one sample article."""
    console = result_console(stderr=True)
    table = _table("kind", "entries", "newest", "address", "")
    for finding in sorted(probed.findings, key=lambda finding: bool(finding.reason)):
        entries = "" if finding.reason else str(finding.entries) + (f" + {finding.more} more" if finding.more else "")
        note = finding.reason or finding.candidate.why
        cells = (finding.candidate.kind, entries, finding.newest[:10], finding.url, note)
        table.add_row(*(Text(printable(cell)) for cell in cells), style="dim" if finding.reason else "")
    console.print(table)
    article = probed.sample
    if article is None:
        console.print("No article could be read as a sample.")
        return
    console.print(Text(f"\nSample: {printable(article.title)}\n{printable(article.url)}"), soft_wrap=True)
    day = known_part(article.published_at, article.published_precision) or "no date"
    dated = f"{day} ({article.published_method or 'none'})"
    authors = printable(", ".join(article.authors)) or "no author"
    console.print(Text(f"{dated}; {authors}; {counted(word_count(article.text), 'word')}"))
    console.print(Text(printable(article.text[:_EXCERPT]) + "…\n"), soft_wrap=True)


def show_checked(found: "Sequence[Checked]") -> None:
    """Print to standard output all endpoints, those that are not alive last, where they are seen."""
    table = _table("source", "kind", "state", "entries", "newest", "address", "")
    for checked in sorted(found, key=lambda checked: (checked.verdict != "alive", checked.source_id)):
        cells = (checked.source_id, checked.kind, checked.verdict, str(checked.entries or checked.more or ""))
        rest = (checked.newest, printable(checked.url), printable(checked.reason))
        table.add_row(*(Text(cell) for cell in (*cells, *rest)), style="" if checked.verdict == "alive" else "yellow")
    console = result_console()
    console.print(table)
    counts = {
        verdict: sum(1 for checked in found if checked.verdict == verdict) for verdict in ("alive", "stale", "empty")
    }
    counts |= {name: sum(1 for c in found if c.verdict == name) for name in ("gone", "unreachable", "broken")}
    console.print(", ".join(f"{number} {verdict}" for verdict, number in counts.items() if number))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


F = TypeVar("F", bound=Callable[..., Any])


def delay_option(function: F) -> F:
    return click.option(
        "--delay",
        type=Amount(0),
        default=1.0,
        show_default=True,
        help="Seconds between requests to a host.",
    )(function)


@click.command("probe")
@click.argument("url")
@allow_private_option
@delay_option
def probe(url: str, allow_private: bool, delay: float) -> int:
    """Find the feeds, sitemaps, JSON APIs and listings of a site, and test them.

    The findings go to standard error; the catalogue entry, ready to paste, goes to standard output.
    """
    from crawler.catalogue.toml_writer import to_toml

    probed = probed_site(url, allow_private, delay)
    if not probed.source.endpoints():
        click.echo(f"spacebeat: nothing at {url} lists articles; see above", err=True)
        return 1
    click.echo(to_toml(probed.source), nl=False)
    return 0


def probed_site(url: str, allow_private: bool, delay: float) -> Any:
    """Probe a site, print the findings, and return them."""
    from crawler.probe.client import converse
    from crawler.probe.site import probe as probe_site

    address = web_address(url if "://" in url else f"https://{url}")

    def report_progress(line: str) -> None:
        click.echo(f"trying {line}", err=True)

    settings = {"SPACEBEAT_ALLOW_PRIVATE": allow_private, "DOWNLOAD_DELAY": delay}
    probed = converse(lambda ask: probe_site(ask, address, report_progress), settings)
    show_probed(probed)
    return probed


@click.command("check")
@click.argument("names", metavar="[SOURCE]...", nargs=-1, shell_complete=complete_source)
@catalogue_options
@allow_private_option
@delay_option
@click.option("--stale-after", type=Number(1, 36_500), default=90, show_default=True, help="Days without a new entry.")
@click.option("--no-requests", is_flag=True, help="Only look for patterns that refuse articles.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(
    names: tuple[str, ...],
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    allow_private: bool,
    delay: float,
    stale_after: int,
    no_requests: bool,
    as_json: bool,
) -> int:
    """Request every endpoint once and report it as alive, stale, empty, gone, unreachable or broken.

    Before that, name the forms of article patterns that refuse articles of the outlet. Exit code 3 means that some
    endpoints are not alive, or with --no-requests that a pattern is dangerous; 1 that no endpoint is alive.
    """
    from crawler.catalogue.load import load_catalogue
    from crawler.catalogue.pattern_lint import risks
    from crawler.probe.check import Checked
    from crawler.probe.check import check as check_endpoints
    from crawler.probe.client import converse

    sources = load_catalogue(list(catalogue), builtin=not only_catalogue).select(names)
    found_risks = [(source.id, *risk) for source in sources for risk in risks(source)]
    for source_id, key, what in found_risks:
        click.echo(f"{source_id}: {key} {what}", err=True)
    if no_requests:
        if not found_risks:
            click.echo(f"no pattern of {counted(len(sources), 'source')} refuses articles", err=True)
        return 3 if found_risks else 0

    def report_progress(checked: Checked) -> None:
        if not as_json:
            click.echo(f"{checked.source_id} {checked.kind} {checked.url}: {checked.verdict}", err=True)

    settings = {"SPACEBEAT_ALLOW_PRIVATE": allow_private, "DOWNLOAD_DELAY": delay}
    found = converse(lambda ask: check_endpoints(ask, sources, timedelta(days=stale_after), report_progress), settings)
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
