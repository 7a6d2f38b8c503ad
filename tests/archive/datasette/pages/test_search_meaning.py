"""The search page finds by meaning where articles have vectors, and is as before where they have none."""

from typing import Any

from lxml import html


def page(site: Any, address: str) -> Any:
    response = site.get(address)
    assert response.status_code == 200
    return html.fromstring(response.text)


def titles(found: Any) -> list[str]:
    return [one.text for one in found.xpath("//ul[contains(@class, 'results')]//a[@class='title']")]


def test_the_nearest_come_first_and_can_be_narrowed(encoded_site: Any) -> None:
    found = page(encoded_site, "/-/search?q=India+and+France+meet,+number+5&meaning=1")
    assert titles(found)[0] == "India and France meet, number 5"
    assert "The nearest 5 articles" in found.xpath("//p[@class='summary']")[0].text_content()
    assert found.xpath("//input[@name='meaning'][@checked]")
    assert found.xpath("//section[h2='Source']")
    assert not found.xpath("//section[@class='take']")
    narrowed = page(encoded_site, "/-/search?q=India+and+France+meet&meaning=1&source=two")
    assert titles(narrowed) == ["India and France meet, number 4"]


def test_more_like_this_leads_to_the_nearest_of_an_article(encoded_site: Any) -> None:
    article = page(encoded_site, f"/-/article/{encoded_site.ids.edited}")
    (address,) = article.xpath("//a[text()='More like this']/@href")
    found = page(encoded_site, address)
    assert len(titles(found)) == 4
    assert "India and France meet, number 2" not in titles(found)
    assert "like “India and France meet, number 2”" in found.xpath("//ul[contains(@class, 'chosen')]")[0].text_content()


def test_what_cannot_be_found_by_meaning_is_explained(encoded_site: Any) -> None:
    for query, explanation in (
        ("meaning=1", "Write a question"),
        ("like=999", "has no vector"),
        ("like=x", "no vector"),
    ):
        problem = page(encoded_site, f"/-/search?{query}").xpath("//p[@class='problem']")[0].text_content()
        assert explanation in problem


def test_without_vectors_there_is_no_switch(site: Any) -> None:
    assert not page(site, "/-/search").xpath("//input[@name='meaning']")
    assert not page(site, f"/-/article/{site.ids.plain}").xpath("//a[text()='More like this']")
    problem = page(site, "/-/search?q=talks&meaning=1").xpath("//p[@class='problem']")[0].text_content()
    assert "spacebeat meaning" in problem or "spacebeat[meaning]" in problem
