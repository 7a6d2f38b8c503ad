"""Archives made row by row: small, whole and the same every time, with WARC files that hold what their rows say."""

import gc
import json
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlite_utils import Database

from archive.clock import later
from archive.db.connection import connect, transaction
from archive.db.migrations import migrations
from archive.records import Exchange
from archive.text import text_hash, word_count
from archive.urls.canonical import url_key
from archive.warc.records import folder_of, payload_digest
from archive.warc.writer import CaptureWriter

# A busy machine is no fault of the code, and a change is judged on the same examples as the one before it: new ones are
# looked for by `make fuzz`.
settings.register_profile(
    "any-machine", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("any-machine")

# A job in the background ignores Ctrl-C, and so would the commands that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep what collection makes out of the garbage collector: imports and 7,700 tests stay until the end.

    Looking through them again and again took a tenth of the time of the collection, and a part of each test's.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test, of half a minute: at the end, other workers would have nothing left to do."""
    items.sort(key=lambda item: "test_simulated_week" not in item.nodeid)


KINDS = {"courier": "trade-press", "ministry": "government", "institute": "think-tank"}
WriteArchive = Callable[..., Path]


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the file of an archive without rows: all migrations for each test would take a tenth of a second."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    connect(path).close()
    return path.read_bytes()


@pytest.fixture(scope="session", autouse=True)
def new_archives_are_copied(empty_archive: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Copy the tables of an empty archive into each new one: merges make one in each test, by all migrations.

    Where there is anything to migrate, and in commands, all is as it is for a user.
    """
    path = tmp_path_factory.mktemp("new") / "new.db"
    path.write_bytes(empty_archive)
    apply, known = migrations.apply, list(migrations._migrations)

    def copy(db: Database, **options: Any) -> None:
        if options or migrations._migrations != known or db.execute("select 1 from sqlite_master").fetchone():
            apply(db, **options)
            return
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as template:
            template.backup(db.conn)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "apply", copy)
        yield


@pytest.fixture
def write_archive(tmp_path: Path, empty_archive: bytes) -> WriteArchive:
    """Return a function that makes an archive of stories: write_archive("a.db", [story, …]).

    A story is a dict of columns of `articles` with at least `url`; `states` are the texts seen after the first,
    `body` is the page. What a story does not state is made from its address.
    """

    def write(name: str, stories: Sequence[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(empty_archive)
        db = connect(path)
        captures = CaptureWriter(folder_of(path))
        with transaction(db):
            for source, kind in KINDS.items():
                db.execute(
                    "insert into sources (id, name, homepage, country, languages, kind, focus)"
                    " values (?, ?, ?, 'US', '[\"en\"]', ?, 'space')",
                    [source, f"The {source.title()}", f"https://{source}.example/", kind],
                )
                db.execute(
                    "insert into runs (source_id, started_at, finished_at, outcome)"
                    " values (?, '2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z', 'done')",
                    [source],
                )
            for story in stories:
                _add(db, captures, story)
        captures.close()
        db.close()
        return path

    return write


def _add(db: Database, captures: CaptureWriter, story: dict[str, Any]) -> None:
    url = story["url"]
    source = story.get("source_id", "courier")
    at = story.get("first_seen_at", "2026-01-02T03:04:05Z")
    texts = [story.get("text", f"What {url} tells of orbital debris."), *story.get("states", ())]
    capture_ids: list[int | None] = [
        _capture(db, captures, source, url, story.get("body", f"<p>{text}</p>").encode(), later(at, n * 3600))
        for n, text in enumerate(texts)
        if story.get("captured", True)
    ] or [None] * len(texts)
    row = {
        "url": url,
        "url_key": url_key(url),
        "source_id": source,
        "title": f"Title of {url}",
        "authors": json.dumps(story.get("names", ["Jan van der Meer"]), ensure_ascii=False),
        "published_at": at,
        "published_precision": "second",
        "published_method": "json-ld",
        "language": "en",
        "tags": json.dumps(story.get("labels", []), ensure_ascii=False),
        "word_count": word_count(texts[-1]),
        "text_hash": text_hash(texts[-1]),
        "first_seen_at": at,
        "last_seen_at": at,
        "capture_id": capture_ids[-1],
        "extractor": "1",
        "access": "full",
    } | {name: value for name, value in story.items() if name in db["articles"].columns_dict}
    row["text"] = texts[-1]
    article_id = db.table("articles").insert(row).last_pk
    for number, (text, capture_id) in enumerate(zip(texts, capture_ids, strict=True), 1):
        db.execute(
            "insert into revisions (article_id, number, observed_at, title, text, text_hash, change, capture_id,"
            " extractor) values (?, ?, ?, ?, ?, ?, ?, ?, '1')",
            [
                *(article_id, number, later(at, (number - 1) * 3600), row["title"], text, text_hash(text)),
                *("first" if number == 1 else "substantive", capture_id),
            ],
        )
    db.execute(
        "insert into urls (url, url_key, source_id, article_id, state, first_seen_at, last_tried_at, found_by,"
        " capture_id) values (?, ?, ?, ?, 'archived', ?, ?, 'feed', ?)",
        [url, url_key(url), source, article_id, at, at, capture_ids[-1]],
    )
    db.execute(
        "insert into date_evidence (article_id, field, raw, value, precision, method, zone_source, chosen)"
        " values (?, 'published', ?, ?, 'second', 'json-ld', 'explicit', 1)",
        [article_id, at, at],
    )
    for topic in story.get("topics", ()):
        db.execute("insert or ignore into topics values (?, ?)", [topic, topic.title()])
        db.execute("insert into article_topics values (?, ?, 0.5)", [article_id, topic])
    for actor in story.get("actors", ()):
        db.execute("insert or ignore into actors (id, name) values (?, ?)", [actor, actor.upper()])
        db.execute("insert into article_actors values (?, ?, 2)", [article_id, actor])


def _capture(db: Database, captures: CaptureWriter, source: str, url: str, body: bytes, at: str) -> int:
    digest = payload_digest(body)
    earlier = db.execute("select url, fetched_at from captures where payload_digest = ?", [digest]).fetchone()
    exchange = Exchange(
        url=url,
        fetched_at=at,
        status=200,
        response_headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
    )
    place = captures.write(exchange, earlier)
    (run_id,) = db.execute("select id from runs where source_id = ?", [source]).fetchone()
    (capture_id,) = db.execute(
        "insert into captures (url, source_id, run_id, requested_url, fetched_at, status, content_type, payload_digest,"
        " warc_file, warc_offset, warc_length, outcome) values (?, ?, ?, ?, ?, 200, ?, ?, ?, ?, ?, 'new') returning id",
        [url, source, run_id, url, at, "text/html; charset=utf-8", digest, place.file, place.offset, place.length],
    ).fetchone()
    return int(capture_id)
