"""Write the outlets of a loopback web to a folder, each with a feed, a sitemap of news and a sitemap.

The same seed makes the same web. Outlet n listens on a separate address, 127.0.9.n, as outlets do: a crawler that is
polite to a host is measured as on the real web, one request at a time to each.
"""

import gzip
import html
import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from benchmarks.loopback.templates import Story, Template, cut_templates, generated

_NEWEST = datetime(2026, 11, 22, 12, tzinfo=UTC)
_PER_OUTLET = 2  # templates of an outlet, as real ones have: one to three
_IN_FEED = 50
_STABLE = 0.75  # share of the links of a page that are those of all pages: navigation and footers
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Outlet:
    """One made outlet: its address, and the addresses of its articles, newest first."""

    id: str
    host: str
    base: str
    articles: tuple[str, ...]


def make_web(folder: Path, outlets: int, articles: int, port: int, pages: Path | None = None) -> list[Outlet]:
    """Write `articles` articles at each of the outlets; templates are cut from `pages`, where a folder is given."""
    cut = cut_templates(pages) if pages else []
    sites = []
    for number in range(1, outlets + 1):
        draw = random.Random(number)
        templates: list[Template] = (
            list(draw.sample(cut, min(_PER_OUTLET, len(cut))))
            if cut
            else [generated(f"Outlet {number}", number * 100 + at) for at in range(_PER_OUTLET)]
        )
        sites.append(_make_outlet(folder, number, templates, articles, port, draw))
    return sites


def _make_outlet(
    folder: Path, number: int, templates: list[Template], articles: int, port: int, draw: random.Random
) -> Outlet:
    host = f"127.0.9.{number}"
    base = f"http://{host}:{port}"
    root = folder / host
    planned = []
    for at in range(articles):
        template = templates[at % len(templates)]
        title = f"{template.headline(draw)} ({at})"
        when = _NEWEST - timedelta(minutes=37 * at)
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower())[:60].strip("-") or "story"
        planned.append((template, title, when, f"{base}/news/{when:%Y/%m/%d}/{slug}-{at}.html"))
    urls = [url for *_, url in planned]
    for template, title, when, url in planned:

        def link(place: int, kind: int = templates.index(template)) -> str:
            is_stable = random.Random(f"{number}/{kind}/{place}")
            return is_stable.choice(urls) if is_stable.random() < _STABLE else draw.choice(urls)

        _write(root, url.removeprefix(base), template.render(Story(url, title, f"{when:%Y-%m-%d}", link), draw))
    entries = [(title, when, url) for _, title, when, url in planned]
    _write(root, "/feed.xml", feed(base, entries[:_IN_FEED]))
    _write(root, "/sitemap.xml", sitemap(entries))
    _write(root, "/robots.txt", f"User-agent: *\nDisallow: /private/\nSitemap: {base}/sitemap.xml\n")
    return Outlet(f"outlet{number}", host, base, tuple(urls))


def feed(base: str, entries: list[tuple[str, datetime, str]]) -> str:
    """Return RSS of (title, time, address)."""
    items = "".join(
        f"<item><title>{html.escape(title)}</title><link>{url}</link><pubDate>{format_datetime(when)}</pubDate></item>\n"
        for title, when, url in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>News</title><link>{base}/</link><description>News</description>{items}</channel></rss>"
    )


def sitemap(entries: list[tuple[str, datetime, str]]) -> str:
    """Return a sitemap of (title, time, address)."""
    rows = "".join(f"<url><loc>{url}</loc><lastmod>{when.isoformat()}</lastmod></url>\n" for _, when, url in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACE}>{rows}</urlset>'


def _write(root: Path, path: str, text: str) -> None:
    file = root / f"{path.removeprefix('/')}.gz"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), 5, mtime=0))


def write_catalogue(file: Path, outlets: list[Outlet]) -> None:
    """Write the outlets as a catalogue that `spacebeat --catalogue` reads."""
    file.write_text("\n".join(map(_table, outlets)), "utf-8")


def _table(outlet: Outlet) -> str:
    return f"""[[source]]
id = "{outlet.id}"
name = "{outlet.id}"
homepage = "{outlet.base}/"
country = "US"
languages = ["en"]
kind = "trade-press"
focus = "space-policy"
delay = 0
  [[source.feed]]
  url = "{outlet.base}/feed.xml"
  [[source.sitemap]]
  url = "{outlet.base}/sitemap.xml"
"""
