"""The pages in a real browser: no errors or foreign requests, and usable on a phone and by keyboard.

Skipped where there is no Chromium or Playwright.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.datasette.server import desk_over, listen, server_of

CHROMIUM = Path("/usr/bin/chromium")
LONG = "weltraum" * 12
PAGES = {
    "front": "/",
    "search": "/-/search?q=dialogue",
    "filters": "/-/search?source=one&since=2000-01-01",
    "article": "/-/article/{plain}",
    "hostile": "/-/article/{hostile}",
    "edited": "/-/article/{edited}",
    "capture": "/-/capture/{capture}",
    "undecided": "/-/search?q=%22open",
    "nothing": "/-/search?q=nowhere",
    "sources": "/-/sources",
    "comparing": "/-/compare",
    "comparison": f"/-/compare?q1=dialogue&q2=budget+OR+{LONG}&source2=one&unit=share",
    "actors": "/-/actors",
    "countries": "/-/countries",
    "dossiers": "/-/dossiers",
    "dossier": "/-/dossier?instrument=ost",
    "questions": "/-/questions",
    "question": "/news/coverage_of_a_dialogue",
    "shares": "/news/share_of_voice?countries=&from_month=&to_month=",
    "table": "/news/articles",
    "filtered": "/news/articles?_search=dialogue&language=en",
    "runs": "/news/runs",
    "lineage": "/news/lineage",
    "row": "/news/sources/one",
    "database": "/news?_show_hidden=1",
    "sql": "/news?sql=select+(id)+from+articles+where+0",
}
# The tables that reach beyond the screen, and whose box does not scroll.
_CUT = """[...document.querySelectorAll("table")].filter(table => {
  let box = table;
  while (box && !["auto", "scroll"].includes(getComputedStyle(box).overflowX)) box = box.parentElement;
  const right = element => element ? element.getBoundingClientRect().right : Infinity;
  return Math.min(right(table), right(box)) > innerWidth + 1;
}).map(table => table.outerHTML.slice(0, 100))"""
# All rules, but no selector and source of each element that violates none: that was a third of the CPU time of axe.
_ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}")


@pytest.fixture(scope="module")
def base(filled: Any) -> str:
    listener = listen("127.0.0.1", 0)
    ready = threading.Event()
    server = server_of(desk_over(filled[0]).app(), ready.set)
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    assert ready.wait(30)
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    quiet = ["background-networking", "component-update", "sync"]
    arguments = ["--disable-gpu", *(f"--disable-{name}" for name in quiet)]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=[(1280, 900, "light"), (390, 800, "dark")], ids=["desktop", "phone"])
def window(request: Any, browser: Any, base: str) -> Iterator[Any]:
    width, height, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.troubles.append(f"error: {error}"))
    page.on("dialog", lambda dialog: page.troubles.append("a dialogue opened"))
    # An icon still on its way when the next page is opened is given up by the browser: no fault of the page.
    page.on("requestfailed", lambda r: "ABORTED" in r.failure or page.troubles.append(f"failed: {r.url}"))
    page.on("request", lambda r: r.url.startswith((base, "data:")) or page.troubles.append(f"outside: {r.url}"))
    yield page
    context.close()


@pytest.fixture
def tab(window: Any) -> Any:
    window.troubles.clear()
    return window


@pytest.mark.parametrize("name", [*PAGES, "stopped"])
def test_a_page_fits_the_screen_and_is_accessible(tab: Any, base: str, filled: Any, name: str) -> None:
    """axe-core finds no violation of WCAG 2.2 and of good practice: light on a desktop, dark on a phone.

    One visit for all questions, and each scheme on one screen: the tests of the browser were a tenth of the suite, most
    of it axe-core measuring contrast. Colours follow the scheme alone, places the screen alone.
    """
    ids = filled[1]
    address = (PAGES | {"stopped": "/news?sql=selct+1"})[name]
    address = address.format(plain=ids.plain, hostile=ids.hostile, edited=ids.edited, capture=ids.capture)
    response = tab.goto(base + address)
    if name != "stopped":
        assert response.status == 200
        assert tab.troubles == []
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert tab.evaluate(_CUT) == []
    violations = axe.Axe().run(tab, options=_ONLY_VIOLATIONS).response["violations"]
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []


@pytest.mark.parametrize("name", ["search", "table"])
def test_focus_is_visible_wherever_tab_leads(tab: Any, base: str, name: str) -> None:
    tab.goto(base + PAGES[name])
    for _ in range(16):
        tab.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement)"
        assert tab.evaluate(f"{outline}.outlineStyle !== 'none' || {outline}.boxShadow !== 'none'")


def test_charts_are_drawn_and_link_to_rows(tab: Any, base: str) -> None:
    tab.goto(base + "/")
    bars = tab.locator("#by-kind a.bar")
    assert bars.count() > 0
    box = bars.first.locator("rect").bounding_box()
    assert box["height"] > 5
    assert box["width"] > 3
    fill = bars.first.locator("rect").evaluate("mark => getComputedStyle(mark).fill")
    assert fill not in ("none", "rgb(0, 0, 0)")
    bars.first.click()
    tab.wait_for_url("**/-/search?**")
    assert tab.locator("ul.results > li").count() > 0


def test_arrow_keys_move_through_a_chart(tab: Any, base: str) -> None:
    tab.goto(base + "/-/search?q=dialogue")  # by day, so that there are several bars on each day of the week
    tab.locator(".timeline a.bar").first.focus()
    first = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    tab.keyboard.press("ArrowRight")
    second = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/-/search?*since=*")


def test_a_drag_over_the_timeline_narrows_the_days(tab: Any, base: str) -> None:
    tab.goto(base + "/-/search?q=dialogue")
    spans = tab.evaluate("JSON.parse(document.querySelector('.timeline').dataset.spans)")
    box = tab.locator(".timeline svg svg").bounding_box()
    width = box["width"] / max(8, len(spans))
    tab.mouse.move(box["x"] + width / 2, box["y"] + 40)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 2.5 * width, box["y"] + 40, steps=4)
    tab.mouse.up()
    tab.wait_for_url(f"**/-/search?**since={spans[0][0]}&until={spans[2][1]}")


def test_shift_with_arrow_keys_narrows_the_days(tab: Any, base: str) -> None:
    tab.goto(base + "/-/search?q=dialogue")
    spans = tab.evaluate("JSON.parse(document.querySelector('.timeline').dataset.spans)")
    tab.locator(".timeline a.bar").first.focus()
    tab.keyboard.press("Shift+ArrowRight")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/-/search?**since={spans[0][0]}&until={spans[1][1]}")


def test_ticked_articles_are_selected_across_pages(tab: Any, base: str, filled: Any) -> None:
    tab.goto(base + "/-/search?q=dialogue&source=one")
    boxes = tab.locator(".results .pick input")
    ticked = [boxes.nth(n).get_attribute("value") for n in (0, 1)]
    boxes.nth(0).check()
    boxes.nth(1).check()
    tab.goto(f"{base}/-/article/{filled[1].closed}")
    tab.locator(".actions .pick input").check()
    assert tab.locator("#selection .tag").inner_text() == "3"
    tab.locator("#selection a").click()
    tab.wait_for_url("**/-/search?ids=*")
    shown = tab.locator(".results .pick input")
    assert {shown.nth(n).get_attribute("value") for n in range(3)} == {*ticked, str(filled[1].closed)}
    assert all(shown.nth(n).is_checked() for n in range(3))
    tab.locator("[data-unpick]").click()
    assert not tab.locator("#selection").is_visible()
    assert tab.troubles == []


def test_many_matches_are_counted_after_the_page(tab: Any, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.datasette.pages.search_query.BOUND", 1)
    tab.goto(base + "/-/search?topic=bilateral&country=FR")
    tab.locator("#facets-of-all h2").first.wait_for()
    assert tab.locator("#total").inner_text() == "6 articles"
    assert tab.locator(".timeline a.bar").count() > 0
    assert tab.troubles == []


def test_a_chart_can_be_shown_as_a_table(tab: Any, base: str) -> None:
    tab.goto(base + "/")
    tab.locator("#by-kind summary").click()
    assert tab.locator("#by-kind table").is_visible()
    assert tab.locator("#by-kind td a").count() == tab.locator("#by-kind a.bar").count()


def test_from_words_to_an_article_and_its_citation(tab: Any, base: str) -> None:
    tab.goto(base + "/")
    tab.fill("#q", "strategic space dialogue")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/-/search?q=**")
    assert tab.locator("mark").count() > 0
    tab.locator("ul.results a.title").first.click()
    tab.wait_for_url("**/-/article/*")
    tab.locator("#cite button").first.click()
    tab.locator("#cite button", has_text="Copied").first.wait_for()
    assert "India and France" in tab.evaluate("navigator.clipboard.readText()")
    assert tab.troubles == []


def test_sql_is_formatted_by_a_script_that_is_loaded_only_for_it(tab: Any, base: str) -> None:
    tab.goto(base + "/news?sql=select+id,title+from+articles")
    assert not tab.evaluate("'sqlFormatter' in window")
    tab.get_by_role("button", name="Format SQL").click()
    tab.locator(".CodeMirror-line").nth(1).wait_for()
    assert tab.troubles == []


def test_a_diff_is_visible(tab: Any, base: str, filled: Any) -> None:
    tab.goto(f"{base}/-/article/{filled[1].edited}")
    edits = tab.locator("#changes p.edited ins")
    assert [edits.nth(n).inner_text() for n in range(edits.count())] == ["42"]
    assert edits.first.is_visible()


def test_dark_mode(browser: Any, base: str) -> None:
    page = browser.new_page(color_scheme="dark")
    for address in ("/", "/news/articles", "/-/search"):
        page.goto(base + address)
        colours = page.evaluate(
            "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name].match(/\\d+/g).map(Number))"
        )
        assert sum(colours[0]) < 150 < 500 < sum(colours[1])
    page.close()


def test_print_shows_the_article_and_no_buttons(browser: Any, base: str, filled: Any) -> None:
    page = browser.new_page()
    page.goto(f"{base}/-/article/{filled[1].plain}")
    page.emulate_media(media="print")
    assert page.locator("div.text p").first.is_visible()
    assert not page.locator(".masthead").is_visible()
    page.goto(base + "/")
    assert page.locator("#by-kind a.bar rect").first.is_visible()
    page.close()


def test_without_scripts_everything_is_accessible(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "/")
    assert page.locator("#by-kind a.bar").count() > 0
    page.goto(base + "/news/articles")
    assert page.locator("table.articles tbody tr").count() == 6
    page.goto(base + "/-/search")
    page.locator(".results .pick input").nth(1).check()
    page.get_by_role("button", name="Show the selected articles").click()
    page.wait_for_url("**/-/search?ids=*")
    assert page.locator("ul.results > li").count() == 1
    context.close()
