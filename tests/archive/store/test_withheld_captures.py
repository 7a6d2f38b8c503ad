"""Pages whose body may not be kept: what of them is in the archive, and what is not."""

import io
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.archive import Archive
from archive.merge.merge import merge
from archive.records import Article, Exchange, Lead, Location, Rejection
from archive.store.captures import Withheld
from archive.warc import records as captures
from tests.archive.conftest import FETCHED, TEXT, a_source

URL = "https://courier.example/1"
SECRET = b"<p>what must not be kept"
SAID = ("tdm-reserved",)
SAID_JSON = '["tdm-reserved"]'


def withheld(result: Article | Rejection, url: str = URL, at: str = FETCHED) -> Withheld:
    exchange = Exchange(
        url=url,
        fetched_at=at,
        status=200,
        response_headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("TDM-Reservation", "1")),
        body=SECRET,
        rights=SAID,
    )
    return Withheld(exchange, Lead(url, title="Headline", html="the text"), "courier", None, "tdm reserved", result)


def bare(url: str = URL, title: str = "Delegations discuss debris rules", **fields: Any) -> Article:
    return Article(url=url, title=title, text="", access="withheld", rights=SAID, **fields)


def keep(archive: Archive, page: Withheld) -> None:
    archive.frontier.add("courier", [page.lead])
    archive.add_withheld(page, "test")


def rows(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    return archive.db.execute(sql).fetchall()


def test_an_article_without_its_text_is_kept_with_the_reason(archive: Archive) -> None:
    keep(archive, withheld(bare(authors=("Ana Ruiz",))))
    (article,) = rows(archive, "select title, text, word_count, access, rights, authors from articles")
    assert article == ("Delegations discuss debris rules", "", 0, "withheld", '["tdm-reserved"]', '["Ana Ruiz"]')
    assert rows(archive, "select state, reason from urls") == [("archived", "metadata only: tdm reserved")]
    assert rows(archive, "select outcome, withheld, rights from captures") == [("new", "tdm reserved", SAID_JSON)]


def test_no_byte_of_the_body_is_in_the_record_nor_in_the_frontier(archive: Archive) -> None:
    keep(archive, withheld(bare()))
    (place,) = rows(archive, "select warc_file, warc_offset, warc_length from captures")
    file = next(iter(archive.folder.iterdir())).read_bytes()
    records = list(ArchiveIterator(io.BytesIO(file), check_digests=True))
    assert [record.rec_headers.get_header("WARC-Truncated") for record in records][-1] == "unspecified"
    status, headers, body = captures.read(archive.folder, Location(*place))
    assert (status, headers["tdm-reservation"], body) == (200, "1", b"")
    assert rows(archive, "select lead from urls") == [('{"title":"Headline"}',)]


def test_of_a_page_that_may_not_be_kept_at_all_nothing_is(archive: Archive) -> None:
    keep(archive, withheld(Rejection("blocked", "noindex")))
    assert rows(archive, "select state, reason, lead from urls") == [("blocked", "noindex", "{}")]
    assert rows(archive, "select count(*) from articles") == [(0,)]


def test_articles_without_text_are_not_taken_for_each_other(archive: Archive) -> None:
    for number in (1, 2):
        url = f"https://courier.example/{number}"
        keep(archive, withheld(bare(url, title="Briefing"), url))
    assert rows(archive, "select url, copy_of from articles") == [
        ("https://courier.example/1", None),
        ("https://courier.example/2", None),
    ]


def test_a_text_that_was_kept_before_stays(archive: Archive, add: Any) -> None:
    add(URL, at="2026-11-01T10:00:00Z")
    keep(archive, withheld(bare()))
    assert rows(archive, "select text, access, rights from articles") == [(TEXT, "", SAID_JSON)]


def test_a_text_that_may_be_kept_from_now_on_is_no_edit_of_the_outlet(archive: Archive, add: Any) -> None:
    keep(archive, withheld(bare(), at="2026-11-01T10:00:00Z"))
    add(URL)
    assert rows(archive, "select text, access from articles") == [(TEXT, "")]
    assert rows(archive, "select change from revisions order by number") == [("first",), ("disclosed",)]


def test_what_is_not_kept_is_not_extracted_again(archive: Archive) -> None:
    from archive.store.reextraction import readings

    keep(archive, withheld(bare()))
    assert readings(archive.db, 0, 10, []) == (1, [])
    assert archive.waiting(0, 10) == []


@pytest.mark.parametrize("later", [True, False])
def test_a_merge_takes_the_text_from_the_archive_that_has_it(tmp_path: Path, later: bool) -> None:
    paths = tmp_path / "a.db", tmp_path / "b.db"
    for path, at in zip(paths, ("2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"), strict=True):
        with Archive(path) as archive:
            archive.add_source(a_source("courier"))
            if (path == paths[0]) == later:
                keep(archive, withheld(bare(), at=at))
                continue
            exchange = Exchange(URL, at, 200, (("Content-Type", "text/html"),), b"<p>story", rights=())
            archive.frontier.add("courier", [Lead(URL)])
            archive.add_capture(exchange, Lead(URL), "courier", None)
            article = Article(url=URL, title="Delegations discuss debris rules", text=TEXT, access="full", rights=())
            archive.add_results([(archive.waiting(0, 1)[0], article)], "test")
    merge(paths[0], [paths[1]])
    with Archive(paths[0]) as archive:
        assert rows(archive, "select text, access from articles") == [(TEXT, "full")]
        assert rows(archive, "select text from revisions") == [(TEXT,)]
        assert sorted(rows(archive, "select withheld from captures")) == [("",), ("tdm reserved",)]
