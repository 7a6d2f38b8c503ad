"""Articles with their revisions, evidence and enrichment: the state seen last becomes the row, all others revisions."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, get_args

from archive.merge.staging import Stage
from archive.records import Precision
from archive.store.article_rows import PUBLISHED_COLUMNS, STATE_COLUMNS
from archive.store.edit_types import classify
from archive.store.revisions import OBSERVED_KINDS

# The states of one article as several archives saw them: all revisions in the order of their time.


@dataclass(frozen=True, slots=True)
class State:
    """One revision, without its number."""

    observed_at: str
    title: str
    text: str
    text_hash: str
    change: str
    capture_id: int | None
    extractor: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what makes it this state and no other, wherever it was seen."""
        return self.observed_at, self.title, self.text_hash, self.change if self.change in OBSERVED_KINDS else ""


Key = tuple[str, str, str, str]
Changes = dict[tuple[Key | None, Key], set[str]]


def unite_states(archives: Iterable[Sequence[State]]) -> list[State]:
    """Merge all states, each once, in order; classify again the changes between states of different archives.

    A state that only shows what the one before showed is kept, as `unchanged`: it proves that nothing happened.
    """
    several = list(archives)
    if len(several) == 1:
        return list(several[0])
    best: dict[Key, State] = {}
    changes: Changes = defaultdict(set)
    for states in several:
        for before, state in zip([None, *states], states, strict=False):
            best[state.key] = max(best.get(state.key, state), state, key=_weight)
            changes[before.key if before else None, state.key].add(state.change)
    united = [best[key] for key in sorted(best)]
    return [_as_recorded(state, before, changes) for before, state in zip([None, *united], united, strict=False)]


def _weight(state: State) -> tuple[bool, int, str, str]:
    return state.capture_id is not None, state.capture_id or 0, state.extractor, state.change


def _as_recorded(state: State, before: State | None, changes: Changes) -> State:
    """Return what an archive recorded of this very change, if it differs from what would be recorded today."""
    if state.change in OBSERVED_KINDS:
        return state
    today = "first"
    if before:
        today = classify(before.title, before.text, state.title, state.text) or "unchanged"
    recorded = changes.get((before.key if before else None, state.key), set()) - {today}
    return replace(state, change=max(recorded, default=today))


_ROW = (*STATE_COLUMNS, *PUBLISHED_COLUMNS, "first_seen_at", "last_seen_at")
_EVIDENCE = ("field", "raw", "value", "precision", "method", "zone_source", "zone")
_STATE = ("observed_at", "title", "text", "text_hash", "change", "capture_id", "extractor")
_PRECISIONS = get_args(Precision)  # from the most precise
LINKS = {
    "article_actors": ("actor_id", "count"),
    "article_countries": ("country", "count"),
    "article_topics": ("topic_id", "score"),
    "article_instruments": ("instrument_id", "count"),
    "instrument_steps": ("instrument_id", "step", "words"),
    "links": ("number", "target", "text", "block", "start"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """An article as one archive has it; ids of captures are already those of the merged archive."""

    row: Mapping[str, Any]
    states: Sequence[State]
    evidence: Sequence[tuple[Any, ...]]  # _EVIDENCE, weight and chosen
    links: Mapping[str, Sequence[tuple[Any, ...]]]

    @property
    def weight(self) -> tuple[Any, ...]:
        """Return a sort key: greatest for the member that saw the article last; the rest decides between equals."""
        last = max((state.key for state in self.states), default=("", "", "", ""))
        content = {name: self.row[name] for name in STATE_COLUMNS if name != "capture_id"}
        known = self.row["relevance"] is not None
        # A member that may keep the text knows more than one that may not, whenever that was.
        return (
            self.row["access"] != "withheld",
            last,
            known,
            json.dumps([content, self.links], sort_keys=True),
            self.row["capture_id"] or 0,
        )


def merge_articles(stage: Stage) -> None:
    """Write articles, revisions, evidence and links. Needs `pool.member`, `pool.place` and `pool.capture_ids`."""
    cursor = stage.out.execute(
        """
        select p.id, p.url, p.key, p.source_id, m.archive, m.old_id from pool.place p
        join pool.member m on m.article = p.article order by p.id, m.number
        """
    )
    for (article_id, url, key, source_id), group in groupby(cursor, key=lambda row: row[:4]):
        members = [_read(stage, archive, old_id) for *_, archive, old_id in group]
        head = {"id": article_id, "url": url, "url_key": key, "source_id": source_id}
        _write(stage, head, members)
    stage.out.execute("create table pool.article_ids (archive, old_id, new_id, primary key (archive, old_id))")
    stage.out.execute(
        "insert into pool.article_ids select m.archive, m.old_id, p.id from pool.member m"
        " join pool.place p on p.article = m.article"
    )


def _read(stage: Stage, archive: int, old_id: int) -> Member:
    db = stage.inputs[archive].db
    values = db.execute(f"select {', '.join(_ROW)} from articles where id = ?", [old_id]).fetchone()
    row = dict(zip(_ROW, values, strict=True))
    row["capture_id"] = stage.capture_id(archive, row["capture_id"])
    states = db.execute(f"select {', '.join(_STATE)} from revisions where article_id = ? order by number", [old_id])
    columns = ", ".join((*_EVIDENCE, "weight", "chosen"))
    evidence = db.execute(f"select {columns} from date_evidence where article_id = ?", [old_id])
    links = {
        table: db.execute(
            f"select {', '.join(columns)} from {table} where article_id = ? order by 1, 2", [old_id]
        ).fetchall()
        for table, columns in LINKS.items()
    }
    return Member(
        row,
        [
            State(at, title, text, digest, change, stage.capture_id(archive, capture_id), extractor)
            for at, title, text, digest, change, capture_id, extractor in states.fetchall()
        ],
        evidence.fetchall(),
        links,
    )


def _write(stage: Stage, head: Mapping[str, Any], members: Sequence[Member]) -> None:
    last = max(members, key=lambda member: member.weight)
    published = _published(members)
    row = {
        **head,
        **{name: last.row[name] for name in STATE_COLUMNS},
        **published,
        "first_seen_at": min(member.row["first_seen_at"] for member in members),
        "last_seen_at": max(member.row["last_seen_at"] for member in members),
    }
    _tell(stage, row, members)
    stage.insert("articles", list(row), [list(row.values())])
    states = unite_states(_with_text(members))
    stage.insert(
        "revisions",
        ("article_id", "number", *_STATE),
        [(head["id"], n, *(getattr(state, name) for name in _STATE)) for n, state in enumerate(states, 1)],
    )
    stage.insert(
        "date_evidence",
        ("article_id", *_EVIDENCE, "weight", "chosen"),
        [(head["id"], *e) for e in _evidence(members, row)],
    )
    for table, links in last.links.items():
        stage.insert(table, ("article_id", *LINKS[table]), [(head["id"], *link) for link in links])


def _with_text(members: Sequence[Member]) -> Iterator[Sequence[State]]:
    """Return the states of each member, those without a text only where no member has it."""
    is_known = any(state.text for member in members for state in member.states)
    return ([state for state in member.states if state.text or not is_known] for member in members)


def _published(members: Sequence[Member]) -> dict[str, Any]:
    """Return the most precise of the stated times, and of these the earliest."""
    stated = [{name: m.row[name] for name in PUBLISHED_COLUMNS} for m in members if m.row["published_at"]]
    return min(stated, key=_promise, default=dict.fromkeys(PUBLISHED_COLUMNS))


def _promise(published: Mapping[str, Any]) -> tuple[Any, ...]:
    precision = published["published_precision"]
    rank = _PRECISIONS.index(precision) if precision in _PRECISIONS else len(_PRECISIONS)
    return rank, *(published[name] or "" for name in PUBLISHED_COLUMNS)


def _evidence(members: Sequence[Member], row: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Merge all evidence. Chosen is what the row contains; where no evidence has it, the first choice of an archive."""
    several = sorted({piece for member in members for piece in member.evidence})
    for field, group in groupby(several, key=lambda piece: piece[0]):
        candidates = list(group)
        weights = {piece[:-2]: piece[-2] for piece in candidates}  # the greatest of each, since it comes last
        chosen = {piece[:-2] for piece in candidates if piece[-1]}
        stated = [p for p in weights if p in chosen and p[2] == row[f"{field}_at"]]
        choice = next(iter(stated or sorted(chosen)), None)
        for piece, weight in weights.items():
            yield *piece, weight, int(piece == choice)


def _tell(stage: Stage, row: Mapping[str, Any], members: Sequence[Member]) -> None:
    """Report where the archives say different things of one article that no later state explains."""
    for member in members:
        if member.row["published_at"]:
            stage.conflict("articles", row["url"], "published_at", row["published_at"], member.row["published_at"])
        if member.states and member.states[-1].observed_at == max(s.observed_at for m in members for s in m.states):
            stage.conflict("articles", row["url"], "title", row["title"], member.row["title"])
            stage.conflict("articles", row["url"], "text", row["text_hash"], member.row["text_hash"])
