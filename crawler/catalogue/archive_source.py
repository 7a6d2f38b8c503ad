"""Sources on their way to the archive and back: what it keeps of one is enough to read its captures again."""

from typing import cast, get_args

from archive.records import Source as ArchivedSource
from crawler.catalogue.source import Focus, Kind, Paywall, Source


def from_archive(row: ArchivedSource) -> Source:
    """Return the source without endpoints, rules and patterns. It cannot be crawled, only read."""
    return Source(
        id=row.id,
        name=row.name,
        homepage=row.homepage,
        country=row.country,
        languages=row.languages,
        kind=cast(Kind, row.kind if row.kind in get_args(Kind) else "general-press"),
        focus=cast(Focus, row.focus if row.focus in get_args(Focus) else "general"),
        licence=row.licence,
        paywall=cast(Paywall, row.paywall if row.paywall in get_args(Paywall) else ""),
        enabled=False,
    )


def archived(source: Source) -> ArchivedSource:
    """Return what the archive keeps of a catalogue entry."""
    return ArchivedSource(
        id=source.id,
        name=source.name,
        homepage=source.homepage,
        country=source.country,
        languages=source.languages,
        kind=source.kind,
        focus=source.focus,
        licence=source.licence,
        paywall=source.paywall,
    )
