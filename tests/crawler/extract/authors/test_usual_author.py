"""An author on nearly all articles of a source is the outlet, unless it is a person."""

from collections import Counter
from collections.abc import Callable

import pytest

from archive.records import Article
from crawler.extract.article import extract
from crawler.extract.body.boilerplate import learnt
from crawler.extract.page import Page

Pages = Callable[..., Page]


def article_by(page: Pages, prose: str, author: str, template: frozenset[int] = frozenset()) -> Article:
    head = f"<meta name='author' content='{author}'><title>Orbit talks end</title>"
    html = f"{head}<h1>Orbit talks end</h1>{prose}<p>The talks go on in Geneva.</p>"
    found = extract(page(html, template=template))
    assert isinstance(found, Article)
    return found


def taught(page: Pages, prose: str, author: str, articles: int, others: int = 0) -> frozenset[int]:
    """Return what a source teaches that has so many articles by one author, and others by someone else."""
    by_author = dict.fromkeys(article_by(page, prose, author).lines, articles)
    by_others = dict.fromkeys(article_by(page, prose, "Cleo Sand").lines, others)
    return learnt(Counter(by_author) + Counter(by_others), articles + others)


@pytest.mark.parametrize("account", ["orbitpublisher2", "Lunar Multimedia", "The Lunar Desk of Geneva", "轨道网"])
def test_an_author_on_nearly_all_articles_is_the_outlet(page: Pages, prose: str, account: str) -> None:
    assert article_by(page, prose, account).authors == (account,) or account.startswith("The")
    template = taught(page, prose, account, 48, others=2)
    known = article_by(page, prose, account, template)
    assert known.authors == ()
    assert known.lines == article_by(page, prose, account).lines  # or it would be forgotten, and named again
    assert article_by(page, prose, "Ada Quist", template).authors == ("Ada Quist",)


def test_few_articles_or_a_smaller_share_prove_nothing(page: Pages, prose: str) -> None:
    for template in (taught(page, prose, "轨道网", 12), taught(page, prose, "轨道网", 40, others=10)):
        assert article_by(page, prose, "轨道网", template).authors == ("轨道网",)


@pytest.mark.parametrize("writer", ["Ada Quist", "Jean-Luc d’Roe", "Анна Кова", "Ada de la Quist"])
def test_a_person_may_write_all_articles(page: Pages, prose: str, writer: str) -> None:
    assert article_by(page, prose, writer, taught(page, prose, writer, 50)).authors == (writer,)
