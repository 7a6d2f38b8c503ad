"""JSON interfaces, each in its own dialect, and with paths of the catalogue."""

import json
from typing import Any

import pytest

from crawler.catalogue.validate import dialects as allowed
from crawler.discovery.json_api import dialects, read_api
from crawler.discovery.result import EndpointError, Found

LONG = "<p>The committee met again to speak about the rules of the road in orbit, and agreed.</p>" * 20


def read(document: Any, url: str, dialect: str, headers: Any = None, **paths: str) -> Found:
    return read_api(json.dumps(document).encode(), url, headers or {}, dialect=dialect, paths=paths)


def test_wordpress_posts_page_by_page() -> None:
    url = "https://a.example/wp-json/wp/v2/posts?per_page=2&_embed=1"
    post = {
        "date": "2026-03-03T05:00:00",
        "date_gmt": "2026-03-03T10:00:00",
        "modified_gmt": "2026-03-04T10:00:00",
        "link": "https://a.example/x/",
        "title": {"rendered": "R&#038;D &#8211; <em>now</em>"},
        "excerpt": {"rendered": "<p>Short.</p>"},
        "content": {"rendered": LONG},
        "_embedded": {
            "author": [{"name": "Jane"}],
            "wp:term": [[{"name": "Law"}], [{"name": "Moon"}, {"name": "Law"}]],
            "wp:featuredmedia": [{"source_url": "https://a.example/i.jpg"}],
        },
    }
    found = read([post, {"link": ""}, 7], url, "wordpress", {"x-wp-totalpages": "3"})
    (lead,) = found.leads
    assert (lead.title, lead.summary, lead.html) == ("R&D – now", "Short.", LONG)
    assert (lead.published, lead.modified) == ("2026-03-03T10:00:00Z", "2026-03-04T10:00:00Z")
    assert (lead.authors, lead.tags, lead.image_url) == (
        ("Jane",),
        ("Law", "Moon"),
        "https://a.example/i.jpg",
    )
    assert (lead.found_by, lead.endpoint) == ("api", url)
    assert found.more == (url + "&page=2",)
    assert read([post], url + "&page=3", "wordpress", {"x-wp-totalpages": "3"}).more == ()


def test_a_local_time_of_wordpress_stays_without_a_zone() -> None:
    found = read([{"link": "/x", "date": "2026-03-03T05:00:00"}], "https://a.example/api", "wordpress")
    assert found.leads[0].published == "2026-03-03T05:00:00"


def test_the_search_of_gov_uk_by_offset() -> None:
    url = "https://www.gov.uk/api/search.json?filter_organisations=uk-space-agency&count=2&start=2"
    result = {
        "link": "/government/news/x",
        "title": "T",
        "public_timestamp": "2026-03-03T10:00:00Z",
        "description": "D",
        "organisations": [{"title": "UK Space Agency"}],
    }
    found = read({"results": [result, result], "total": 5}, url, "govuk")
    (lead,) = found.leads
    assert (lead.url, lead.published) == ("https://www.gov.uk/government/news/x", "2026-03-03T10:00:00Z")
    assert lead.tags == ("UK Space Agency",)
    assert found.more == (url.replace("start=2", "start=4"),)
    assert read({"results": [result], "total": 5}, found.more[0], "govuk").more == ()


def test_one_page_of_gov_uk_has_both_dates_and_its_body() -> None:
    page = {
        "base_path": "/government/news/x",
        "title": "T",
        "first_published_at": "2026-03-03T10:00:00.000+00:00",
        "public_updated_at": "2026-03-05T10:00:00.000+00:00",
        "locale": "en",
        "details": {"body": LONG},
    }
    (lead,) = read(page, "https://www.gov.uk/api/content/government/news/x", "govuk-content").leads
    assert (lead.published[:10], lead.modified[:10], lead.language) == ("2026-03-03", "2026-03-05", "en")
    assert lead.html == LONG


def test_the_federal_register_gives_its_next_page_itself() -> None:
    url = "https://www.federalregister.gov/api/v1/documents.json?per_page=20"
    document = {
        "results": [
            {
                "html_url": "https://www.federalregister.gov/documents/2026/03/03/2026-1/a-rule",
                "title": "A Rule",
                "publication_date": "2026-03-03",
                "abstract": None,
                "type": "Rule",
                "agencies": [{"name": "FCC"}, {"raw_name": "x"}],
            }
        ],
        "next_page_url": url + "&page=2",
    }
    found = read(document, url, "federal-register")
    (lead,) = found.leads
    assert (lead.title, lead.published, lead.section, lead.tags) == ("A Rule", "2026-03-03", "Rule", ("FCC",))
    assert found.more == (url + "&page=2",)


def test_the_archive_of_a_substack_ends_with_a_short_page() -> None:
    url = "https://s.example/api/v1/archive?sort=new&limit=2"
    posts = [
        {"canonical_url": f"https://s.example/p/{n}", "title": "T", "post_date": "2026-03-03T10:00:00.000Z"}
        for n in range(2)
    ]
    assert read(posts, url, "substack").more == (url + "&offset=2",)
    assert read(posts[:1], url + "&offset=2", "substack").more == ()
    assert read([], url + "&offset=4", "substack") == Found(leads=())


def test_ghost() -> None:
    url = "https://g.example/ghost/api/content/posts/?key=1"
    post = {
        "url": "https://g.example/x/",
        "title": "T",
        "authors": [{"name": "A"}],
        "primary_tag": {"name": "Law"},
    }
    found = read({"posts": [post], "meta": {"pagination": {"next": 2}}}, url, "ghost")
    assert (found.leads[0].authors, found.leads[0].section) == (("A",), "Law")
    assert found.more == (url + "&page=2",)
    assert read({"posts": [post], "meta": {"pagination": {"next": None}}}, url, "ghost").more == ()


def test_paths_of_the_catalogue_read_any_interface() -> None:
    document = {
        "data": {"items": [{"to": "/x", "head": ["A <b>title</b>"], "at": 1772500000, "who": {"a": {"n": "Jo"}}}]},
        "after": "/api?cursor=7",
    }
    found = read(
        document,
        "https://a.example/api",
        "json",
        items="data.items",
        link="to",
        title="head[0]",
        published="missing || at",
        authors="who.*.n",
        next="after",
    )
    (lead,) = found.leads
    assert (lead.url, lead.title, lead.authors) == ("https://a.example/x", "A title", ("Jo",))
    assert lead.published == "2026-03-03T01:06:40Z"
    assert found.more == ("https://a.example/api?cursor=7",)


def test_a_link_header_leads_on_but_never_to_another_site() -> None:
    url = "https://a.example/api"
    for target, more in (("/api?page=2", (url + "?page=2",)), ("https://b.example/", ()), (url, ())):
        link = f'<https://a.example/api?page=0>; rel="prev", <{target}>; rel="next"'
        assert read([], url, "wordpress", {"link": link}).more == more


def test_a_full_text_that_no_store_takes_is_cleaned() -> None:
    post = '[{"link": "/x", "content": {"rendered": "' + LONG + '\\ud800\\u0000"}}]'
    assert read_api(post.encode(), "https://a.example/api", {}, dialect="wordpress").leads[0].html == LONG


def test_text_that_no_store_takes_is_cleaned() -> None:
    body = b'[{"link": "/x", "title": "a\\ud800b\\u0000c"}]'
    assert read_api(body, "https://a.example/api", {}, dialect="wordpress").leads[0].title == "abc"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"<html>Forbidden</html>", "is an HTML page, not JSON"),
        (b"no", "is not JSON"),
        (b'{"link": ', "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (
            b'{"code": "rest_no_route", "message": "No route\\nwas found"}',
            "a list of articles: No route was found",
        ),
        (b'{"results": {}}', "without a list of articles"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(body: bytes, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        read_api(body, "https://a.example/api", {}, dialect="wordpress")


def test_the_catalogue_allows_just_the_dialects_that_can_be_read() -> None:
    assert allowed() == set(dialects()) | {"json"}


def test_an_address_is_made_of_an_id_and_pages_are_numbered_until_one_is_short() -> None:
    url = "https://a.example/api?per=2"
    keys = {"items": "rows", "link": "id", "link_url": "https://a.example/news/{link}", "page": "p", "size": "per"}
    found = read({"rows": [{"id": 7}, {"id": "a b"}]}, url, "json", **keys)
    assert [lead.url for lead in found.leads] == ["https://a.example/news/7", "https://a.example/news/a%20b"]
    assert found.more == ("https://a.example/api?per=2&p=2",)
    assert read({"rows": [{"id": 9}]}, f"{url}&p=2", "json", **keys).more == ()


def test_entries_are_skipped_by_offset_until_the_stated_total() -> None:
    keys = {"items": "rows", "link": "url", "offset": "from", "total": "count"}
    rows = [{"url": f"/{n}"} for n in range(2)]
    first = read({"rows": rows, "count": 3}, "https://a.example/api", "json", **keys)
    assert first.more == ("https://a.example/api?from=2",)
    assert read({"rows": rows[:1], "count": 3}, first.more[0], "json", **keys).more == ()


def test_a_path_that_cannot_be_followed_is_a_failure_of_the_endpoint() -> None:
    with pytest.raises(EndpointError, match="cannot be followed"):
        read({"rows": [{"url": "/1"}]}, "https://a.example/api", "json", items="unknown(rows)", link="url")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Orbit<style>p{}</style > talks", "Orbit talks"),
        ("Orbit <script>a<style>b</script>talks", "Orbit talks"),
        ("How to use <style> well</b>", "How to use well"),
    ],
    ids=["closed", "one within another", "not closed"],
)
def test_scripts_and_styles_of_a_title_are_taken_out(title: str, text: str) -> None:
    body = json.dumps([{"link": "https://a.example/1", "title": {"rendered": title}}]).encode()
    found = read_api(body, "https://a.example/api", {}, dialect="wordpress").leads[0].title
    assert found == text
