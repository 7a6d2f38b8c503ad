"""What became of the articles of a snapshot, read from an archive into which their addresses were fetched again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.snapshot.compare import Expected, compare
from archive.urls import url_key

Outcome = Literal["same", "changed", "gone", "blocked", "failed", "unasked"]
OUTCOMES: tuple[Outcome, ...] = ("same", "changed", "gone", "blocked", "failed", "unasked")

_WITHOUT_TEXT: dict[str, Outcome] = {"gone": "gone", "not-article": "gone", "blocked": "blocked", "pending": "unasked"}


@dataclass(frozen=True, slots=True)
class Refetched:
    """One article and its outcome; `reason` says why, where there is more to say, `asked_at` when it was asked.

    "gone" is what the outlet says so of, and an address at which no article is shown any more.
    """

    expected: Expected
    outcome: Outcome
    reason: str = ""
    asked_at: str = ""


def refetched(db: Database, expected: Iterable[Expected]) -> Iterator[Refetched]:
    """Yield what became of each article, in their order. Raises UrlError for an address that is none."""
    for article in expected:
        row = db.execute(
            """
            select u.state, u.reason, coalesce(u.last_tried_at, ''), a.text, coalesce(a.access, '')
            from urls u left join articles a on a.id = u.article_id where u.url_key = ? order by u.rowid limit 1
            """,
            [url_key(article.url)],
        ).fetchone()
        state, reason, asked_at, text, access = row or ("pending", "", "", None, "")
        outcome, why = _judged(article, state, reason, text, access)
        yield Refetched(article, outcome, why, asked_at)


def tally(results: Iterable[Refetched]) -> dict[str, dict[Outcome, int]]:
    """How many articles of each source had each outcome."""
    counts: dict[str, dict[Outcome, int]] = {}
    for result in results:
        of_source = counts.setdefault(result.expected.source_id, dict.fromkeys(OUTCOMES, 0))
        of_source[result.outcome] += 1
    return counts


def failed_sources(counts: Mapping[str, Mapping[Outcome, int]]) -> Sequence[str]:
    """The sources of which articles were asked for and none could be had or was said to be gone or closed."""
    return [
        source
        for source, of_source in counts.items()
        if of_source["failed"] and of_source["failed"] + of_source["unasked"] == sum(of_source.values())
    ]


def _judged(article: Expected, state: str, reason: str, text: str | None, access: str) -> tuple[Outcome, str]:
    if text is None or state == "gone":
        return _WITHOUT_TEXT.get(state, "failed"), reason
    if access == "withheld":
        return "blocked", reason
    outcome = compare(article, text)
    if outcome == "changed" and access in ("excerpt", "paywalled"):
        return outcome, access  # perhaps only less of the same text is shown
    return outcome, reason
