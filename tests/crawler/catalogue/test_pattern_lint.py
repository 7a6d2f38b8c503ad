"""The forms of patterns that lose articles are named, and sound ones are not."""

import pytest

from crawler.catalogue.pattern_lint import risks
from crawler.catalogue.source import Endpoint, Source
from tests import foreign


def source(pattern: str, *feeds: str) -> Source:
    homepage = "https://www.courier.example/"
    return foreign.source(homepage=homepage, article_url_re=pattern, feed=tuple(Endpoint(url=url) for url in feeds))


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (r"^https://(?:www\.)?courier\.example/news/\d+", "demands one scheme at www.courier.example"),
        (r"^https?://www\.courier\.example/news/\d+", "admits www.courier.example but not courier.example"),
        (r"^https?://(?:www\.)?courier\.example/news/[a-z0-9-]+", "lower case only"),
        (r"^https?://(?:www\.)?courier\.example/news/\d{4}/[\w-]+/?$", "admits no query"),
        (r"^https?://(?:www\.)?courier\.example/news/\d+\.html$", "admits no query"),
        (r"^https?://(?:www\.)?courier\.example/.+$", "fits every page of the site"),
        (r"courier", "fits every page of the site"),
    ],
)
def test_a_dangerous_form_is_named(pattern: str, what: str) -> None:
    (risk,) = risks(source(pattern))
    assert what in risk[1]


def test_an_endpoint_whose_articles_are_all_refused_is_named() -> None:
    pattern = r"^https?://(?:www\.)?courier\.example/news/\d+"
    (risk,) = risks(source(pattern, "https://www.courier.example/feed", "https://mirror.example/rss"))
    assert "admits no address at mirror.example" in risk[1]
    assert list(risks(source(pattern, "https://feeds.courier.example/rss"))) == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"^https?://(?:www\.)?courier\.example/news/[\w%-]+/?(?:\?.*)?$",
        r"^https?://(?:www\.)?courier\.example/[\w%-]+/?$",  # a bare slug: a query there is a search page
        r"^https?://(?:www\.)?courier\.example/article\.php\?id=\d+$",
        r"(?i)^https?://(?:www\.)?courier\.example/news/[a-z0-9-]+/?(?:\?.*)?$",
        r"/news/\d+",
        "",
    ],
)
def test_a_sound_pattern_is_not(pattern: str) -> None:
    assert list(risks(source(pattern))) == []
