"""How long ago something was dates a page that shows no date, as far as that is exact."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.records import Article, Lead
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page

Pages = Callable[..., Page]
Sources = Callable[..., Source]
MORNING = "2026-05-04T00:30:00Z"  # still the third of May in New York, and half past two in Paris


def dated(page: Page) -> tuple[str, str]:
    article = extract(page)
    assert isinstance(article, Article)
    return article.published_at[: 10 if article.published_precision == "day" else 16], article.published_zone


def html(line: str, prose: str) -> bytes:
    return (
        f"<html><body><article><h1>Orbit talks end in Geneva</h1><p>{line}</p>{prose}</article></body></html>".encode()
    )


@pytest.mark.parametrize(
    ("line", "country", "language", "day", "zone"),
    [
        ("2 hours ago", "FR", "en", "2026-05-04", ""),
        ("3 hours ago", "FR", "en", "2026-05-03", ""),  # 23:30 in Paris
        ("an hour ago", "FR", "en", "2026-05-04", ""),
        ("45 min ago", "FR", "en", "2026-05-04", ""),
        ("vor 3 Stunden", "DE", "de", "2026-05-03", ""),
        ("il y a une heure", "FR", "fr", "2026-05-04", ""),
        ("hace 2 horas", "ES", "es", "2026-05-03", ""),  # several zones: on the clock of UTC
        ("3小时前", "CN", "zh", "2026-05-04", ""),
        ("3時間前", "JP", "ja", "2026-05-04", ""),
        ("3시간 전", "KR", "ko", "2026-05-04", ""),
        ("5 часов назад", "BY", "ru", "2026-05-03", ""),
        ("منذ ساعتين", "SA", "ar", "2026-05-04", ""),
        ("2 घंटे पहले", "IN", "hi", "2026-05-04", ""),
        ("Yesterday", "FR", "en", "2026-05-03", ""),
        ("Gestern, 14:03 Uhr", "DE", "de", "2026-05-03T12:03", "+02:00"),
        ("Publié hier à 18h45, mis à jour à 19h02", "FR", "fr", "2026-05-03T16:45", "+02:00"),
        ("Вчера, 15:03", "BY", "ru", "2026-05-03T12:03", "+03:00"),
        ("Heute um 01:15 Uhr", "DE", "de", "2026-05-03T23:15", "+02:00"),
        ("Today", "FR", "en", "", ""),  # the name of a section
        ("Yesterday", "US", "en", "", ""),  # of which zone?
        ("Hier, 14:03 Uhr", "DE", "de", "", ""),  # here
        ("3 days ago", "FR", "en", "", ""),  # two, or four
        ("5 min read", "FR", "en", "", ""),
        ("30 hours ago", "FR", "en", "", ""),
        ("Yesterday's talks ended late", "FR", "en", "", ""),
    ],
)
def test_what_is_shown_in_place_of_a_date_is_counted_from_the_fetch(
    page: Pages, source: Sources, prose: str, line: str, country: str, language: str, day: str, zone: str
) -> None:
    outlet = source(country=country, languages=(language,))
    shown = replace(page(html(line, prose), source=outlet, url="https://courier.example.org/talks"), fetched_at=MORNING)
    assert dated(shown) == (day, zone)


def test_the_week_of_an_issue_is_not_the_day_of_its_article(page: Pages, source: Sources, prose: str) -> None:
    shown = page(
        html("Week of April 26, 2026</p><p>May 2, 2026", prose),
        source=source(country="US"),
        url="https://courier.example.org/talks",
    )
    assert dated(replace(shown, fetched_at=MORNING))[0] == "2026-05-02"


def test_a_stated_date_is_better(page: Pages, source: Sources, prose: str) -> None:
    line = "2 hours ago</p><p>Published 2 May 2026"
    shown = page(html(line, prose), source=source(country="FR"), url="https://courier.example.org/talks")
    assert dated(replace(shown, fetched_at=MORNING))[0] == "2026-05-02"


def test_a_copy_in_a_web_archive_was_shown_at_another_time(page: Pages, source: Sources, prose: str) -> None:
    url = "https://web.archive.org/web/20240101000000/https://courier.example.org/talks"
    shown = page(html("2 hours ago", prose), source=source(country="FR"), url=url, lead=Lead(url))
    assert dated(replace(shown, fetched_at=MORNING)) == ("", "")
