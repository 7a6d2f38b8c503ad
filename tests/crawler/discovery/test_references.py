"""References to what is no character cost themselves and not the feed."""

import json

import pytest

from crawler.discovery.feed import read_feed
from crawler.discovery.references import mend_references

URL = "https://courier.example/feed"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("A &#55357;&#56960; rises", "A \U0001f680 rises"),
        ("A &#xD83D;&#xDE80;&#xd83d;&#xde80;", "A \U0001f680\U0001f680"),
        ("&#xD83D; &#xDE80;", " "),
        ("&#xDE80;&#xD83D;&#xD83D;&#xDE80;", "\U0001f680"),
        ("&#0;&#x1F;&#99999999999999999999;&#xFFFF;&#1114112;", ""),
        ("&#8217; &#x2014; &#0000000000038; &amp; &#; &#x;", "&#8217; &#x2014; &#0000000000038; &amp; &#; &#x;"),
    ],
)
def test_pairs_of_surrogates_are_united_and_what_is_no_character_is_taken_out(text: str, mended: str) -> None:
    assert mend_references(text) == mended


@pytest.mark.parametrize("reference", ["&#55357;&#56960;", "&#xD800;", "&#99999999999999;", "&#0;"])
def test_a_reference_to_no_character_costs_no_entry(reference: str) -> None:
    items = "".join(
        f"<item><title>Rocket {n}{reference if n == 1 else ''}</title><link>https://courier.example/{n}</link></item>"
        for n in range(3)
    )
    found = read_feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), URL)
    assert [lead.title.strip("\U0001f680") for lead in found.leads] == ["Rocket 0", "Rocket 1", "Rocket 2"]


@pytest.mark.parametrize("tags", [5, True, {"a": 1}, "space"])
def test_tags_of_another_type_cost_no_item_of_a_json_feed(tags: object) -> None:
    items = [{"url": f"https://courier.example/{n}", "tags": tags if n else ["orbit"]} for n in range(2)]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    assert [lead.tags for lead in read_feed(body, URL).leads] == [("orbit",), ()]
