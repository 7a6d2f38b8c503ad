"""Usage terms, and the fact that a text is not stored, are shown with the article and the capture."""

import asyncio
from pathlib import Path

import pytest
from lxml import html

from archive.archive import Archive
from archive.records import Article, Exchange, Lead
from archive.store.captures import Withheld
from tests.archive.conftest import a_source
from tests.archive.datasette.conftest import Ids, Site, site_over

URL = "https://courier.example/1"
SAID = ("tdm-reserved", "tdm-policy=https://courier.example/terms")


@pytest.fixture
def reserved_site(tmp_path: Path, runner: asyncio.Runner) -> Site:
    path = tmp_path / "news.db"
    with Archive(path) as archive:
        archive.add_source(a_source("courier"))
        for number in (1, 2):
            fields = (("Content-Type", "text/html"), ("X-Number", str(number)))
            exchange = Exchange(f"{URL}{number}", "2026-11-01T10:00:00Z", 200, fields, b"<p>secret", rights=SAID)
            article = Article(exchange.url, f"Delegates meet {number}", "", access="withheld", rights=SAID)
            archive.frontier.add("courier", [Lead(exchange.url)])
            page = Withheld(exchange, Lead(exchange.url), "courier", None, "tdm reserved", article)
            archive.add_withheld(page, "1")
    return site_over(path, Ids(1, 2, 0, 0, 0, 0, 1), runner, public=False)


def visible_text(site: Site, address: str) -> str:
    response = site.get(address)
    assert response.status_code == 200
    return " ".join(" ".join(html.fromstring(response.text).itertext()).split())


def test_the_article_page_shows_the_terms_and_why_there_is_no_text(reserved_site: Site) -> None:
    shown = visible_text(reserved_site, "/-/article/1")
    assert "Usage terms tdm-reserved, tdm-policy=https://courier.example/terms" in shown
    assert "text not stored" in shown
    assert "The outlet reserves its rights in the text" in shown


def test_the_capture_page_shows_its_own_headers_and_why_there_is_no_body(reserved_site: Site) -> None:
    for number in (1, 2):
        shown = visible_text(reserved_site, f"/-/capture/{number}")
        assert f"x-number: {number}" in shown
        assert "the body: tdm reserved" in shown
        assert "tdm-policy=https://courier.example/terms" in shown
