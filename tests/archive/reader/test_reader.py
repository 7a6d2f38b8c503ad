"""The Python API over a real archive: the same articles as the command line, as values and as tables."""

import dataclasses
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import archive
from archive import ArchiveError, ArchiveReader, SpacebeatError, StoredArticle, WrongUsageError, open_archive
from archive.export.rows import COLUMNS

ROOT = Path(__file__).parents[3]
STORIES = (
    {
        "url": "https://courier.example/debris",
        "text": "Delegations discuss orbital debris.",
        "topics": ("debris",),
        "names": ["Ada Lovelace", "Jan van der Meer"],
        "published_at": "2026-03-04T05:06:07Z",
    },
    {
        "url": "https://ministry.example/budget",
        "source_id": "ministry",
        "text": "The budget of the agency.",
        "published_at": None,
        "language": "fr",
    },
    {"url": "https://courier.example/again", "text": "Debris once more.", "published_at": "2026-05-01T00:00:00Z"},
)


@pytest.fixture
def reader(write_archive) -> Iterator[ArchiveReader]:
    with open_archive(write_archive("a.db", STORIES)) as reader:
        yield reader


def urls(reader: ArchiveReader, **filters) -> list[str]:
    return [article.url.rpartition("/")[2] for article in reader.articles(**filters)]


def test_an_article_has_the_columns_of_an_export_as_typed_fields(reader: ArchiveReader) -> None:
    assert [field.name for field in dataclasses.fields(StoredArticle)] == list(COLUMNS)
    first, undated, _ = reader.articles()
    assert first.published_at == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert first.authors == ("Ada Lovelace", "Jan van der Meer")
    assert first.topics == ("debris",)
    assert (first.copy_of, first.copy_of_url, first.similarity, first.revisions) == (None, "", None, 1)
    assert undated.published_at is None
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.title = "another"  # type: ignore[misc]


def test_filters_select_as_those_of_the_command_line(reader: ArchiveReader) -> None:
    assert urls(reader, sources="The Courier") == ["debris", "again"]
    assert urls(reader, languages=["French"]) == ["budget"]
    assert urls(reader, kinds=("government", "trade-press"), search="debris") == ["debris", "again"]
    assert urls(reader, until=date(2026, 3, 4), topics="debris", sources=[]) == ["debris"]
    assert urls(reader, since=datetime(2026, 4, 1, 12), newest_first=True, sources="courier") == ["again"]
    assert reader.count(search="debris") == 2


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        ({"sources": "couriar"}, "did you mean courier?"),
        ({"since": "March 2026"}, "write it as year-month-day: 2026-03-04"),
        ({"since": "2026-03-02", "until": date(2026, 3, 1)}, "later than"),
        ({"topic": "debris"}, "choose among since, until, sources"),
    ],
)
def test_a_filter_that_can_select_nothing_is_refused_at_once(reader: ArchiveReader, filters: dict, hint: str) -> None:
    with pytest.raises(WrongUsageError, match=hint):
        reader.articles(**filters)


def test_a_search_is_that_of_the_command_line(reader: ArchiveReader) -> None:
    hits = reader.search("debris", marks=("<", ">"))
    assert [hit.url.rpartition("/")[2] for hit in hits] == ["again", "debris"]
    assert hits[0].snippet == "<Debris> once more."
    assert len(reader.search("debris", best=True, limit=1, offset=1)) == 1
    assert [hit.language for hit in reader.search(languages="fr")] == ["fr"]
    with pytest.raises(WrongUsageError, match="leave out the filters"):
        reader.search("debris", best=True, sources="courier")
    with pytest.raises(WrongUsageError, match="give words"):
        reader.search(sources=())


def test_tables_have_types_and_the_same_articles(reader: ArchiveReader) -> None:
    table = reader.to_arrow(columns=["published_at", "authors", "word_count"], sources="courier")
    assert [str(field.type) for field in table.schema] == ["timestamp[ms, tz=UTC]", "list<item: string>", "int64"]
    assert table.num_rows == 2
    frame = reader.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["published_at"].max().isoformat() == "2026-05-01T00:00:00+00:00"
    assert reader.to_polars(search="debris")["url"].to_list() == frame["url"].to_list()[::2]
    assert reader.to_arrow(search="nothing").num_rows == 0


def test_the_archive_cannot_be_written_and_must_exist(reader: ArchiveReader, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.db.execute("delete from saved_searches")
    with pytest.raises(ArchiveError, match="no archive at"):
        open_archive(str(tmp_path / "none.db"))


@pytest.mark.parametrize(
    ("library", "method"), [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")]
)
def test_a_library_that_is_missing_is_one_line(
    reader: ArchiveReader, library: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SpacebeatError, match=rf"needs {library}; install it with: pip install 'spacebeat\[") as error:
        getattr(reader, method)()
    assert "\n" not in str(error.value)


def test_the_public_names_are_imported_only_when_they_are_used() -> None:
    assert all(getattr(archive, name) for name in archive.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        archive.nothing  # noqa: B018
    program = "import sys, archive; assert 'archive.reader' not in sys.modules; archive.open_archive"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
