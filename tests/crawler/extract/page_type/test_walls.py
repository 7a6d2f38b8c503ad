"""A wall is distinguished from an article, and an article about walls is not taken for one."""

import pytest

from archive.records import Rejection
from crawler.extract.page_type import walls
from crawler.html.document import parse

PROSE = (
    "<p>The committee met for the third time this year and agreed on a text that leaves the disputed "
    "paragraph open, delegates said on Friday after a night of talks in Vienna.</p>" * 12
)


def rejection(
    html: str,
    *,
    status: int = 200,
    url: str = "https://news.example/2024/a-long-slug-here",
    requested: str = "",
    headers: dict[str, str] | None = None,
    headline: str = "",
) -> Rejection | None:
    document = parse(html.encode(), url)
    return walls.recognise(
        document,
        document.blocks,
        status=status,
        headers=headers or {},
        requested_url=requested or url,
        headline=headline,
    )


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_is_gone(status: int) -> None:
    assert rejection(f"<html><body>{PROSE}</body></html>", status=status) == Rejection("gone", f"http {status}")


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
        ("<meta http-equiv='refresh' content='0;/.well-known/sgcaptcha/?r=x'>", "siteground"),
        ('<title>One moment, please...</title><body><form id="wsidchk-form"></form>', "imunify"),
        ("<body><script src='/aes.js'></script><script>slowAES.decrypt(c,2,a,b)</script>", "infinityfree"),
        ("<body><script src='https://x/ddos-shield.appspot.com/aes.js'></script>just a moment...", "project-shield"),
        ("<title>news.example</title><script>window.rbzns={bereshit:'1'}</script><body>&nbsp;", "reblaze"),
        ('<title>Challenge Validation</title><body><div id="sec-if-cpt-container">Privacy</div>', "akamai"),
        ("<title>Ой!</title><script src='https://smartcaptcha.yandexcloud.net/captcha.js'></script><body>x", "yandex"),
        ("<title>百度安全验证</title><body><p>网络不给力</p>", "unknown"),
        ("<body><script>document.cookie='D1N=3f';window.location.reload(true);</script>", "cookie"),
    ],
)
def test_a_challenge_names_its_vendor(html: str, vendor: str) -> None:
    assert rejection(html, status=403) == Rejection("blocked", f"bot challenge: {vendor}")


def test_a_challenge_with_a_long_explanation_is_still_a_challenge() -> None:
    html = f'<script id="anubis_challenge" type="application/json">{{}}</script><body><h1>Wait</h1>{PROSE}'
    assert rejection(html) == Rejection("blocked", "bot challenge: anubis")
    assert rejection(html.replace('id="anubis_challenge"', "")) is None


def test_a_dated_article_with_a_challenge_script_is_not_a_wall() -> None:
    dated = "<meta property='article:published_time' content='2031-05-02'>"
    html = (
        f'<title>Are you a robot?</title>{dated}<body><div id="px-captcha"></div><h1>Are you a robot?</h1>Short news.'
    )
    assert rejection(html) is None
    assert rejection(html.replace(dated, "")) == Rejection("blocked", "bot challenge: perimeterx")


@pytest.mark.parametrize("title", ["403 Forbidden", "429 Too Many Requests", "Unavailable in your region"])
def test_a_refusal_with_status_200_is_blocked(title: str) -> None:
    assert rejection(f"<title>{title}</title><body><h1>{title}</h1>") == Rejection("blocked", "refused")


def test_a_challenge_header_is_enough() -> None:
    found = rejection("<body>x</body>", status=403, headers={"cf-mitigated": "challenge"})
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
        ("Courier", "This page isn't available"),
        ("Courier", "Article not found"),
        ("Courier", "Nothing here"),
        ("Blatt", "Artikel nicht verfügbar"),
        ("Info", "Cette page n'existe pas"),
        ("Diario", "Error 404"),
        ("Diario", "La página que buscas no existe"),
        ("Jornal", "Página não encontrada"),
        ("Krant", "Pagina niet gevonden"),
        ("Gazeta", "Strona nie została znaleziona"),
        ("Газета", "Материал не найден"),
        ("Газета", "Сторінку не знайдено"),
        ("Noviny", "Stránka nenalezena"),
        ("Lap", "Az oldal nem található"),
        ("Ziar", "Pagina nu a fost găsită"),
        ("Εφημερίδα", "Η σελίδα δεν βρέθηκε"),
        ("Gazete", "Aradığınız sayfa bulunamadı"),
        ("עיתון", "הדף לא נמצא"),
        ("صحيفة", "الصفحة غير موجودة"),
        ("روزنامه", "صفحه مورد نظر یافت نشد"),
        ("अखबार", "पेज नहीं मिला"),
        ("ข่าว", "ไม่พบหน้าที่คุณต้องการ"),
        ("Báo", "Không tìm thấy trang"),
        ("Koran", "Halaman tidak ditemukan"),
        ("新聞", "この記事は掲載期間が終了しました"),
        ("新闻", "文章不存在或已删除"),
        ("뉴스", "삭제된 기사입니다"),
        ("Lehti", "Sivua ei löytynyt"),
        ("Tidning", "Sidan kunde inte hittas"),
        ("Avis", "Siden finnes ikke"),
    ],
)
def test_a_missing_page_with_status_200_is_gone(title: str, heading: str) -> None:
    assert rejection(f"<title>{title}</title><body><h1>{heading}</h1>") == Rejection("gone", "soft 404")


def test_the_class_of_the_body_marks_a_missing_page() -> None:
    body = f"<body class='error404 wp-theme'><h1>Lost in space</h1>{PROSE[:800]}"
    assert rejection(body) == Rejection("gone", "soft 404")
    assert rejection(body.replace("error404", "single")) is None


@pytest.mark.parametrize(
    "title",
    [
        "404 Media sues over orbit data", "Just a moment in orbit", "Access denied: how journalists were kept out",
        "Login scandal shakes agency", "Please wait for the launch", "Not found: the missing satellite",
        "Acceso a la órbita baja", "Are you a robot? Tests get harder", "Captcha tests explained",
        "Consent and cookies: what the new law says",
    ],
)  # fmt: skip
def test_short_news_about_such_subjects_is_an_article(title: str) -> None:
    scripts = "<div class='g-recaptcha'></div><form><input type=password></form>"
    assert (
        rejection(f"<title>{title}</title><body><h1>{title}</h1>{scripts}<p>The agency said so on Friday.</p>") is None
    )


def test_an_article_about_missing_pages_is_not_a_wall() -> None:
    assert rejection(f"<title>404 Not Found</title><body><h1>Page not found</h1>{PROSE}") is None


def test_a_consent_page_is_blocked() -> None:
    html = (
        "<title>Bevor Sie fortfahren</title><body><h1>Bevor Sie fortfahren</h1><p>Unsere Partner nutzen "
        "Cookies.</p><a>Alle akzeptieren</a> <a>Alle ablehnen</a>"
    )
    assert rejection(html) == Rejection("blocked", "consent page")


def test_a_short_article_with_a_consent_banner_is_not_a_wall() -> None:
    banner = (
        "<div><h2>Cookies</h2><p>We and our 842 partners store and/or access information on a device, such as cookies, "
        "and process personal data for advertising.</p><a>Accept all</a> <a>Reject all</a> "
        "<a>Manage options</a> legitimate interest</div>"
    )
    assert rejection(f"<title>Courier</title><body>{banner}") == Rejection("blocked", "consent page")
    article = f"<title>Talks end</title><body>{banner}<h1>Talks end</h1>{PROSE[: PROSE.index('</p>')]} {PROSE[3:160]}"
    assert rejection(article) is None


def test_a_redirect_to_a_consent_host_is_blocked() -> None:
    found = rejection(
        f"<body>{PROSE}", url="https://consent.news.example/x", requested="https://news.example/2024/a-long-slug"
    )
    assert found == Rejection("blocked", "consent page")


def test_a_login_form_is_blocked() -> None:
    html = "<title>Anmelden | Blatt</title><body><form><input name=user><input type=password></form>"
    assert rejection(html) == Rejection("blocked", "login form")
    modal = "<title>Blatt</title><body><h1>Nur für Mitglieder</h1><form>Passwort vergessen? Angemeldet bleiben"
    assert rejection(f"{modal}<input type=password></form>") == Rejection("blocked", "login form")
    assert rejection(f"{modal}<input type=password></form>{PROSE}") is None


@pytest.mark.parametrize(
    "home", ["https://news.example/", "https://news.example/en/", "https://news.example/index.html"]
)
def test_a_redirect_to_the_home_page_is_gone(home: str) -> None:
    found = rejection(f"<body>{PROSE}", url=home, requested="https://news.example/2024/a-long-slug-here")
    assert found == Rejection("gone", "redirect to home page")


@pytest.mark.parametrize(
    ("requested", "final"),
    [
        ("https://news.example/?p=4411", "https://news.example/2024/a-long-slug-here"),
        ("http://news.example/2024/a-long-slug-here", "https://www.news.example/2024/a-long-slug-here/"),
        ("https://news.example/2024/a-long-slug-here/amp", "https://news.example/2024/a-long-slug-here"),
    ],
)
def test_a_redirect_to_the_article_is_not_a_wall(requested: str, final: str) -> None:
    assert rejection(f"<body>{PROSE}", url=final, requested=requested) is None


DOWN = "<p>Our site is undergoing scheduled maintenance and will be online again on Monday. Follow us elsewhere.</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"<title>Outlet - Maintenance</title><h1>Sorry!</h1>{DOWN}",
        f"<title>Outlet</title><h1>We will be back soon!</h1>{DOWN}",
        f"<title>Outlet</title><h1>Good evening</h1>{DOWN}",
        "<title>Verlag</title><h1>Guten Abend</h1><p>Wegen Wartungsarbeiten sind wir morgen wieder für Sie da.</p>",
        "<title>Новости</title><h1>Уважаемые читатели</h1><p>На сайте ведутся технические работы, зайдите позже.</p>",
        "<title>新闻网</title><h1>公告</h1><p>系统维护中,请稍后再访问。</p>",
    ],
    ids=["title", "heading", "sentence", "de", "ru", "zh"],
)
def test_a_site_down_for_maintenance_has_no_article(html: str) -> None:
    assert rejection(f"<html><body>{html}") == Rejection("not-article", "error page")


def test_short_news_about_maintenance_is_an_article() -> None:
    news = f"<title>Station down</title><h1>Space station goes through scheduled maintenance</h1>{DOWN}"
    menu = "".join(f'<a href="/{number}">Section</a>' for number in range(6))
    assert rejection(f"<html><body>{menu}{news}") is None
    assert rejection(f"<html><body>{news}", headline="Space station goes through scheduled maintenance") is None
    assert rejection("<title>Servicing and maintenance</title><h1>Servicing and maintenance</h1><p>In orbit.") is None
