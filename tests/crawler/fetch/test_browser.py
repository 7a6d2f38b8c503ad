"""Sources that need JavaScript, with a real Chromium on a local web."""

import asyncio
import importlib.util
import json
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from crawler.fetch import browser
from crawler.fetch.browser import RenderingBrowser, program
from crawler.fetch.page_requests import MOST_ALIKE, MOST_REQUESTS
from crawler.fetch.page_requests import Answer as Served
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
document.cookie = "seen=1";
fetch("/data" + location.pathname, {headers: {"X-Api-Key": "open"}}).then(r => r.json()).then(
  d => { document.documentElement.innerHTML = d.html; });
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
    data = [asked.headers for asked in site.log if asked.path.startswith("/data/")]
    assert all(fields["x-api-key"] == "open" and not {"cookie", "referer", "origin"} & set(fields) for fields in data)
    assert {fields["user-agent"] for fields in data} == {asked.headers["user-agent"] for asked in site.log}
    assert not {"/picture.png", "/closed/tracker.js", "/socket"} & set(site.paths())
    assert site.busiest == 1
    assert min(site.gaps()) > 0.09
    assert site.count("/news/0-a-story-of-space") == 1


@pytest.fixture(scope="module")
def rendered() -> Iterator[Callable[..., list[str]]]:
    """Show a page at each URL, in one browser for all tests, as a crawl has one: to start it takes two seconds.

    Each page has a context to itself. `asked` gets what it asks for; answers take `wait` seconds.
    """
    with asyncio.Runner() as runner:
        shown = RenderingBrowser()

        def render(urls: list[str], page: str, files: Mapping[str, str], asked: list[str] | None = None,
                   wait: float = 0.0) -> list[str]:  # fmt: skip
            async def fetch(url: str, *_: object) -> Served | None:
                if asked is not None:
                    asked.append(url)
                await asyncio.sleep(wait)
                body = files.get(url)
                return None if body is None else (200, {"content-type": "text/javascript"}, body.encode())

            async def all_shown() -> list[str]:
                return [await shown.render(url, page.encode(), "text/html", fetch, 5.0) for url in urls]

            return runner.run(all_shown())

        yield render
        runner.run(shown.close())


def test_a_page_is_shown_however_a_browser_writes_its_address(rendered) -> None:
    urls = ["http://a.example", "http://A.example:80/b/../c?q='é'#/part"]
    assert all("<p>shown</p>" in page for page in rendered(urls, "<p>shown</p>", {}))


def test_pictures_and_styles_keep_no_script_from_its_text(rendered) -> None:
    load = """const style = document.createElement("link"); style.rel = "stylesheet"; style.href = "/part.css";
    new Promise((done, failed) => { style.onload = done; style.onerror = failed; document.head.append(style); })
      .then(() => import("/part.js"))"""
    pictures = "".join(f"<img src='/{n}.png'>" for n in range(MOST_REQUESTS + 1))
    files = {"http://a.example/app.js": load, "http://a.example/part.js": "document.body.append('the text of a part')"}
    (page,) = rendered(["http://a.example/"], f"{pictures}<script src='/app.js'></script>", files)
    assert "the text of a part" in page


def test_a_page_that_asks_again_and_again_is_answered_three_times(rendered) -> None:
    asked: list[str] = []
    poll = """<script>const ask = () => fetch("/news").then(() => setTimeout(ask, 5)).catch(
      () => fetch("/last").catch(() => document.body.append("the end"))); ask()</script>"""
    (page,) = rendered(["http://a.example/"], poll, {"http://a.example/news": "none"}, asked)
    assert asked == [*["http://a.example/news"] * MOST_ALIKE, "http://a.example/last"]
    assert "the end" in page


def test_a_page_is_waited_for_while_its_host_answers(rendered, monkeypatch) -> None:
    monkeypatch.setattr(browser, "QUIET_MS", 1000)
    load = "<script>fetch('/slow').then(() => document.body.append('the text'))</script>"
    (page,) = rendered(["http://a.example/"], load, {"http://a.example/slow": "part"}, wait=1.5)
    assert "the text" in page.partition("</script>")[2]


def test_the_text_of_components_is_where_it_is_shown(rendered) -> None:
    page = """<news-story><h1 slot="head">The head</h1><b>unused</b></news-story><script>
    const draw = (name, tree) => customElements.define(name, class extends HTMLElement {
      constructor() { super(); this.attachShadow({mode: "open"}).innerHTML = tree; } });
    draw("news-text", "<p>The text</p>");
    draw("news-story", "<main><slot name='head'>-</slot><news-text></news-text><slot name='foot'>Notes</slot></main>");
    </script><template><i>inert</i></template>"""
    (shown,) = rendered(["http://a.example/"], page, {})
    text = re.sub(r"<[^>]+>", "|", shown.partition("<script>")[0])
    assert re.findall(r"[\w ]{3,}", text) == ["The head", "The text", "Notes", "unused"]
    assert "<template><i>inert</i></template>" in shown
