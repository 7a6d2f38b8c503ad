"""A hostile page costs its worker only seconds and yields its article or a clear reason for rejection."""

import time

import pytest

from archive.records import Article, Lead, Rejection
from crawler.extract.article import extract
from crawler.extract.page import Page
from crawler.html import prune
from crawler.html.document import parse
from tests.foreign import source

URL = "https://courier.example/news/1"
STORY = "".join(
    f"<p>Delegation {n} of the committee on outer space told the meeting what it thinks of debris rule {n}.</p>"
    for n in range(6)
)
SECONDS = 6.0  # of processor time, on a slow machine; most pages take a tenth of it


def page(filler: str, head: str = "") -> bytes:
    start = f"<!doctype html><html><head><title>Delegates weigh rules on debris</title>{head}</head><body><article>"
    return f"{start}<h1>Delegates weigh rules on debris</h1>{STORY}{filler}</article></body></html>".encode()


def read(body: bytes) -> Article | Rejection:
    headers = {"content-type": "text/html; charset=utf-8"}
    return extract(Page(URL, body, headers, "2026-11-10T00:00:00Z", Lead(URL), source()))


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    read(page(""))


HOSTILE = {
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x</p>",
    "quoted attributes": "<p " + " ".join(f'a{n}="<>"' for n in range(60_000)) + ">x</p>",
    "tags of many attributes": ("<p " + " ".join(f"a{n}=1" for n in range(900)) + ">x</p>") * 300,
    "spans": "<span>x</span>" * 30_000,
    "breaks": "<br>" * 1_000_000,
    "lines": "word<br>" * 100_000,
    "links": "<a href='/x'>link</a> " * 100_000,
    "rows": "<table>" + "<tr><td>a</td><td>b</td></tr>" * 100_000 + "</table>",
    "open paragraphs": "<p>word" * 200_000,
    "options": "<select>" + "<option>x" * 100_000 + "</select>",
    "comments": "<!--x-->" * 200_000,
    "divisions": "<div>" * 200_000 + "x" + "</div>" * 200_000,
    "tables in tables": "<table><tr><td>" * 20_000,
    "bold": "<b>" * 50_000,
    "brackets": "<" * 2_000_000,
    "one paragraph": "<p>" + "The committee met. " * 1_000_000 + "</p>",
}


@pytest.mark.parametrize("filler", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_yields_its_article_in_seconds(filler: str) -> None:
    started = time.process_time()
    result = read(page(filler))
    assert time.process_time() - started < SECONDS
    assert isinstance(result, Article)
    assert "Delegation 0 of the committee" in result.text
    assert result.title == "Delegates weigh rules on debris"


@pytest.mark.parametrize(
    "body",
    [b"<div>" * 60_000 + b"x" + b"</div>" * 60_000, b"\x89PNG\r\n\x1a\n" + b"\0" * 100_000, bytes(range(256)) * 1000],
    ids=["nested", "picture", "junk"],
)
def test_a_page_without_an_article_is_rejected(body: bytes) -> None:
    started = time.process_time()
    assert isinstance(read(body), Rejection)
    assert time.process_time() - started < SECONDS


def test_a_text_longer_than_any_book_is_truncated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "CHARACTERS", 100_000)
    sentence = "<p>Member state number {} reported on the objects that it keeps in orbit around the Earth.</p>"
    result = read(page("".join(sentence.format(n) for n in range(2_000))))
    assert isinstance(result, Article)
    assert "Delegation 0 of the committee" in result.text
    assert 90_000 < len(result.text) < 110_000


def test_a_page_within_the_limits_is_unchanged() -> None:
    body = page("<div>" * 100 + "deep" + "</div>" * 100 + "<svg><text>x</text></svg>" + "<span>x</span>" * 10_000)
    document = parse(body, URL)
    assert document.html == body.decode()
    assert document.tree.find(".//svg") is not None


def test_deeply_nested_text_is_kept_without_its_mark_up() -> None:
    tree = parse(page("<div>" * 1_000 + "at the bottom" + "</div>" * 1_000 + "<p>after it</p>"), URL).tree
    assert "at the bottom" in tree.text_content()
    assert "after it" in tree.text_content()
    assert max(len(list(element.iterancestors())) for element in tree.iter()) <= prune.DEPTH


def test_metadata_of_a_pruned_page_is_kept() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ana Ruiz"}}</script>'
    result = read(page("<span>x</span>" * 30_000, data + "<meta property='article:section' content='Policy'>"))
    assert isinstance(result, Article)
    assert (result.authors, result.section) == (("Ana Ruiz",), "Policy")
