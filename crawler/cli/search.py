"""`spacebeat search`: full-text search on the command line."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.clock import known_day
from crawler.cli.filters import narrowing_options, selection_of
from crawler.cli.options import archive_option
from crawler.cli.parameters import Number

if TYPE_CHECKING:
    from archive import ArchiveReader

MARKS = ("\ue000", "\ue001")  # private-use characters, which do not occur in article texts


class _SearchCommand(click.Command):
    """A command that explains why a query cannot begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name.startswith("--"):
                raise
            hint = "a query that begins with a dash follows two dashes: spacebeat search -- -word other"
            raise click.UsageError(f"there is no option {error.option_name}; {hint}", ctx) from error


@click.command("search", cls=_SearchCommand)
@click.argument("query", nargs=-1)
@archive_option
@narrowing_options
@click.option("--limit", type=Number(1), default=20, show_default=True, help="Maximum number of results.")
@click.option("--offset", type=Number(0), default=0, help="Results to skip.")
@click.option("--best", is_flag=True, help="Sort by relevance, among the 20,000 newest matches, instead of by date.")
@click.option("--meaning", is_flag=True, help="Find what means the same, in any language, the nearest first.")
def command(
    query: tuple[str, ...], archive: Path, limit: int, offset: int, best: bool, meaning: bool, **filters: Any
) -> None:
    """Search the archive, newest first: words, "a phrase", -without, OR, NEAR(a b), prefix*, title:word.

    With filters the query may be left out. A query that begins with a dash follows two dashes: search -- -word other.
    With --meaning the query is a question or a sentence; that needs the vectors of `spacebeat meaning`.
    """
    from rich.console import Console
    from rich.text import Text

    from archive import open_archive
    from archive.search.named import instrument_named
    from crawler.cli.display.plain_text import printable

    is_filtered = any(filters.values())
    if not query and not is_filtered:
        raise click.UsageError("give words to search for, or a filter such as --topic or --instrument")
    if meaning and (best or not query):
        raise click.UsageError("--meaning needs words, and has an order without --best")
    if best and is_filtered:
        raise click.UsageError("--best ranks all articles; leave out the filters or --best")
    console = Console(highlight=False)
    with open_archive(archive) as reader:
        words = " ".join(query)
        if meaning:
            hits = reader.search_by_meaning(words, limit=limit, offset=offset, **filters)
        else:
            hits = reader.search(words, limit=limit, offset=offset, best=best, marks=MARKS, **filters)
        instrument = None if meaning or filters["instruments"] else instrument_named(reader.db, words)
        reason = "" if hits else _explain(reader, "" if meaning else words, offset, filters)
    for hit in hits:
        console.print(Text(printable(hit.title), style="bold"), soft_wrap=True)
        day = known_day(hit.published_at, hit.published_precision) or "undated"
        console.print(Text(printable(f"  {day}  {hit.source_id}  {hit.url}")), soft_wrap=True)
        if hit.copy_of_url:
            console.print(Text(f"  copy of {printable(hit.copy_of_url)}"), soft_wrap=True)
        snippet = Text("  ")
        for number, part in enumerate(printable(hit.snippet).split(MARKS[0])):
            marked, _, rest = part.partition(MARKS[1]) if number else ("", "", part)
            snippet.append(marked, style="bold yellow")
            snippet.append(rest)
        console.print(snippet, soft_wrap=True)
    if not hits:
        click.echo(f"nothing found: {reason}", err=True)
    if instrument:
        sentence = "1 article names" if instrument.articles == 1 else f"{instrument.articles:,} articles name"
        click.echo(f"{sentence} {instrument.name}, in any language: --instrument {instrument.id}", err=True)


def _explain(reader: "ArchiveReader", words: str, offset: int, filters: dict[str, Any]) -> str:
    from archive.search.empty import explain_empty
    from archive.search.filters import resolve

    selection = replace(selection_of(filters), search=words, include_copies=True)
    if offset and (matches := reader.count(search=words, include_copies=True, **filters)):
        return f"{matches:,} match, and --offset skips {offset:,}"
    return explain_empty(reader.db, resolve(reader.db, selection))
