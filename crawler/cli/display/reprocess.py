"""Findings of reextract and enrich, as tables or as JSON."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.status import Status
from rich.table import Table
from rich.text import Text

from crawler.cli.display.plain_text import printable
from crawler.cli.display.progress_console import ProgressConsole
from crawler.cli.display.result_console import result_console
from crawler.reprocess.report import Findings

_LONGEST = 160  # characters shown of a value
_AROUND = 40  # characters shown before the first difference of two values


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[Findings], None]]:
    """Yield a function that shows the progress on a terminal."""
    console = ProgressConsole()
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    with Status("reading", console=console) as status:
        yield lambda found: status.update(f"{found.read} read, {found.changed} changed")


def print_findings(found: Findings) -> None:
    """Print tables to standard output: changes, articles now rejected, captures now accepted."""
    console = result_console()
    done = "changed" if found.applied else "would change"
    for title, counts, kind in (
        (f"What {done}", found.fields, "field"),
        ("Articles that would be rejected now (not removed)", found.refused, "reason"),
        (f"Captures that {'are' if found.applied else 'would be'} articles now", found.accepted, "earlier reason"),
    ):
        if counts:
            console.print(_table(title, counts, kind, found))
    tail = "" if found.applied or not (found.changed or found.accepted) else "; use --apply to write the changes"
    console.print(f"{found.read} read, {found.changed} {done}{tail}")


def findings_as_json(found: Findings) -> dict[str, Any]:
    """Return the findings as a JSON object."""
    return {
        "read": found.read,
        "changed": found.changed,
        "applied": found.applied,
        "interrupted": found.interrupted,
        "changes": _rows(found.fields, "field", found),
        "refused": _rows(found.refused, "reason", found),
        "accepted": _rows(found.accepted, "reason", found),
    }


def _rows(counts: Counter[tuple[str, str]], kind: str, found: Findings) -> list[dict[str, Any]]:
    return [
        {
            "source": key[0],
            kind: key[1],
            "count": number,
            "examples": [asdict(example) for example in found.examples[key]],
        }
        for key, number in sorted(counts.items())
    ]


def _table(title: str, counts: Counter[tuple[str, str]], kind: str, found: Findings) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("source", no_wrap=True)
    table.add_column(kind)
    table.add_column("count", justify="right", no_wrap=True)
    table.add_column("example", ratio=1)
    for key, number in sorted(counts.items()):
        example = found.examples[key][0]
        old, new = excerpts(_plain(example.old), _plain(example.new))
        shown = Text.assemble(
            (example.url, "dim"), "\n", ("- ", "red"), printable(old), "\n", ("+ ", "green"), printable(new)
        )
        table.add_row(key[0], printable(key[1]), str(number), shown)
    return table


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return both texts from shortly before the first difference on, cut to a readable length."""
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - _AROUND)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    before, after = "…" if start else "", "…" if len(text) > start + _LONGEST else ""
    return f"{before}{text[start : start + _LONGEST]}{after}"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"{name} {weight if isinstance(weight, str) else f'{weight:g}'}" for name, weight in value)
    return "(none)" if value in (None, "") else str(value)
