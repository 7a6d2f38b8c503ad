"""`spacebeat extract`: read the article of one page, without an archive."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.clock import known_part
from crawler.cli.page_file import origin_options, page_of_file


@click.command("extract")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@origin_options
@click.option("--json", "as_json", is_flag=True, help="Print all fields, the evidence and the structure as JSON.")
def command(
    file: Path, url: str, source: str, catalogue: tuple[Path, ...], only_catalogue: bool, as_json: bool
) -> None:
    """Extract the article of FILE, a page of HTML or a PDF, DOCX or ODT document (- for standard input).

    `spacebeat explain FILE` shows the candidates of each field.
    """
    from archive.errors import SpacebeatError
    from archive.records import Rejection
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.plain_text import printable
    from crawler.extract.article import extract

    loaded = load_catalogue(list(catalogue), builtin=not only_catalogue)
    article = extract(page_of_file(file, url, source, loaded))
    if isinstance(article, Rejection):
        raise SpacebeatError(f"{file} has no article: {article.state}, {article.reason}; 'spacebeat explain' says more")
    if as_json:
        fields = {
            name: value
            for name, value in asdict(article).items()
            if name not in ("lines", "sample", "enrichment", "rights")
        }
        click.echo(json.dumps(fields, indent=2, ensure_ascii=False))
        return
    authors = ", ".join(article.authors)
    for line in (article.title, authors, known_part(article.published_at, article.published_precision), article.url):
        if line:
            click.echo(printable(line))
    click.echo()
    for line in article.text.split("\n"):
        click.echo(printable(line))
