"""A real archive on disk, and short ways to put things into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.records import Article, Exchange, Lead, Rejection, Source
from archive.store.articles import Added

FETCHED = "2026-11-20T10:00:00Z"


@pytest.fixture
def archive(tmp_path: Path, empty_archive: bytes) -> Iterator[Archive]:
    (tmp_path / "test.db").write_bytes(empty_archive)
    with Archive(tmp_path / "test.db") as archive:
        for source_id in ("courier", "gazette", "herald"):
            archive.add_source(a_source(source_id))
        yield archive


def a_source(source_id: str) -> Source:
    return Source(
        id=source_id,
        name=source_id.title(),
        homepage=f"https://{source_id}.example/",
        country="US",
        languages=("en",),
        kind="trade-press",
        focus="space",
    )


def an_exchange(url: str, body: bytes = b"<p>story</p>", **fields: Any) -> Exchange:
    headers = (("Content-Type", "text/html"),)
    return Exchange(url=url, fetched_at=FETCHED, status=200, response_headers=headers, body=body, **fields)


TEXT = " ".join(
    f"Sentence number {n} of this report tells what delegation {n} said about orbital debris rule {n}."
    for n in range(12)
)


@pytest.fixture
def add(archive: Archive) -> Callable[..., Added | Rejection]:
    """Capture a page and add what was made of it: add(url, text=…, source=…, title=…, canonical=…)."""

    def add(
        url: str,
        text: str = TEXT,
        *,
        source: str = "courier",
        title: str = "Delegations discuss debris rules",
        canonical: str = "",
        landed: str = "",
        result: Rejection | None = None,
        body: bytes = b"",
        at: str = FETCHED,
        headline: str = "",
        **fields: Any,
    ) -> Added | Rejection:
        archive.frontier.add(source, [Lead(url, found_by="feed", title=headline)])
        run = archive.runs.begin(source)
        exchange = Exchange(
            url=landed or url,
            fetched_at=at,
            status=200,
            response_headers=(("Content-Type", "text/html"),),
            body=body or f"{url} {title} {text}".encode("utf-8", "replace"),
        )
        capture_id = archive.add_capture(exchange, Lead(url), source, run)
        assert capture_id is not None
        (capture,) = archive.waiting(capture_id - 1, 1)
        article = Article(url=canonical or exchange.url, title=title, text=text, **fields)
        (added,) = archive.add_results([(capture, result or article)], "test")
        archive.runs.finish(run, "done")
        return added

    return add
