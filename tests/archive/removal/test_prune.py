"""Pruning old captures: the bytes go, what younger captures refer to stays, and the rows say what happened."""

from collections.abc import Callable

from archive.archive import Archive
from archive.doctor import examine
from archive.merge import merge
from archive.records import Lead
from archive.removal.prune import find_prunable
from archive.store.captures import captures_where
from archive.warc.records import read
from tests.archive.conftest import TEXT, an_exchange

Add = Callable[..., object]

OLD, YOUNG, BETWEEN = "2025-01-01T00:00:00Z", "2026-11-20T10:00:00Z", "2026-01-01T00:00:00Z"


def prune_all(archive: Archive, *keep: str, sources: tuple[str, ...] = ()) -> tuple[int, int]:
    found = list(find_prunable(archive.db, BETWEEN, keep, sources))  # type: ignore[arg-type]
    return sum(len(file.captures) for file in found), sum(archive.prune(file) for file in found)


def readable(archive: Archive) -> set[tuple[str, str]]:
    found = captures_where(archive.db, "true", [])
    return {(c.url, c.fetched_at) for c in found if read(archive.folder, c.location)[2]}


def test_old_captures_go_and_their_articles_and_rows_stay(archive: Archive, add: Add) -> None:
    add("https://courier.example/old", at=OLD)
    add("https://courier.example/young", f"{TEXT} Young.", at=YOUNG)
    size = sum(file.stat().st_size for file in archive.folder.iterdir())
    captures, freed = prune_all(archive)
    assert captures == 1
    assert 0 < freed == size - sum(file.stat().st_size for file in archive.folder.iterdir())
    assert readable(archive) == {("https://courier.example/young", YOUNG)}
    assert list(archive.db.execute("select count(*) from articles")) == [(2,)]
    assert list(
        archive.db.execute("select fetched_at, withheld, warc_file, warc_length from captures where id = 1")
    ) == [(OLD, "pruned", "", 0)]
    archive.close()
    assert [f.message for f in examine(archive.path, thorough=True) if f.verdict == "wrong"] == []


def test_a_payload_that_a_younger_capture_refers_to_stays(archive: Archive, add: Add) -> None:
    url = "https://courier.example/same"
    add(url, at=OLD, body=b"<p>the same bytes</p>")
    exchange = an_exchange(url, b"<p>the same bytes</p>")
    archive.add_capture(exchange, Lead(url), "courier", None)
    (file,) = find_prunable(archive.db, BETWEEN)
    assert (file.captures, file.needed) == ((), 1)
    prune_all(archive)
    assert readable(archive) == {(url, OLD), (url, exchange.fetched_at)}


def test_both_go_when_both_are_old(archive: Archive, add: Add) -> None:
    url = "https://courier.example/same"
    add(url, at=OLD, body=b"<p>the same bytes</p>")
    archive.db.execute("update captures set fetched_at = ?", [OLD])
    archive.db.conn.commit()
    archive.add_capture(an_exchange(url, b"<p>the same bytes</p>"), Lead(url), "courier", None)
    archive.db.execute("update captures set fetched_at = ?", [OLD])
    archive.db.conn.commit()
    assert prune_all(archive)[0] == 2
    assert list(archive.folder.iterdir()) == []


def test_the_capture_of_the_latest_text_or_of_each_revision_can_be_kept(archive: Archive, add: Add) -> None:
    url = "https://courier.example/edited"
    for number, day in enumerate(("2025-01-01", "2025-02-01", "2025-03-01")):
        add(url, f"{TEXT} Edit {number} of the article, with further words.", at=f"{day}T00:00:00Z")
    assert prune_all(archive, "revisions")[0] == 0
    assert prune_all(archive, "latest")[0] == 2
    assert readable(archive) == {(url, "2025-03-01T00:00:00Z")}


def test_the_parts_of_an_article_are_kept_with_its_first_page(archive: Archive, add: Add) -> None:
    add("https://courier.example/long", at=OLD)
    add("https://courier.example/long?page=2", f"{TEXT} Further.", at=OLD)
    archive.db.execute("update captures set part_of = 1, part = 2, outcome = 'part' where id = 2")
    for table in ("revisions", "articles"):
        archive.db.execute(f"update {table} set capture_id = null where capture_id = 2")
    archive.db.conn.commit()
    assert prune_all(archive, "revisions")[0] == prune_all(archive, "latest")[0] == 0
    assert prune_all(archive)[0] == 2


def test_a_page_whose_body_was_withheld_keeps_its_reason_and_needs_no_other(archive: Archive, add: Add) -> None:
    url = "https://courier.example/same"
    add(url, at=OLD, body=b"<p>the same bytes</p>")
    archive.add_capture(an_exchange(url, b"<p>the same bytes</p>"), Lead(url), "courier", None)
    archive.db.execute("update captures set withheld = 'rights' where id = 2")
    archive.db.conn.commit()
    assert prune_all(archive)[0] == 1
    archive.db.execute("update captures set fetched_at = ?, outcome = 'unchanged'", [OLD])
    archive.db.conn.commit()
    assert prune_all(archive)[0] == 1
    assert list(archive.db.execute("select withheld from captures order by id")) == [("pruned",), ("rights",)]


def test_only_the_named_sources_are_pruned_and_no_capture_that_waits(archive: Archive, add: Add) -> None:
    add("https://courier.example/a", at=OLD)
    add("https://gazette.example/a", f"{TEXT} Gazette.", source="gazette", at=OLD)
    archive.db.execute("update captures set outcome = null where source_id = 'courier'")
    archive.db.conn.commit()
    assert prune_all(archive, sources=("courier",))[0] == 0
    assert prune_all(archive)[0] == 1
    assert readable(archive) == {("https://courier.example/a", OLD)}


def test_another_archive_that_still_has_the_page_gives_it_back_in_a_merge(archive: Archive, add: Add, tmp_path) -> None:
    add("https://courier.example/old", at=OLD)
    archive.close()
    whole = tmp_path / "whole" / "test.db"
    whole.parent.mkdir()
    merge(whole, [archive.path])
    with Archive(archive.path) as opened:
        assert prune_all(opened)[0] == 1
    merge(archive.path, [whole])
    with Archive(archive.path) as opened:
        assert readable(opened) == {("https://courier.example/old", OLD)}
