"""Which articles an export or a search takes: one set of filters for all of them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty fields do not filter. Days are YYYY-MM-DD and inclusive; `search` is in the language of archive.search.

    `after_id` takes only articles that came into the archive after the one of that id.
    """

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    search: str = ""
    include_copies: bool = False
    after_id: int = 0

    def where(self) -> tuple[str, list[Any]]:
        """Return the condition over `articles a` and its values. Raises QueryError for a malformed search."""
        parts: list[str] = []
        values: list[Any] = []
        day = "coalesce(a.published_at, a.first_seen_at)"
        if self.since:
            parts.append(f"{day} >= ?")
            values.append(self.since)
        if self.until:
            parts.append(f"{day} < date(?, '+1 day')")
            values.append(self.until)
        for column, wanted in self._lists().items():
            if wanted:
                parts.append(column.replace("MARKS", ", ".join("?" * len(wanted))))
                values.extend(wanted)
        if self.search:
            from archive.search.search import match_expression

            parts.append("a.id in (select rowid from articles_fts where articles_fts match ?)")
            values.append(match_expression(self.search))
        if self.after_id:
            parts.append("a.id > ?")
            values.append(self.after_id)
        if not self.include_copies:
            parts.append("a.copy_of is null")
        return " and ".join(parts) or "1", values

    def _lists(self) -> dict[str, tuple[str, ...]]:
        return {
            "a.source_id in (MARKS)": self.sources,
            "a.language in (MARKS)": self.languages,
            "a.id in (select article_id from article_countries where country in (MARKS))": self.countries,
            "a.id in (select article_id from article_topics where topic_id in (MARKS))": self.topics,
            "a.id in (select article_id from article_actors where actor_id in (MARKS))": self.actors,
            "a.id in (select article_id from article_instruments where instrument_id in (MARKS))": self.instruments,
        }
