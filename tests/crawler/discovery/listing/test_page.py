"""Pages that list articles, as different software writes them."""

from typing import Any

import pytest

from archive.records import Lead
from crawler.discovery.listing.page import read_listing
from crawler.discovery.result import EndpointError, Found

URL = "https://www.a.example/news/"
MENU = """<header><a href="/">Home of the Agency of Space</a></header>
<nav><ul><li><a href="/about-us/our-long-history-in-space">About us and our long history</a></li>
<li><a href="/news/">News</a></li></ul></nav>"""
FOOTER = """<footer><a href="/privacy-policy">Privacy policy of this site, in full</a>
<a href="/2026/01/05/an-old-story-in-the-footer/">An old story in the footer</a></footer>"""


def page(main: str) -> str:
    return f"<!DOCTYPE html><html><head><title>News</title></head><body>{MENU}{main}{FOOTER}</body></html>"


def read(text: str, at: str = URL, **more: Any) -> Found:
    return read_listing(text.encode(), at, **more)


def seen(found: Found) -> list[tuple[str, str, str]]:
    return [(lead.url.removeprefix("https://www.a.example"), lead.title, lead.published) for lead in found.leads]


CARDS = "".join(
    f"""<article class="post post-{n}">
    <a href="/2026/03/0{n}/story-number-{n}/"><img src="/{n}.jpg" alt=""></a>
    <header><h2 class="entry-title">
    <a href="/2026/03/0{n}/story-number-{n}/">The story of launch number {n}</a></h2>
    <span class="byline">by <a href="/author/jane/">Jane Doe of the News Desk</a></span>
    <time datetime="2026-03-0{n}T09:00:00+00:00">March {n}, 2026</time></header>
    <p>A teaser of many words about the launch.
    <a href="/2026/03/0{n}/story-number-{n}/">Read more</a></p>
    <a rel="tag" href="/tag/launches/">All about the launches</a></article>"""
    for n in range(1, 6)
)


@pytest.mark.parametrize("address", ["/node/12{n}", "/article.php?id={n}", "/story-of-launch-{n}", "/press/a{n}"])
@pytest.mark.parametrize(
    "link",
    [
        "<a href='{a}'>Read more</a>",
        "<a href='{a}#top'>&gt;&gt;</a> <a href='{a}#c'>3 comments</a>",
        "<a href={a}><img></a>",
    ],
)
def test_cards_whose_headline_is_no_link_are_known_by_it(address: str, link: str) -> None:
    cards = "".join(
        f"<div class='item'><h3>The story of launch number {n}</h3><p>6 March 2026</p>"
        f"{link.format(a=address.format(n=n))}</div>"
        for n in range(1, 5)
    )
    single = "<section><h2>Write to all of our offices</h2><a href='/write-us'>Go</a></section>"
    found = read(page(f"<main>{cards}{single}</main>"))
    assert seen(found) == [
        (address.format(n=n), f"The story of launch number {n}", "6 March 2026") for n in range(1, 5)
    ]


@pytest.mark.parametrize(
    "group",
    [
        "<h3>{date}</h3><ul>{links}</ul>",
        "<div><h4>Monday, {date}</h4><div>{links}</div></div>",
        "<table><caption>{date}</caption><tbody>{links}</tbody></table>",
    ],
)
def test_a_date_over_a_group_of_links_is_theirs(group: str) -> None:
    item = "<tr><td>{}</td></tr>" if "table" in group else "<li>{}</li>" if "ul" in group else "<p>{}</p>"
    link = item.format('<a href="/press/story-of-launch-{n}">The story of launch number {n}</a>')
    groups = [
        group.format(date=date, links="".join(link.format(n=n) for n in numbers))
        for date, numbers in (("16 March 2026", (1, 2, 3)), ("15 March 2026", (4, 5)))
    ]
    other = group.format(date="More of our stories since 12 March 2026", links=link.format(n=6) + link.format(n=7))
    found = read(page(f"<main><h1>News of 1 January 2020</h1>{''.join(groups)}{other}</main>"))
    assert [date for _, _, date in seen(found)] == ["16 March 2026"] * 3 + ["15 March 2026"] * 2 + [""] * 2


def test_cards_of_a_blog_give_each_story_once_with_headline_and_date() -> None:
    found = read(
        page(f'<main>{CARDS}<div class="nav-links"><a class="next" href="/news/page/2/">Next</a></div></main>')
    )
    assert seen(found) == [
        (
            f"/2026/03/0{n}/story-number-{n}/",
            f"The story of launch number {n}",
            f"2026-03-0{n}T09:00:00+00:00",
        )
        for n in range(1, 6)
    ]
    assert {(lead.found_by, lead.endpoint) for lead in found.leads} == {("listing", URL)}
    assert found.more == ("https://www.a.example/news/page/2/",)


def test_cards_that_are_links_as_a_whole() -> None:
    found = read(
        page(
            "<main>"
            + "".join(
                f'<a class="card" href="/press/{400 + n}"><p class="date">0{n}.03.2026</p>'
                f"<h3>Minister opens mission control {n}</h3>"
                "<p>She said that it was a great day for all who work there and beyond.</p></a>"
                for n in range(1, 5)
            )
            + "</main>"
        )
    )
    assert seen(found)[0] == ("/press/401", "Minister opens mission control 1", "01.03.2026")
    assert len(found.leads) == 4


@pytest.mark.parametrize("address", ["/media/471{n}/download", "/document/471{n}/pdf", "/files/471{n}/view?lang=en"])
def test_documents_that_are_named_before_the_verb_of_their_address(address: str) -> None:
    links = (f"<a href='{address.format(n=n)}'>Statement of the minister on launch {n}</a>" for n in range(1, 5))
    rows = "".join(f"<li><span>{n} March 2026</span> {link}</li>" for n, link in enumerate(links, 1))
    found = read(
        page(f"<main><h1>Statements</h1><ul>{rows}<li><a href='/media/download'>All of them</a></li></ul></main>")
    )
    assert seen(found) == [
        (address.format(n=n), f"Statement of the minister on launch {n}", f"{n} March 2026") for n in range(1, 5)
    ]


def test_rows_of_a_table_with_a_date_in_a_cell_of_their_own() -> None:
    found = read(
        page(
            "<table><tbody>"
            + "".join(
                f'<tr><td>{n}</td><td class="link"><a href="Release_{n}.html">'
                f"Results of the flight test number {n}</a></td><td>March 0{n}, 2026</td></tr>"
                for n in range(1, 5)
            )
            + "</tbody></table>"
        )
    )
    assert seen(found)[3] == ("/news/Release_4.html", "Results of the flight test number 4", "March 04, 2026")


def test_a_definition_list_with_the_date_before_the_link() -> None:
    found = read(
        page(
            '<dl class="press">'
            + "".join(
                f'<dt>March {n}, 2026</dt><dd><a href="/press/2026/03/2026030{n}-1_e.html">'
                f"Launch schedule of the flight {n}</a></dd>"
                for n in range(1, 5)
            )
            + "</dl>"
        )
    )
    assert [date for _, _, date in seen(found)] == [f"March {n}, 2026" for n in range(1, 5)]


def test_a_list_in_another_script_with_a_date_after_the_link() -> None:
    found = read(
        page(
            '<ul class="news">'
            + "".join(
                f'<li><a href="/n1/c10{n}88/content.html">国家航天局发布第{n}号空间政策白皮书</a>'
                f"<span>2026-03-0{n}</span></li>"
                for n in range(1, 5)
            )
            + "</ul>"
        )
    )
    assert seen(found)[1] == ("/n1/c10288/content.html", "国家航天局发布第2号空间政策白皮书", "2026-03-02")


def test_one_date_over_a_group_of_links_is_not_taken_from_another_card() -> None:
    found = read(
        page(
            "<h3>March 3, 2026</h3><ul>"
            + "".join(f'<li><a href="/article/{n}00/1">An essay on the law of space {n}</a></li>' for n in range(1, 4))
            + "</ul>"
        )
    )
    assert len(found.leads) == 3
    assert {date for _, _, date in seen(found)} <= {"", "March 3, 2026"}


def test_menus_pagers_tags_authors_and_other_sites_are_no_articles() -> None:
    main = (
        CARDS
        + """<div class="sidebar">
        <a href="/2025/01/01/most-read-story-of-the-year/">Most read story of the year</a></div>
        <p><a href="https://twitter.com/share?url=x-y-z-and-more">Share this with all of your friends</a>
        <a href="https://other.example/2026/03/03/a-story-of-theirs/">A story that others have written</a>
        <a href="/category/policy-and-law/">All that we have on policy and law</a>
        <a href="/login?next=/2026/03/01/x/">Log in to read the whole story now</a>
        <a href="/files/2026/03/photo-of-the-launch.jpg">Photo of the launch in full size</a>
        <a href="javascript:void(0)">Open the whole list of the stories</a>
        <a href="mailto:desk@a.example">Write to the desk of this newspaper</a>
        <a href="#top">Back to the top of this long page</a><a>No address at all in this link</a></p>"""
    )
    assert len(read(page(f"<main>{main}</main>")).leads) == 5


def test_a_pattern_chooses_from_all_links() -> None:
    found = read(page(CARDS), article_url_re=r"/2026/01/", exclude_url_re="never")
    assert [lead.url for lead in found.leads] == ["https://www.a.example/2026/01/05/an-old-story-in-the-footer/"]


def test_an_exclusion_wins_over_everything() -> None:
    found = read(page(CARDS), article_url_re=r"/story-", exclude_url_re="number-[23]/")
    assert len(found.leads) == 3


@pytest.mark.parametrize("selector", ["h2.entry-title a", "h2", "a:has(img)", "article > a > img"])
def test_a_selector_chooses_links_or_what_holds_them_or_what_they_hold(selector: str) -> None:
    assert len(read(page(CARDS), link=selector).leads) == 5


def test_ids_in_script_calls_become_addresses() -> None:
    rows = "".join(
        f"""<tr><td>
        <a href="#" onclick="fn_view('{n}7'); return false;">우주항공청 보도자료 제목 {n}호 발표</a></td>
        <td>2026-03-0{n}</td></tr>"""
        for n in range(1, 4)
    )
    found = read(page(f"<table>{rows}</table>"), id_re=r"fn_view\('(\w+)'", id_url="view.do?no={id}")
    assert seen(found)[0] == ("/news/view.do?no=17", "우주항공청 보도자료 제목 1호 발표", "2026-03-01")
    assert len(found.leads) == 3


def test_a_time_in_seconds_becomes_readable() -> None:
    cards = "".join(
        f'<div class="item"><a href="/space/{1000 + n}">A rocket flew to the station {n}</a>'
        f'<dateformat time="17725{n}0000"></dateformat></div>'
        for n in range(3)
    )
    assert read(page(cards)).leads[0].published == "2026-03-03T01:06:40Z"


def test_links_that_ask_not_to_be_followed_are_no_leads() -> None:
    text = page(CARDS.replace('<a href="/2026/03/01/', '<a rel="nofollow" href="/2026/03/01/'))
    marked = "https://www.a.example/2026/03/01/story-number-1/"
    assert read(text).nofollow == (marked,)
    assert len(read(text).leads) == 4
    assert marked not in {lead.url for lead in read(text).leads}


def test_a_page_whose_links_may_not_be_followed_leads_nowhere() -> None:
    text = page(CARDS + '<a rel="next" href="/news/page/2/">Older</a>')
    assert read(text).more
    found = read(text, follow=False)
    assert (found.leads, found.more, len(found.nofollow)) == ((), (), 5)


def test_a_pager_that_asks_not_to_be_followed_is_not() -> None:
    for link in ('<a rel="next nofollow" href="/news/page/2/">Older</a>', '<a rel=nofollow href="?page=2">2</a>'):
        assert read(page(CARDS + link)).more == ()


@pytest.mark.parametrize("address", ["details.aspx?id=410{n}", "/en/media/news/pages/news410{n}.aspx"])
def test_the_form_around_a_page_of_asp_net_is_no_region_of_the_site(address: str) -> None:
    rows = "".join(
        f"<tr><td><a href='{address.format(n=n)}'>The story of launch number {n}</a></td></tr>" for n in range(4)
    )
    state = "<input type='hidden' name='__VIEWSTATE' value='/wEP'>"
    found = read(page(f"<form method='post'>{state}<table>{rows}</table></form>"))
    assert [lead.title for lead in found.leads] == [f"The story of launch number {n}" for n in range(4)]


def test_relative_links_follow_the_base_of_the_page() -> None:
    text = page('<h2><a href="a-story-of-some-length">A story of some length</a></h2>').replace(
        "<title>", '<base href="https://www.a.example/deep/er/"><title>'
    )
    assert read(text, link="h2 a").leads[0].url == "https://www.a.example/deep/er/a-story-of-some-length"


@pytest.mark.parametrize(
    ("link", "url", "following"),
    [
        ('<a rel="next" href="?page=1">Next ›</a>', URL, "?page=1"),
        ('<a href="/news/page/2/">Older posts</a>', URL, "page/2/"),
        ('<a href="?page=2">Ältere Beiträge »</a>', URL, "?page=2"),
        ('<a href="?page=2">Page suivante</a>', URL, "?page=2"),
        ('<a href="?page=2">Siguiente ›</a>', URL, "?page=2"),
        ('<a href="?page=2">Successiva</a>', URL, "?page=2"),
        ('<a href="?page=2">Próxima »</a>', URL, "?page=2"),
        ('<a href="?page=2">Volgende</a>', URL, "?page=2"),
        ('<a href="?page=2">Следующая →</a>', URL, "?page=2"),
        ('<a href="?page=2">次へ</a>', URL, "?page=2"),
        ('<a href="?page=2">下一页</a>', URL, "?page=2"),
        ('<a href="?page=2">다음 페이지</a>', URL, "?page=2"),
        ('<a href="?page=2">التالي</a>', URL, "?page=2"),
        ('<a href="?page=2">अगला</a>', URL, "?page=2"),
        ('<a href="?page=2" aria-label="Next page"><svg></svg></a>', URL, "?page=2"),
        ('<ul class="pager"><li><a href="?page=2">»</a></li></ul>', URL, "?page=2"),
        ('<p><a href="?page=2">2</a> <a href="?page=3">3</a></p>', URL, "?page=2"),
        ('<p><a href="?page=1">1</a> <a href="?page=4">4</a></p>', URL + "?page=3", "?page=4"),
        ('<p><a href="?page=1">1</a> <a href="?page=2">2</a></p>', URL, "?page=2"),
        ('<p><a href="?page=0">1</a> <a href="?page=1">2</a></p>', URL, "?page=1"),
        ('<a class="button" href="?page=2">Load more</a>', URL, "?page=2"),
        ('<a href="?page=3">Mehr anzeigen »</a>', URL + "?page=2", "?page=3"),
        ('<a href="?PAGEN_1=2">2</a> <a href="?PAGEN_1=9">Конец</a>', URL, "?PAGEN_1=2"),
        ('<a href="?PAGEN_2=4">След.</a>', URL + "?PAGEN_2=3", "?PAGEN_2=4"),
        ('<script>createPageHTML(25, 0, "index", "html");</script>', URL, "index_1.html"),
        ('<script>createPageHTML("page_div", 25, 3, "list", "shtml", 500);</script>', URL, "list_4.shtml"),
        ("<script>var currentPage = 1; var countPage = 3;</script>", URL + "index_1.html", "index_2.html"),
        ('<p><a href="?b_start:int=20">2</a> <a href="?b_start:int=40">3</a></p>', URL, "?b_start:int=20"),
        (
            '<p><a href="index_2.html">2</a><a href="index_3.html">3</a></p>',
            URL + "index_1.html",
            "index_2.html",
        ),
    ],
)
def test_the_next_page_is_found(link: str, url: str, following: str) -> None:
    assert read(page(f"<main>{CARDS}{link}</main>"), url).more == (URL + following,)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('<a rel="next" href="?page=0">Next</a>', URL + "?page=7"),
        ('<script>createPageHTML(2, 1, "index", "html");</script>', URL + "index_1.html"),
        ('<a rel="next" href="/news/">Next</a>', URL + "?page=7"),
        ('<a rel="next" href="?page=7">Next</a>', URL + "?page=7"),
        ('<a rel="next" href="https://other.example/?page=2">Next</a>', URL),
        ('<a class="next" href="/events/2027/01/">Next</a>', URL),
        ('<div class="calendar"><a href="?month=2026-12">Next</a></div>', URL),
        ('<div class="carousel"><a href="/news/other?page=2" class="next">Next</a></div>', URL),
        ('<a href="javascript:next()">Next</a>', URL),
        ('<blockquote><a href="/x">»</a></blockquote>', URL),
        (
            '<ul class="pager"><li aria-current="page">1</li></ul><a rel="next" href="?page=9">Next</a>',
            URL + "?page=8",
        ),
        ('<a href="?page=2">2</a>', URL + "?page=5"),
        ('<a href="/reports/">Show more</a>', URL),
        ('<a href="/reports/?page=2">Show more</a>', URL),
    ],
)
def test_a_pager_leads_neither_back_nor_away_nor_into_a_calendar(link: str, url: str) -> None:
    assert read(page(f"<main>{CARDS}{link}</main>"), url).more == ()


def test_the_catalogues_form_of_pages_wins() -> None:
    form: dict[str, Any] = {"listing": URL, "page": URL + "?seite={n}&x=1", "first": 0, "step": 20}
    text = page(CARDS + '<a rel="next" href="?page=5">Next</a>')
    assert read(text, **form).more == (URL + "?seite=20&x=1",)
    assert read(text, URL + "?seite=20&x=1", **form).more == (URL + "?seite=40&x=1",)
    assert read(text, URL + "elsewhere", **form).more == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"Just words.", "is not an HTML page"),
        (b"<rss><channel/></rss>", "is a feed, not an HTML page"),
        (b'{"a": 1}', "is JSON, not an HTML page"),
        (b"<urlset/>", "is a sitemap, not an HTML page"),
    ],
)
def test_what_is_no_page_is_refused_in_one_line(body: bytes, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        read_listing(body, URL)


def test_a_page_without_articles_gives_none() -> None:
    assert read(page("<main><p>Nothing yet.</p></main>")).leads == ()


def test_a_page_of_endless_attributes_or_links_is_bounded() -> None:
    attributes = "".join(f'a{n}="1" ' for n in range(30_000))
    assert len(read(page(f"<main><b {attributes}></b>{CARDS}</main>")).leads) == 5
    many = "".join(
        f'<li><a href="/news/story-of-some-length-{n}">A story of some length</a></li>' for n in range(9_000)
    )
    assert len(read(page(f"<ul>{many}</ul>")).leads) <= 2_000


def test_a_lead_of_a_list_knows_no_more_than_the_list() -> None:
    lead = read(page(CARDS)).leads[0]
    assert lead == Lead(
        url="https://www.a.example/2026/03/01/story-number-1/",
        found_by="listing",
        endpoint=URL,
        title="The story of launch number 1",
        published="2026-03-01T09:00:00+00:00",
    )
