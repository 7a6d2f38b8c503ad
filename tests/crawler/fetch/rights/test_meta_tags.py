from time import process_time

import pytest

from crawler.fetch.rights.meta_tags import meta_elements


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<meta name="robots" content="noindex, nofollow">', [("robots", "noindex, nofollow")]),
        ("<META CONTENT=noarchive NAME=Robots />", [("robots", "noarchive")]),
        ("<meta\n  content='max-snippet:-1'\n  name = 'SpaceBeat' >", [("spacebeat", "max-snippet:-1")]),
        (
            '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://a/?b=1&amp;c">',
            [("tdm-reservation", "1"), ("tdm-policy", "https://a/?b=1&c")],
        ),
        ('<body><p>text<meta name="robots" content="noindex"></p>', [("robots", "noindex")]),
        ('<meta name="description" content="robots > men"><meta name=robots content=none>', [("robots", "none")]),
        ('<meta name="googlebot" content="noindex">robots', []),
        ('<!-- <meta name="robots" content="noindex"> -->', []),
        ('<!--><meta name="robots" content="noindex">', [("robots", "noindex")]),
        ('<!-- <meta name="robots" content="noindex">', []),
        ('<script>"<meta name=robots content=noindex>"</SCRIPT><meta name=robots content=all>', [("robots", "all")]),
        ('<title><meta name="robots" content="noindex"></title>', []),
        ('<metadata name="robots" content="noindex">', []),
        ('<meta name="robots">', [("robots", "")]),
        ('<meta name="robots" content="noindex"', [("robots", "noindex")]),
    ],
)
def test_elements_about_the_use_of_a_page_are_found(html: str, found: list[tuple[str, str]]) -> None:
    assert list(meta_elements(html.encode())) == found


def test_utf_16_is_read() -> None:
    html = '<meta name="robots" content="noindex">'
    assert meta_elements(html.encode("utf-16")) == (("robots", "noindex"),)


@pytest.mark.untraced
@pytest.mark.parametrize(
    "body",
    [
        b"<!--" * 500_000,
        b"<script" * 300_000,
        b"<script>" * 260_000,
        b"<meta " * 350_000,
        b"<meta name=robots content=" + b"'" * 2_000_000,
        b"<meta name=robots " + b"a=" * 1_000_000,
    ],
    ids=["comments", "scripts", "script", "meta", "quotes", "attributes"],
)
def test_hostile_pages_cost_little(body: bytes) -> None:
    started = process_time()
    meta_elements(b"<p>robots" + body)
    assert process_time() - started < 1
