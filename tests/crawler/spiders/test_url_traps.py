from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.url_traps import trap_reason

TODAY = date(2026, 11, 22)
HOST = "https://example.org"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/news/" + "a" * 2100, "address too long"),
        ("/a1/b2/c3/d4/e5/f6/g7/h8/i9/j10/k11/l12/m13/n14/o15/p16/q17/r18/s19/t20/u21", "path too deep"),
        ("/news/news/news/story", "repeated path segments"),
        ("/en/about/en/about/en/about/team", "repeated path segments"),
        ("/a/b/c/d/a/b/c/d/a/b/c/d", "repeated path segments"),
        ("/img/a/img/b/img/c/img/d", "repeated path segments"),
        ("/list?" + "&".join(f"f{n}={n}" for n in range(13)), "too many parameters"),
        ("/story?PHPSESSID=0123456789abcdef0123", "session id"),
        ("/story;jsessionid=1A2B3C", "session id"),
        ("/(S(abcdefghijklmnopqrstuvwx))/story", "session id"),
        ("/calendar/2026/11", "calendar"),
        ("/events/calendar/?month=2026-11", "calendar"),
        ("/events/?tribe-bar-date=2189-01-01", "calendar"),
        ("/2189/01/01/", "calendar"),
        ("/news/1901/5/", "calendar"),
        ("/archive?year=3024", "calendar"),
        ("//[/news", "malformed address"),
    ],
)
def test_a_trap_is_recognised_by_its_form(path: str, reason: str) -> None:
    assert trap_reason(path if path.startswith("//") else HOST + path, TODAY) == reason


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/2026/11/22/launch/",
        "/news/2026/11/11/11/eleven/",
        "/1958/10/nasa-begins-its-work",
        "/2027/01/missions-to-watch",
        "/agenda-item-5/space",
        "/calendar",
        "/calendar/2026/11/22/launch-of-ariane",
        "/events/2026/11/22/symposium/",
        "/news/news/story",
        "/en/news/press/en/release",
        "/story?id=123456789012&lang=en",
        "/story?sid=12",
        "/story?date=2026-11-22",
        "/search?q=space&page=3&sort=date&from=2020&to=2026",
        "/media/2189-satellites-planned/",
        "/doc/0123456789abcdef0123456789abcdef",
        "/view/20261122000800325",
        "/a/b/a/b/story",
    ],
)
def test_an_ordinary_address_is_none(path: str) -> None:
    assert trap_reason(HOST + path, TODAY) == ""


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(trap_reason(f"{HOST}{text}", TODAY), str)


def test_hostile_addresses_cost_little() -> None:
    for text in ("/a" * 999, "?" + "&" * 1900, "/1111" * 390, "/2026/1" * 280, "?sid=" + "a" * 1900):
        assert isinstance(trap_reason(HOST + text, TODAY), str)
