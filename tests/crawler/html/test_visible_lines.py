"""The lines of a page, without their place in it."""

import lxml.html
import pytest

from crawler.html.document import parse
from crawler.html.prune import DEPTH
from crawler.html.visible_lines import visible_lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>By <a>Ada <b>Quist</b></a>\n and Bo Lund</p>", ["By Ada Quist and Bo Lund"]),
        ("<div>Space Desk<p>One</p>two<br>three</div>", ["Space Desk", "One", "two", "three"]),
        ("<table><tr><td>Published</td><td>2 May</td></tr></table>", ["Published", "2 May"]),
        ("<p>One<!-- no --> line<script>no()</script></p><style>no</style>", ["One line"]),
        ("<button>Share</button><noscript><p>By Ada Quist</p></noscript>", ["By Ada Quist"]),
        ("<p>A\u2028B</p><p> \n </p>", ["A", "B"]),
        ("", []),
    ],
)
def test_lines_end_where_a_reader_sees_them_end(body: str, lines: list[str]) -> None:
    page = f"<html><head><title>no</title></head><body>{body}</body></html>"
    assert visible_lines(lxml.html.document_fromstring(page)) == lines


def test_a_page_as_deep_as_any_that_is_read_has_its_lines() -> None:
    html = "<div>" * 5 * DEPTH + "<p>By Ada Quist</p>"
    assert "By Ada Quist" in visible_lines(parse(html.encode(), "https://example.com/").tree)
