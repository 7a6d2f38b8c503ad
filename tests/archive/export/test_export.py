"""Each format is read back with a common library, and must equal the database."""

import contextlib
import csv
import io
import json
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import feedparser
import pyarrow.parquet
import pytest
import rispy

from archive.blocks import TextBlock, encode, table_text
from archive.db.connection import connect, connect_to_read, transaction
from archive.errors import SpacebeatError
from archive.export.export import Exported, Options, export
from archive.export.formats import FORMATS
from archive.export.rows import COLUMNS, UnknownColumnError, check_columns
from archive.search.filters import Selection
from archive.warc.records import folder_of

HOSTILE = '=cmd|"A1", new\nline\x0b & <b>tags</b> [link](x) — 中文'
ROWS = (("State", "a|b"), ("India", "12"))
BLOCKS = (
    TextBlock("paragraph", "1. No list, by the <chair>\n+ nor this"),
    TextBlock("heading", "What it asks", 2),
    TextBlock("list-item", "outer", 1),
    TextBlock("list-item", "inner", 2, ordered=True),
    TextBlock("quotation", "We act."),
    TextBlock("table", table_text(ROWS), rows=ROWS, headers=1),
    TextBlock("caption", "The hall"),
    TextBlock("code", "a ``` b\n  c"),
)
LINKS = (("https://un.example/(a b)", "chair", 0, 20), ("https://in.example/", "India", 5, 12))
STORIES: list[dict[str, Any]] = [
    {
        "url": "https://courier.example/1",
        "title": HOSTILE,
        "names": ["Jan van der Meer", "ESA Staff"],
        "topics": ["moon"],
    },
    {
        "url": "https://courier.example/2",
        "states": ["Now it tells something else."],
        "summary": "A *short* one.",
        "blocks": encode(BLOCKS),
    },
    {"url": "https://ministry.example/3", "source_id": "ministry", "published_at": None, "language": "", "names": []},
    {"url": "https://institute.example/4", "source_id": "institute", "copy_of": 1, "similarity": 0.9},
    {
        "url": "https://courier.example/5",
        "published_at": "2026-02-01T00:00:00Z",
        "labels": ["a", "b"],
        "actors": ["esa"],
    },
]
Run = Callable[..., tuple[bytes, Exported]]


@pytest.fixture
def path(write_archive: Callable[..., Path]) -> Path:
    path = write_archive("news.db", STORIES)
    with contextlib.closing(connect(path)) as db, transaction(db):
        for number, link in enumerate(LINKS):
            db.execute("insert into links values (2, ?, ?, ?, ?, ?)", [number, *link])
    return path


@pytest.fixture
def run(path: Path) -> Run:
    def run(form: str, columns: tuple[str, ...] = (), **filters: Any) -> tuple[bytes, Exported]:
        file, db = io.BytesIO(), connect_to_read(path)
        options = Options(check_columns(columns, nested=form == "jsonl"), title="Test <search>")
        exported = export(db, folder_of(path), Selection(**filters), form, file, options)
        db.close()
        return file.getvalue(), exported

    return run


@pytest.mark.parametrize("form", FORMATS)
def test_the_count_is_that_of_the_database(run: Run, path: Path, form: str) -> None:
    db = connect_to_read(path)
    (unique,) = db.execute("select count(*) from unique_articles").fetchone()
    (every,) = db.execute("select count(*) from articles").fetchone()
    assert run(form)[1].articles == unique
    assert run(form, include_copies=True)[1].articles == every
    assert run(form, sources=("nobody",))[1].articles == 0


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_the_same_each_time(run: Run, form: str) -> None:
    assert run(form) == run(form)


def test_csv_has_each_row_and_runs_nothing_in_a_spreadsheet(run: Run) -> None:
    data, _ = run("csv", include_copies=True)
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["title"] == "'" + HOSTILE
    assert rows[0]["authors"] == "Jan van der Meer; ESA Staff"
    assert (rows[3]["copy_of"], rows[3]["copy_of_url"]) == ("1", "https://courier.example/1")
    assert rows[0]["copy_of"] == ""
    assert [row["revisions"] for row in rows] == ["1", "2", "1", "1", "1"]
    assert rows[1]["changed_at"] == "2026-01-02T04:04:05Z"


def test_jsonl_keeps_lists_and_the_exact_text(run: Run) -> None:
    rows = [json.loads(line) for line in run("jsonl", ("title", "tags", "topics"))[0].splitlines()]
    assert rows[0] == {"title": HOSTILE, "tags": [], "topics": ["moon"]}
    assert rows[3]["tags"] == ["a", "b"]


def test_parquet_is_typed(run: Run) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(run("parquet")[0]))
    assert table.column_names == list(COLUMNS)
    assert str(table.schema.field("published_at").type) == "timestamp[ms, tz=UTC]"
    assert str(table.schema.field("authors").type).startswith("list<")
    first = table.slice(0, 1).to_pylist()[0]
    assert first["title"] == HOSTILE
    assert first["first_seen_at"].isoformat() == "2026-01-02T03:04:05+00:00"
    assert table.column("published_at")[2].as_py() is None


def test_references_have_one_record_per_article(run: Run) -> None:
    assert len(bibtexparser.entrypoint.parse_string(run("bibtex")[0].decode()).entries) == 4
    assert [e["type_of_reference"] for e in rispy.loads(run("ris")[0].decode())] == ["NEWS", "NEWS", "ELEC", "NEWS"]
    assert len(json.loads(run("csl-json")[0])) == 4


def test_atom_is_a_valid_feed_with_stable_identifiers(run: Run) -> None:
    feed = feedparser.parse(run("atom", languages=("en",))[0])
    assert not feed.bozo
    assert feed.feed.title == "Test <search>"
    assert feed.feed.updated == "2026-01-02T04:04:05Z"
    assert [entry.link for entry in feed.entries] == [f"https://courier.example/{n}" for n in (5, 2, 1)]
    assert feed.entries[1].updated == "2026-01-02T04:04:05Z"
    assert feed.entries[2].authors[0].name == "Jan van der Meer"
    again = feedparser.parse(run("atom", sources=("courier",))[0])
    assert [e.id for e in again.entries] == [e.id for e in feed.entries]
    assert again.feed.id != feed.feed.id


def test_a_feed_keeps_its_identifier_from_run_to_run(run: Run) -> None:
    assert feedparser.parse(run("atom")[0]).feed.id == feedparser.parse(run("atom", after_id=3)[0]).feed.id


def test_markdown_has_the_articles_in_full_with_their_structure(run: Run) -> None:
    text = run("markdown")[0].decode()
    assert text.startswith("# Test \\<search\\>\n\n4 articles\n\n## 2026-02-01\n\n### [Title of https://courier")
    assert "The Courier · Jan van der Meer, ESA Staff\n\nWhat https://courier.example/1 tells of orbital" in text
    assert (
        "1\\. No list, by the \\<[chair](<https://un.example/(a%20b)>)\\>\\\n\\+ nor this\n\n"
        "#### What it asks\n\n- outer\n  1. inner\n\n> We act.\n\n"
        "| State | a\\|b |\n| --- | --- |\n| [India](<https://in.example/>) | 12 |\n\n"
        "*The hall*\n\n````\na ``` b\n  c\n````\n"
    ) in text


def test_jsonl_has_blocks_and_links(run: Run) -> None:
    first, second, *_ = (json.loads(line) for line in run("jsonl")[0].splitlines())
    assert second["blocks"][5] == {"type": "table", "rows": [list(cells) for cells in ROWS], "headers": 1}
    assert second["links"][1] == {"target": "https://in.example/", "text": "India", "block": 5, "start": 12}
    assert (first["blocks"], first["links"]) == ([], [])


def test_a_digest_lists_escaped_titles_by_day(run: Run) -> None:
    text = run("digest")[0].decode()
    assert text.startswith(
        "# Test \\<search\\>\n\n4 articles\n\n## 2026-02-01\n\n- [Title of https://courier.example/5]"
    )
    assert "\\<b\\>tags\\</b\\> \\[link\\](x) — 中文](<https://courier.example/1>) (The Courier · moon)" in text
    assert "\n  A \\*short\\* one.\n" in text


def test_only_articles_after_an_id_are_exported(run: Run) -> None:
    rows = [json.loads(line) for line in run("jsonl", ("id",), after_id=2)[0].splitlines()]
    assert [row["id"] for row in rows] == [3, 5]


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownColumnError, match="'nonsense'"):
        check_columns(["title", "nonsense"])


def test_a_short_export_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.export import export as module

    monkeypatch.setattr(module, "count", lambda *_: 99)
    with pytest.raises(SpacebeatError, match="4 of 99"):
        run("csv")


def test_memory_does_not_grow_with_the_number_of_articles(path: Path) -> None:
    """Export 1,000 rows of 40 kB: their 40 MB are more than the growth that is allowed."""
    with contextlib.closing(connect(path)) as db, transaction(db):
        db.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)"
            " insert into articles (url, url_key, source_id, title, word_count, text, summary, text_hash,"
            " first_seen_at, last_seen_at) select 'https://courier.example/n/' || i, 'k' || i, 'courier', 'T', 1,"
            " hex(zeroblob(10000)), hex(zeroblob(10000)), 'h', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z' from n"
        )
    reading = connect_to_read(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/dev/null", "wb") as sink:
        for form in ("csv", "csl-json", "markdown"):
            exported = export(reading, folder_of(path), Selection(), form, sink, Options(check_columns(())))
            assert exported.articles == 1004
    reading.close()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kB
