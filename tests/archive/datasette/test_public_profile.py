"""The public profile hides protected texts on every path."""

import json
from typing import Any

import pytest
from lxml import html
from protego import Protego

from archive.datasette.public_profile import is_open

SECRET = "Secret end"
TEASER_END = "to its end"
ADDRESSES = [
    "/news/articles.json?_size=max",
    "/news/articles.json?_shape=array&_col=text",
    "/news/articles.csv?_size=max",
    "/news/articles.csv?_stream=1",
    "/news/unique_articles.json",
    "/news/revisions.json?_size=max",
    "/news/revisions.csv",
    "/news/urls.json?_size=max",
    "/news/links.json?_size=max",
    "/news/links.csv",
    "/news/articles.json?_shape=array&_col=blocks",
    "/news/articles.json?_sort=id&_nofacet=1&_labels=on",
    "/news/articles",
    "/news/revisions",
    "/-/search?q=secret",
    "/-/search",
    "/",
    "/news/silent_edits",
    "/news/coverage_of_a_dialogue.json?phrase=secret+end&country_1=&country_2=",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_texts_under_copyright_or_behind_a_paywall_are_hidden(public_site: Any, address: str) -> None:
    response = public_site.get(address)
    assert response.status_code < 500
    assert SECRET not in response.text
    assert "Lead text" not in response.text


def test_the_same_urls_show_them_in_the_private_profile(site: Any) -> None:
    assert SECRET in site.get("/news/articles.json?_size=max").text
    assert SECRET in site.get("/news/revisions.json?_size=max").text
    assert SECRET in site.get("/news/links.json?_size=max").text
    assert SECRET in site.get(f"/-/article/{site.ids.closed}").text


def test_the_structure_of_a_text_is_shown_with_the_text_or_not_at_all(public_site: Any, site: Any) -> None:
    closed = f"/-/article/{site.ids.closed}"
    assert 'href="https://un.example/"' in site.get(closed).text
    assert 'href="https://un.example/"' not in public_site.get(closed).text
    assert SECRET not in public_site.get(closed).text


def test_every_figure_of_the_front_page_leads_somewhere(public_site: Any) -> None:
    totals = html.fromstring(public_site.get("/").text).xpath("//ul[@class='totals']//a/@href")
    assert len(totals) >= 4
    assert {link: public_site.get(link).status_code for link in totals} == dict.fromkeys(totals, 200)


def test_a_summary_is_truncated_like_a_text(public_site: Any, site: Any) -> None:
    """Some feeds have the whole article in it."""
    ids = public_site.ids
    for address in (f"/-/article/{ids.closed}", "/-/search?q=wordy", f"/-/article/{ids.closed}/cite/ris"):
        assert TEASER_END in site.get(address).text, address
        assert TEASER_END not in public_site.get(address).text, address
    assert "A lengthy teaser" in public_site.get(f"/-/article/{ids.closed}").text
    assert "The two countries met." in public_site.get(f"/-/article/{ids.plain}").text
    assert {row["summary"] for row in public_site.get("/news/articles.json?_shape=array").json()} == {None}
    assert {row["replaced"] for row in public_site.get("/news/revisions.json?_shape=array").json()} == {None}
    assert public_site.get("/news/articles.json?summary__contains=lengthy&_shape=array").json() == []


def test_a_text_cannot_be_guessed_by_filters(public_site: Any) -> None:
    found = public_site.get("/news/articles.json?text__contains=budget&_shape=array").json()
    assert found == []
    assert public_site.get("/news/articles.json?_facet=text").status_code == 400


def test_rows_have_everything_but_the_text(public_site: Any) -> None:
    rows = public_site.get("/news/articles.json?_shape=array").json()
    assert {row["text"] for row in rows} == {None}
    assert all(row["title"] and row["url"] and row["word_count"] for row in rows)


def test_an_open_licence_shows_the_whole_text_and_a_closed_one_its_beginning(public_site: Any) -> None:
    ids = public_site.ids
    assert "A third paragraph closes the story." in public_site.get(f"/-/article/{ids.plain}").text
    for article_id in (ids.copy, ids.closed):
        text = public_site.get(f"/-/article/{article_id}").text
        assert "India and France held" in text
        assert "A third paragraph closes the story." not in text
        assert "does not allow showing the full text" in text


def test_no_sql_and_no_download(public_site: Any) -> None:
    for address in (
        "/news?sql=select+1",
        "/news.json?sql=select+text+from+articles",
        "/news.db",
        "/news/articles?_where=1=1",
        "/news/articles_fts",
    ):
        assert public_site.get(address).status_code == 403, address
    assert "sql-editor" not in public_site.get("/news").text


def test_the_row_of_a_source_links_to_nothing_that_is_refused(public_site: Any, site: Any) -> None:
    def links(desk: Any) -> list[str]:
        found = html.fromstring(desk.get("/news/sources/one").text)
        return [str(one) for one in found.xpath("//h2[text()='Links from other tables']/following-sibling::ul//@href")]

    assert "/news/articles?source_id=one" in links(public_site)
    assert {public_site.get(address).status_code for address in links(public_site)} == {200}
    assert "/news/alarms?source_id=one" in links(site)


@pytest.mark.parametrize(
    "page",
    [
        "databases",
        "databases.json",
        "plugins.json",
        "settings",
        "threads.json",
        "versions",
        "metadata.json",
        "permissions",
    ],
)
def test_nothing_about_the_server_is_revealed(public_site: Any, page: str) -> None:
    assert public_site.get(f"/-/{page}").status_code == 404


def test_a_closed_capture_is_not_served(public_site: Any, filled: Any) -> None:
    assert public_site.get(f"/-/capture/{public_site.ids.capture}").status_code == 200
    assert public_site.get(f"/-/capture/{public_site.ids.capture}.warc.gz").status_code == 200


def test_questions_work_without_sql_rights(public_site: Any) -> None:
    response = public_site.get("/news/outlets_that_copy")
    assert response.status_code == 200
    assert "Outlet Two" in response.text
    assert "Change it" not in response.text


def test_search_engines_may_list_pages_without_texts_of_outlets(public_site: Any) -> None:
    rules = Protego.parse(public_site.get("/robots.txt").text)
    ids = public_site.ids
    pages = ["/", "/-/sources", "/-/questions", "/-/compare", "/-/actors", "/-/countries", "/-/dossiers"]
    pages.append("/-/dossier?instrument=in-fr-strategic-space-dialogue")
    closed = ["/-/search", "/-/search?q=a", f"/-/article/{ids.plain}", f"/-/capture/{ids.capture}", "/-/actors.csv"]
    closed += ["/news", "/news/articles", "/news/outlets_that_copy", "/?weeks=8", "/-/compare?q1=a&q2=b"]
    for page in pages + closed:
        answer = public_site.get(page)
        assert rules.can_fetch(f"https://desk.example{page}", "bot") == (page in pages), page
        assert ("x-robots-tag" not in answer.headers) == (page in pages), page


@pytest.mark.parametrize(
    ("licence", "paywall", "expected"),
    [
        ("CC-BY-4.0", "none", True),
        ("CC BY-SA 4.0", "", True),
        ("CC-BY-3.0 / US-gov", "none", True),
        ("public-domain-us-gov", "none", True),
        ("OGL-3.0", "none", True),
        ("jp-gov-std-terms-2.0 (CC BY compatible)", "none", True),
        ("CC-BY-4.0", "hard", False),
        ("CC-BY-NC-SA (check)", "none", False),
        ("CC-BY-NC-4.0", "none", False),
        ("copyright", "none", False),
        ("UN-copyright", "none", False),
        ("see-site", "none", False),
        ("", "none", False),
        ("CC-BY-4.0 / copyright", "none", False),
    ],
)
def test_a_licence_is_open_only_when_it_says_so(licence: str, paywall: str, expected: bool) -> None:
    assert is_open(licence, paywall) is expected


def test_json_errors_are_json(public_site: Any) -> None:
    error = json.loads(public_site.get("/news.json?sql=select+1").text)
    assert error["ok"] is False
