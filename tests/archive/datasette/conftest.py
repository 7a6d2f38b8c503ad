"""Fixtures: a small archive with one of everything, and a Datasette over it that is queried over HTTP."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.archive import Archive
from archive.blocks import Link, TextBlock, paragraphs, table_text
from archive.clock import instant
from archive.datasette.server import desk_over
from archive.meaning.encoder import ENCODERS, load_encoder
from archive.meaning.vectors import encode_articles
from archive.records import Article, Enrichment, Evidence, Exchange, Lead, Mention, Source
from archive.store.articles import Origin, add
from archive.store.multipage import Unfinished
from tests.word_encoder import WordEncoder

NOW = datetime.now(UTC)
HOSTILE = "<script>alert('title')</script> \"&amp;"
PARAGRAPH = (
    "India and France held the third Strategic Space Dialogue in Paris and agreed on a joint constellation of "
    "satellites to watch the sea, officials said after the talks, which lasted two days."
)
TEXT = f"{PARAGRAPH}\n\nThe budget is 24 million euros, the ministry said.\n\nA third paragraph closes the story."
TEASER = "A lengthy teaser" + ", and another clause" * 20 + ", wordy to its end."
ROWS = (("a", "b"), ("India", "12"))
BLOCKS = (
    TextBlock("heading", "What they want", 1),
    TextBlock("paragraph", PARAGRAPH),
    TextBlock("list-item", "outer", 1),
    TextBlock("list-item", "inner", 2, ordered=True),
    TextBlock("quotation", "We act."),
    TextBlock("table", table_text(ROWS), rows=ROWS, headers=1),
    TextBlock("caption", "<img src=x onerror=alert(1)>"),
    TextBlock("code", "a\n  b"),
)
PAGE = "<html><head><title>T</title></head><body><p>Körper & <b>text</b></p><script>alert(1)</script></body></html>"


@dataclass(frozen=True)
class Ids:
    """The articles of the archive by what they are there for."""

    plain: int
    copy: int
    edited: int
    hostile: int
    undated: int
    closed: int
    capture: int


def ago(days: float) -> str:
    return instant(NOW - timedelta(days=days))


def story(number: int, days: float, **fields: Any) -> Article:
    about = Enrichment(
        0.9,
        True,
        (Mention("bilateral", 2.0, name="Bilateral cooperation"),),
        (Mention("isro", 3, "agency", "ISRO"), Mention("cnes", 1, "agency", "CNES")),
        (Mention("IN", 3), Mention("FR", 2)),
        (Mention("ost", 1, "treaty", "Outer Space Treaty", (("ratified", "Ratification of"),)),),
    )
    article = Article(
        url=f"https://one.test/{number}",
        title=f"India and France meet, number {number}",
        text=TEXT + f" Number {number}.",
        authors=("Asha Rao", "Zoë Müller"),
        published_at=ago(days),
        published_precision="second",
        published_method="json-ld",
        published_zone="+05:30",
        language="en",
        summary="The two countries met.",
        evidence=(
            Evidence("published", "raw json", ago(days), "second", "json-ld", "explicit", "+05:30", True),
            Evidence("published", "1 Jan 2001", "2001-01-01T00:00:00Z", "day", "text", "none"),
        ),
        enrichment=about,
    )
    return replace(article, **fields)


def fill(path: Path) -> Ids:
    with Archive(path) as archive:
        db = archive.db
        for name, licence, paywall in (
            ("one", "CC-BY-4.0", "none"),
            ("two", "copyright", "none"),
            ("three", "CC-BY-4.0", "hard"),
        ):
            archive.add_source(
                Source(
                    name,
                    f"Outlet {name.title()}",
                    f"https://{name}.test/",
                    "IN",
                    ("en",),
                    "agency",
                    "space",
                    licence,
                    paywall,
                )
            )
        exchange = Exchange(
            "https://one.test/1", ago(3), 200, (("Content-Type", "text/html; charset=utf-8"),), PAGE.encode()
        )
        capture = archive.add_capture(exchange, Lead("https://one.test/1", "feed"), "one", None)
        assert capture is not None
        further = Unfinished(capture, "one", None, exchange.url, exchange.fetched_at, 2, "https://one.test/1/2")
        archive.add_part(replace(exchange, url=further.next_url, body=b"<p>The second page.</p>"), further, "")

        def put(article: Article, source: str = "one", days: float = 2, capture_id: int | None = None) -> int:
            with archive.transaction():
                return add(db, article, Origin(source, (article.url,), ago(days), capture_id, "1")).article_id

        plain = put(story(1, 3), capture_id=capture)
        copy = put(story(1, 2.5, url="https://two.test/1"), "two")
        edited = put(story(2, 4), days=4)
        put(story(2, 4, text=TEXT.replace("24 million", "42 million") + " Number 2."), days=1)
        hostile = put(story(3, 5, title=HOSTILE, text=f"{HOSTILE} is what it says. {PARAGRAPH}", authors=(HOSTILE,)))
        undated = put(
            story(
                4,
                0,
                published_at="",
                published_precision="",
                published_method="",
                evidence=(),
                blocks=BLOCKS,
                links=(Link("https://in.example/?a=1&b=2", "India", 5, 6),),
            ),
            "two",
            6,
        )
        closed = put(
            story(
                5,
                7,
                url="https://three.test/5",
                text=f"{TEXT}\n\n{PARAGRAPH} Secret end.",
                summary=TEASER,
                blocks=paragraphs(f"{TEXT}\n\n{PARAGRAPH} Secret end."),
                links=(Link("https://un.example/", "Secret end", 3, len(PARAGRAPH) + 1),),
            ),
            "three",
        )
        with archive.transaction():
            db.execute("update articles set copy_of = ?, similarity = 0.99 where id = ?", [plain, copy])
            for source, outcome in (("one", "done"), ("two", "failed")):
                db.execute(
                    "insert into runs (source_id, started_at, finished_at, outcome, reason, new) "
                    "values (?, ?, ?, ?, ?, 3)",
                    [source, ago(1), ago(0.99), outcome, "HTTP 503" if outcome == "failed" else ""],
                )
            db.execute(
                "insert into urls (url, url_key, source_id, state, first_seen_at, found_by, lead) "
                "values ('https://one.test/9', 'one.test/9', 'one', 'pending', ?, 'feed', '{\"html\": \"Lead text\"}')",
                [ago(1)],
            )
    return Ids(plain, copy, edited, hostile, undated, closed, capture)


@dataclass
class Site:
    """A desk and a way to ask it for pages."""

    desk: Any
    ids: Ids
    path: Path
    ask: Callable[..., httpx.Response]

    def get(self, address: str, **options: Any) -> httpx.Response:
        return self.ask(address, **options)


def site_over(path: Path, ids: Ids, runner: asyncio.Runner, public: bool) -> Site:
    desk = desk_over(path, public)

    def ask(address: str, **options: Any) -> httpx.Response:
        response = runner.run(desk.client.get(address, **options))
        assert isinstance(response, httpx.Response)
        return response

    return Site(desk, ids, path, ask)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    path = tmp_path_factory.mktemp("desk") / "news.db"
    return path, fill(path)


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def site(filled: tuple[Path, Ids], runner: asyncio.Runner) -> Site:
    return site_over(*filled, runner, public=False)


@pytest.fixture(scope="session")
def encoded_site(tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner) -> Iterator[Site]:
    """Serve an archive with vectors."""
    path = tmp_path_factory.mktemp("encoded") / "news.db"
    ids = fill(path)
    with pytest.MonkeyPatch.context() as patch, Archive(path) as archive:
        patch.setitem(ENCODERS, "words", WordEncoder)
        list(encode_articles(archive.db, load_encoder("words")))
        yield site_over(path, ids, runner, public=False)


@pytest.fixture(scope="session")
def public_site(filled: tuple[Path, Ids], runner: asyncio.Runner) -> Site:
    return site_over(*filled, runner, public=True)
