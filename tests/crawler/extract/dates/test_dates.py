"""Every date that a page states is kept as evidence, and one rule chooses from it."""

from collections.abc import Callable

import pytest

from archive.records import Article, Lead
from crawler.catalogue.source import Rule
from crawler.extract.article import extract
from crawler.extract.page import Page

Pages = Callable[..., Page]


def read(page: Page) -> Article:
    article = extract(page)
    assert isinstance(article, Article)
    return article


def html(head: str = "", byline: str = "", prose: str = "", end: str = "") -> str:
    return (
        f"<html lang='en'><head><title>Orbit talks end in Geneva</title>{head}</head><body><article>"
        f"<h1>Orbit talks end in Geneva</h1>{byline}{prose}</article>{end}</body></html>"
    )


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {body}}}</script>'


def test_every_candidate_is_kept_with_its_method(page: Pages, prose: str) -> None:
    head = ld('"datePublished": "2031-05-02T08:00:00+02:00", "dateModified": "2031-05-03T09:00:00Z"')
    head += '<meta property="article:published_time" content="2031-05-02T06:00:00Z">'
    lead = Lead(
        url="https://courier.example.org/2031/05/02/talks",
        found_by="feed",
        published="Fri, 02 May 2031 06:00:00 GMT",
    )
    byline = "<p class='byline'>Posted on <time datetime='2031-05-02T08:00'>2 May 2031</time></p>"
    example = page(
        html(head, byline, prose),
        url=lead.url,
        lead=lead,
        headers={"last-modified": "Sat, 03 May 2031 10:00:00 GMT"},
    )
    article = read(example)
    assert {(e.field, e.method) for e in article.evidence} >= {
        ("published", "json-ld"), ("modified", "json-ld"), ("published", "meta"), ("published", "feed"),
        ("published", "url"), ("published", "time"), ("modified", "http-header"),
    }  # fmt: skip
    assert (article.published_at, article.published_precision) == ("2031-05-02T06:00:00Z", "second")
    assert (article.modified_at, article.published_zone) == ("2031-05-03T09:00:00Z", "+02:00")
    assert [e.method for e in article.evidence if e.chosen] == ["json-ld", "json-ld"]
    weights = {(e.field, e.method): e.weight for e in article.evidence}
    assert (weights["published", "json-ld"], weights["published", "url"]) == (10, 5)


def test_two_sources_that_agree_outweigh_the_strongest_alone(page: Pages, prose: str) -> None:
    head = ld('"datePublished": "2031-05-20T08:00:00Z"')
    head += '<meta property="article:published_time" content="2031-05-02T08:00:00Z">'
    byline = "<time datetime='2031-05-02'>2 May 2031</time>"
    article = read(page(html(head, byline, prose)))
    assert article.published_at == "2031-05-02T08:00:00Z"
    assert "2031-05-20T08:00:00Z" in {e.value for e in article.evidence}


@pytest.mark.parametrize(
    "end",
    [
        "<footer>© 2031 Orbit Courier. Founded 3 March 1998.</footer>",
        "<div class='related'><time datetime='2031-04-01'>1 April 2031</time>Other</div>",
        "<aside><p class='date'>1 April 2031</p></aside>",
        "<p>The next session is on March 4.</p>",
        "<footer><time datetime='2031-04-01'>1 April</time><time datetime='2031-04-02'>2 April</time></footer>",
        "<p>Photo: Ada Quist, 1 April 2031</p>",
    ],
)
def test_dates_of_other_content_are_not_the_articles(page: Pages, prose: str, end: str) -> None:
    article = read(page(html(prose=prose, end=end)))
    assert (article.published_at, article.published_method) == ("", "")


def test_a_sitemap_date_of_change_is_not_the_publication(page: Pages, prose: str) -> None:
    lead = Lead(url="https://courier.example.org/talks", found_by="sitemap", modified="2031-05-02T08:00:00Z")
    article = read(page(html(prose=prose), lead=lead))
    assert (article.published_at, article.modified_at) == ("", "2031-05-02T08:00:00Z")


def test_a_change_of_an_earlier_day_than_the_publication_is_none(page: Pages, prose: str) -> None:
    head = ld('"datePublished": "2031-05-02T08:00:00Z", "dateModified": "2031-05-01T08:00:00Z"')
    article = read(page(html(head, prose=prose)))
    assert (article.published_at, article.modified_at) == ("2031-05-02T08:00:00Z", "")


def test_a_date_after_the_fetch_is_rejected(page: Pages, prose: str) -> None:
    head = ld('"datePublished": "2031-07-01T08:00:00Z"')
    assert read(page(html(head, prose=prose))).published_at == ""
    assert read(page(html(head, prose=prose), fetched_at="2031-06-30T23:00:00Z")).published_at


def test_a_date_before_the_web_is_rejected(page: Pages, prose: str) -> None:
    assert read(page(html(ld('"datePublished": "1970-01-01T00:00:01Z"'), prose=prose))).published_at == ""


@pytest.mark.parametrize(
    ("byline", "published", "modified"),
    [
        ("<p>Published: 2 May 2031 | Updated: 3 May 2031</p>", "2031-05-02", "2031-05-03"),
        ("<p>Veröffentlicht am 2. Mai 2031, aktualisiert am 3. Mai 2031</p>", "2031-05-02", "2031-05-03"),
        (
            "<p>Publicado el 2 de mayo de 2031</p><p>Actualizado el 3 de mayo de 2031</p>",
            "2031-05-02",
            "2031-05-03",
        ),
        ("<p>Опубликовано 2 мая 2031, обновлено 3 мая 2031</p>", "2031-05-02", "2031-05-03"),
        ("<p>2031年5月2日 14時30分 公開</p>", "2031-05-02", ""),
        ("<p>입력 2031.05.02 14:30 수정 2031.05.03 10:00</p>", "2031-05-02", "2031-05-03"),
        ("<p>प्रकाशित २ मई २०३१</p>", "2031-05-02", ""),
        ("<p>Updated 3 May 2031</p>", "2031-05-03", "2031-05-03"),
    ],
)
def test_the_label_distinguishes_publication_from_change(
    page: Pages, prose: str, byline: str, published: str, modified: str
) -> None:
    article = read(page(html(byline=byline, prose=prose)))
    assert (article.published_at[:10], article.modified_at[:10]) == (published, modified)


def test_a_time_without_zone_is_in_the_zone_of_the_source(
    page: Pages, prose: str, source: Callable[..., object]
) -> None:
    byline = "<p>Posted 2 May 2031 10:15</p>"
    article = read(page(html(byline=byline, prose=prose), source=source(timezone="Asia/Kolkata")))
    assert article.published_at == "2031-05-02T04:45:00Z"
    assert {e.zone_source for e in article.evidence if e.chosen} == {"source"}


def test_script_state_counts_when_it_names_a_single_day(page: Pages, prose: str) -> None:
    one = '<script>window.data={"publishedAt":"2031-05-02T08:00:00Z","title":"Orbit talks"}</script>'
    two = one + '<script>window.more={"publishedAt":"2031-04-01T08:00:00Z"}</script>'
    assert read(page(html(prose=prose, end=one))).provenance["published"] == "state"
    assert read(page(html(prose=prose, end=two))).published_at == ""


def test_the_rule_of_the_source_decides(page: Pages, prose: str, source: Callable[..., object]) -> None:
    head = ld('"datePublished": "2031-05-20T08:00:00Z"')
    example = page(html(head, "<i id='day'>2 May 2031</i>", prose), source=source(rule=(Rule(date="#day"),)))
    assert read(example).published_at == "2031-05-02T00:00:00Z"


def test_a_list_of_dates_does_not_date_the_article(page: Pages, prose: str) -> None:
    days = "".join(f"<div class='date'>{day} May 2031</div>" for day in range(2, 9))
    assert read(page(html(prose=prose, end=f"<div>{days}</div>"))).published_at == ""


def test_the_times_of_a_timeline_in_the_text_are_not_the_articles(page: Pages, prose: str) -> None:
    times = "".join(f"<li><time datetime='2031-04-{day:02d}'>{day} April</time> a step</li>" for day in range(1, 10))
    article = read(page(html(prose=f"{prose}<ul>{times}</ul>{prose}")))
    assert article.published_at == ""
    assert {e.method for e in article.evidence} == {"time"}


@pytest.mark.parametrize(
    "byline",
    [
        "<div class='footer'><time datetime='2031-05-02'>2 May 2031</time></div>",
        "<div class='sidebar__item'><p>2 May 2031</p></div>",
    ],
)
def test_a_date_in_a_footer_or_sidebar_is_the_articles_where_it_is_the_only_one(
    page: Pages, prose: str, byline: str
) -> None:
    assert read(page(html(byline=byline, prose=prose))).published_at[:10] == "2031-05-02"
    dated_page = html(ld('"datePublished": "2031-05-01"'), byline, prose)
    assert read(page(dated_page)).published_at[:10] == "2031-05-01"


def test_an_update_that_markup_declares_too_is_not_the_publication(page: Pages, prose: str) -> None:
    head = '<meta property="article:modified_time" content="2031-05-03T08:00:00Z">'
    article = read(page(html(head, "<p>Updated 3 May 2031</p>", prose)))
    assert (article.published_at, article.modified_at[:10]) == ("", "2031-05-03")


def test_a_line_that_starts_with_a_day_dates_the_article(page: Pages, prose: str) -> None:
    line = f"<div>26 | 04 | 2031 Geneva | Diplomacy | Analysis {'and much else besides ' * 4}</div>"
    example = html(prose=prose).replace("<h1>", f"{line}<h1>")
    assert read(page(example)).published_at[:10] == "2031-04-26"


@pytest.mark.parametrize(
    ("path", "lang", "day"),
    [
        ("/news/13052031-orbit-talks", "en", "2031-05-13"),
        ("/news/02052031-orbit-talks", "de", "2031-05-02"),
        ("/news/02052031-orbit-talks", "en", ""),
        ("/news/12345678-orbit-talks", "de", ""),
    ],
)
def test_a_url_may_put_the_day_first(page: Pages, prose: str, path: str, lang: str, day: str) -> None:
    example = html(prose=prose).replace("lang='en'", f"lang='{lang}'")
    assert read(page(example, url=f"https://courier.example.org{path}")).published_at[:10] == day


def test_a_date_near_the_headline_outweighs_an_unspecific_meta_date(page: Pages, prose: str) -> None:
    article = read(page(html('<meta name="date" content="2031-05-04">', "<p>2 May 2031</p>", prose)))
    assert article.published_at[:10] == "2031-05-02"
    named = html('<meta name="article:published_time" content="2031-05-04">', "<p>2 May 2031</p>", prose)
    assert read(page(named)).published_at[:10] == "2031-05-04"
    assert read(page(html('<meta name="date" content="2031-05-04">', prose=prose))).published_at[:10] == "2031-05-04"


@pytest.mark.parametrize(
    ("byline", "lang"),
    [
        ("<p>Mercredi 2 mai 2031 - 10:15</p>", "fr"),
        ("<p>02.05.2031 - 10:15 | Son Güncelleme: 03.05.2031 - 11:00</p>", "tr"),
        ("<p>2 مايو 2031 - 10:15</p>", "ar"),
    ],
)
def test_a_dash_before_a_clock_time_is_not_a_range(page: Pages, prose: str, byline: str, lang: str) -> None:
    example = html(byline=byline, prose=prose).replace("lang='en'", f"lang='{lang}'")
    assert read(page(example)).published_at[:10] == "2031-05-02"


@pytest.mark.parametrize("until", ["4 May 2031", "4"])
def test_a_range_of_days_is_of_an_event(page: Pages, prose: str, until: str) -> None:
    assert read(page(html(byline=f"<p>2 May 2031 – {until}</p>", prose=prose))).published_at[:10] != "2031-05-02"


OPENING = (
    "delegates of forty states have met to talk about the lower orbits, which fill faster than the rules for them are"
    " written, and left with a list of questions"
)


@pytest.mark.parametrize(
    "dateline",
    [
        "GENEVA, May 2, 2031 /Newswire/ -- The", "GENEVA, May 02, 2031 (WIRE) -- The", "Geneva (2 May 2031) — The",
        "(Geneva, 2 May 2031) – The", "Genève, le 2 mai 2031 – Les", "2 May 2031 – Geneva – The", "(2 May 2031) The",
    ],
)  # fmt: skip
def test_a_dateline_at_the_start_of_the_text_dates_the_article(page: Pages, prose: str, dateline: str) -> None:
    assert read(page(html(prose=f"<p>{dateline} {OPENING}.</p>{prose}"))).published_at[:10] == "2031-05-02"


@pytest.mark.parametrize(
    "opening",
    ["The treaty that was signed on May 2, 2031 - and", "Geneva will on 2 May 2031 (a Friday)", "On 2 May 2031 the"],
)
def test_a_day_in_the_text_does_not_date_the_article(page: Pages, prose: str, opening: str) -> None:
    assert read(page(html(prose=f"<p>{opening} {OPENING}.</p>{prose}"))).published_at == ""


def test_the_day_under_a_statement_or_in_a_picture_dates_the_article(page: Pages, prose: str) -> None:
    below = "<p style='text-align: right'>Geneva, 2 May 2031</p>"
    assert read(page(html(prose=prose + below))).published_at[:10] == "2031-05-02"
    pictured = "<p><img src='d.gif' alt='2 May 2031'></p>"
    assert read(page(html(pictured, prose=prose))).published_at[:10] == "2031-05-02"
    taken = "<p><img src='d.gif' alt='Delegates leave the hall in Geneva on 2 May 2031'></p>"
    assert read(page(html(taken, prose=prose))).published_at == ""
    two = pictured + "<img src='e.gif' alt='3 May 2031'>"
    assert read(page(html(two, prose=prose))).published_at == ""


def test_a_bare_date_after_a_visible_change_is_a_later_change(page: Pages, prose: str) -> None:
    head = '<meta name="date" content="2031-05-04T08:00:00">'
    article = read(page(html(head, "<p>Stand: 02.05.2031 18:00 Uhr</p>", prose)))
    assert article.published_at[:10] == "2031-05-02"
    assert "2031-05-04T08:00:00Z" in {e.value for e in article.evidence}


@pytest.mark.parametrize(
    "masthead",
    [
        "<div class='date'>Sunday, 1 June 2031</div>",
        "<p>1 June 2031</p>",
        "<div class='edition'>India | 1 June 2031</div>",
    ],
)
def test_todays_date_above_the_navigation_is_the_mastheads(page: Pages, prose: str, masthead: str) -> None:
    menu = "<ul><li><a href='/a'>Home</a></li><li><a href='/b'>News</a></li><li><a href='/c'>Space</a></li></ul>"
    example = html(prose=prose).replace("<article>", f"{masthead}{menu}<article>")
    assert read(page(example)).published_at == ""
    late = prose + "<div><span class='date'>2 May 2031</span></div>"
    assert (
        read(page(html(prose=late).replace("<article>", f"{masthead}{menu}<article>"))).published_at[:10]
        == "2031-05-02"
    )
    fresh = html(prose=prose).replace("<article>", f"{menu}<article><p class='date'>1 June 2031</p>")
    assert read(page(fresh)).published_at[:10] == "2031-06-01"


@pytest.mark.parametrize("dash", ["–", "—", "-", "|", "·"])
def test_the_kind_of_a_text_and_its_place_come_before_its_day(page: Pages, prose: str, dash: str) -> None:
    byline = f"<p>Communiqué de presse {dash} Paris, le 2 mai 2031</p>"
    assert read(page(html(byline=byline, prose=prose))).published_at[:10] == "2031-05-02"


@pytest.mark.parametrize(
    "byline",
    [
        "<p>The second session will be held on 2 May 2031 in Vienna.</p>",
        "<h2>Ministers to meet in Geneva on 2 May 2031</h2>",
        "<p>When: 2 May 2031, 10:00</p>", "<p>Effective date: 2 May 2031</p>", "<p>Event date</p><p>2 May 2031</p>",
        "<figure><img src='a'><figcaption>Geneva, 2 May 2031</figcaption></figure>",
        "<div class='wp-caption'><img src='a'><p class='wp-caption-text'>The hall on 2 May 2031.</p></div>",
    ],
)  # fmt: skip
def test_the_day_of_an_event_or_a_picture_is_not_the_articles(page: Pages, prose: str, byline: str) -> None:
    assert read(page(html(byline=byline, prose=prose))).published_at == ""


@pytest.mark.parametrize(
    "byline",
    [
        "<span class='date' title='Friday, 2 May 2031 10:15'>3 weeks ago</span>",
        "<relative-time datetime='2031-05-02T10:15:00Z'>3 weeks ago</relative-time>",
        "<span data-timestamp='1935483300'>3 weeks ago</span>",
        "<div class='meta' data-publish-date='2031-05-02T10:15:00Z'>3 weeks ago</div>",
        "<time title='2031-05-02T10:15:00Z'>3 weeks ago</time>",
        "<div><div>02</div><div>May</div><div>2031</div></div>",
    ],
)
def test_the_instant_in_an_attribute_dates_the_article(page: Pages, prose: str, byline: str) -> None:
    assert read(page(html(byline=byline, prose=prose))).published_at[:10] == "2031-05-02"


def test_attributes_that_name_several_days_are_ignored(page: Pages, prose: str) -> None:
    days = "".join(f"<span class='ts' data-timestamp='{1935483300 + n * 86400}'>then</span>" for n in range(2))
    assert read(page(html(byline=days, prose=prose))).published_at == ""
    updated = "<p>Updated <span data-timestamp='1935483300'>then</span></p>"
    assert read(page(html(byline=updated, prose=prose))).published_at == ""


def test_a_date_near_a_headline_without_heading_markup_is_found(page: Pages, prose: str) -> None:
    title = "Orbit talks end in Geneva"
    old = f"<table><tr><td><font size='5'><b>{title}</b></font></td></tr><tr><td>2 May 2031</td></tr></table>"
    example = html(prose=prose).replace(f"<h1>{title}</h1>", old)
    assert read(page(example)).published_at[:10] == "2031-05-02"


def test_a_moment_may_be_a_number(page: Pages, prose: str) -> None:
    assert read(page(html(ld('"datePublished": 1935483300000'), prose=prose))).published_at == "2031-05-02T10:15:00Z"


def test_adjacent_spans_are_read_separately(page: Pages, prose: str) -> None:
    byline = "<p><span>Ada Quist</span><span>Geneva</span><span>2 May 2031</span><span>4 min</span></p>"
    assert read(page(html(byline=byline, prose=prose))).published_at[:10] == "2031-05-02"


def test_a_line_above_the_headline_dates_the_article_even_if_named_a_teasers(page: Pages, prose: str) -> None:
    def above(line: str, after: str = "") -> str:
        return f"<title>Orbit talks</title><div>{line}{after}<h1>Orbit talks end in Geneva</h1>{prose}</div>"

    line = "<h3 class='teaser-meta'>2 May 2031</h3>"
    assert read(page(above(line))).published_at == "2031-05-02T00:00:00Z"
    assert read(page(above(line, "<p>A teaser of another article.</p>"))).published_at == ""


def test_the_widgets_of_a_page_builder_are_no_other_part_of_the_page(page: Pages, prose: str) -> None:
    def built(kind: str) -> str:
        head = "<div class='elementor-widget elementor-widget-heading'><h1>Orbit talks end</h1></div>"
        return (
            f"<title>Orbit talks</title>{head}<div class='elementor-element {kind}'>"
            f"<ul><li>2 May 2031</li></ul></div><div class='elementor-widget'>{prose}</div>"
        )

    assert read(page(built("elementor-widget elementor-widget-post-info"))).published_at == "2031-05-02T00:00:00Z"
    assert read(page(built("elementor-widget elementor-widget-wp-widget-recent-posts"))).published_at == ""


def test_a_byline_may_name_the_section_before_the_day(page: Pages, prose: str) -> None:
    line = "Written by Ada Quist in Launchers on 2 May 2031 at 08:34 PM EDT. 51 comments"
    article = read(page(html(byline=f"<div>{line}</div>", prose=prose)))
    assert (article.published_at, article.published_zone) == ("2031-05-03T00:34:00Z", "-04:00")
    event = "Ada Quist will speak in Geneva on 2 May 2031 at 08:34 PM EDT. 51 places"
    assert read(page(html(byline=f"<div>{event}</div>", prose=prose))).published_at == ""


def test_of_two_meta_elements_the_one_that_others_repeat_has_the_right_clock(page: Pages, prose: str) -> None:
    wrong, right = "2031-05-02T19:11:05-04:00", "2031-05-02T15:11:05-04:00"
    first = f"<meta name='published_time' content='{wrong}'><meta property='article:published_time' content='{right}'>"
    repeated = f"<meta property='article:modified_time' content='{right}'>"
    assert read(page(html(first + repeated, prose=prose))).published_at == "2031-05-02T19:11:05Z"


def test_the_address_of_an_archived_copy_needs_no_scheme(page: Pages, prose: str) -> None:
    url = "https://web.archive.org/web/20320307194448/courier.example.org/2031/05/02/orbit-talks"
    copy = page(html(prose=prose), url=url, fetched_at="2033-06-01T00:00:00Z")
    assert read(copy).published_at == "2031-05-02T00:00:00Z"


def test_an_instant_stated_twice_keeps_the_day_of_the_outlet(page: Pages, prose: str) -> None:
    head = "<meta name='pub-date' content='2031-05-03T01:15:00Z'><meta name='date' content='2031-05-02T20:15:00-05:00'>"
    url = "https://courier.example.org/2031/05/02/orbit-talks"
    article = read(page(html(head, "<p>May 2, 2031</p>", prose), url=url))
    assert (article.published_at, article.published_zone) == ("2031-05-03T01:15:00Z", "-05:00")


@pytest.mark.parametrize(
    "markup",
    [
        "<footer class='entry-footer'><time datetime='2031-05-02T16:30:00+02:00'>May 2</time></footer>",
        "<div class='news-detail'><span class='news-date-time'>02.05.2031 14:30 UTC</span></div>",
    ],
    ids=["theme of WordPress", "Bitrix"],
)
def test_a_time_further_down_completes_the_day_of_a_list(markup: str, page: Pages, prose: str) -> None:
    url = "https://courier.example.org/talks"
    lead = Lead(url=url, found_by="listing", published="2031-05-02")
    article = read(page(html(prose=prose + markup), url=url, lead=lead))
    assert article.published_at == "2031-05-02T14:30:00Z"


@pytest.mark.parametrize(
    "other", ["03.05.2031 14:30 UTC", "02.05.2031 14:30 UTC</span><span class='date'>02.05.2031 19:00 UTC"]
)
def test_the_time_of_another_day_or_one_of_two_completes_none(other: str, page: Pages, prose: str) -> None:
    url = "https://courier.example.org/talks"
    lead = Lead(url=url, found_by="listing", published="2031-05-02")
    article = read(page(html(prose=f"{prose}<span class='date'>{other}</span>"), url=url, lead=lead))
    assert (article.published_at, article.published_precision) == ("2031-05-02T00:00:00Z", "day")


@pytest.mark.parametrize(
    ("byline", "day"),
    [
        ("<p>Ada Quist | 2 May 2031</p>", "2031-05-02"),
        ("<p>Updated 2 May 2031</p>", ""),
        ("<p>The session will be held on 2 May 2031 in Vienna.</p>", ""),
    ],
)
def test_the_only_day_that_a_page_shows_is_its_day(page: Pages, prose: str, byline: str, day: str) -> None:
    head = "<meta property='article:modified_time' content='2031-05-02T15:11:05Z'>"
    assert read(page(html(head, byline, prose))).published_at[:10] == day


def test_a_declared_day_that_the_page_calls_an_update_is_one(page: Pages, prose: str) -> None:
    head = ld('"datePublished": "2031-05-20"')
    shown = "<p>Published: 2 May 2031</p><p>Updated: {} May 2031</p>"
    assert read(page(html(head, shown.format(20), prose))).published_at[:10] == "2031-05-02"
    assert read(page(html(head, shown.format(21), prose))).published_at[:10] == "2031-05-20"
    instant = ld('"datePublished": "2031-05-03T02:30:41Z"')
    assert read(page(html(instant, shown.format(3), prose))).published_at == "2031-05-03T02:30:41Z"


def test_the_time_that_reading_takes_does_not_make_a_range_of_a_day(page: Pages, prose: str) -> None:
    assert read(page(html(byline="<p>2 May 2031 - 11 minutes</p>", prose=prose))).published_at[:10] == "2031-05-02"
    assert read(page(html(byline="<p>2 May 2031 - 11</p>", prose=prose))).published_at == ""


@pytest.mark.parametrize(
    ("line", "day"),
    [("Published on 05/25/31", "2031-05-25"), ("Published on 05/02/31", ""), ("Part 05/25/31", "")],
)
def test_two_digits_of_a_year_after_slashes_need_a_label_and_one_reading(
    page: Pages, prose: str, line: str, day: str
) -> None:
    example = page(html(byline=f"<p>{line}</p>", prose=prose), url="https://courier.example.com/talks")
    assert read(example).published_at[:10] == day
