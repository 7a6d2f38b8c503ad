"""Opening archives of any age: older ones are migrated after a backup, foreign ones are refused."""

import gzip
import os
import re
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.archive import Archive
from archive.db import connection, migrations
from archive.db.connection import connect, connect_to_read
from archive.db.foreign import APPLICATION_ID
from archive.db.lock import WriterLock
from archive.db.requirements import NAMED_INDEXES
from archive.doctor import examine
from archive.doctor.salvage import salvage
from archive.errors import ArchiveError
from archive.merge.merge import merge

STORED = sorted((Path(__file__).parents[2] / "data").glob("archive-*.db.gz"))
WriteArchive = Callable[..., Path]


def shape(db: Database) -> list[tuple[str, str]]:
    """Return the schema with normalized white space."""
    rows = db.execute("select type, name, sql from sqlite_master where sql is not null").fetchall()
    return sorted((f"{kind} {name}", " ".join(sql.split())) for kind, name, sql in rows)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture(params=STORED, ids=lambda path: path.name)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "stored.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_an_archive_of_todays_schema_is_stored() -> None:
    """Check the stored archives; after adding a migration, run python -m tests.make_stored_archive."""
    last = migrations.migrations._migrations[-1].name
    assert f"archive-{last}.db.gz" in {path.name for path in STORED}


def test_a_stored_archive_is_migrated_to_the_current_schema(stored: Path, tmp_path: Path) -> None:
    old, new = connect(stored), connect(tmp_path / "new.db")
    assert shape(old) == shape(new)
    assert old.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert old.execute("pragma foreign_key_check").fetchall() == []
    assert [row[0] for row in old.execute("select title from articles order by id")] == [
        "Title 1",
        "Title 2",
        "Title 3",
    ]
    assert old.execute("select count(*) from articles_fts where articles_fts match 'debris'").fetchone() == (1,)
    old.close()
    new.close()


def with_one_more(migrate: Any) -> Migrations:
    """Return the migrations of a release that has one more."""
    later = Migrations("spacebeat")
    for migration in migrations.migrations._migrations:
        later(name=migration.name)(migration.fn)
    later(name="m999_tomorrow")(migrate)
    return later


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a release with one more migration."""
    later = with_one_more(lambda db: db.execute("create table tomorrow (id integer)"))
    monkeypatch.setattr(connection, "migrations", later)


@pytest.mark.usefixtures("tomorrow")
def test_a_migration_backs_up_the_archive_first(write_archive: WriteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as today:
        today.setattr(connection, "migrations", migrations.migrations)
        path = write_archive("news.db", [{"url": "https://courier.example/1"}])
    db = connect(path)
    assert "tomorrow" in db.table_names()
    db.close()
    backup = sqlite3.connect(path.with_name("news.before-m999_tomorrow.db"))
    assert backup.execute("select count(*) from articles").fetchone() == (1,)
    assert backup.execute("select count(*) from sqlite_master where name = 'tomorrow'").fetchone() == (0,)
    backup.close()
    connect(path).close()
    assert len(list(path.parent.glob("*.before-*"))) == 1


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk I/O error"), KeyboardInterrupt()])
def test_a_migration_that_fails_leaves_the_archive_as_it_was(
    write_archive: WriteArchive, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """After statements of all kinds; the next attempt makes it."""
    path = write_archive("news.db", [{"url": "https://courier.example/1"}])
    db = connect(path)
    before = shape(db), db.execute("select * from articles").fetchall()
    db.close()

    def fail(db: Database) -> None:
        db.execute("create table tomorrow (id integer)")
        db.execute("insert into tomorrow values (1)")
        db.execute("alter table articles add column mood text not null default ''")
        db.execute("update articles set title = 'half'")
        raise error

    with monkeypatch.context() as failing:
        failing.setattr(connection, "migrations", with_one_more(fail))
        with pytest.raises((ArchiveError, KeyboardInterrupt)):
            connect(path)
    db = connect(path)
    assert (shape(db), db.execute("select * from articles").fetchall()) == before
    db.close()
    monkeypatch.setattr(connection, "migrations", with_one_more(lambda db: db.execute("create table tomorrow (id)")))
    db = connect(path)
    assert "tomorrow" in db.table_names()
    db.close()


@pytest.mark.usefixtures("tomorrow")
def test_a_new_archive_needs_no_backup(tmp_path: Path) -> None:
    connect(tmp_path / "new.db").close()
    assert [path.name for path in tmp_path.glob("*.before-*")] == []


def test_an_archive_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    db = connect(path)
    db.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('spacebeat', 'm999_x', '2027')"
    )
    db.conn.commit()
    db.close()
    for open_ in (connect, connect_to_read):
        with pytest.raises(ArchiveError, match=r"newer Spacebeat \(it has m999_x\)"):
            open_(path)


def test_reading_an_older_archive_is_an_error_that_names_the_fix(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "news.db"
    connect(path).close()
    request.getfixturevalue("tomorrow")
    with pytest.raises(ArchiveError, match=r"older Spacebeat; run 'spacebeat doctor --archive .*/news\.db' once"):
        connect_to_read(path)


def test_a_file_that_is_not_a_database_is_an_archive_error(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.write_text("this is not a database, but long enough to be taken for one" * 100)
    with pytest.raises(ArchiveError, match="not a database"):
        connect(path)


def test_an_archive_is_marked_in_its_header(tmp_path: Path) -> None:
    connect(tmp_path / "news.db").close()
    header = (tmp_path / "news.db").read_bytes()[:100]
    assert header[68:72] == b"SPBT"
    assert int.from_bytes(header[60:64], "big") == len(migrations.migrations._migrations)


@pytest.mark.parametrize("mark", [0, 0x0F055112], ids=["without a mark", "marked"])
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_database_of_another_program_is_refused_and_not_changed(tmp_path: Path, mark: int, journal: str) -> None:
    path = tmp_path / "zotero.sqlite"
    foreign = sqlite3.connect(path)
    foreign.execute(f"pragma journal_mode = {journal}")
    foreign.execute(f"pragma application_id = {mark}")
    foreign.execute("create table items (id integer primary key, title text)")
    foreign.commit()
    foreign.close()
    before = contents(tmp_path)
    for open_ in (connect, connect_to_read, connection.pending_migrations):
        with pytest.raises(ArchiveError, match="another program; choose another path with --archive"):
            open_(path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("content", ["of another program", "text"])
def test_nothing_is_written_next_to_a_file_that_is_no_archive(
    write_archive: WriteArchive, tmp_path: Path, content: str
) -> None:
    ours = write_archive("news.db", [])
    folder = tmp_path / "other"
    folder.mkdir()
    path = folder / "zotero.sqlite"
    path.write_text("notes, and no database\n" * 100)
    if content == "of another program":
        path.unlink()
        foreign = sqlite3.connect(path)
        foreign.execute("create table items (id integer primary key, title text)")
        foreign.close()
    before = contents(folder)
    for open_ in (
        Archive,
        lambda path: WriterLock(path, "a test"),
        lambda path: merge(path, [ours]),
        lambda path: merge(ours, [path]),
        lambda path: salvage(path, tmp_path / "new.db"),
    ):
        with pytest.raises(ArchiveError, match=r"another program|not a database"):
            open_(path)
    assert "wrong" in [finding.verdict for finding in examine(path)]
    assert contents(folder) == before


@pytest.mark.parametrize(
    "statements",
    [
        ["pragma user_version = 3"],
        ["create view recent as select 1"],
        ["create table _sqlite_migrations (migration_set, name, applied_at)", "create table articles (id)"],
    ],
    ids=["a version alone", "a view alone", "migrations of another program"],
)
def test_a_foreign_database_that_looks_empty_or_like_ours_is_refused(tmp_path: Path, statements: list[str]) -> None:
    path = tmp_path / "blog.db"
    foreign = sqlite3.connect(path)
    for statement in statements:
        foreign.execute(statement)
    foreign.close()
    before = path.read_bytes()
    for open_ in (connect, connect_to_read, connection.pending_migrations):
        with pytest.raises(ArchiveError, match="another program; choose another path"):
            open_(path)
    assert path.read_bytes() == before


def test_an_empty_file_is_no_archive_to_read(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.touch()
    with pytest.raises(ArchiveError, match="is empty; run 'spacebeat crawl' first"):
        connect_to_read(path)


def test_what_is_no_regular_file_is_refused_and_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    os.mkfifo(path)  # a reader of it would wait for a writer
    for open_ in (connect, connect_to_read, lambda path: WriterLock(path, "a test")):
        with pytest.raises(ArchiveError, match="not a regular file"):
            open_(path)


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("drop table polls", "polls"),
        ("drop table _sqlite_migrations", "_sqlite_migrations"),
        ("drop table articles_fts", "articles_fts"),
        ("drop view source_health", "source_health"),
        ("alter table ingests drop column updated_at", "column updated_at of ingests"),
        ("drop index articles_group", "index articles_group"),
    ],
)
def test_an_archive_that_has_lost_a_part_is_refused(tmp_path: Path, statement: str, lost: str) -> None:
    path = tmp_path / "news.db"
    db = connect(path)
    db.execute(statement)
    db.close()
    for open_ in (connect, connect_to_read):
        with pytest.raises(ArchiveError, match=f"has lost .*{lost}.*: another program changed it; restore a backup"):
            open_(path)


def test_all_indexes_that_queries_name_are_required() -> None:
    texts = [file.read_text("utf-8") for file in Path(connection.__file__).parents[1].rglob("*.py")]
    named = {name for text in texts for name in re.findall(r"indexed by (articles_[a-z]\w+)", text)}
    assert "articles_group" in named
    assert named <= set(NAMED_INDEXES)


@pytest.mark.parametrize("has_tables", [False, True])
def test_a_foreign_database_whose_program_was_killed_is_refused(tmp_path: Path, has_tables: bool) -> None:
    """Refuse it even before its first checkpoint, when the file itself is empty."""
    path, log = tmp_path / "zotero.sqlite", tmp_path / "zotero.sqlite-wal"
    foreign = sqlite3.connect(path)
    foreign.execute("pragma journal_mode = wal")
    foreign.execute("create table items (id integer primary key, title text)")
    if has_tables:
        foreign.execute("pragma wal_checkpoint(truncate)")
    foreign.execute("insert into items (title) values ('A treaty')")
    foreign.commit()
    kept = path.read_bytes(), log.read_bytes()
    foreign.close()
    path.write_bytes(kept[0])
    log.write_bytes(kept[1])
    for open_ in (connect, connect_to_read, connection.pending_migrations):
        with pytest.raises(ArchiveError, match="another program"):
            open_(path)
    assert contents(tmp_path) == {path.name: kept[0], log.name: kept[1]}


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize("parity", [0, 1])
def test_an_archive_that_was_killed_within_a_checkpoint_opens(tmp_path: Path, is_marked: bool, parity: int) -> None:
    """Open a file with old and new pages: malformed without its log, consistent with it."""
    path, log = tmp_path / "news.db", tmp_path / "news.db-wal"
    path.write_bytes(gzip.decompress(STORED[0].read_bytes()))
    if is_marked:
        connect(path).close()
    writer = sqlite3.connect(path)
    writer.execute("pragma journal_mode = wal")
    writer.execute("pragma wal_autocheckpoint = 0")
    writer.executescript("\n".join(f"create table t{n} (number integer primary key, text text);" for n in range(200)))
    writer.execute("create table many (number integer primary key, text text)")
    writer.executemany("insert into many (text) values (?)", [("x" * 500,)] * 400)
    writer.execute("create index many_text on many(text)")
    writer.commit()
    before, kept_log = path.read_bytes(), log.read_bytes()
    writer.execute("pragma wal_checkpoint(full)")
    after = path.read_bytes()
    writer.close()
    size = int.from_bytes(after[16:18], "big")
    page_of = {place: before[place : place + size] for place in range(0, len(before), size)}
    torn = b"".join(
        after[place : place + size] if place // size % 2 == parity else page_of.get(place, bytes(size))
        for place in range(0, len(after), size)
    )
    path.write_bytes(torn)
    log.write_bytes(kept_log)
    db = connect(path)
    assert db.execute("select count(*) from many").fetchone() == (400,)
    assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    db.close()


def test_a_first_page_that_is_torn_is_read_from_the_log(tmp_path: Path) -> None:
    """Open an archive after a checkpoint that wrote half of the first page and then failed."""
    path, log = tmp_path / "news.db", tmp_path / "news.db-wal"
    connect(path).close()
    before = path.read_bytes()
    writer = sqlite3.connect(path)
    writer.execute("pragma wal_autocheckpoint = 0")
    writer.execute("create table more (text text)")
    writer.executemany("insert into more values (?)", [("x" * 500,)] * 400)
    writer.commit()
    kept_log = log.read_bytes()
    writer.execute("pragma wal_checkpoint(full)")
    first = path.read_bytes()[:2048]  # among others, the number of pages, which the file does not have
    writer.close()
    path.write_bytes(first + before[2048:])
    log.write_bytes(kept_log)
    db = connect(path)
    assert db.execute("select count(*) from more").fetchone() == (400,)
    db.close()


def test_an_archive_whose_making_was_killed_is_made(tmp_path: Path) -> None:
    """Open a database with the mark and the table of migrations, as the first moments of an archive leave it."""
    path = tmp_path / "news.db"
    seen: list[tuple[int, list[str]]] = []

    def look(db: Database) -> None:
        names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        seen.append((db.execute("pragma application_id").fetchone()[0], names))
        raise KeyboardInterrupt

    first = migrations.migrations.__class__("spacebeat")
    first(name=migrations.migrations._migrations[0].name)(look)
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr(connection, "migrations", first)
        with pytest.raises(KeyboardInterrupt):
            connect(path)
    assert seen == [(APPLICATION_ID, ["_sqlite_migrations"])]
    connect(path).close()


@pytest.mark.parametrize("read", [connect_to_read, connection.pending_migrations])
def test_what_a_killed_process_left_in_a_rollback_journal_is_undone(
    read: Callable[[Path], Any], write_archive: WriteArchive, tmp_path: Path
) -> None:
    """A copy that a backup made has such a journal until the first command has turned it into one with a log."""
    copy, killed = tmp_path / "copy.db", tmp_path / "killed.db"
    connection.back_up(connect(write_archive("a.db", [{"url": "https://a.example/1"}])), copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as writer:
        writer.execute("pragma cache_size = 1")
        writer.execute("begin immediate")
        writer.execute("update sources set name = 'Half', homepage = hex(zeroblob(100000))")
        for suffix in ("", "-journal"):
            killed.with_name(killed.name + suffix).write_bytes(copy.with_name(copy.name + suffix).read_bytes())
    read(killed)
    names = {name for (name,) in connect_to_read(killed).execute("select name from sources")}
    assert names
    assert "Half" not in names
    assert not killed.with_name(f"{killed.name}-journal").exists()


@pytest.mark.parametrize("read", [connect_to_read, connection.pending_migrations])
def test_an_archive_on_a_full_disk_is_not_called_damaged(
    read: Callable[[Path], Any], write_archive: WriteArchive
) -> None:
    """SQLite needs a few kilobytes next to an archive to read it, and calls their lack an I/O error."""
    path = write_archive("a.db", [{"url": "https://a.example/1"}])
    for log in (*path.parent.glob("*-wal"), *path.parent.glob("*-shm")):
        log.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(ArchiveError, match=r"no space left .*; free some disk space") as refused:
            read(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "doctor" not in str(refused.value)
