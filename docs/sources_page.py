"""The page of the built-in sources, so that a reader sees what is covered before anything is installed."""

from collections.abc import Sequence
from typing import get_args

from crawler.catalogue.load import load_catalogue
from crawler.catalogue.source import Kind, Source

_HEAD = """\
# Sources

<!-- Written by docs/sources_page.py from crawler/catalogue/data/. -->

The {count} outlets of the built-in catalogue, of {countries} countries and of bodies of many states (INT), in
{languages} languages; {enabled} of them are crawled. `spacebeat sources show ID` prints an entry with its addresses,
and [add a source](../how-to/add-a-source.md) says how to add one.

*Focus* says what is kept: all articles of an outlet for space policy, and of the others what is relevant to it.
"""


def sources_page() -> str:
    """Return the built-in sources by kind and country."""
    catalogue = list(load_catalogue())
    head = _HEAD.format(
        count=len(catalogue),
        countries=len({source.country for source in catalogue} - {"INT"}),
        languages=len({language for source in catalogue for language in source.languages}),
        enabled=sum(source.enabled for source in catalogue),
    )
    parts = [head]
    for kind in get_args(Kind):
        sources = sorted((s for s in catalogue if s.kind == kind), key=lambda s: (s.country, s.name.casefold()))
        parts.append(f"## {kind}: {len(sources)}\n\n{_table(sources)}")
    return "\n".join(parts)


def _table(sources: Sequence[Source]) -> str:
    rows = [
        f"| {source.country} | [{source.name}]({source.homepage}) | `{source.id}` | {' '.join(source.languages)} "
        f"| {source.focus} | {'' if source.enabled else f'not crawled: {source.disabled_reason}'} |\n"
        for source in sources
    ]
    return "| country | outlet | id | languages | focus | |\n| --- | --- | --- | --- | --- | --- |\n" + "".join(rows)
