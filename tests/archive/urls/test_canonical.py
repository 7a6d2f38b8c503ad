"""What counts as one address, and what does not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.urls.canonical import UrlError, canonical_url, registrable_domain, url_key

_WHATWG = json.loads((Path(__file__).parent / "data" / "whatwg_urls.json").read_text("utf-8"))

_CANONICAL = [
    (" https://a.org/x \n", "https://a.org/x"),
    ("HTTP://WWW.Example.COM:80/Path", "http://www.example.com/Path"),
    ("https://a.org:443/", "https://a.org/"),
    ("http://127.0.0.1:8001/story.html", "http://127.0.0.1:8001/story.html"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("https://user:secret@a.org/x", "https://a.org/x"),
    ("https://a.org./x", "https://a.org/x"),
    ("https://例え.jp/記事", "https://xn--r8jz45g.jp/%E8%A8%98%E4%BA%8B"),
    ("https://a.org/x/./y/../%7efoo/%e3%81%82", "https://a.org/x/~foo/%E3%81%82"),
    ("https://a.org/100%", "https://a.org/100%25"),
    ("https://a.org/%%37%45", "https://a.org/%257E"),
    ("https://a.org/x?", "https://a.org/x"),
    ("https://a.org/x#part", "https://a.org/x"),
    ("https://a.org/#!/story/1", "https://a.org/#!/story/1"),
    ("https://a.org/x?utm_source=rss&id=1&fbclid=Iw", "https://a.org/x?id=1"),
    ("https://a.org/x?b=2&a=1", "https://a.org/x?b=2&a=1"),
    ("https://a.org/x?a=1&amp;b=2&#038;c=3", "https://a.org/x?a=1&b=2&c=3"),
    ("https://a.org/x?a=1&%61mp;b=2", "https://a.org/x?a=1&b=2"),
    ("https://a.org/x?id=1?utm_source=rss", "https://a.org/x?id=1"),
    ("https://a.org/x?q=why?&id=1", "https://a.org/x?q=why?&id=1"),
    ("https://a.org/x?ref=rss", "https://a.org/x"),
    ("https://a.org/x?source=rss", "https://a.org/x"),
    ("https://a.org/x;jsessionid=AB12.node1?id=1", "https://a.org/x?id=1"),
    ("https://a.org/(S(lit3py55t21z5v55vlm25s55))/x.aspx", "https://a.org/x.aspx"),
    ("https://a.org/%28S%28lit3py55t21z5v55vlm25s55%29%29/x.aspx%3Bjsessionid=1", "https://a.org/x.aspx"),
    ("https://a.org/x.php?PHPSESSID=ab12&id=1", "https://a.org/x.php?id=1"),
    ("https://a.org/x?sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9", "https://a.org/x"),
    ("https://a.org/x/?replytocom=12", "https://a.org/x/"),
]

_TWINS = [
    "http://a.org/2024/03/lunar-law/",
    "https://a.org/2024/03/lunar-law",
    "https://www.a.org/2024/03/lunar-law/",
    "https://a.org:443/2024/03/lunar-law",
    "https://m.a.org/2024/03/lunar-law",
    "https://mobile.a.org/2024/03/lunar-law",
    "https://amp.a.org/2024/03/lunar-law",
    "https://a.org/2024/03/lunar-law/amp/",
    "https://a.org/amp/2024/03/lunar-law",
    "https://a.org/2024/03/lunar-law?amp",
    "https://a.org/2024/03/lunar-law/?amp=1",
    "https://a.org/2024/03/lunar-law/?outputType=amp",
    "https://a.org/2024/03/lunar-law.amp",
    "https://a.org/2024/03/lunar-law/print/",
    "https://a.org/2024/03/lunar-law/?print=1",
    "https://a.org/2024/03/lunar-law/index.html",
    "https://a.org//2024/03/lunar-law/#comments",
    "https://a.org/2024/03/./x/../lunar%2Dlaw",
    "https://mobil.a.org/2024/03/lunar-law",
    "https://wap.a.org/2024/03/lunar-law",
    "https://a.org/2024/03/lunar-law/printable",
    "https://a.org/2024/03/lunar-law/printview",
    "https://a.org/print/2024/03/lunar-law.amp",
]

# What print, mobile and AMP editions are called: WordPress, Joomla, the New York Times and others.
_TWIN_QUERIES = """
    amp=amp amp=on amp=yes isamp=1 print print=print print=printable printable=yes printable=y printerfriendly=true
    printview=1 print-posts=print print-posts=pdf pagewanted=print pagewanted=all mobile mobile=1 mobile=0
    mobile=false mobile=no nomobile=1 tmpl=component output=amp output=print outputType=print format=amp
    format=print view=amp view=print view=mobile mode=amp mode=print mode=mobile display=print display=mobile
    version=amp version=print version=mobile theme=amp theme=print theme=mobile
""".split()
_QUERIES_OF_OTHER_PAGES = """
    amp=2 print-posts=1 pagewanted=2 nomobile=x tmpl=print output=pdf format=pdf view=list mode=dark display=none
    version=2 theme=moon m=2
""".split()

_DIFFERENT = [
    ("https://a.org/?id=1", "https://a.org/?id=2"),
    ("https://a.org/?p=12", "https://a.org/?p=13"),
    ("https://a.org/?p=12", "https://a.org/"),
    ("https://a.org/Law", "https://a.org/law"),
    ("https://a.org/x?page=2", "https://a.org/x"),
    ("https://a.org/x?lang=fr", "https://a.org/x?lang=en"),
    ("https://a.org/article.php?sid=1234", "https://a.org/article.php?sid=1235"),
    ("https://a.org/x?source=nasa", "https://a.org/x?source=esa"),
    ("https://a.org/x?ref=A-77", "https://a.org/x?ref=A-78"),
    ("https://a.org/x?s=moon", "https://a.org/x?s=mars"),
    ("https://a.org/x?print=12", "https://a.org/x?print=13"),
    ("https://a.org/x?a=1%262", "https://a.org/x?a=1&2"),
    ("https://a.org/x%2Fy", "https://a.org/x/y"),
    ("https://a.org/x%3Fid=1", "https://a.org/x?id=1"),
    ("https://a.org/x?q=a%2Bb", "https://a.org/x?q=a+b"),
    ("https://a.org/x?tag=a&tag=b", "https://a.org/x?tag=b&tag=a"),
    ("https://a.org/#!/1", "https://a.org/#!/2"),
    ("https://a.org:8001/x", "https://a.org:8002/x"),
    ("https://news.a.org/x", "https://a.org/x"),
    ("https://a.org/2024/index.html", "https://a.org/2025/index.html"),
    ("https://a.org/print", "https://a.org/"),
    ("https://m.github.io/x", "https://www.github.io/x"),
    ("https://a.org/x?a=1&#38;id=2", "https://a.org/x?a=1&#38;id=3"),
]

_REFUSED = [
    "",
    "/relative",
    "//a.org/x",
    "ftp://a.org/x",
    "file:///etc/hostname",
    "javascript:alert(1)",
    "mailto:a@a.org",
    "http://",
    "http:///x",
    "http:a.org",
    "http://?x",
    "http://@/x",
    "http://./",
    "http://a b.org/",
    "http://a.org:99999/",
    "http://[::1/",
    "http://1.2.3.4.5/",
    "http://a.org\\@b.org/",
    "http://a.org/x\\y",
    "http://a.org/a\nb",
    "http://a.org/\x00",
    "http://a.org/\x85x",
    "http://a.org/\ud800",
    "http://a.org/" + "x" * 8000,
]


@pytest.mark.parametrize(("url", "expected"), _CANONICAL)
def test_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize("url", _TWINS)
def test_twins_share_a_key(url: str) -> None:
    assert url_key(url) == "a.org/2024/03/lunar-law"


def test_print_mobile_and_amp_queries_are_no_part_of_the_key() -> None:
    assert [query for query in _TWIN_QUERIES if url_key(f"https://a.org/x?{query}&id=1") != "a.org/x?id=1"] == []
    assert [query for query in _QUERIES_OF_OTHER_PAGES if url_key(f"https://a.org/x?{query}") == "a.org/x"] == []
    assert url_key("https://a.org/x.html?m=1") == url_key("https://a.org/x.html?m=0") == "a.org/x.html"  # Blogger
    assert url_key("https://a.org/x?m=1") == "a.org/x?m=1"


def test_a_folder_that_is_only_a_mark_goes() -> None:
    assert url_key("https://a.org/x/.amp") == "a.org/x"
    assert url_key("https://a.org/x/amp/index.html") == "a.org/x"
    assert url_key("https://a.org/amp") == "a.org/amp"


def test_escapes_and_spaces_of_a_query_have_one_form() -> None:
    assert url_key("https://a.org/x?q=a+b") == url_key("https://a.org/x?q=a%20b") == "a.org/x?q=a%20b"
    assert url_key("https://a.org/x%21(y)") == url_key("https://a.org/x!%28y%29") == "a.org/x!(y)"


def test_eight_thousand_characters_are_an_address_and_one_more_is_not() -> None:
    start = "https://a.org/"
    assert len(canonical_url(start + "x" * (8000 - len(start)))) == 8000
    with pytest.raises(UrlError):
        canonical_url(start + "x" * (8001 - len(start)))


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("_=1700000000000", ""),  # of jQuery, against caches
        ("_=12", "?_=12"),
        ("a=1&&b=2&", "?a=1&b=2"),
        ("sid=0a1b2c3d4e5f60718293", ""),
        ("v=0a1b2c3d4e5f60718293", "?v=0a1b2c3d4e5f60718293"),
    ],
)
def test_what_says_nothing_of_the_page_goes(query: str, kept: str) -> None:
    assert canonical_url(f"https://a.org/x?{query}") == f"https://a.org/x{kept}"


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.bbc.co.uk.", "bbc.co.uk"),
        ("www.gov.uk", "gov.uk"),
        ("gov.uk", "gov.uk"),
        ("www.press.outlet.example", "outlet.example"),  # no rule in the list: the last label is the suffix
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]"),
    ],
)
def test_the_site_of_a_host(host: str, site: str) -> None:
    assert registrable_domain(host) == site


def test_only_the_labels_of_editions_go_from_a_host_without_a_known_suffix() -> None:
    assert url_key("https://www.press.outlet.example/x") == "press.outlet.example/x"
    assert url_key("https://127.0.0.1:443/x") == url_key("http://127.0.0.1/x") == "127.0.0.1/x"
    assert url_key("http://a.org:443/x") == url_key("https://a.org:80/x") == "a.org/x"


@pytest.mark.parametrize(("one", "other"), _DIFFERENT)
def test_two_articles_have_two_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    ["http://a.org/x", "https://www.a.org/x/", "https://m.a.org/x/amp/", "https://a.org/x/index.html"],
)
def test_canonical_form_keeps_what_the_server_may_need(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://en.m.wikipedia.org/wiki/A", "en.wikipedia.org/wiki/A"),
        ("https://www.gov.uk/x", "gov.uk/x"),
        ("https://m.com/x", "m.com/x"),
        ("https://a.org/x.amp.html", "a.org/x.html"),
        ("https://a.org/x.html?m=1", "a.org/x.html"),
        ("https://a.org/x?m=1", "a.org/x?m=1"),
        ("https://a.org/x?b=&a=%28", "a.org/x?a=(&b"),
        ("http://[::1]:8080/", "[::1]:8080"),
    ],
)
def test_key(url: str, key: str) -> None:
    assert url_key(url) == key


@pytest.mark.parametrize("url", _REFUSED)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(UrlError):
        canonical_url(url)
    with pytest.raises(UrlError):
        url_key(url)


@pytest.mark.parametrize("case", _WHATWG, ids=lambda case: repr(case["input"])[:60])
def test_addresses_are_read_as_browsers_read_them(case: dict[str, str | None]) -> None:
    url, href = case["input"], case["href"]
    assert url is not None
    if href is None:
        with pytest.raises(UrlError):
            canonical_url(url)
    else:
        assert canonical_url(url) == canonical_url(href)
        assert url_key(url) == url_key(href)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("WWW.Esa.int.", "esa.int"),
        ("a.github.io", "a.github.io"),
        ("www.gov.uk", "gov.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("localhost", "localhost"),
        ("intranet.", "intranet"),
    ],
)
def test_registrable_domain(host: str, site: str) -> None:
    assert registrable_domain(host) == site


_PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "/",
                "/",
                "?",
                "&",
                "&amp;",
                "#",
                "#!",
                "%",
                "%2",
                "%25",
                "%2E",
                "%37%45",
                "%3F",
                "%26",
                "..",
                ".",
                ";",
                "=",
            ]
        ),
        st.sampled_from(["amp", "print", ".amp.html", "index.html", ";jsessionid=1", "/(S(aaaaaaaaaaaaaaaaaaaaaaaa))"]),
        st.sampled_from(
            ["id=1", "utm_source=rss", "?utm_medium=x", "amp=1", "print", "sid=a1b2c3d4e5f6a7b8", "ref=rss"]
        ),
    ),
    max_size=12,
).map("".join)
_HOSTS = st.sampled_from(
    ["a.org", "www.a.org", "m.a.org", "www.m.amp.a.co.uk", "127.0.0.1", "[::1]", "www.www", "é.fr"]
)
_ADDRESSES = st.builds(
    lambda scheme, host, port, rest: f"{scheme}://{host}{port}{rest}",
    st.sampled_from(["http", "HTTPS"]),
    st.one_of(_HOSTS, st.text(max_size=8)),
    st.sampled_from(["", ":80", ":443", ":8001"]),
    _PIECES,
)


@given(st.one_of(_ADDRESSES, st.text()))
def test_both_forms_are_stable(url: str) -> None:
    try:
        canonical = canonical_url(url)
    except UrlError:
        with pytest.raises(UrlError):
            url_key(url)
        return
    assert canonical_url(canonical) == canonical
    key = url_key(url)
    assert url_key(canonical) == key
    assert url_key("http://" + key) == key
    assert canonical.isascii()


@given(_HOSTS, st.lists(st.text("abcXYZ019-_", min_size=1, max_size=8), max_size=4), st.integers(0, 99))
def test_twins_of_any_address_share_its_key(host: str, segments: list[str], number: int) -> None:
    path = "/".join(["", "news", *segments, "story"])
    key = url_key(f"http://{host}{path}?id={number}")
    assert key == url_key(f"https://{host}{path}/?utm_campaign=x&id={number}#top")
    assert key == url_key(f"https://{host}{path}/amp/?amp=1&id={number}")
    assert key != url_key(f"https://{host}{path}?id={number + 1}")
    assert key != url_key(f"https://{host}{path}x?id={number}")
