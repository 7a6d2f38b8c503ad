from datetime import date

import pytest

from archive.records import Lead
from crawler.backfill.date_range import Span
from crawler.backfill.start_urls import numbers, with_span
from crawler.backfill.web_archive import index_page, read_index
from crawler.catalogue.source import Numbered

YEAR = Span("2024-01-01", "2024-12-31")
HOME = "https://courier.example/"


@pytest.mark.parametrize(
    ("lead", "admitted"),
    [
        (Lead(HOME + "a", published="2024-06-01T10:00:00Z"), True),
        (Lead(HOME + "a", published="Mon, 01 Jan 2024 00:00:00 GMT"), True),
        (Lead(HOME + "a", published="2023-12-31"), False),
        (Lead(HOME + "a", published="2025-01-01"), False),
        (Lead(HOME + "a", modified="2026-01-01"), True),  # edited later: it may be of any day before
        (Lead(HOME + "a", modified="2023-01-01"), False),
        (Lead(HOME + "2023/12/a"), False),
        (Lead(HOME + "2025/01/a"), False),
        (Lead(HOME + "2024/12/a"), True),
        (Lead(HOME + "2024-02-29-a", modified="2026-01-01"), True),
        (Lead(HOME + "a", published="on a Sunday in spring"), True),
    ],
)
def test_a_lead_is_admitted_unless_it_is_known_to_be_of_other_days(lead: Lead, admitted: bool) -> None:
    assert YEAR.admits(lead) is admitted


def test_sitemaps_named_after_other_months_are_not_read() -> None:
    names = ("sitemap-2023-12.xml", "sitemap-2024-01.xml", "sitemap-2025-01.xml", "sitemap-posts-7.xml")
    assert [YEAR.may_list(HOME + name) for name in names] == [False, True, False, True]


def test_a_list_is_passed_when_all_of_a_page_is_older() -> None:
    old, new = Lead(HOME + "a", published="2023-01-01"), Lead(HOME + "b", published="2024-01-01")
    assert YEAR.is_passed([old, old])
    assert not YEAR.is_passed([old, new])
    assert not YEAR.is_passed([Lead(HOME + "c")])
    assert not YEAR.is_passed([])


def test_numbers_are_bounded_by_articles_of_other_days() -> None:
    form = Numbered(url=HOME + "article/{n}/1")
    known = [(f"{HOME}article/{n}/1", day) for n, day in ((10, "2023-05-01"), (40, "2024-03-01"), (90, "2025-02-01"))]
    assert list(numbers(form, YEAR, [*known, (HOME + "other/999", "")]))[::78] == [89, 11]
    assert list(numbers(form, Span("2020-01-01"), known)) == list(range(90, 0, -1))
    assert not numbers(form, YEAR, [])
    assert list(numbers(Numbered(url=HOME + "a-{n}", first=2, last=4), YEAR, [])) == [4, 3, 2]


def test_an_interface_is_asked_for_the_days_and_one_more_on_either_side() -> None:
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    asked = with_span(HOME + "wp-json/wp/v2/posts?per_page=20&after=x", "wordpress", first, last)
    assert asked.endswith("?per_page=20&after=2023-12-31T00:00:00&before=2025-01-01T23:59:59")
    assert "conditions[publication_date][gte]=2023-12-31" in with_span(HOME, "federal-register", first, last)
    assert with_span(HOME + "?limit=5", "substack", first, last) == HOME + "?limit=5"


def test_copies_of_a_web_archive_name_the_page_of_today_and_the_copy_of_then() -> None:
    url = index_page("https://web.example", "https://www.courier.example/", date(2024, 1, 1), date(2024, 2, 1))
    body = b'[["timestamp","original"],["20240102030405","http://courier.example:80/2024/01/02/a-long-story/"],'
    body += b'["20240102030405","http://courier.example:80/tag/x"],[],["next key"]]'
    found = read_index(body, url, HOME, every_address=False)
    (lead,) = found.leads
    assert (lead.url, lead.found_by) == ("https://courier.example/2024/01/02/a-long-story/", "archive")
    assert lead.replay == "https://web.example/web/20240102030405id_/http://courier.example:80/2024/01/02/a-long-story/"
    assert found.more[0].endswith("&resumeKey=next+key")
    assert read_index(b"", url, HOME, every_address=True).leads == ()
