"""A wall is told from an article, and an article about walls is not taken for one."""

import pytest

from archive.records import Rejection
from crawler.extract import walls
from crawler.extract.document import parse

PROSE = (
    "<p>The committee met for the third time this year and agreed on a text that leaves the disputed "
    "paragraph open, delegates said on Friday after a night of talks in Vienna.</p>" * 12
)


def told(
    html: str,
    *,
    status: int = 200,
    url: str = "https://news.example/2024/a-long-slug-here",
    asked: str = "",
    headers: dict[str, str] | None = None,
) -> Rejection | None:
    document = parse(html.encode(), url)
    return walls.recognise(document, status=status, headers=headers or {}, requested_url=asked or url)


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_is_gone(status: int) -> None:
    assert told(f"<html><body>{PROSE}</body></html>", status=status) == Rejection("gone", f"http {status}")


@pytest.mark.parametrize(
    ("html", "vendor"),
    [
        ("<title>Just a moment...</title><body><script>window._cf_chl_opt={}</script>", "cloudflare"),
        (
            '<body><script src="https://ct.captcha-delivery.com/c.js"></script><p>Please enable JS</p>',
            "datadome",
        ),
        ('<title>Access to this page has been denied</title><body><div id="px-captcha"></div>', "perimeterx"),
        (
            (
                "<title>Access Denied</title><body><h1>Access Denied</h1>You don't have permission to access "
                "this on this server.<p>Reference #18.2d351ab8.1557333295.a4e16ab<p>https://errors.edgesuite.net/18"
            ),
            "akamai",
        ),
        (
            '<body><iframe src="/_Incapsula_Resource?x=1">Incapsula incident ID: 1</iframe>',
            "imperva",
        ),
        ("<body><script>window.gokuProps = {}; AwsWafIntegration.checkForceRefresh()</script>", "aws-waf"),
    ],
)
def test_a_challenge_names_its_vendor(html: str, vendor: str) -> None:
    assert told(html, status=403) == Rejection("blocked", f"bot challenge: {vendor}")


def test_a_challenge_header_is_enough() -> None:
    found = told("<body>x</body>", status=403, headers={"cf-mitigated": "challenge"})
    assert found == Rejection("blocked", "bot challenge: cloudflare")


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Seite nicht gefunden - Weltraumblatt", "Ups"),
        ("Espace Info", "Page introuvable"),
        ("404 Not Found", ""),
        ("Газета", "Страница не найдена"),
        ("宇宙新聞", "ページが見つかりません"),
        ("Sorry, the page you were looking for could not be found", ""),
    ],
)
def test_a_missing_page_that_answers_in_good_order_is_gone(title: str, heading: str) -> None:
    assert told(f"<title>{title}</title><body><h1>{heading}</h1>") == Rejection("gone", "soft 404")


def test_an_article_about_missing_pages_is_no_wall() -> None:
    assert told(f"<title>404 Not Found</title><body><h1>Page not found</h1>{PROSE}") is None


def test_a_consent_page_is_blocked() -> None:
    html = (
        "<title>Bevor Sie fortfahren</title><body><h1>Bevor Sie fortfahren</h1><p>Unsere Partner nutzen "
        "Cookies.</p><a>Alle akzeptieren</a> <a>Alle ablehnen</a>"
    )
    assert told(html) == Rejection("blocked", "consent page")


def test_a_redirect_to_a_consent_host_is_blocked() -> None:
    found = told(f"<body>{PROSE}", url="https://consent.news.example/x", asked="https://news.example/2024/a-long-slug")
    assert found == Rejection("blocked", "consent page")


def test_a_login_form_is_blocked() -> None:
    html = "<title>Anmelden | Blatt</title><body><form><input name=user><input type=password></form>"
    assert told(html) == Rejection("blocked", "login form")


@pytest.mark.parametrize(
    "home", ["https://news.example/", "https://news.example/en/", "https://news.example/index.html"]
)
def test_a_redirect_to_the_home_page_is_gone(home: str) -> None:
    found = told(f"<body>{PROSE}", url=home, asked="https://news.example/2024/a-long-slug-here")
    assert found == Rejection("gone", "redirect to home page")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("https://news.example/?p=4411", "https://news.example/2024/a-long-slug-here"),
        ("http://news.example/2024/a-long-slug-here", "https://www.news.example/2024/a-long-slug-here/"),
        ("https://news.example/2024/a-long-slug-here/amp", "https://news.example/2024/a-long-slug-here"),
    ],
)
def test_a_redirect_to_the_article_is_no_wall(asked: str, given: str) -> None:
    assert told(f"<body>{PROSE}", url=given, asked=asked) is None
