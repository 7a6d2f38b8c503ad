"""Whatever a page states, its article can be stored, and no stored text has a character that breaks its readers."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.records import Article
from crawler.extract.article import extract
from crawler.extract.page import Page
from tests.archive.conftest import a_source, an_exchange

Pages = Callable[..., Page]
BAD = r"\ud800\u0000\u001b\u0085"  # in JSON: half a character, NUL, escape
MARKED = "&#xD800;&#0;&#27;\x1b\x00"
STATED = {
    "headline": "Orbit talks BAD end in Geneva",
    "description": "What the BAD delegates said about the lower orbits and the rules for them.",
    "articleSection": "Space BAD",
    "keywords": ["treaty BAD"],
    "author": {"@type": "Person", "name": "Ada BAD Quist"},
    "image": "https://courier.example.org/BAD.png",
    "datePublished": "2031-05-02T08:00:00BADZ",
    "inLanguage": "en",
}
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def test_no_stored_text_has_a_character_that_breaks_its_readers(page: Pages, prose: str, tmp_path: Path) -> None:
    data = json.dumps({"@type": "NewsArticle", **STATED}).replace("BAD", BAD)
    meta = "".join(
        f"<meta property='{name}' content='Words {MARKED} of it'>"
        for name in ("og:title", "og:description", "article:section", "article:tag", "author", "og:image")
    )
    html = (
        f"<html lang='en'><head><title>Orbit {MARKED} talks</title>{meta}"
        f"<script type='application/ld+json'>{data}</script></head><body><article><h1>Orbit {MARKED} talks end"
        f"</h1>{prose}<p>One {MARKED} <a href='https://un.example/{MARKED}'>link {MARKED} more</a> for all to read"
        f" before the next session of the committee begins.</p></article></body></html>"
    )
    read = page(html)
    article = extract(read)
    assert isinstance(article, Article)
    assert article.published_at[:10] == "2031-05-02"
    with Archive(tmp_path / "news.db") as archive:
        archive.add_source(a_source("courier"))
        archive.add_capture(an_exchange(read.url, read.body), read.lead, "courier", None)
        (capture,) = archive.waiting(0, 1)
        (added,) = archive.add_results([(capture, article)], "test")
        assert getattr(added, "outcome", added) == "new"
        unfit = [
            (table, name, value)
            for table in archive.db.table_names()
            for row in archive.db.query(f"select * from {table}")
            for name, value in row.items()
            if isinstance(value, str) and UNFIT.search(value.encode().decode("unicode_escape", "replace"))
        ]
    assert unfit == []  # nor one that JSON spells as an escape


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "99999999999999999999999", "-9e99"])
def test_a_number_that_is_none_costs_no_article(page: Pages, prose: str, number: str) -> None:
    data = f'{{"@type": "NewsArticle", "headline": "Orbit talks end", "dateModified": {number}, "wordCount": {number}}}'
    html = f"<script type='application/ld+json'>{data}</script><article><h1>Orbit talks end</h1>{prose}</article>"
    assert isinstance(extract(page(html)), Article)
