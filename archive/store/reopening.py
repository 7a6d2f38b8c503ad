"""What makes refused addresses of a source due before their time (archive.store.address_states).

Three things do: what refused them has changed (a pattern, the focus, the extractor, the legal basis), an address that
was refused for the same reason is admitted again, and a user who asks for it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from sqlite_utils import Database

from archive.clock import later, now
from archive.db.connection import transaction
from archive.records import Lead, State
from archive.store.address_states import MONTH, QUARTER
from archive.store.listed_addresses import decode_lead
from archive.urls.canonical import url_key

RuleKind = Literal["admission", "relevance", "extraction", "rights"]

_IS_REFUSED = "article_id is null and state in ('blocked', 'gone', 'not-article', 'failed') and attempts > 0"
_IS_EXTRACTED = "capture_id in (select id from captures where outcome is not null and withheld = '')"


class Reopening:
    def __init__(self, db: Database) -> None:
        self.db = db

    def changed_rules(self, source_id: str, rules: Mapping[RuleKind, str]) -> set[RuleKind]:
        """Return the kinds of rules by which addresses of the source were judged otherwise than by these.

        In an archive from before rules were stored, only admission counts as changed: it needs no page.
        """
        rows = self.db.execute("select kind, rule from source_rules where source_id = ?", [source_id]).fetchall()
        stored = dict(rows)
        return {kind for kind, rule in rules.items() if stored.get(kind, "" if kind == "admission" else rule) != rule}

    def save_rules(self, source_id: str, rules: Mapping[RuleKind, str]) -> None:
        with transaction(self.db):
            self.db.conn.executemany(
                "insert or replace into source_rules (source_id, kind, rule) values (?, ?, ?)",
                [(source_id, kind, rule) for kind, rule in rules.items()],
            )

    def refused_unasked(self, source_id: str, state: State) -> list[Lead]:
        """Return the leads that are in this state and were never asked for: the rules of the source refused them."""
        rows = self.db.execute(
            """
            select url, lead from urls
            where source_id = ? and article_id is null and state = ? and attempts = 0
              and last_tried_at is null and found_by <> ''
            order by id
            """,
            [source_id, state],
        ).fetchall()
        return [decode_lead(url, lead) for url, lead in rows]

    def judge_again(self, source_id: str, kinds: Collection[RuleKind]) -> list[int]:
        """Re-open what those rules refused: kept pages are extracted again, others fetched. Return the captures.

        Of what extraction refused, only pages of the last quarter: `reextract --rejected` reads all of them.
        """
        captures: list[int] = []
        with transaction(self.db):
            if "relevance" in kinds:
                captures += self._extract_again(source_id, "state = 'irrelevant'")
            if "extraction" in kinds:
                captures += self._extract_again(source_id, f"{_IS_REFUSED} and first_seen_at >= :recent")
            if "rights" in kinds:
                self._make_due(
                    source_id,
                    f"{_IS_REFUSED} and capture_id in (select id from captures where withheld not in ('', 'pruned'))",
                    {},
                )
        return captures

    def end_refusal(self, source_id: str, url: str) -> None:
        """Make recent addresses due that were refused for the reason for which this one was, until now.

        Part of the caller's transaction; called before the new outcome of the address is settled.
        """
        row = self.db.execute(
            f"""
            select state, reason from urls where url_key = ? and source_id = ? and {_IS_REFUSED} order by id limit 1
            """,
            [url_key(url), source_id],
        ).fetchone()
        if row is None:
            return
        state, reason = row
        # The content of one page predicts little about its neighbours, what a site does about its pages much.
        age = MONTH if state == "not-article" else QUARTER
        self._make_due(
            source_id,
            f"{_IS_REFUSED} and state = :state and reason = :reason and first_seen_at >= :since",
            {"state": state, "reason": reason, "since": later(now(), -age)},
        )

    def by_hand(self, source_ids: Iterable[str], state_or_reason: str) -> int:
        """Make due all addresses in a state, or refused for a reason, that were asked for before. Return how many."""
        condition = "(state = :name or reason = :name) and article_id is null and attempts > 0"
        with transaction(self.db):
            return sum(self._make_due(source, condition, {"name": state_or_reason}) for source in source_ids)

    def reasons(self) -> list[str]:
        """Return the states and reasons by which addresses can be asked for again."""
        rows = self.db.execute(
            "select state, reason from urls where article_id is null and attempts > 0 group by state, reason"
        ).fetchall()
        return sorted({name for row in rows for name in row if name})

    def _make_due(self, source_id: str, condition: str, values: Mapping[str, str]) -> int:
        cursor = self.db.execute(
            f"update urls set next_try_at = :now where source_id = :source and {condition}",
            {"now": now(), "source": source_id, **values},
        )
        return int(cursor.rowcount)

    def _extract_again(self, source_id: str, condition: str) -> list[int]:
        values = {"source": source_id, "recent": later(now(), -QUARTER)}
        chosen = f"select capture_id from urls where source_id = :source and {condition} and {_IS_EXTRACTED}"
        captures = self.db.execute(
            f"update captures set outcome = null where id in ({chosen}) returning id", values
        ).fetchall()
        self.db.execute(
            f"""
            update urls set state = 'pending', reason = '', next_try_at = null
            where source_id = :source and {condition} and capture_id in (select id from captures where outcome is null)
            """,
            values,
        )
        return [capture for (capture,) in captures]
