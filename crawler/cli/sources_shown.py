"""How what was found at a site, and the state of endpoints, is shown."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.cli.terminal import printable
from crawler.probing.endpoints import Checked
from crawler.probing.site import Probed

_WIDTH = 140  # columns, where no terminal tells its own
_EXCERPT = 300  # characters of a sample


def show_probed(probed: Probed) -> None:
    """On standard error: what is of use first, then what is not and why, then one article as a crawl would read it."""
    console = _console(stderr=True)
    table = _table("kind", "entries", "newest", "address", "")
    for finding in sorted(probed.findings, key=lambda finding: bool(finding.reason)):
        entries = "" if finding.reason else str(finding.entries) + (f" + {finding.more} more" if finding.more else "")
        said = finding.reason or finding.candidate.why
        cells = (finding.candidate.kind, entries, finding.newest[:10], finding.url, said)
        table.add_row(*(Text(printable(cell)) for cell in cells), style="dim" if finding.reason else "")
    console.print(table)
    article = probed.sample
    if article is None:
        console.print("No article could be read as a sample.")
        return
    console.print(Text(f"\nSample: {printable(article.title)}\n{printable(article.url)}"), soft_wrap=True)
    dated = f"{article.published_at or 'no date'} ({article.published_method or 'none'})"
    console.print(
        Text(f"{dated}; {printable(', '.join(article.authors)) or 'no author'}; {len(article.text.split())} words")
    )
    console.print(Text(printable(article.text[:_EXCERPT]) + "…\n"), soft_wrap=True)


def show_checked(found: Sequence[Checked]) -> None:
    """On standard output, those that are not alive last, so that they are what is seen."""
    table = _table("source", "kind", "state", "entries", "newest", "address", "")
    for checked in sorted(found, key=lambda checked: (checked.verdict != "alive", checked.source_id)):
        cells = (checked.source_id, checked.kind, checked.verdict, str(checked.entries or checked.more or ""))
        rest = (checked.newest, printable(checked.url), printable(checked.reason))
        table.add_row(*(Text(cell) for cell in (*cells, *rest)), style="" if checked.verdict == "alive" else "yellow")
    console = _console()
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


def _console(*, stderr: bool = False) -> Console:
    console = Console(highlight=False, stderr=stderr)
    return console if console.is_terminal else Console(highlight=False, stderr=stderr, width=_WIDTH)
