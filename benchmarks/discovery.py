"""What reading endpoints costs, compared with the libraries underneath on the same input.

Run as `python -m benchmarks.discovery`. Prints CPU milliseconds and the ratio to the bare library, measured
in turns in one run.
"""

import io
import time
import tomllib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import feedparser
import lxml.etree as etree
import lxml.html

import crawler.catalogue
from crawler.catalogue.load import parse
from crawler.catalogue.source import Kind
from crawler.catalogue.validate import complaints
from crawler.discovery.feed import read_feed
from crawler.discovery.listing.page import read_listing
from crawler.discovery.sitemap import read_sitemap

URL = "https://news.example/"
ROUNDS = 5


def feed(entries: int) -> bytes:
    text = "<p>The committee met again to speak about the rules of the road in orbit.</p>" * 60
    item = (
        "<item><title>Talks &amp;amp; more, part {0}</title><link>https://news.example/2026/03/talks-{0}/</link>"
        "<pubDate>Tue, 03 Mar 2026 09:30:00 +0000</pubDate><category>Law</category>"
        "<description>In short.</description><content:encoded><![CDATA[" + text + "]]></content:encoded></item>"
    )
    items = "".join(item.format(number) for number in range(entries))
    namespace = "http://purl.org/rss/1.0/modules/content/"
    return f'<rss version="2.0" xmlns:content="{namespace}"><channel>{items}</channel></rss>'.encode()


def sitemap(entries: int) -> bytes:
    url = "<url><loc>https://news.example/2026/03/talks-{}/</loc><lastmod>2026-03-03T09:30:00Z</lastmod></url>"
    return f"<urlset>{''.join(url.format(number) for number in range(entries))}</urlset>".encode()


def listing(entries: int) -> bytes:
    card = (
        '<article><h2><a href="/2026/03/talks-{0}/">Talks about the rules of the road, part {0}</a></h2>'
        "<p>March 3, 2026</p><p>In short, there was a meeting.</p></article>"
    )
    return f"<html><body><main>{''.join(card.format(n) for n in range(entries))}</main></body></html>".encode()


def cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1_000


def side_by_side(name: str, ours: Callable[[], object], bare: Callable[[], object]) -> None:
    ours(), bare()
    pairs = [(cpu_ms(ours), cpu_ms(bare)) for _ in range(ROUNDS)]
    our_ms, bare_ms = (sorted(times)[ROUNDS // 2] for times in zip(*pairs, strict=True))
    print(f"{name:40} {our_ms:9.1f} ms {bare_ms:9.1f} ms  x {our_ms / max(bare_ms, 0.001):.2f}")


def main() -> None:
    warnings.simplefilter("ignore")
    print(f"{'':40} {'ours':>12} {'bare':>12}")
    small, large = feed(50), feed(5_000)
    urls, page = sitemap(50_000), listing(50)
    side_by_side("feed, 50 entries / feedparser", lambda: read_feed(small, URL), lambda: bare_feed(small))
    side_by_side("feed, 5,000 entries / feedparser", lambda: read_feed(large, URL), lambda: bare_feed(large))
    side_by_side("sitemap, 50,000 / lxml", lambda: read_sitemap(urls, URL), lambda: etree.fromstring(urls))
    side_by_side("listing, 50 / lxml", lambda: read_listing(page, URL), lambda: lxml.html.fromstring(page))
    folder = Path(crawler.catalogue.__file__).parent / "data"
    files = [(folder / f"{kind}.toml").read_text("utf-8") for kind in get_args(Kind)]
    side_by_side("catalogue, 237 sources / tomllib", lambda: catalogue(files), lambda: [*map(tomllib.loads, files)])
    side_by_side("the same with patterns / tomllib", lambda: patterns(files), lambda: [*map(tomllib.loads, files)])


def bare_feed(body: bytes) -> object:
    return feedparser.parse(io.BytesIO(body))


def catalogue(files: list[str]) -> None:
    for text in files:
        parse(text, "x.toml", patterns=False)


def patterns(files: list[str]) -> None:
    for text in files:
        for source in parse(text, "x.toml", patterns=False):
            list(complaints(source))


if __name__ == "__main__":
    main()
