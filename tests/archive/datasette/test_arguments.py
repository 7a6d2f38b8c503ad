"""Arguments that a page does not have are answered with what to write instead, and never left out in silence."""

from typing import Any

import pytest
from lxml import html

WRONG = {
    "/news/articles?titel=x": "This table has no column titel; did you mean title?",
    "/news/articles?title__contain=x": "There is no filter title__contain; did you mean contains?",
    "/news/articles?title__foo=x": "There is no filter title__foo; there are exact, not, contains",
    "/news/runs?soruce_id=x": "This table has no column soruce_id; did you mean source_id?",
    "/news/coverage_of_a_dialogue?words=x": "This page has no argument words; it has archive, country_1",
    "/?weeks=12": "Weeks can be 13, 26 or 52, not '12'",
    "/?archive=other": "There is no archive other here; choose among news",
    "/-/article/1?archive=other": "There is no archive other here; choose among news",
    "/-/sources?weeks=13": "This page has no argument weeks",
    "/-/compare?q=moon": "This page has no argument q; did you mean q1?",
    "/-/compare?q1=moon&q2=mars&by=year": "By can be day, week or month, not 'year'",
    "/-/compare.csv?q1=moon&q2=mars&unit=euro": "Unit can be number or share, not 'euro'",
    "/-/dossier": "Give an instrument",
    "/-/dossier?instruments=ost": "did you mean instrument?",
}
MISSING = {
    "/-/article/abc": "An article has a number",
    "/-/capture/abc": "A capture has a number",
    "/-/serach": "There is no page /-/serach; did you mean /-/search?",
    "/-/actros": "did you mean /-/actors?",
    "/nwes/articles": "There is no database nwes here; there is news",
    "/news/artciles": "There is no table or question artciles; did you mean articles?",
    "/-/dossier?instrument=nowhere": "The archive has no 'nowhere' among its instruments",
}
ON_THE_PAGE = {
    "order=worst": "Order can be newest, oldest or best, not 'worst'",
    "page=abc": "“abc” is not the number of a page",
    "page=0": "“0” is not the number of a page",
    "topics=law": "This page has no argument topics; did you mean topic?",
    "query=moon": "This page has no argument query; did you mean q?",
    "source=one&source=two": "Source is given 2 times",
    "q=titel:moon": "There is no field titel: in a query; did you mean title:?",
    "source=nowhere": "The archive has no 'nowhere' among its sources",
}


def problem(response: Any) -> str:
    return str(html.fromstring(response.text).xpath("//*[@class='problem']")[0].text_content())


@pytest.mark.parametrize(("answers", "status"), [(WRONG, 400), (MISSING, 404)])
def test_an_address_that_there_is_not_is_explained(site: Any, answers: dict[str, str], status: int) -> None:
    for address, explanation in answers.items():
        response = site.get(address)
        assert (response.status_code, explanation in problem(response)) == (status, True), (address, problem(response))


def test_a_wrong_argument_of_a_search_is_explained_on_its_page(site: Any) -> None:
    for query, explanation in ON_THE_PAGE.items():
        response = site.get(f"/-/search?{query}")
        assert problem(response).startswith(explanation)
        assert not html.fromstring(response.text).xpath("//ul[@class='results']")
        assert site.get(f"/-/search/export/csv?{query}").status_code == 400


def test_arguments_that_others_add_to_a_link_are_left_out(site: Any) -> None:
    assert site.get("/-/sources?utm_source=mail&fbclid=1").status_code == 200
    assert site.get("/news/articles?_where=1&source_id__exact=one&rowid=1").status_code == 200


def test_an_empty_page_of_results_says_which_filter_nothing_has(site: Any) -> None:
    found = html.fromstring(site.get("/-/search?language=tlh").text).xpath("//*[@class='nothing']")[0].text_content()
    assert found.startswith("Nothing found: no article is in Klingon. Try")
