"""The article page shows everything about one article, and runs nothing from it."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from lxml import html

from archive.db.connection import connect
from tests.archive.datasette.conftest import site_over


def page(site: Any, article_id: int) -> Any:
    response = site.get(f"/-/article/{article_id}")
    assert response.status_code == 200
    return html.fromstring(response.text)


def test_shows_text_people_subjects_and_times(site: Any) -> None:
    found = page(site, site.ids.plain)
    assert found.xpath("//h1")[0].text_content() == "India and France meet, number 1"
    paragraphs = [p.text_content() for p in found.xpath("//div[@class='text']/p[not(@class)]")]
    assert len(paragraphs) == 3
    assert paragraphs[1] == "The budget is 24 million euros, the ministry said."
    said = " ".join(found.xpath("//article/header")[0].text_content().split())
    assert "Asha Rao, Zoë Müller" in said
    assert "UTC" in said
    assert "+05:30" in said
    aside = " ".join(found.xpath("//aside")[0].text_content().split())
    for name in ("Bilateral cooperation", "ISRO 3×", "India 3×", "Outer Space Treaty"):
        assert name in aside


def test_shows_each_candidate_for_the_date_and_the_conflict(site: Any) -> None:
    found = page(site, site.ids.plain)
    rows = [row.text_content() for row in found.xpath("//section[@id='dates']//tbody/tr")]
    assert len(rows) == 2
    assert "yes" in rows[0]
    assert "another day" in rows[1]
    assert found.xpath("//article/header//a[@href='#dates']")


def test_names_the_countries_it_speaks_of(site: Any) -> None:
    links = page(site, site.ids.plain).xpath("//aside//a[contains(@href, 'country=')]")
    assert [(link.text, link.get("href").rpartition("=")[2]) for link in links] == [("India", "IN"), ("France", "FR")]


def test_shows_that_no_date_was_found(site: Any) -> None:
    said = page(site, site.ids.undated).xpath("//article/header")[0].text_content()
    assert "No date of publication found" in said


def test_shows_which_outlet_had_a_copied_text_first(site: Any) -> None:
    for article_id in (site.ids.plain, site.ids.copy):
        section = page(site, article_id).xpath("//section[@id='copies']")[0]
        rows = [" ".join(row.text_content().split()) for row in section.xpath(".//tbody/tr")]
        assert "Outlet One" in rows[0]
        assert "first" in rows[0]
        assert "Outlet Two" in rows[1]
        assert "12 hours" in rows[1]


def test_shades_what_was_kept_of_another_text_and_says_how_much(site: Any) -> None:
    found = page(site, site.ids.copy)
    said = " ".join(found.xpath("//section[@id='lineage']")[0].text_content().split())
    assert "96 % of this text is from a release of Outlet Three" in said
    assert "Order: by the times of publication" in said
    text = found.xpath("//div[@class='text']")[0]
    shaded = [mark.text_content() for mark in text.xpath(".//mark[@class='kept']")]
    assert shaded[0].startswith("India and France")
    assert "The budget is 24 million euros, the ministry said." in shaded
    rows = page(site, site.ids.closed).xpath("//section[@id='lineage']//tbody/tr")
    assert any("Outlet Two" in row.text_content() for row in rows)
    assert not page(site, site.ids.undated).xpath("//div[@class='text']//mark")


def test_shows_an_edit_word_by_word(site: Any) -> None:
    section = page(site, site.ids.edited).xpath("//section[@id='changes']")[0]
    assert "substantive edit" in section.text_content()
    assert [piece.text for piece in section.xpath(".//del")[1:]] == ["24"]
    assert [piece.text for piece in section.xpath(".//ins")[1:]] == ["42"]


def test_hostile_text_is_escaped(site: Any) -> None:
    text = site.get(f"/-/article/{site.ids.hostile}").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_links_to_the_live_page_the_capture_and_the_web_archive(site: Any) -> None:
    links = page(site, site.ids.plain).xpath("//article/header//p[@class='actions']/a/@href")
    assert "https://one.test/1" in links
    assert f"/-/capture/{site.ids.capture}" in links
    assert any(
        link.startswith("https://web.archive.org/web/2") and link.endswith("/https://one.test/1") for link in links
    )


def test_can_be_recognised_by_reference_managers(site: Any) -> None:
    found = page(site, site.ids.plain)
    metas = {
        name: found.xpath(f"//meta[@name='{name}']/@content")
        for name in ("citation_title", "citation_author", "DC.publisher")
    }
    assert metas == {
        "citation_title": ["India and France meet, number 1"],
        "citation_author": ["Asha Rao", "Zoë Müller"],
        "DC.publisher": ["Outlet One"],
    }
    coins = parse_qs(found.xpath("//span[@class='Z3988']/@title")[0])
    assert coins["rft.title"] == ["India and France meet, number 1"]
    assert coins["rft.creator"] == ["Asha Rao", "Zoë Müller"]
    assert coins["rft.identifier"] == ["https://one.test/1"]


@pytest.mark.parametrize(("style", "mark"), [("bibtex", "@"), ("ris", "TY  - "), ("csl-json", "["), ("plain", "")])
def test_offers_each_citation_to_copy_and_as_a_file(site: Any, style: str, mark: str) -> None:
    shown = [pre.text_content() for pre in page(site, site.ids.plain).xpath("//div[@class='cite']/pre")]
    response = site.get(f"/-/article/{site.ids.plain}/cite/{style}")
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.text.startswith(mark)
    assert "India and France meet, number 1" in response.text
    assert response.text.strip() in [text.strip() for text in shown]


def test_missing_pages_are_not_found(site: Any) -> None:
    for address in ("/-/article/999999", "/-/article/1/cite/mla", "/-/capture/999999"):
        assert site.get(address).status_code == 404, address


def test_the_row_of_an_article_redirects_to_its_page(site: Any) -> None:
    response = site.get(f"/news/articles/{site.ids.plain}")
    assert (response.status_code, response.headers["location"]) == (302, f"/-/article/{site.ids.plain}")
    assert site.get(f"/news/articles/{site.ids.plain}.json").json()["rows"][0][0] == site.ids.plain
    listed = html.fromstring(site.get("/news/articles").text).xpath(
        "//table[@class='articles']//td[@class='title']/a/@href"
    )
    assert f"/news/articles/{site.ids.plain}" in listed


def test_a_capture_is_shown_as_text_and_never_as_a_page(site: Any) -> None:
    response = site.get(f"/-/capture/{site.ids.capture}")
    assert response.status_code == 200
    assert "<script>alert(1)</script>" not in response.text
    shown = html.fromstring(response.text).xpath("//pre")
    assert any("<p>Körper & <b>text</b></p><script>alert(1)</script>" in element.text_content() for element in shown)
    assert "content-type: text/html; charset=utf-8" in response.text


def test_a_capture_can_be_downloaded_as_its_warc_record(site: Any) -> None:
    from io import BytesIO

    from warcio.archiveiterator import ArchiveIterator

    response = site.get(f"/-/capture/{site.ids.capture}.warc.gz")
    assert response.headers["content-type"] == "application/octet-stream"
    (record,) = ArchiveIterator(BytesIO(response.content))
    assert record.rec_headers.get_header("WARC-Target-URI") == "https://one.test/1"


def test_the_further_pages_of_an_article_are_shown_with_the_first(site: Any) -> None:
    part = site.ids.capture + 1
    assert f"/-/capture/{part}" in site.get(f"/-/article/{site.ids.plain}").text
    shown = html.fromstring(site.get(f"/-/capture/{part}").text)
    assert shown.xpath("//dt[text()='Page']/following-sibling::dd[1]//a/@href") == [f"/-/capture/{site.ids.capture}"]


def test_shows_the_structure_of_the_text_and_runs_nothing_of_it(site: Any) -> None:
    text = page(site, site.ids.undated).xpath("//div[@class='text']")[0]
    assert [element.tag for element in text.xpath("./*[not(@class='lead')]")] == [
        *("h2", "p", "ul", "blockquote", "div", "p", "pre"),
    ]
    assert text.xpath("./ul/li/ol/li")[0].text_content() == "inner"
    assert [cell.tag for cell in text.xpath(".//tr/*")] == ["th", "th", "td", "td"]
    (link,) = text.xpath(".//td/a")
    assert (link.get("href"), link.text, link.get("rel")) == (
        "https://in.example/?a=1&b=2",
        "India",
        "noopener noreferrer nofollow",
    )
    assert text.xpath("./p[@class='caption']")[0].text == "<img src=x onerror=alert(1)>"
    assert not text.xpath(".//img | .//script")


def test_a_page_without_a_title_says_so(filled: Any, tmp_path: Path, runner: Any) -> None:
    path, ids = filled
    db = connect(Path(shutil.copy(path, tmp_path)))
    db.execute("update articles set title = ''")
    db.conn.commit()
    db.close()
    page = site_over(tmp_path / path.name, ids, runner, public=False).get(f"/-/article/{ids.plain}").text
    assert "<title>(without a title) · Spacebeat</title>" in page
