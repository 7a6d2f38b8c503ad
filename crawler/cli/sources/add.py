"""`spacebeat sources add`, `import` and `export`: build catalogue files, and exchange them with feed readers."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.cli.options import allow_private_option, catalogue_options
from crawler.cli.output import destination
from crawler.cli.parameters import OUTPUT_FILE, STANDARD_OUTPUT
from crawler.cli.sources.probe import delay_option, probed_site

F = TypeVar("F", bound=Callable[..., Any])


def to_option(default: str | None) -> Callable[[F], F]:
    return click.option(
        "--to",
        "target",
        type=OUTPUT_FILE,
        default=default,
        show_default=bool(default),
        help="Catalogue file to append to." if default else "Append to this catalogue file.  [default: print TOML]",
    )


@click.command("add")
@click.argument("url_or_file", metavar="URL|FILE")
@to_option("catalogue.toml")
@allow_private_option
@delay_option
def add(url_or_file: str, target: Path, allow_private: bool, delay: float) -> int:
    """Append sources to a catalogue file: the one found at a URL, or all those of a TOML file.

    A file named - is standard input.
    """
    from crawler.catalogue.load import read_file

    if url_or_file == "-" or Path(url_or_file).is_file():
        return _append(target, read_file(Path(url_or_file)))
    if url_or_file.endswith(".toml"):
        raise click.UsageError(f"there is no file {url_or_file}")
    source = probed_site(url_or_file, allow_private, delay).source
    if not source.endpoints():
        click.echo(f"spacebeat: nothing at {url_or_file} lists articles; see above", err=True)
        return 1
    return _append(target, [source])


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@to_option(None)
def import_feeds(file: Path, target: Path | None) -> int:
    """Import the feeds of an OPML file (- for standard input) as sources that are filtered by relevance."""
    from crawler.catalogue.opml import import_opml
    from crawler.catalogue.toml_writer import to_toml

    sources = import_opml(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes(), str(file))
    if target:
        return _append(target, sources)
    click.echo("\n".join(to_toml(source) for source in sources), nl=False)
    return 0


@click.command("export")
@catalogue_options
@click.option("-o", "--output", type=OUTPUT_FILE, help="Output file; - for standard output.  [default: -]")
def export_feeds(catalogue: tuple[Path, ...], only_catalogue: bool, output: Path | None) -> None:
    """Export the feeds of the enabled sources as OPML, for a feed reader."""
    from crawler.catalogue.load import load_catalogue
    from crawler.catalogue.opml import export_opml

    data = export_opml(load_catalogue(list(catalogue), builtin=not only_catalogue).enabled)
    if output and output != STANDARD_OUTPUT:
        _replace(output, data)
    else:
        sys.stdout.buffer.write(data)


def _append(target: Path, sources: Sequence[Any]) -> int:
    """Append atomically; write nothing if the file would no longer be a valid catalogue."""
    from crawler.catalogue.load import parse, read_text
    from crawler.catalogue.toml_writer import to_toml

    existing = read_text(target) if target.exists() else ""
    parts = [existing.rstrip("\n") + "\n"] if existing.strip() else []
    text = "\n".join([*parts, *(to_toml(source) for source in sources)])
    parse(text, str(target))
    _replace(target, text.encode())
    click.echo(f"added to {target}: {', '.join(source.id for source in sources)}")
    click.echo(f"crawl it with: spacebeat crawl --catalogue {target} {sources[0].id}")
    return 0


def _replace(target: Path, data: bytes) -> None:
    """Replace a file as a whole; it keeps its mode."""
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    with destination(target) as file:
        os.fchmod(file.fileno(), mode)
        file.write(data)
