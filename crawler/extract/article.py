"""The one way from a page to an article."""

from archive.records import Article, Rejection
from crawler.extract.page import Page


def extract(page: Page) -> Article | Rejection:
    """Read the article out of a page, or say why there is none. Raises nothing that a page can cause."""
    raise NotImplementedError
