"""Clock times as pages in six languages write them, read in the zone of the source."""

from collections.abc import Callable

import pytest

from archive.records import Article, Lead
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page

ZONES = {
    "zh": "Asia/Shanghai",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "ru": "Europe/Moscow",
    "ar": "Asia/Riyadh",
    "hi": "Asia/Kolkata",
}
PROSE = "".join(f"<p>{'Delegates talk about the lower orbits and the rules for them. ' * 6}</p>" for _ in range(4))


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("zh", "2024 03/05 14:30:22", "2024-03-05T06:30:22Z"),
        ("zh", "2024年3月5日14时30分", "2024-03-05T06:30:00Z"),
        ("zh", "2024年3月5日 晚上8:30", "2024-03-05T12:30:00Z"),
        ("zh", "2024年3月5日 凌晨2点30分", "2024-03-04T18:30:00Z"),
        ("zh", "已于 2024-03-06 10:00:00 修改 首次发布：2024-03-05 14:30:22", "2024-03-05T06:30:22Z"),
        ("ja", "2024年3月5日 午後2時", "2024-03-05T05:00:00Z"),
        ("ja", "公開日時 2024年3月5日 14:30 更新日時 2024年3月6日 10:00", "2024-03-05T05:30:00Z"),
        ("ko", "입력 2024.03.05. 오후 2:30 수정 2024.03.06. 오전 9:10", "2024-03-05T05:30:00Z"),
        ("ko", "2024년 3월 5일 밤 10시 30분", "2024-03-05T13:30:00Z"),
        ("ru", "5 марта 2024 года в 14 часов 30 минут", "2024-03-05T11:30:00Z"),
        ("ru", "5 марта 2024 г., 2:30 дня", "2024-03-05T11:30:00Z"),
        ("ru", "14:30 мск, 05.03.2024", "2024-03-05T11:30:00Z"),
        ("ar", "الثلاثاء 5 مارس 2024 02:30 م", "2024-03-05T11:30:00Z"),
        ("ar", "2024/03/05 2:30 ص", "2024-03-04T23:30:00Z"),
        ("ar", "٥ مارس ٢٠٢٤ ١٤:٣٠", "2024-03-05T11:30:00Z"),
        ("hi", "5 मार्च 2024 दोपहर 2:30 बजे", "2024-03-05T09:00:00Z"),
        ("hi", "5 मार्च 2024 शाम 5:30 बजे", "2024-03-05T12:00:00Z"),
        ("hi", "5 मार्च 2024 रात 12:30 बजे", "2024-03-04T19:00:00Z"),
    ],
)
def test_a_clock_time_is_read_with_its_part_of_the_day(
    page: Callable[..., Page], source: Callable[..., Source], language: str, line: str, expected: str
) -> None:
    html = (
        f"<html lang='{language}'><head><meta charset=utf-8><title>Orbit talks end in Geneva</title></head><body>"
        f"<article><h1>Orbit talks end in Geneva</h1><div class='info'>{line}</div>{PROSE}</article></body></html>"
    )
    found = extract(page(html, source=source(languages=(language,), timezone=ZONES[language])))
    assert isinstance(found, Article)
    assert found.published_at == expected


def test_a_day_that_a_hidden_updated_repeats_is_the_publication(page: Callable[..., Page]) -> None:
    """Themes hide the `updated` that the microformat hAtom requires."""
    html = (
        "<html lang='en'><head><title>Orbit talks end in Geneva</title></head><body><article class='hentry'>"
        "<h1 class='entry-title'>Orbit talks end in Geneva</h1><div class='meta'>March 5, 2024</div>"
        "<span class='updated' style='display:none'>2024-03-05T14:30:00+00:00</span>"
        f"{PROSE}<footer><p class='posted-on'>March 5, 2024</p></footer></article></body></html>"
    )
    found = extract(page(html))
    assert isinstance(found, Article)
    assert found.published_at[:10] == "2024-03-05"


def test_a_copy_in_a_web_archive_is_dated_by_its_content(page: Callable[..., Page]) -> None:
    url = "https://web.archive.org/web/20250711083000/https://courier.example.org/orbit-talks"
    toolbar = "<div id='wm-ipp-base'><div id='wm-ipp'><h1>Captures</h1><time>11 July 2025</time></div></div>"
    start = f"<html lang='en'><head><title>Orbit talks end in Geneva</title></head><body>{toolbar}"
    head = "<article><h1>Orbit talks end in Geneva</h1>"
    dated = extract(page(f"{start}{head}<p class='byline'>March 5, 2024</p>{PROSE}</article>", url=url, lead=Lead(url)))
    undated = extract(page(f"{start}{head}{PROSE}</article>", url=url, lead=Lead(url)))
    assert isinstance(dated, Article)
    assert isinstance(undated, Article)
    assert (dated.published_at[:10], undated.published_at) == ("2024-03-05", "")


def test_the_address_in_a_copy_of_a_web_archive_still_dates_it(page: Callable[..., Page]) -> None:
    url = "https://web.archive.org/web/20250711083000id_/https://courier.example.org/2024/03/05/orbit-talks"
    html = f"<html lang='en'><head><title>Orbit talks end</title></head><body><article><h1>Orbit talks end</h1>{PROSE}"
    found = extract(page(html, url=url, lead=Lead(url)))
    assert isinstance(found, Article)
    assert (found.published_at[:10], found.published_method) == ("2024-03-05", "url")


@pytest.mark.parametrize(
    ("title", "zone"),
    [
        ("轨道会谈在日内瓦结束", "+08:00"),
        ("ジュネーブの軌道会議が終わる", "+09:00"),
        ("제네바 궤도 회의 종료", "+09:00"),
        ("การประชุมวงโคจรสิ้นสุดลง", "+07:00"),
        ("Orbit talks end: 轨", ""),
    ],
)
def test_the_script_of_the_title_names_the_language_of_a_page_that_states_none(
    page: Callable[..., Page], source: Callable[..., Source], prose: str, title: str, zone: str
) -> None:
    html = f"<title>{title}</title><article><h1>{title}</h1><p>2031-05-02 16:04</p>{prose}</article>"
    article = extract(page(html, source=source(country="INT", languages=())))
    assert isinstance(article, Article)
    assert article.published_at[:10] == "2031-05-02"
    assert article.published_zone == zone
    stated = extract(page(html, source=source(country="US", languages=())))
    assert isinstance(stated, Article)
    assert stated.published_zone == ""
