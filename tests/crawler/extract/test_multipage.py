"""The next part of a story is found; the next page of a list and the next story are not."""

import pytest

from crawler.extract.document import parse
from crawler.extract.multipage import join_parts, next_page

STORY = "https://news.example/2024/03/treaty-in-parts"


@pytest.mark.parametrize(
    ("url", "markup", "found"),
    [
        (STORY, f'<link rel="next" href="{STORY}?page=2">', f"{STORY}?page=2"),
        (STORY, '<a href="?page=2">2</a><a href="?page=3">3</a>', f"{STORY}?page=2"),
        (f"{STORY}?page=2", '<a href="?page=1">1</a><a href="?page=3">3</a>', f"{STORY}?page=3"),
        (f"{STORY}/", f'<a href="{STORY}/2/">Next</a>', f"{STORY}/2/"),
        (f"{STORY}/2/", f'<a href="{STORY}/3/">Next</a>', f"{STORY}/3/"),
        (f"{STORY}.html", '<a href="treaty-in-parts-2.html">2</a>', f"{STORY}-2.html"),
        ("https://news.example/story.php?id=7", '<a href="story.php?id=7&page=2">2</a>',
         "https://news.example/story.php?id=7&page=2"),
    ],
)  # fmt: skip
def test_the_next_part_is_found(url: str, markup: str, found: str) -> None:
    assert next_page(parse(f"<html><head></head><body>{markup}</body></html>".encode(), url)) == found


@pytest.mark.parametrize(
    ("url", "markup"),
    [
        (STORY, '<link rel="next" href="https://news.example/2024/03/another-story">'),
        (STORY, '<a rel="next" href="/2024/03/treaty-in-part-ii">Next story</a>'),
        (STORY, '<a href="/news?page=2">Older stories</a><a href="/page/2/">2</a>'),
        (STORY, f'<a href="{STORY}?page=3">Last</a>'),
        (STORY, '<a href="https://other.example/2024/03/treaty-in-parts?page=2">2</a>'),
        ("https://news.example/", '<link rel="next" href="/?page=2">'),
        ("https://news.example/story.php?id=7", '<a href="story.php?id=8&page=2">2</a>'),
    ],
)
def test_a_list_pager_or_another_story_is_not_the_next_part(url: str, markup: str) -> None:
    assert next_page(parse(f"<html><head></head><body>{markup}</body></html>".encode(), url)) == ""


def test_parts_are_joined_without_the_paragraphs_they_repeat() -> None:
    first = "The standfirst.\n\nOne.\n\nOne."
    second = "The standfirst.\n\nTwo."
    assert join_parts([first, second]) == "The standfirst.\n\nOne.\n\nOne.\n\nTwo."
