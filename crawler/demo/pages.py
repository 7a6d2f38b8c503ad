"""Pages of the demo. Each theme imitates the strengths and faults of a kind of real site.

`wordpress` puts all metadata in meta tags; `category-header` puts the section where the headline belongs, repeats the
headline, and ends with "Comments are closed."; `json-ld` puts all in JSON-LD; `plain` has only a time element.
"""

import json
from datetime import datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from crawler.demo.newsroom import Outlet, Report


def article_page(outlet: Outlet, report: Report, base: str) -> str:
    head, top, tail = _THEMES[outlet.theme](outlet, report, base)
    if report.is_edited:
        head += f"<link rel='canonical' href='{base}{quote(report.canonical_path)}'>"
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in report.paragraphs)
    return _page(
        outlet, report.title, head, f"{top}\n<div class='entry-content'>\n{body}\n</div>\n{tail}", report.language
    )


def front_page(outlet: Outlet, base: str) -> str:
    items = "\n".join(
        f"<li class='card'><h3><a href='{base}{r.path}'>{escape(r.title)}</a></h3>"
        f"<time datetime='{r.published}'>{_day(r)}</time></li>"
        for r in outlet.reports
    )
    feed = f"<link rel='alternate' type='application/rss+xml' href='{base}/feed/'>"
    return _page(outlet, outlet.name, feed, f"<h1>{escape(outlet.name)}</h1>\n<ul class='cards'>{items}</ul>")


def error_page(outlet: Outlet) -> str:
    return _page(outlet, "Page not found", "", "<h1>Page not found</h1><p>The page you asked for does not exist.</p>")


def feed(outlet: Outlet, base: str) -> str:
    """Return the outlet's RSS 2.0 feed."""
    items = "".join(
        f"<item><title>{escape(r.title)}</title><link>{base}{r.path}</link><guid>{base}{r.path}</guid>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(r.published))}</pubDate>"
        f"<category>{escape(r.section)}</category><description>{escape(r.paragraphs[0])}</description></item>\n"
        for r in outlet.reports
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel>"
        f"<title>{escape(outlet.name)}</title><link>{base}/</link><description/>\n{items}</channel></rss>"
    )


def sitemap(outlet: Outlet, base: str) -> str:
    urls = "".join(
        f"<url><loc>{base}{quote(r.path)}</loc><lastmod>{r.published}</lastmod></url>\n" for r in outlet.reports
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\n{urls}</urlset>"
    )


def _wordpress(outlet: Outlet, report: Report, base: str) -> tuple[str, str, str]:
    head = (
        f"<meta property='og:title' content='{escape(report.title)}'>"
        f"<meta property='og:site_name' content='{escape(outlet.name)}'>"
        f"<meta property='article:published_time' content='{report.published}'>"
        f"<meta property='article:section' content='{escape(report.section)}'>"
        f"<meta name='author' content='{escape(report.author)}'>"
    )
    top = f"<h1 class='entry-title'>{escape(report.title)}</h1>"
    tail = "<div class='sharedaddy'><h3>Share this:</h3><ul><li>Facebook</li><li>X</li></ul></div>"
    return head, top, tail + _related(outlet, report, base)


def _category_header(outlet: Outlet, report: Report, base: str) -> tuple[str, str, str]:
    top = (
        f"<h1 class='page-title'>{escape(report.section)}</h1>"
        f"<h2 class='entry-title'>{escape(report.title)}</h2><p><strong>{escape(report.title)}</strong></p>"
        f"<div class='entry-meta'>Posted on <time class='entry-date published' datetime='{report.published}'>"
        f"{_day(report)}</time> by <span class='author vcard'>{escape(report.author)}</span></div>"
    )
    return (
        "",
        top,
        "<div id='comments'><p class='no-comments'>Comments are closed.</p></div>" + _related(outlet, report, base),
    )


def _json_ld(outlet: Outlet, report: Report, base: str) -> tuple[str, str, str]:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": report.title,
        "datePublished": report.published,
        "articleSection": report.section,
        "inLanguage": report.language,
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    head = f"<script type='application/ld+json'>{json.dumps(data, ensure_ascii=False)}</script>"
    return head, f"<h1>{escape(report.title)}</h1>", "<p class='legal'>Mentions légales</p>"


def _plain(outlet: Outlet, report: Report, base: str) -> tuple[str, str, str]:
    top = (
        f"<h1>{escape(report.title)}</h1><p class='byline'>By {escape(report.author)}</p>"
        f"<time datetime='{report.published}' itemprop='datePublished'>{_day(report)}</time>"
    )
    return "", top, "<p class='newsletter'>Sign up for our newsletter</p>"


def _related(outlet: Outlet, report: Report, base: str) -> str:
    links = "".join(f"<li><a href='{base}{r.path}'>{escape(r.title)}</a></li>" for r in outlet.reports if r != report)
    return f"<aside class='related'><h3>Recent Posts</h3><ul>{links}</ul></aside>"


def _page(outlet: Outlet, title: str, head: str, main: str, language: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'>"
        f"<title>{escape(title)} – {escape(outlet.name)}</title>{head}</head>\n"
        f"<body><header><nav><a href='/'>Home</a> <a href='/about/'>About</a></nav></header>\n<main><article>{main}"
        f"</article></main>\n<footer>© 2026 {escape(outlet.name)}. All rights reserved.</footer></body></html>"
    )


def _day(report: Report) -> str:
    moment = datetime.fromisoformat(report.published)
    return f"{moment:%B} {moment.day}, {moment.year}"


_THEMES = {"wordpress": _wordpress, "category-header": _category_header, "json-ld": _json_ld, "plain": _plain}
