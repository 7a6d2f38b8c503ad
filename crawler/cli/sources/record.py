"""`spacebeat sources record`: keep a page of a source as a test of how it is read."""

from pathlib import Path

import click

from archive.text import counted, word_count
from crawler.cli.options import allow_private_option, catalogue_options
from crawler.cli.parameters import web_address

FOLDER = Path("tests/pages/sources")


@click.command("record")
@click.argument("name", metavar="SOURCE")
@click.argument("url", metavar="URL")
@catalogue_options
@allow_private_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help="Folder of golden pages.",
)
def record(
    name: str, url: str, catalogue: tuple[Path, ...], only_catalogue: bool, allow_private: bool, folder: Path
) -> None:
    """Fetch URL and write it with the article that is read from it, for review.

    Correct the JSON file where the article is wrong; the tests then hold every later version to it. Record a page only
    where its licence permits it to be shared.
    """
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.plain_text import printable
    from crawler.probe.client import converse
    from crawler.probe.golden import page_of, read_again
    from crawler.probe.golden import record as write_golden

    web_address(url)
    (source,) = load_catalogue(list(catalogue), builtin=not only_catalogue).select((name,))
    reply = converse(lambda ask: ask(url), {"SPACEBEAT_ALLOW_PRIVATE": allow_private})
    target = write_golden(reply, url, source, folder)
    expected, _ = read_again(target, source)
    for field in ("title", "authors", "published_at", "language", "access"):
        value = expected[field]
        click.echo(f"{field}: {printable(', '.join(value) if isinstance(value, list) else value) or 'none'}")
    click.echo(f"text: {counted(word_count(' '.join(expected['text'])), 'word')}")
    click.echo(f"written: {page_of(target)} and {target}; compare it with the page, and correct what is wrong")
