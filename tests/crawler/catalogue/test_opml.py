"""Feeds in and out as OPML."""

import pytest

from crawler.catalogue.errors import CatalogueError
from crawler.catalogue.load import load_catalogue
from crawler.catalogue.opml import export_opml, import_opml
from crawler.catalogue.validate import complaints

OTHERS = """<?xml version="1.0" encoding="UTF-8"?><opml version="1.1"><head/><body>
<outline text="think-tank">
<outline text="Été &amp; Co" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
<outline text="More of it" xmlUrl="https://a.example/feed2" htmlUrl="https://a.example/" language="fr-FR"/>
</outline>
<outline type="rss" title="Été &amp; Co" text="x" xmlUrl=" https://b.example/rss "/>
<outline text="No feed" xmlUrl="javascript:alert(1)"/><outline text="Empty folder"/>
<outline text="日本" xmlUrl="https://c.example/rss"/></body></opml>"""


def test_what_is_exported_comes_back() -> None:
    sources = [source for source in load_catalogue().enabled if any(feed.enabled for feed in source.feed)]
    back = {source.id: source for source in import_opml(export_opml(sources), "mine.opml")}
    assert set(back) == {source.id for source in sources}
    for source in sources:
        again = back[source.id]
        assert (again.name, again.homepage) == (source.name, source.homepage)
        assert (again.kind, again.focus, again.country) == (source.kind, source.focus, source.country)
        assert again.languages == source.languages
        spoken = [feed.lang or source.languages[0] for feed in source.feed if feed.enabled]
        assert [feed.lang or again.languages[0] for feed in again.feed] == spoken
        assert [feed.url for feed in again.feed] == [feed.url for feed in source.feed if feed.enabled]


def test_lists_of_others_become_valid_sources() -> None:
    first, second, third = import_opml(OTHERS.encode(), "theirs.opml")
    assert (first.id, first.name, first.kind, first.focus) == ("ete-co", "Été & Co", "think-tank", "general")
    assert [feed.url for feed in first.feed] == ["https://a.example/feed", "https://a.example/feed2"]
    assert (second.id, second.homepage, second.country) == ("ete-co-2", "https://b.example/", "INT")
    assert third.id == "c-example"
    assert [what for source in (first, second, third) for what in complaints(source)] == []


@pytest.mark.parametrize(
    ("stated", "url"),
    [
        ("feed://a.example/rss", "http://a.example/rss"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("FEED://https://a.example/rss", "https://a.example/rss"),
    ],
)
def test_the_scheme_of_feed_readers_is_that_of_the_web(stated: str, url: str) -> None:
    (source,) = import_opml(f'<opml><body><outline text="A" xmlUrl="{stated}"/></body></opml>'.encode(), "a.opml")
    assert (source.feed[0].url, source.homepage) == (url, url.removesuffix("rss"))


@pytest.mark.parametrize("data", [b"", b"no", b"<rss/>", b"<opml><body/></opml>"])
def test_what_is_no_opml_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(CatalogueError, match=r"^bad\.opml: "):
        import_opml(data, "bad.opml")


def test_no_entity_is_resolved() -> None:
    data = b"""<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/hostname">]><opml><body>
    <outline text="&f;" xmlUrl="https://a.example/"/></body></opml>"""
    (source,) = import_opml(data, "x.opml")
    assert source.name in ("", "a.example", "&f;")
