"""The coverage ledger: what was advertised, by source, and what became of every address.

A claim of absence holds only if this adds up: advertised = archived + unchanged + rejected + blocked + gone + failed
+ pending. An address that an endpoint advertised under several forms (archive.urls) counts once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from sqlite_utils import Database

from archive.text import counted

OUTCOMES = ("archived", "unchanged", "rejected", "blocked", "gone", "failed", "pending")
REASONS = 5
UNSEEN = "came and went between polls and were not found"  # in the reason of a run: of entries of a list


@dataclass(frozen=True, slots=True)
class Coverage:
    """Addresses of one source that became known in a span of days, by what became of them.

    `days` are those of the span on which the source was known to the archive, `days_crawled` those of them on which a
    crawl of it was completed. `first_known_at` and `last_known_at` bound the times at which addresses became known.
    """

    source_id: str
    name: str
    days: int
    days_crawled: int
    advertised: int
    fetched: int
    archived: int
    unchanged: int
    rejected: int
    blocked: int
    gone: int
    failed: int
    pending: int
    first_known_at: str | None
    last_known_at: str | None


def coverage(db: Database, since: str, until: str, sources: Sequence[str] = ()) -> list[Coverage]:
    """Compute coverage for each source of the archive (or each named one), for days YYYY-MM-DD, both inclusive."""
    named = f"where s.id in ({', '.join('?' * len(sources))})" if sources else ""
    sums = ", ".join(f"coalesce(sum(c.{name}), 0)" for name in ("advertised", "fetched", *OUTCOMES))
    rows = db.execute(
        f"""
        with span as (select ? as since, ? as until),
        known as (
          select source_id, max(min(date(started_at)), (select since from span)) as first_day
          from runs group by source_id
        ),
        crawled as (
          select source_id, count(distinct date(finished_at)) as days from runs, span
          where outcome = 'done' and kind = 'crawl' and date(finished_at) between since and until group by source_id
        )
        select s.id, s.name,
          coalesce(max(0, julianday((select until from span)) - julianday(k.first_day) + 1), 0),
          coalesce(d.days, 0), {sums}, min(c.first_known_at), max(c.last_known_at)
        from sources s
        left join known k on k.source_id = s.id
        left join crawled d on d.source_id = s.id
        left join coverage c on c.source_id = s.id
          and c.day between (select since from span) and (select until from span)
        {named} group by s.id order by s.id
        """,
        [since, until, *sources],
    ).fetchall()
    return [Coverage(id_, name, int(days), *rest) for id_, name, days, *rest in rows]


def total(rows: Iterable[Coverage]) -> dict[str, int]:
    """Add up all numbers."""
    rows = list(rows)
    numbers = [field.name for field in fields(Coverage) if field.type in (int, "int")]
    return {name: sum(getattr(row, name) for row in rows) for name in numbers}


def reasons(db: Database, since: str, until: str, sources: Sequence[str] = ()) -> list[tuple[str, str, int]]:
    """Count why addresses are missing, the most frequent first: (state, reason, number)."""
    named = f"and source_id in ({', '.join('?' * len(sources))})" if sources else ""
    rows = db.execute(
        f"""
        select state, reason, count(*) as number from advertised_urls
        where state not in ('archived', 'unchanged') and reason <> '' and date(first_seen_at) between ? and ? {named}
        group by state, reason order by number desc, state, reason limit ?
        """,
        [since, until, *sources, REASONS],
    )
    return [(state, reason, number) for state, reason, number in rows.fetchall()]


def unseen(db: Database, since: str, until: str, sources: Sequence[str] = ()) -> tuple[int, int]:
    """Count the crawls that missed entries of a list, since it had turned over between two polls, and their sources."""
    named = f"and source_id in ({', '.join('?' * len(sources))})" if sources else ""
    crawls, of_sources = db.execute(
        f"select count(*), count(distinct source_id) from runs"
        f" where instr(reason, ?) and date(started_at) between ? and ? {named}",
        [UNSEEN, since, until, *sources],
    ).fetchone()
    return crawls, of_sources


def methods_paragraph(
    rows: Sequence[Coverage],
    why: Sequence[tuple[str, str, int]],
    since: str,
    until: str,
    program: str,
    missed: tuple[int, int] = (0, 0),
) -> str:
    """Write the paragraph of a methods section on the collection: what was advertised, kept, and missed, and why.

    `missed` is what `unseen` counts.
    """
    sums = total(rows)
    advertised, kept = sums["advertised"], sums["archived"] + sums["unchanged"]
    observed = counted(len(rows), "source was", "sources were")
    crawled = f"a crawl was completed on {sums['days_crawled']:,} of {sums['days']:,} source-days"
    listed = counted(advertised, "address", "addresses")
    archived = f"of which {kept:,} ({_share(kept, advertised)}) are archived as articles"
    sentences = [
        f"From {since} to {until}, {observed} observed with {program}; {crawled}.",
        f"Feeds, sitemaps, listings and interfaces of the sources advertised {listed}, {archived}.",
    ]
    missing = {
        ("was", "were", "rejected (not articles, or not relevant)"): sums["rejected"],
        ("was", "were", "closed to the crawler"): sums["blocked"],
        ("was", "were", "gone"): sums["gone"],
        ("has", "have", "failed"): sums["failed"],
        ("is", "are", "still waiting to be fetched"): sums["pending"],
    }
    if causes := [f"{n:,} {one if n == 1 else several} {what}" for (one, several, what), n in missing.items() if n]:
        sentences.append(f"Of the others, {_listed(causes)}.")
    if why:
        given = _listed([f"{reason} ({number:,})" for _, reason, number in why])
        sentences.append(f"The reasons given most often: {given}.")
    if missed[0]:
        crawls, of_sources = counted(missed[0], "crawl"), counted(missed[1], "source")
        sentences.append(
            f"In {crawls} of {of_sources} a list had nothing that was known, so addresses that it had listed since the"
            " crawl before may be missing from these numbers."
        )
    return " ".join(sentences)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
