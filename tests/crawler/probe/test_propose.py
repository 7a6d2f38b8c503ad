"""A catalogue entry is drafted for an unknown site."""

import pytest

from crawler.catalogue.load import parse
from crawler.catalogue.pattern_lint import risks
from crawler.catalogue.toml_writer import to_toml
from crawler.catalogue.url_patterns import found_in
from crawler.catalogue.validate import complaints
from crawler.probe.candidates import Candidate, candidates
from crawler.probe.propose import Answer, article_pattern, propose

HOME = "https://www.a.example.de/"
PAGE = b"""<html lang="de-DE"><head><title>Weltraum - Start | Startseite</title>
<meta property="og:site_name" content="Weltraum Heute">
<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="https://api.w.org/" href="https://www.a.example.de/wp-json/"></head>
<body><a href="/nachrichten/">Nachrichten</a><a href="/politik.rss">RSS</a>
<a href="/kontakt">Kontakt</a></body></html>"""
ROBOTS = "User-agent: *\nDisallow:\nSitemap: https://www.a.example.de/maps/index.xml\n"
ITEMS = "".join(
    f"<item><title>Nummer {n}</title><link>{HOME}2026/03/0{n}/ein-start-nummer-{n}/</link>"
    f"<pubDate>Tue, 0{n} Mar 2026 10:00:00 +0100</pubDate></item>"
    for n in range(1, 7)
)
RSS = f"<rss version='2.0'><channel>{ITEMS}</channel></rss>".encode()


def answer(candidate: Candidate, body: bytes, status: int = 200, url: str = "") -> Answer:
    return Answer(candidate, url or candidate.url, status, {}, body)


def test_announced_endpoints_are_tried_before_the_common_paths() -> None:
    found = candidates(PAGE, HOME, {}, ROBOTS)
    assert [(c.kind, c.url.removeprefix(HOME)) for c in found[:4]] == [
        ("feed", "feed/"),
        ("feed", "politik.rss"),
        ("api", "wp-json/wp/v2/posts?per_page=20&_embed=1"),
        ("sitemap", "maps/index.xml"),
    ]
    urls = [candidate.url for candidate in found]
    assert {HOME + "rss.xml", HOME + "sitemap.xml", HOME + "nachrichten/", HOME} <= set(urls)
    assert HOME + "comments/feed/" not in urls
    assert len(urls) == len(set(urls))


def test_a_link_header_reveals_wordpress_and_a_broken_page_leaves_the_common_paths() -> None:
    found = candidates(b"", HOME, {"link": '<https://www.a.example.de/wp-json/>; rel="https://api.w.org/"'})
    assert ("api", "wordpress") in {(candidate.kind, candidate.dialect) for candidate in found}
    assert ("feed", HOME + "feed/") in {(candidate.kind, candidate.url) for candidate in found}


def test_working_endpoints_make_a_source_that_can_be_loaded() -> None:
    feed, other, listing = (
        Candidate(k, HOME + p, "x") for k, p in (("feed", "feed/"), ("feed", "rss"), ("listing", ""))
    )
    source, findings = propose(
        PAGE,
        HOME,
        [answer(feed, RSS), answer(other, b"<html>404", 404), answer(listing, PAGE), answer(other, PAGE)],
    )
    assert (source.id, source.name, source.country, source.languages, source.timezone) == (
        "weltraum-heute",
        "Weltraum Heute",
        "DE",
        ("de",),
        "Europe/Berlin",
    )
    assert [endpoint.url for _, endpoint in source.endpoints()] == [HOME + "feed/"]
    assert [*complaints(source), *risks(source)] == []
    assert parse(to_toml(source), "x.toml") == (source,)
    by_url = {finding.url: finding for finding in findings}
    assert (by_url[HOME + "feed/"].entries, by_url[HOME + "feed/"].newest) == (6, "2026-03-06T09:00:00Z")
    assert by_url[HOME + "rss"].reason == "answers 404"
    assert by_url[HOME].reason == "lists no articles"
    assert found_in(source.article_url_re, HOME + "2027/11/30/etwas-anderes/")
    assert not found_in(source.article_url_re, HOME + "nachrichten/")


def test_two_paths_to_one_feed_are_one_endpoint() -> None:
    first, second = Candidate("feed", HOME + "feed/", "x"), Candidate("feed", HOME + "rss", "x")
    source, _ = propose(PAGE, HOME, [answer(first, RSS), answer(second, RSS, url=HOME + "feed/")])
    assert len(source.feed) == 1


def test_without_a_feed_the_listing_is_used() -> None:
    links = "".join(f'<li><a href="/news/{n}00{n}.html">Ein Bericht über den Start {n}</a></li>' for n in range(1, 7))
    listing = Candidate("listing", HOME + "news/", "x")
    source, _ = propose(PAGE, HOME, [answer(listing, f"<html><ul>{links}</ul></html>".encode())])
    assert [kind for kind, _ in source.endpoints()] == ["listing"]
    assert found_in(source.article_url_re, HOME + "news/7007.html?page=1")
    assert list(risks(source)) == []


def test_patterns_follow_the_forms_of_urls() -> None:
    cases = {
        tuple(f"https://a.example/2026/0{n}/word-{n}/" for n in range(1, 7)): (
            "2025/12/other-words",
            "tag/x",
        ),
        tuple(f"https://a.example/doc/{n}000" for n in range(1, 7)): ("doc/99", "doc/new"),
        tuple(f"https://a.example/x.aspx?PRID={n}000" for n in range(1, 7)): (
            "x.aspx?a=1&PRID=5",
            "x.aspx?page=2",
        ),
        tuple(f"https://a.example/some-words-{'abcdef'[n]}" for n in range(6)): ("other-words", "about"),
        tuple(f"https://a.example/{s}/story-{n}.html" for n in range(5) for s in ("law", "moon")): (
            "law/more.html",
            "tags/more.html",
        ),
        tuple(f"https://a.example/n{n}/of-2026-03-0{n}_en" for n in range(1, 7)): (
            "n1/x-2025-01-01_en",
            "n1/x",
        ),
        tuple(f"https://a.example/2026/{10 + n % 3}/word-{n}/" for n in range(6)): (
            "2027/1/other-words",
            "2027/other-words",
        ),
        tuple(f"https://a.example/houdou/r8/{n}000.html" for n in range(1, 7)): ("houdou/r9/5.html", "houdou/5.html"),
    }
    for urls, (like, unlike) in cases.items():
        pattern = article_pattern(urls)
        assert all(found_in(pattern, url) for url in urls), pattern
        assert found_in(pattern, f"https://a.example/{like}"), pattern
        assert not found_in(pattern, f"https://a.example/{unlike}"), pattern


def test_a_pattern_leaves_out_no_example_of_a_form() -> None:
    """What a feed lists now and then is an article as well; its section is not to be lost in silence."""
    urls = [f"https://a.example/policy/story-{n}" for n in range(19)] + ["https://a.example/2026/11/the-long-read"]
    assert all(found_in(article_pattern(urls), url) for url in urls)


def test_urls_without_a_common_form_or_too_few_make_no_pattern() -> None:
    assert article_pattern([f"https://{n}.example/a/b" for n in range(9)]) == ""
    assert article_pattern(["https://a.example/a"]) == ""


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/n6758823/n6758838/index.html", "新闻资讯"),
        ("/ar/mediacenter/pages/default.aspx", "الأخبار"),
        ("/allRel.aspx", "प्रेस विज्ञप्ति"),
        ("/houdou/", "報道発表"),
        ("/board.es?mid=a1", "보도자료"),
        ("/ministerium/themen/1", "Alle Meldungen »"),
    ],
)
def test_a_link_whose_words_say_news_is_tried_whatever_its_address(address: str, label: str) -> None:
    home = f"<meta charset=utf-8><a href='{address}'>{label}</a><a href='/x/1'>A story of today's launch</a>".encode()
    found = [c.url for c in candidates(home, "https://outlet.example/") if c.why == "link on the home page"]
    assert found == [f"https://outlet.example{address}"]


@pytest.mark.parametrize(
    "title", ["Home | Orbit Agency", "Orbit Agency - Startseite", "首页 - Orbit Agency", "Orbit Agency"]
)
def test_the_name_is_what_the_title_has_next_to_home(title: str) -> None:
    source, _ = propose(f"<meta charset=utf-8><title>{title}</title>".encode(), HOME, [])
    assert source.name == "Orbit Agency"


def test_press_pages_with_a_default_document_and_feeds_of_site_builders_are_tried() -> None:
    home = b"""<link href="https://static1.squarespace.com/x.css"><a href="/press/default.aspx">Press</a>
        <a href="/news">News</a>"""
    found = {(c.kind, c.url) for c in candidates(home, "https://outlet.example/")}
    assert ("listing", "https://outlet.example/press/default.aspx") in found
    assert ("feed", "https://outlet.example/news?format=rss") in found
    assert ("feed", "https://outlet.example/blog-feed.xml") in found
