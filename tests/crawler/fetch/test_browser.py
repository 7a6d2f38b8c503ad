"""Sources that need JavaScript, with a real Chromium on a local web."""

import importlib.util
import json

import pytest

from crawler.fetch.browser import program
from tests.loopback import Answer
from tests.outlets import article, endpoint, html, source, text

pytestmark = pytest.mark.skipif(
    program() is None or importlib.util.find_spec("playwright") is None,
    reason="Chromium or playwright (the extra `browser`) is not installed",
)

SHELL = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>News</title></head><body><main></main>
<img src="/picture.png"><script src="/app.js"></script><script src="/closed/tracker.js"></script>
<script src="http://10.0.0.1:9/inside.js"></script></body></html>"""
APP = """
new WebSocket("ws://" + location.host + "/socket");
fetch("/data" + location.pathname).then(r => r.json()).then(d => { document.documentElement.innerHTML = d.html; });
"""


def as_json(page: bytes) -> Answer:
    return Answer(json.dumps({"html": page.decode()}).encode(), headers={"Content-Type": "application/json"})


def test_pages_built_by_scripts_are_read_under_the_rules_of_a_crawl(desk, new_outlet) -> None:
    site = new_outlet()
    paths = {f"/news/{n}-a-story-of-space": n for n in range(2)}
    links = "".join(
        f"<li class='card'><h3><a href='{path}'>A long headline, the {n}th</a></h3></li>" for path, n in paths.items()
    )
    site.pages = {path: html(SHELL) for path in (*paths, "/news")}
    site.pages |= {f"/data{path}": as_json(article(n)) for path, n in paths.items()}
    site.pages["/data/news"] = as_json(f"<body><main><ul>{links}</ul></main></body>".encode())
    site.pages["/app.js"] = Answer(APP.encode(), headers={"Content-Type": "text/javascript"})
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /closed/\n"
    desk.tables = [source(site, "courier", endpoint("listing", "/news"), render=True)]
    desk.tables[0] = desk.tables[0].replace("delay = 0", "delay = 0.1")
    run = desk.crawl("--workers", "1")["courier"]
    assert (run["outcome"], run["new"]) == ("done", 2), run
    rows = {row["url"]: row["text"] for row in desk.query("select url, text from articles")}
    assert rows == {site.url + path: "\n\n".join(text(n)) for path, n in paths.items()}
    assert not {"/picture.png", "/closed/tracker.js", "/socket"} & set(site.paths())
    assert site.busiest == 1
    assert min(site.gaps()) > 0.09
    assert site.count("/news/0-a-story-of-space") == 1
