"""The tables of a snapshot: which columns, of which rows, with which types and meanings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.db.column_descriptions import COLUMN_DESCRIPTIONS
from archive.export.rows import COLUMNS, LISTS
from archive.search.filters import Selection

WITHHELD = frozenset({"text", "summary"})  # the outlets' own words, which a shareable snapshot leaves out
_DERIVED = {
    "source_name": ("sources", "name"),
    "source_country": ("sources", "country"),
    "source_kind": ("sources", "kind"),
    "authors": "Names of the authors, in the order of the byline.",
    "tags": "Keywords the outlet gave it.",
    "rights": "What was said of the use of its page, in words such as noarchive, tdm-reserved, bots=n.",
    "topics": "Identifiers of its topics; see topics.csv.",
    "countries": "Countries that the text speaks of, ISO 3166-1 alpha-2; see countries.csv.",
    "actors": "Identifiers of the actors it names; see actors.csv.",
    "instruments": "Identifiers of the instruments it cites; see instruments.csv.",
    "copy_of_url": "Address of the article of `copy_of`.",
    "root": "Address of the earlier text that it draws on, a release by preference.",
    "kept_of_root": "Share of that text's words that it has, 0 to 1.",
    "share_of_article": "Share of its words that come from there, 0 to 1.",
    "changed_at": "Time at which the latest of its states was first observed, UTC, ISO 8601 with Z.",
    "revisions": "How many states of it were observed.",
}
_ARTICLE_INTEGERS = ("id", "word_count", "copy_of", "revisions")
_ARTICLE_NUMBERS = ("relevance", "similarity", "kept_of_root", "share_of_article")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is a type of the Table Schema: string, integer, number, datetime."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the snapshot. `query` takes the selected articles as `chosen` and the sources as `outlets`."""

    name: str
    title: str
    columns: tuple[Column, ...]
    query: str
    key: tuple[str, ...] = ()


def article_columns(shareable: bool) -> tuple[Column, ...]:
    return tuple(_article_column(name) for name in COLUMNS if not (shareable and name in WITHHELD))


def tables(shareable: bool) -> tuple[Table, ...]:
    """Return all tables but that of the articles, which has its own writer."""
    text = "" if shareable else ", text"
    return (
        _table(
            "authors", "Each author of each article", "article_id, position, name", _AUTHORS, ("article_id", "position")
        ),
        _linked("topics", "topic_id", "score", "name"),
        _linked("actors", "actor_id", "count", "name", "type"),
        _linked("countries", "country", "count"),
        _linked("instruments", "instrument_id", "count", "name", "kind"),
        _table("evidence", "Every candidate for a date", *_EVIDENCE, stored="date_evidence"),
        _table(
            "revisions",
            "Each observed state of each article",
            f"article_id, number, observed_at, change, title, text_hash, extractor{text}",
            _STATES.format(text),
            ("article_id", "number"),
        ),
        *([] if shareable else [_table("blocks", "The structure of each text", *_BLOCKS, ("article_id", "block"))]),
        _table(
            "links",
            "Where the articles link to",
            f"article_id, number, target, block, start{text}",
            _LINKS.format(text),
            ("article_id", "number"),
        ),
        _table("sources", "The outlets", *_SOURCES, ("id",)),
        _table("runs", "Each crawl of these outlets", *_RUNS, ("id",)),
        _table("coverage", "What the outlets advertised on each day, and what became of it", *_COVERAGE),
    )


def read(db: Database, table: Table, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in their order."""
    where, values = selection.where()
    outlets = "select id from sources"
    if selection.sources:
        outlets += f" where id in ({', '.join('?' * len(selection.sources))})"
    cursor = db.execute(
        f"with chosen as (select a.id from articles a where {where}), outlets as ({outlets}) {table.query}",
        [*values, *selection.sources],
    )
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in cursor)


_AUTHORS = """
    select a.id, person.key + 1, person.value from articles a, json_each(a.authors) person
    where a.id in chosen order by 1, 2
"""
_STATES = """
    select article_id, number, observed_at, change, title, text_hash, extractor{} from revisions
    where article_id in chosen order by 1, 2
"""
_BLOCKS = (
    "article_id, block, type, level, text, rows",
    """
    select a.id, block.key, block.value ->> 'type', block.value ->> 'level', block.value ->> 'text',
      block.value -> 'rows'
    from articles a, json_each(a.blocks) block where a.id in chosen order by 1, 2
    """,
)
_LINKS = "select article_id, number, target, block, start{} from links where article_id in chosen order by 1, 2"
_PIECE = "article_id, field, raw, value, precision, method, zone_source, zone, chosen, weight"
_EVIDENCE = (
    _PIECE,
    f"select {_PIECE} from date_evidence where article_id in chosen order by {_PIECE}",
)
_OUTLET = "id, name, homepage, country, languages, kind, focus, licence"
_SOURCES = (_OUTLET, f"select {_OUTLET} from sources where id in outlets order by id")
_RUN = (
    "id, source_id, kind, started_at, finished_at, outcome, reason, polled, discovered, fetched, new, revised,"
    " unchanged, copies, rejected, failed, bytes"
)
_RUNS = (_RUN, f"select {_RUN} from runs where source_id in outlets order by 1")
_DAY = "source_id, day, advertised, fetched, archived, unchanged, rejected, blocked, gone, failed, pending"
_COVERAGE = (_DAY, f"select {_DAY} from coverage where source_id in outlets order by 1, 2")


def _linked(name: str, key: str, weight: str, *more: str) -> Table:
    """Build a table of articles and what they are linked to, whose columns come after."""
    link = f"article_{name}"
    joined = f" join {name} x on x.id = l.{key}" if more else ""
    columns = ", ".join(["article_id", key, weight, *more])
    selected = ", ".join([f"l.article_id, l.{key}, l.{weight}", *(f"x.{column}" for column in more)])
    query = f"select {selected} from {link} l{joined} where l.article_id in chosen order by 1, 2"
    return _table(name, f"The {name} of each article", columns, query, ("article_id", key), stored=link)


def _table(name: str, title: str, columns: str, query: str, key: Sequence[str] = (), *, stored: str = "") -> Table:
    known = COLUMN_DESCRIPTIONS.get(stored or name, {})
    named = COLUMN_DESCRIPTIONS.get(name, {})
    described = tuple(
        Column(column, _kind(name, column), known.get(column) or named.get(column) or _PLAIN.get(column, ""))
        for column in columns.split(", ")
    )
    return Table(name, title, described, query, tuple(key))


_PLAIN = {
    "article_id": "Number of the article in articles.csv.",
    "position": "Place in the byline, from 1.",
    "name": "Name.",
    "block": "Position of the block in the article, from 0.",
    "type": "heading, paragraph, list-item, quotation, table, caption, credit or code.",
    "level": "Level of a heading, depth of a list item.",
    "text": "Text of the block; empty for a table.",
    "rows": "Rows of a table, a JSON array of arrays of cells.",
}
_INTEGERS = frozenset(
    set("id article_id position count number block start level chosen advertised archived blocked gone pending".split())
    | {"polled", "discovered", "fetched", "new", "revised", "unchanged", "copies", "rejected", "failed", "bytes"}
)


def _kind(table: str, column: str) -> str:
    if (table, column) == ("sources", "id"):
        return "string"
    if column == "score":
        return "number"
    if column.endswith("_at"):
        return "datetime"
    return "date" if column == "day" else "integer" if column in _INTEGERS else "string"


def _article_column(name: str) -> Column:
    known = _DERIVED.get(name) or ("articles", name)
    described = known if isinstance(known, str) else COLUMN_DESCRIPTIONS[known[0]][known[1]]
    if name in LISTS:
        return Column(name, "string", f"{described} Several are joined by '; ', which none of them has.")
    if name in _ARTICLE_INTEGERS:
        return Column(name, "integer", described)
    if name in _ARTICLE_NUMBERS:
        return Column(name, "number", described)
    return Column(name, "datetime" if name.endswith("_at") else "string", described)
