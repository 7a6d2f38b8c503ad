"""What becomes of the rows of two archives when they are made one."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.db.connection import connect, connect_to_read
from archive.db.lock import WriterLock
from archive.errors import ArchiveError, ArchiveLockedError
from archive.merge import merge
from archive.merge.merge import DERIVED
from archive.records import Location
from archive.warc import records
from archive.warc.records import folder_of
from archive.warc.writer import CaptureWriter

WriteArchive = Callable[..., Path]
Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]

LONG = " ".join(f"Sentence {n} of a long text about launch licences." for n in range(20))
STORY = {"url": "https://courier.example/story", "text": LONG, "first_seen_at": "2026-01-02T00:00:00Z"}
LATER = {"first_seen_at": "2026-01-05T00:00:00Z"}


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    db = connect_to_read(path)
    rows = db.execute(sql).fetchall()
    db.close()
    return rows


def change(path: Path, *statements: str) -> None:
    db = connect(path)
    for statement in statements:
        db.execute(statement)
    db.conn.commit()
    db.close()


def test_articles_of_both_stand_in_the_order_of_their_sight(write_archive: WriteArchive) -> None:
    one = write_archive("one/a.db", [{"url": "https://courier.example/2", **LATER}])
    other = write_archive(
        "other/a.db", [{"url": "https://courier.example/1"}, {"url": "https://courier.example/3", **LATER}]
    )
    report = merge(one, [other])
    assert query(one, "select id, url from articles order by id") == [
        (1, "https://courier.example/1"),
        (2, "https://courier.example/2"),
        (3, "https://courier.example/3"),
    ]
    assert (report.rows["articles"], report.added["articles"]) == (3, 2)


def test_one_address_is_one_article_with_the_states_of_both(write_archive: WriteArchive) -> None:
    one = write_archive("one/a.db", [STORY])
    other = write_archive("other/a.db", [STORY | LATER | {"text": LONG.replace("Sentence 3", "Sentence 300")}])
    merge(one, [other])
    assert query(one, "select count(*), first_seen_at, last_seen_at from articles") == [
        (1, STORY["first_seen_at"], LATER["first_seen_at"])
    ]
    assert query(one, "select number, observed_at, change from revisions order by number") == [
        (1, STORY["first_seen_at"], "first"),
        (2, LATER["first_seen_at"], "substantive"),
    ]
    assert "Sentence 300" in query(one, "select text from articles")[0][0]
    assert query(one, "select count(*) from articles_fts where articles_fts match '300'") == [(1,)]


def test_what_another_archive_saw_unchanged_is_counted_as_unchanged(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [STORY | LATER])
    merge(one, [other])
    assert [c for (c,) in query(one, "select change from revisions order by number")] == ["first", "unchanged"]


def test_one_text_at_one_outlet_is_one_article_under_the_address_seen_first(write_archive: WriteArchive) -> None:
    one = write_archive("one/a.db", [STORY | LATER])
    other = write_archive("other/a.db", [STORY | {"url": "https://courier.example/elsewhere"}])
    merge(one, [other])
    assert query(one, "select url from articles") == [("https://courier.example/elsewhere",)]
    assert query(one, "select url, article_id from urls order by url") == [
        ("https://courier.example/elsewhere", 1),
        ("https://courier.example/story", 1),
    ]


def test_one_text_at_two_outlets_is_two_articles_and_a_copy_of_the_earlier(write_archive: WriteArchive) -> None:
    one = write_archive("one/a.db", [STORY | LATER])
    other = write_archive("other/a.db", [STORY | {"url": "https://ministry.example/release", "source_id": "ministry"}])
    merge(one, [other])
    assert query(one, "select id, source_id, copy_of from articles order by id") == [
        (1, "ministry", None),
        (2, "courier", 1),
    ]


def test_a_declared_address_does_not_join_two_articles(write_archive: WriteArchive) -> None:
    """Both outlets' pages named the front page as canonical, and the archives met different pages first."""
    texts = ("Alpha beta gamma delta. " * 20, "Uno dos tres cuatro. " * 20)
    paths = []
    for name, text in zip(("one", "other"), texts, strict=True):
        path = write_archive(f"{name}/a.db", [STORY | {"text": text, "title": name}])
        change(path, f"update captures set url = 'https://courier.example/{name}', requested_url = url")
        change(path, f"update captures set requested_url = 'https://courier.example/{name}'")
        paths.append(path)
    report = merge(paths[0], paths[1:])
    urls = [url for (url,) in query(paths[0], "select url from articles order by id")]
    assert len(urls) == 2
    assert urls[0] != urls[1]
    assert [c.what for c in report.conflicts if c.table == "articles"] == ["two articles at one address"]


def test_the_most_precise_publication_time_stands_and_the_other_is_reported(write_archive: WriteArchive) -> None:
    day = {"published_at": "2026-01-01T00:00:00Z", "published_precision": "day", "published_method": "url"}
    month = day | {"published_precision": "month"}
    one = write_archive("one/a.db", [STORY | day])
    other = write_archive("other/a.db", [STORY | {"published_at": "2026-01-02T08:00:00Z"}])
    report = merge(one, [write_archive("third/a.db", [STORY | month])])
    assert query(one, "select published_precision from articles") == [("day",)]
    report = merge(one, [other])
    assert query(one, "select published_at, published_precision from articles") == [("2026-01-02T08:00:00Z", "second")]
    (conflict,) = [c for c in report.conflicts if c.what == "published_at"]
    assert (conflict.kept, conflict.other) == ("2026-01-02T08:00:00Z", "2026-01-01T00:00:00Z")


def test_every_capture_can_be_read_where_its_row_says(write_archive: WriteArchive) -> None:
    stories = [STORY | {"states": ["Another state."]}, {"url": "https://ministry.example/x", "source_id": "ministry"}]
    one, other = write_archive("one/a.db", stories), write_archive("other/a.db", [STORY | LATER, *stories[1:]])
    merge(one, [other])
    rows = query(one, "select payload_digest, warc_file, warc_offset, warc_length, id, status from captures")
    assert len(rows) == 4
    for digest, *place, capture_id, status in rows:
        (first,) = query(one, f"select min(id) from captures where payload_digest = '{digest}'")[0]
        read_status, _, body = records.read(folder_of(one), Location(*place))
        assert read_status == status
        assert records.payload_digest(body) == digest or capture_id != first


def test_a_damaged_record_does_not_take_those_behind_it_along(write_archive: WriteArchive) -> None:
    """One bad byte on a disk costs one page: the rest of the file goes over, and the target's old file is deleted."""
    pages = [{"url": f"https://courier.example/{n}", "body": f"<p>page {n}</p>"} for n in range(3)]
    one = write_archive("one/a.db", pages)
    ((file, offset),) = query(one, "select warc_file, warc_offset from captures where id = 1")
    with (folder_of(one) / file).open("r+b") as warc:
        warc.seek(offset + 60)
        warc.write(b"XXXX")
    merge(one, [write_archive("other/a.db", [])])
    places = query(one, "select warc_file, warc_offset, warc_length from captures where id > 1 order by id")
    bodies = [records.read(folder_of(one), Location(*place))[2] for place in places]
    assert bodies == [b"<p>page 1</p>", b"<p>page 2</p>"]


def test_the_first_capture_of_a_payload_is_the_one_with_the_body(write_archive: WriteArchive) -> None:
    """Fetched in the same second: the record at the second address refers to that at the first."""
    page = {"body": "<p>the same page</p>"}
    one = write_archive(
        "one/a.db",
        [
            {"url": "https://courier.example/z", **page},
            {"url": "https://ministry.example/a", "source_id": "ministry", **page},
            {"url": "https://courier.example/a", **page, "text": LONG},
        ],
    )
    merge(one, [write_archive("other/a.db", [])])
    (place,) = query(one, "select warc_file, warc_offset, warc_length from captures where id = 1")
    assert records.read(folder_of(one), Location(*place))[2] == page["body"].encode()


def test_files_that_no_row_needs_any_more_are_gone(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [STORY | LATER])
    merge(one, [other])
    named = {name for (name,) in query(one, "select distinct warc_file from captures")}
    assert {path.name for path in folder_of(one).iterdir()} == named
    assert all(name.startswith("merged-") for name in named)
    assert [path.name for path in folder_of(other).iterdir()] == ["spacebeat-000001.warc.gz"]


def test_the_capture_writer_goes_on_in_a_file_of_its_own(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [STORY | LATER])
    merge(one, [other])
    before = {path.name: path.read_bytes() for path in folder_of(one).iterdir()}
    (last,) = query(one, "select max(warc_file) from captures")
    CaptureWriter(folder_of(one), (last[0], 1)).close()
    for name, data in before.items():
        assert (folder_of(one) / name).read_bytes() == data
    assert (folder_of(one) / "spacebeat-000001.warc.gz").exists()


def test_an_archive_that_grew_since_it_was_merged_needs_no_second_copy_of_its_file(write_archive: WriteArchive) -> None:
    other = write_archive("other/a.db", [STORY])
    target = other.parent.parent / "all.db"
    merge(target, [other])
    grown = write_archive("grown/a.db", [STORY, {"url": "https://courier.example/new", **LATER}])
    # The archives differ in record ids, so the grown one is made of the bytes of the first.
    (first,), (longer,) = folder_of(other).iterdir(), folder_of(grown).iterdir()
    longer.write_bytes(first.read_bytes() + longer.read_bytes()[first.stat().st_size :])
    merge(target, [grown])
    assert len(list(folder_of(target).iterdir())) == 1


def test_a_state_of_an_address_that_is_furthest_on_stands(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", []), write_archive("other/a.db", [STORY])
    lead = "insert into urls (url, url_key, source_id, state, reason, first_seen_at, found_by, attempts) values "
    story = (
        f"('{STORY['url']}', 'courier.example/story', 'courier', 'pending', '', '2026-01-01T00:00:00Z', 'sitemap', 0)"
    )
    change(one, lead + story)
    change(
        one,
        lead + "('https://courier.example/x', 'courier.example/x', 'courier', 'failed', 'timeout', '2026', 'feed', 3)",
    )
    change(
        other, lead + "('https://courier.example/x', 'courier.example/x', 'courier', 'gone', '404', '2027', 'feed', 1)"
    )
    merge(one, [other])
    assert query(one, "select url, state, reason, first_seen_at, article_id from urls order by url") == [
        ("https://courier.example/story", "archived", "", "2026-01-01T00:00:00Z", 1),
        ("https://courier.example/x", "gone", "404", "2026", None),
    ]


def test_an_article_that_is_gone_since_is_gone(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [STORY])
    change(one, "update urls set state = 'gone', reason = '404', last_tried_at = '2026-01-09T00:00:00Z'")
    merge(one, [other])
    assert query(one, "select state, reason, article_id from urls") == [("gone", "404", 1)]


def test_runs_are_kept_with_their_captures_and_a_copied_run_is_not_doubled(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [STORY | LATER])
    change(other, "update runs set started_at = '2026-01-05T00:00:00Z', fetched = 1 where source_id = 'courier'")
    change(one, "update runs set outcome = 'running', finished_at = null, fetched = 0 where source_id = 'ministry'")
    change(other, "update runs set fetched = 7 where source_id = 'ministry'")
    merge(one, [other])
    assert query(one, "select source_id, started_at, outcome, fetched from runs order by id") == [
        ("courier", "2026-01-01T00:00:00Z", "done", 0),
        ("institute", "2026-01-01T00:00:00Z", "done", 0),
        ("ministry", "2026-01-01T00:00:00Z", "done", 7),
        ("courier", "2026-01-05T00:00:00Z", "done", 1),
    ]
    assert query(
        one, "select c.fetched_at, r.started_at from captures c join runs r on r.id = c.run_id order by 1"
    ) == [
        ("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z"),
    ]


def test_no_article_is_lost_to_a_saved_search(write_archive: WriteArchive) -> None:
    one = write_archive("one/a.db", [STORY, {"url": "https://courier.example/9", **LATER}])
    other = write_archive("other/a.db", [{"url": "https://courier.example/5", "first_seen_at": "2026-01-03T00:00:00Z"}])
    change(one, "insert into saved_searches values ('accords', 2, '2026-01-06T00:00:00Z')")
    merge(one, [other])
    assert query(one, "select * from saved_searches") == [("accords", 1, "2026-01-06T00:00:00Z")]


def test_a_piece_of_evidence_that_only_one_archive_weighed_is_merged_once(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [STORY])
    change(other, "update date_evidence set weight = 9")
    merge(one, [other])
    assert query(one, "select weight, chosen from date_evidence") == [(9.0, 1)]


def test_a_new_archive_is_made_of_shards(write_archive: WriteArchive, tmp_path: Path, dump: Dump) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [{"url": "https://courier.example/9"}])
    merge(tmp_path / "all.db", [one, other])
    assert len(dump(tmp_path / "all.db")["articles"]) == 2


def encode(path: Path, mark: str, encoder: str = "words") -> None:
    """Store a vector and bits for each article: the mark and its id."""
    change(
        path,
        f"insert into vector_encoder values ('{encoder}')",
        f"insert into vectors select id, id, text_hash, cast('{mark}v' || id as blob) from articles",
        f"insert into vector_bits select id, id, cast('{mark}b' || id as blob) from articles",
    )


def test_vectors_of_what_stays_as_it_was_encoded_are_kept(write_archive: WriteArchive) -> None:
    other_text = {"url": "https://courier.example/2", "text": "Another text.", **LATER}
    copy = {"url": "https://ministry.example/copy", "source_id": "ministry", "text": LONG, **LATER}
    one = write_archive("one/a.db", [STORY, {"url": "https://courier.example/2"}])
    other = write_archive("other/a.db", [other_text, copy, {"url": "https://courier.example/3", **LATER}])
    foreign = write_archive("foreign/a.db", [{"url": "https://courier.example/4", **LATER}])
    encode(one, "one")
    encode(other, "other")
    encode(foreign, "foreign", "zebra")
    merge(one, [other, foreign])
    found = query(
        one,
        "select a.url, v.vector, b.bits, v.number = b.number from vectors v join articles a on a.id = v.article_id"
        " join vector_bits b on b.article_id = a.id where v.text_hash = a.text_hash order by v.number",
    )
    assert found == [
        ("https://courier.example/story", b"onev1", b"oneb1", 1),
        ("https://courier.example/2", b"otherv1", b"otherb1", 1),
        ("https://courier.example/3", b"otherv3", b"otherb3", 1),
    ]
    assert query(one, "select name, (select min(number) from vectors) from vector_encoder") == [("words", 4)]


def test_every_table_is_merged_or_made_anew(write_archive: WriteArchive) -> None:
    """A migration that adds a table must say here what merge does with it."""
    merged = {
        *("sources", "runs", "captures", "articles", "urls", "revisions", "date_evidence", "polls"),
        *("host_pauses", "robots", "tdmrep", "ingests", "list_pages", "alarms", "forgotten"),
        # Not merged: the next crawl searches again where it has to.
        *("found_endpoints", "endpoint_searches"),
        # Not merged: the next crawl judges by its own rules, and stores them.
        "source_rules",
        # Not merged: the layouts hold what was learnt from them, or the next pages teach it again.
        "layout_samples",
        *("template_lines", "layouts"),
        *("actors", "topics", "instruments", "article_actors", "article_countries"),
        *("article_topics", "article_instruments", "instrument_steps", "links", "saved_searches"),
        *("vectors", "vector_bits", "vector_encoder"),
    }
    path = write_archive("a.db", [])
    names = {name for (name,) in query(path, "select name from sqlite_master where type = 'table'")}
    assert {name for name in names if not name.startswith(DERIVED)} == merged


def test_an_archive_that_is_being_written_is_left_alone(write_archive: WriteArchive, dump: Dump) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [])
    before = dump(one)
    lock = WriterLock(other, "a crawl")
    with pytest.raises(ArchiveLockedError, match="a crawl"):
        merge(one, [other])
    lock.release()
    assert dump(one) == before


def test_a_missing_archive_is_named_before_anything_is_done(write_archive: WriteArchive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"nothing\.db"):
        merge(tmp_path / "new.db", [tmp_path / "nothing.db"])
    assert not (tmp_path / "new.db").exists()


def test_who_reads_meanwhile_goes_on_reading(write_archive: WriteArchive) -> None:
    one, other = write_archive("one/a.db", [STORY]), write_archive("other/a.db", [{"url": "https://courier.example/9"}])
    reader = connect_to_read(one)
    reader.execute("begin")
    assert reader.execute("select count(*) from articles").fetchone() == (1,)
    merge(one, [other])
    assert reader.execute("select count(*) from articles").fetchone() == (1,)
    reader.conn.rollback()
    assert reader.execute("select count(*) from articles").fetchone() == (2,)
    reader.close()


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.15])
def test_a_kill_leaves_the_archive_as_it_was_or_merged(
    write_archive: WriteArchive, tmp_path: Path, dump: Dump, moment: float
) -> None:
    one = write_archive("one/a.db", [STORY])
    other = write_archive("other/a.db", [{"url": f"https://courier.example/{n}"} for n in range(30)])
    shutil.copytree(one.parent, tmp_path / "whole")
    before = dump(one)
    merge(tmp_path / "whole" / "a.db", [other])
    program = "import sys; from pathlib import Path; from archive.merge import merge; print(flush=True)"
    program += "; merge(Path(sys.argv[1]), [Path(sys.argv[2])])"
    process = subprocess.Popen([sys.executable, "-c", program, one, other], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert dump(one) in (before, dump(tmp_path / "whole" / "a.db"))
    merge(one, [other])
    assert dump(one) == dump(tmp_path / "whole" / "a.db")
    assert not list(one.parent.glob("*.merging*"))


def test_further_pages_of_an_article_stay_with_their_first_page(write_archive: WriteArchive) -> None:
    """One archive has the first page only, the other, a copy that went on, has its second page."""
    first = {"url": "https://courier.example/story", "text": LONG}
    one = write_archive("one/a.db", [first])
    other = write_archive("other/a.db", [first, {"url": "https://courier.example/story/2", **LATER}])
    change(one, "update captures set next_part = 'https://courier.example/story/2'")
    change(
        other, "delete from date_evidence", "update captures set part_of = 1, part = 2, outcome = 'part' where id = 2"
    )
    another = write_archive(
        "another/a.db", [{"url": "https://courier.example/0", "first_seen_at": "2020-01-01T00:00:00Z"}]
    )
    merge(one, [another, other])
    assert query(one, "select url, part, part_of, next_part from captures order by id") == [
        ("https://courier.example/0", None, None, ""),
        ("https://courier.example/story", None, None, ""),
        ("https://courier.example/story/2", 2, 2, ""),
    ]


def test_blocks_and_links_come_with_the_state_seen_last(write_archive: WriteArchive) -> None:
    one = write_archive("one/a.db", [STORY | {"blocks": '[{"type":"paragraph","text":"old"}]'}])
    other = write_archive("other/a.db", [STORY | LATER | {"blocks": '[{"type":"paragraph","text":"new"}]'}])
    link = "insert into links values (1, 0, 'https://{}.example/', 'x', 0, 2)"
    change(one, link.format("old"))
    change(other, link.format("new"))
    merge(one, [other])
    assert query(one, "select blocks from articles") == [('[{"type":"paragraph","text":"new"}]',)]
    assert query(one, "select * from links") == [(1, 0, "https://new.example/", "x", 0, 2)]
