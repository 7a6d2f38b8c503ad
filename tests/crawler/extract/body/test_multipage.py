"""The next part of an article is found; the next page of a list, of comments and the next article are not."""

import pytest

from crawler.extract.body.multipage import is_repetition, join_parts, next_part, part_number

STORY = "https://news.example/2024/03/treaty-in-parts"


def page(markup: str) -> bytes:
    return f"<html><head></head><body>{markup}</body></html>".encode()


@pytest.mark.parametrize(
    ("first", "number", "url", "markup", "found"),
    [
        (STORY, 1, STORY, f'<link rel="next" href="{STORY}?page=2">', f"{STORY}?page=2"),
        (STORY, 1, STORY, '<a href="?page=2">2</a><a href="?page=3">3</a>', f"{STORY}?page=2"),
        (STORY, 2, f"{STORY}?page=2", '<a href="?page=1">1</a><a href="?page=3">3</a>', f"{STORY}?page=3"),
        (f"{STORY}?page=1", 1, f"{STORY}?page=1", '<a href="?page=2">Page 2 of 3</a>', f"{STORY}?page=2"),
        (f"{STORY}/", 1, f"{STORY}/", f'<a href="{STORY}/2/">Next</a>', f"{STORY}/2/"),
        (f"{STORY}/", 2, f"{STORY}/2/", f'<a href="{STORY}/3/">Next</a>', f"{STORY}/3/"),
        (f"{STORY}.html", 1, f"{STORY}.html", '<a href="treaty-in-parts-2.html">2</a>', f"{STORY}-2.html"),
        (f"{STORY}_1.html", 1, f"{STORY}_1.html", '<a href="treaty-in-parts_2.html">2</a>', f"{STORY}_2.html"),
        (f"{STORY}.html", 1, f"{STORY}.html", '<a href="treaty-in-parts_2.html">次のページへ</a>', f"{STORY}_2.html"),
        (f"{STORY}-7", 1, f"{STORY}-7", f'<a href="{STORY}-7/page/2"><span>2</span></a>', f"{STORY}-7/page/2"),
        ("https://news.example/story.php?id=7", 1, "https://news.example/story.php?id=7",
         '<a href="story.php?id=7&page=2">2</a>', "https://news.example/story.php?id=7&page=2"),
    ],
)  # fmt: skip
def test_the_next_part_is_found(first: str, number: int, url: str, markup: str, found: str) -> None:
    assert next_part(page(markup), url, first, number) == found


@pytest.mark.parametrize(
    ("url", "markup"),
    [
        (STORY, '<link rel="next" href="https://news.example/2024/03/another-story">'),
        (STORY, '<a rel="next" href="/2024/03/treaty-in-part-ii">Next story</a>'),
        (STORY, f'<a href="{STORY}-2">The treaty in parts returns to the committee: what now?</a>'),
        (f"{STORY}-15", f'<a rel="next" href="{STORY}-16">Part 16</a>'),
        (STORY, '<a href="/news?page=2">Older stories</a><a href="/page/2/">2</a>'),
        (STORY, f'<a href="{STORY}?page=3">Last</a>'),
        (STORY, '<a href="https://other.example/2024/03/treaty-in-parts?page=2">2</a>'),
        (STORY, '<a href="https://[2024/03/treaty-in-parts?page=2">2</a>'),
        ("https://news.example/", '<link rel="next" href="/?page=2">'),
        ("https://news.example/news/", '<link rel="next" href="/news/?page=2">'),
        ("https://news.example/story.php?id=7", '<a href="story.php?id=8&page=2">2</a>'),
    ],
)
def test_a_list_pager_or_another_story_is_not_the_next_part(url: str, markup: str) -> None:
    assert next_part(page(markup), url, url, 1) == ""


def test_a_page_at_another_path_is_not_a_part() -> None:
    assert part_number(STORY, f"{STORY}/4") == 4
    assert part_number(STORY, STORY) == 1
    assert part_number(STORY, "https://news.example/") == 0
    assert part_number(STORY, f"{STORY}-continued") == 0


def test_a_page_that_shows_the_article_again_is_a_repetition() -> None:
    paragraphs = [
        f"<p>Paragraph {n} of the article is long enough to be told from a caption or a box. {n}</p>" * 2
        for n in range(9)
    ]
    first = page("".join(paragraphs[:5]))
    assert is_repetition([first], page("".join(paragraphs[:5]) + "<p>Another comment.</p>"))
    assert not is_repetition([first], page("".join([paragraphs[0], *paragraphs[5:]])))
    assert not is_repetition([first], page("<div>No paragraph at all</div>"))


def test_parts_are_joined_without_repeated_paragraphs() -> None:
    first = "The standfirst.\n\nOne.\n\nOne."
    second = "The standfirst.\n\nTwo."
    assert join_parts([first, second]) == "The standfirst.\n\nOne.\n\nOne.\n\nTwo."
