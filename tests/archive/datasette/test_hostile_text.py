"""No page runs or links what a text of the archive contains, wherever it came from: page, feed, server or file."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from archive.db.connection import connect
from tests.archive.datasette.conftest import Site, fill, site_over

HOSTILE = "Space <script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>&lt;b> ${7*7}{{7*7}}"
ADDRESS = "javascript:alert(4)//\"'><script>alert(5)</script>"
# The columns that hold text of pages, servers and catalogues; others hold ids, states and times of ours.
TEXTS = {
    "sources": "name licence kind focus country",
    "articles": "title text section summary published_zone language document_type extractor",
    "revisions": "title text",
    "captures": "content_type part_failure etag",
    "runs": "reason",
    "urls": "reason lead",
    "date_evidence": "raw value zone method",
    "actors": "name type country",
    "topics": "name",
    "instruments": "name kind",
    "instrument_steps": "words",
    "links": "text",
}
ADDRESSES = {
    "sources": "homepage",
    "articles": "url image_url",
    "captures": "url requested_url",
    "urls": "url",
    "links": "target",
}
PAGES = (
    "/",
    "/-/search?q=space",
    "/-/search?q=space&source=one",
    "/-/search/overview?q=space",
    "/-/sources",
    "/-/questions",
    "/-/compare?q1=space&q2=india",
    "/-/actors?q=space",
    "/-/countries?q=space",
    "/-/dossiers",
    "/-/dossier?instrument=ost",
    "/-/article/{plain}",
    "/-/article/{copy}",
    "/-/article/{edited}",
    "/-/article/{undated}",
    "/-/capture/{capture}",
    "/news",
    "/news/articles",
    "/news/articles?_facet=section&title__contains=script",
    "/news/sources",
    "/news/actors",
    "/news/urls",
    "/news/date_evidence",
    "/news/silent_edits",
)


@pytest.fixture(scope="module", params=[False, True], ids=["home", "public"])
def hostile(request: Any, tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner) -> Site:
    path: Path = tmp_path_factory.mktemp("hostile") / "news.db"
    ids = fill(path)
    db = connect(path)
    for columns, text in ((TEXTS, HOSTILE), (ADDRESSES, ADDRESS)):
        for table, names in columns.items():
            for name in names.split():
                db.execute(f"update or ignore {table} set {name} = ?", [text])
    listed = json.dumps([HOSTILE])
    db.execute("update articles set authors = ?, tags = ?", [listed, listed])
    db.execute("update sources set languages = ?", [listed])
    db.conn.commit()
    db.close()
    return site_over(path, ids, runner, public=request.param)


def test_no_page_runs_or_links_what_a_text_contains(hostile: Site) -> None:
    shown = 0
    for page in PAGES:
        address = page.format(**vars(hostile.ids))
        response = hostile.get(address, follow_redirects=True)
        if hostile.desk.setting("allow_download"):
            assert response.status_code == 200, f"{address}: {response.text[-500:]}"
        assert response.status_code < 500, f"{address}: {response.text[-500:]}"
        nonce = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])
        assert nonce
        for element in html.fromstring(response.text).iter():
            where = f"{address}: {html.tostring(element)[:200]!r}"
            assert element.tag != "script" or element.get("src") or element.get("nonce") == nonce[1], where
            for name, value in element.attrib.items():
                assert not name.startswith("on"), where
                is_link = name in ("href", "src", "action", "formaction", "data") or name.endswith("href")
                assert not (is_link and value.strip().lower().startswith("javascript:")), where
            assert element.get("src") != "x", where
        assert "alert(4)//\"'>" not in response.text, address
        shown += "alert(" in response.text
    assert shown > 10


def test_a_name_of_another_direction_reorders_nothing_around_it(hostile: Site) -> None:
    """An Arabic name within a line would draw the number behind it in front: "8 · name words"."""
    for page in ("/", "/-/search?q=space", "/-/dossier?instrument=ost", "/-/capture/{capture}"):
        tree = html.fromstring(hostile.get(page.format(**vars(hostile.ids)), follow_redirects=True).text)
        for line in tree.iter("p", "li", "figcaption", "summary", "div"):
            loose = [text for text in line.xpath("text()") if HOSTILE in text and text.strip() != HOSTILE]
            assert line.get("dir") == "auto" or loose == [], page
