"""Feeds of all versions, sound and broken."""

import gzip

import pytest

from crawler.discovery.feed import read_feed
from crawler.discovery.feed_window import MAX_ENTRIES
from crawler.discovery.result import EndpointError, Found

URL = "https://a.example/news/feed.xml"
LONG = "<p>The committee met again to speak about the rules of the road in orbit, and agreed.</p>" * 20


def read(text: str, **more: str) -> Found:
    return read_feed(text.encode(), URL, **more)


def rss(items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel><title>News</title><link>https://a.example/</link>{head}{items}</channel></rss>"
    )


def test_rss_2_gives_all_that_an_item_knows() -> None:
    found = read(
        rss(
            f"""<item><title>Treaty &amp;amp; trade: &lt;em&gt;new&lt;/em&gt; talks</title>
            <link>https://a.example/treaty</link><guid isPermaLink="false">77</guid>
            <pubDate>Tue, 03 Mar 2026 09:30:00 -0500</pubDate><dc:creator>Jane Doe</dc:creator>
            <category>Law</category><category><![CDATA[Space &amp; Policy]]></category>
            <description>&lt;p&gt;A short teaser.&lt;/p&gt;</description>
            <content:encoded><![CDATA[{LONG}]]></content:encoded>
            <media:content url="https://a.example/s.jpg" medium="image" width="300"/>
            <media:content url="/l.jpg" medium="image" width="1200"/></item>""",
            "<language>en-GB</language><ttl>90</ttl>",
        )
    )
    (lead,) = found.leads
    assert (lead.url, lead.found_by, lead.endpoint) == ("https://a.example/treaty", "feed", URL)
    assert lead.title == "Treaty & trade: new talks"
    assert lead.published == "Tue, 03 Mar 2026 09:30:00 -0500"
    assert lead.modified == ""
    assert lead.authors == ("Jane Doe",)
    assert lead.tags == ("Law", "Space & Policy")
    assert lead.summary == "A short teaser."
    assert lead.html == LONG
    assert lead.language == "en"
    assert lead.image_url == "https://a.example/l.jpg"
    assert found.ttl_s == 5_400


def test_atom_gives_both_dates_the_alternate_link_and_the_next_page() -> None:
    found = read(
        f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://a.example/en/">
        <link rel="self" href="feed"/><link rel="next" href="feed?page=2"/>
        <entry><title type="html">L&amp;#8217;espace &amp;lt;b&amp;gt;</title><id>urn:uuid:1</id>
        <link rel="enclosure" type="image/jpeg" href="/i.jpg"/><link rel="alternate" href="posts/1"/>
        <published>2026-03-03T09:30:00+01:00</published><updated>2026-03-04T00:00:00Z</updated>
        <author><name>Jean</name></author><author><name>Anne</name></author>
        <category term="droit" label="Droit"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG}</div></content></entry></feed>"""
    )
    (lead,) = found.leads
    assert lead.url == "https://a.example/en/posts/1"
    assert lead.title == "L’espace <b>"
    assert (lead.published, lead.modified) == ("2026-03-03T09:30:00+01:00", "2026-03-04T00:00:00Z")
    assert lead.authors == ("Jean", "Anne")
    assert lead.tags == ("Droit",)
    assert lead.language == "fr"
    assert "rules of the road" in lead.html
    assert lead.image_url == "https://a.example/i.jpg"
    assert found.more == ("https://a.example/en/feed?page=2",)


def test_an_atom_entry_with_one_date_was_modified_then() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/a"/>'
        "<updated>2026-03-04T00:00:00Z</updated></entry></feed>"
    )
    assert (found.leads[0].published, found.leads[0].modified) == ("", "2026-03-04T00:00:00Z")


def test_rss_1_with_dublin_core_dates() -> None:
    found = read(
        """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://a.example/"><title>T</title><dc:language>ja</dc:language>
        <items><rdf:Seq><rdf:li rdf:resource="https://a.example/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://a.example/1"><title>宇宙</title><link>https://a.example/1</link>
        <dc:date>2026-03-03T10:00:00+09:00</dc:date></item></rdf:RDF>"""
    )
    (lead,) = found.leads
    assert (lead.title, lead.published, lead.modified) == ("宇宙", "2026-03-03T10:00:00+09:00", "")
    assert lead.language == "ja"


def test_rss_0_91_with_its_document_type_and_named_entities() -> None:
    found = read(
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        "<item><title>Caf&eacute;</title><link>http://a.example/1</link></item></channel></rss>"
    )
    assert [(lead.title, lead.url) for lead in found.leads] == [("Café", "http://a.example/1")]


def test_json_feed() -> None:
    found = read(
        """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "de-AT",
        "next_url": "/feed?page=2", "authors": [{"name": "Ada"}], "items": [
        {"id": "1", "url": "/a", "title": "A <b> & B", "summary": "S",
         "date_published": "2026-03-03T10:00:00Z",
         "tags": ["x", 3], "content_html": "<p>%s</p>"},
        {"id": "https://a.example/b", "date_modified": "2026-03-04", "author": {"name": "Bo\\ud800b"}},
        {"id": "3", "url": "javascript:alert(1)"}, 7, {"id": "4"}]}"""
        % ("word " * 300)
    )
    first, second = found.leads
    assert (first.url, first.title, first.authors, first.language) == (
        "https://a.example/a",
        "A <b> & B",
        ("Ada",),
        "de",
    )
    assert first.tags == ("x",)
    assert first.html.startswith("<p>word")
    assert (second.url, second.modified, second.authors) == ("https://a.example/b", "2026-03-04", ("Bob",))
    assert found.more == ("https://a.example/feed?page=2",)


def test_the_original_address_is_taken_from_feedburner() -> None:
    found = read(
        rss(
            "<item><link>https://feeds.example/~r/1</link>"
            "<feedburner:origLink>https://a.example/1</feedburner:origLink></item>"
        )
    )
    assert found.leads[0].url == "https://a.example/1"


def test_an_original_address_that_is_none_does_not_hide_the_link() -> None:
    found = read(
        rss(
            "<item><link>https://feeds.example/~r/1</link>"
            "<feedburner:origLink>not an address</feedburner:origLink></item>"
        )
    )
    assert found.leads[0].url == "https://feeds.example/~r/1"


def test_an_entry_of_atom_alone_is_a_feed_of_one() -> None:
    found = read('<entry xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>https://other.example/id</id></entry>')
    assert [(lead.url, lead.title) for lead in found.leads] == [("https://other.example/id", "A")]


def test_a_guid_stands_in_for_a_link_only_where_there_is_none() -> None:
    found = read(
        rss(
            "<item><guid>https://a.example/guid</guid></item>"
            "<item><guid>https://a.example/guid2</guid><link>https://a.example/link</link></item>"
            "<item><guid>12345</guid></item>"
            '<item><guid isPermaLink="false">https://a.example/no</guid><link>https://a.example/yes</link></item>'
        )
    )
    assert [lead.url for lead in found.leads] == [
        "https://a.example/guid",
        "https://a.example/link",
        "https://a.example/yes",
    ]


def test_links_that_are_no_addresses_are_left_out_and_doubles_once() -> None:
    found = read(
        rss(
            "".join(
                f"<item><title>{n}</title><link>{link}</link></item>"
                for n, link in enumerate(("javascript:alert(1)", "/a", "https://a.example/a", "ftp://a.example/", ""))
            )
        )
    )
    assert [(lead.title, lead.url) for lead in found.leads] == [("1", "https://a.example/a")]


def test_query_strings_with_raw_ampersands_survive() -> None:
    found = read(rss("<item><title>R & D</title><link>https://a.example/?a=1&amp;b=2&c=3</link></item>"))
    assert [(lead.title, lead.url) for lead in found.leads] == [("R & D", "https://a.example/?a=1&b=2&c=3")]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Only the beginning of it all. [&#8230;]</p>",
        LONG + "<p>and then […]</p>",
        LONG + "<p>and then it went on… <a href='/a'>Read more</a></p>",
        LONG + "<p>and so [...]</p><p>The post Talks appeared first on News.</p>",
    ],
)
def test_a_teaser_is_no_full_text(content: str) -> None:
    found = read(rss(f"<item><link>/a</link><content:encoded><![CDATA[{content}]]></content:encoded></item>"))
    assert found.leads[0].html == ""


def test_a_whole_article_in_the_description_is_full_text() -> None:
    found = read(rss(f"<item><link>/a</link><description><![CDATA[{LONG}]]></description></item>"))
    assert found.leads[0].html == LONG


@pytest.mark.parametrize(
    "text",
    [
        "\n\n  " + rss("<item><title>A</title><link>/a</link></item>"),
        "<br />\n<b>Warning</b>: no such file in <b>x.php</b><br />" + rss("<item><link>/a</link></item>"),
        rss("<item><title>A</title><link>/a</link></item>").removesuffix("</channel></rss>"),
        rss("<item><title>A<b></title><link>/a</link></item>"),
        rss("<item><title>\x08A</title><link>/a</link></item>"),
        rss("<item><title>A</title><link>/a</link>"),
        rss("<item><title>&nbsp;&bogus; A</title><link>/a</link></item>"),
        "<!-- <html> made by hand -->" + rss("<item><link>/a</link></item>"),
        "<channel><item><title>A</title><link>/a</link></item></channel>",
        rss("<item><unknown:tag>1</unknown:tag><link>/a</link></item>"),
    ],
)
def test_broken_feeds_are_read(text: str) -> None:
    assert [lead.url for lead in read(text).leads] == ["https://a.example/a"]


@pytest.mark.parametrize(
    "end",
    [
        "<link>https://a.example/sto",
        "<link><![CDATA[https://a.exa",
        '<link href="https://a.ex',
        "<guid>https://a.e",
        "",
    ],
)
def test_of_a_feed_that_breaks_off_no_half_address_is_taken(end: str) -> None:
    whole = rss("<item><title>A</title><link>https://a.example/whole</link></item>")
    found = read(whole.replace("</channel></rss>", f"<item><title>B</title>{end}"))
    assert [lead.url for lead in found.leads] == ["https://a.example/whole"]
    assert found.breaks_off
    assert not read(whole + "<!-- made in 0.3 s -->").breaks_off


def test_valid_utf_8_is_utf_8_whatever_is_declared() -> None:
    text = rss("<item><title>L’été</title><link>/a</link></item>").replace("UTF-8", "iso-8859-1")
    assert read(text, content_type="text/xml; charset=iso-8859-1").leads[0].title == "L’été"


def test_other_encodings_are_read_as_declared() -> None:
    text = rss("<item><title>Космос</title><link>/a</link></item>").replace("UTF-8", "windows-1251")
    assert read_feed(text.encode("windows-1251"), URL).leads[0].title == "Космос"
    assert read_feed(text.replace("windows-1251", "utf-16").encode("utf-16"), URL).leads[0].title == "Космос"


def test_a_packed_feed_is_unpacked() -> None:
    body = gzip.compress(rss("<item><link>/a</link></item>").encode())
    assert len(read_feed(body, URL).leads) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<!DOCTYPE html><html><body>Moved</body></html>", "is an HTML page, not a feed"),
        ("<p>Moved", "is an HTML page, not a feed"),
        (
            "<html><head><title>\n Sign in &amp; read</title></head><body><form></form></body></html>",
            "is an HTML page, not a feed, titled: Sign in & read",
        ),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "is a sitemap, not a feed"),
        ("", "is empty"),
        ("   \n", "is empty"),
        ("Not found.", "is plain text, not a feed"),
        ('{"error": "no"}', "is JSON, but not a JSON Feed"),
        ('{"items": ', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(body: str, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        read(body)


@pytest.mark.parametrize(
    "entity", ['a "expanded"', 'a SYSTEM "file:///etc/passwd"', '% a PUBLIC "-//W3C//x" "http://dtd.example/"']
)
def test_a_dtd_is_passed_over_and_its_entities_are_not_expanded(entity: str) -> None:
    item = "<item><title>News &a; here</title><link>https://outlet.example/a</link></item>"
    (lead,) = read(f"<!DOCTYPE rss [ <!ENTITY {entity}> ]>{rss(item)}").leads
    assert lead.url == "https://outlet.example/a"
    assert "expanded" not in lead.title
    assert "root" not in lead.title


@pytest.mark.parametrize(("mark", "found"), [(' isPermaLink="false"', 0), (" isPermaLink='false'", 0), ("", 1)])
def test_a_guid_that_is_no_permanent_link_is_no_address(mark: str, found: int) -> None:
    item = f"<item><title>T</title><link></link><guid{mark}>https://outlet.example/?p=7</guid></item>"
    assert len(read(rss(item)).leads) == found


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")) == Found(leads=())


def test_a_body_that_names_a_file_opens_none() -> None:
    with pytest.raises(EndpointError, match="plain text"):
        read_feed(__file__.encode(), URL)


def test_gzip_bombs_and_damaged_gzip_are_refused() -> None:
    with pytest.raises(EndpointError, match="larger than 50 MiB"):
        read_feed(gzip.compress(b"<rss>" + b" " * (51 * 1024 * 1024), compresslevel=1), URL)
    with pytest.raises(EndpointError, match="damaged gzip"):
        read_feed(b"\x1f\x8bnonsense", URL)


def test_of_a_huge_feed_the_newest_entries_are_read_in_their_order() -> None:
    items = "".join(
        f"<item><link>/{n}</link><pubDate>Mon, 02 Mar {1990 + n % 35} 10:00:00 GMT</pubDate></item>"
        for n in range(MAX_ENTRIES * 5)
    )
    found = read(rss(items))
    leads = found.leads
    assert (len(leads), found.left_out) == (MAX_ENTRIES, MAX_ENTRIES * 4)
    assert min(int(lead.published[12:16]) for lead in leads) >= 1990 + 34 - 7
    numbers = [int(lead.url.rpartition("/")[2]) for lead in leads]
    assert numbers == sorted(numbers)


def test_of_a_huge_undated_feed_the_first_entries_are_read() -> None:
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(MAX_ENTRIES + 500))
    assert read(rss(items)).leads[-1].url == f"https://a.example/{MAX_ENTRIES - 1}"


def test_the_period_of_rss_syndication_is_a_time_to_live() -> None:
    head = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert read(rss("", head)).ttl_s == 43_200
    assert read(rss("", "<ttl>99999999</ttl>")).ttl_s == 30 * 86_400
    assert read(rss("", "<ttl>soon</ttl>")).ttl_s == 0


def test_a_tag_of_endless_attributes_costs_no_time() -> None:
    attributes = "".join(f'a{n}="1" ' for n in range(50_000))
    assert [lead.url for lead in read(rss(f"<item><b {attributes}/><link>/a</link></item>")).leads] == [
        "https://a.example/a"
    ]
