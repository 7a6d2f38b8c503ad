"""Filters select articles; contradictory and misspelt filters are refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.db.connection import connect
from archive.errors import WrongUsageError
from archive.search.filters import Selection, resolve
from crawler.cli import main


@pytest.fixture
def empty(tmp_path: Path, empty_archive: bytes) -> Path:
    (tmp_path / "a.db").write_bytes(empty_archive)
    return tmp_path / "a.db"


def test_an_instrument_selects_the_articles_that_cite_it(empty: Path) -> None:
    db = connect(empty)
    where, values = Selection(instruments=("artemis-accords",)).where()
    assert "article_instruments where instrument_id in (?)" in where
    assert values == ["artemis-accords"]
    assert db.execute(f"select count(*) from articles a where {where}", values).fetchone() == (0,)
    db.close()


def test_a_filter_for_full_texts_finds_those_that_extraction_calls_so(
    archive: Archive, add: Callable[..., Any]
) -> None:
    for access in ("full", "excerpt", ""):
        add(f"https://courier.example/{access or 'unknown'}", text=f"A text on debris that is {access}.", access=access)
    for chosen, names in ((("full",), {"full", "unknown"}), (("excerpt",), {"excerpt"})):
        where, values = Selection(access=chosen).where()
        found = archive.db.execute(f"select url from articles a where {where}", values).fetchall()
        assert {url.rpartition("/")[2] for (url,) in found} == names


@pytest.mark.parametrize("access", ["full", "paywalled", "withheld", "encrypted", "scanned"])
def test_articles_are_selected_by_any_access_that_an_article_may_have(access: str, empty: Path) -> None:
    db = connect(empty)
    assert resolve(db, Selection(access=(access,))).access == (access,)
    db.close()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(since="tomorrow"),
        Selection(until="2026-02-30"),
        Selection(seen_since="20260304"),
        Selection(seen_until="2026-1-1"),
    ],
)
def test_a_day_that_there_is_not_is_a_usage_error(selection: Selection, empty: Path) -> None:
    """A saved search has its days as texts; compared as such they would select nothing, or everything."""
    db = connect(empty)
    with pytest.raises(WrongUsageError, match="is not a day; write it as year-month-day"):
        resolve(db, selection)
    db.close()


@pytest.mark.parametrize("command", ["export", "search"])
def test_a_first_day_after_the_last_is_a_usage_error(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "a.db"
    connect(archive).close()
    with pytest.raises(SystemExit) as stop:
        main([command, "--archive", str(archive), "--since", "2026-03-02", "--until", "2026-03-01"])
    assert stop.value.code == 2
    assert "since 2026-03-02 is later than until 2026-03-01" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--source", "couriar", "did you mean courier?"),
        ("--topic", "foo", "among its topics"),
        ("--country", "Frnace", "did you mean France?"),
        ("--country", "ZZ", "'spacebeat list countries'"),
        ("--language", "Englich", "did you mean English"),
    ],
)
def test_a_misspelt_filter_is_an_error(
    option: str, value: str, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "a.db"
    db = connect(archive)
    columns = {row[1]: "" for row in db.execute("pragma table_info(sources)") if row[3] and row[4] is None}
    db.table("sources").insert(columns | {"id": "courier", "name": "The Courier"})
    db.conn.commit()
    db.close()
    with pytest.raises(SystemExit) as stop:
        main(["export", "--archive", str(archive), option, value])
    assert stop.value.code == 2
    assert hint in capsys.readouterr().err


def test_a_part_of_one_name_selects_it_and_a_part_of_several_names_them(empty: Path) -> None:
    db = connect(empty)
    for key, name in (("in-fr-dialogue", "India-France Strategic Space Dialogue"), ("in-jp-dialogue", "India-Japan")):
        db.execute("insert into instruments (id, kind, name) values (?, 'dialogue', ?)", [key, name])
    for value in ("strategic space", "INDIA–FRANCE Strategic Space Dialogue", "France–India space dialogue"):
        assert resolve(db, Selection(instruments=(value,))).instruments == ("in-fr-dialogue",)
    with pytest.raises(WrongUsageError, match="did you mean in-fr-dialogue or in-jp-dialogue"):
        resolve(db, Selection(instruments=("india",)))
    db.close()
