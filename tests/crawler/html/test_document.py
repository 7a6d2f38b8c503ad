"""A page without some of its elements keeps all else, and the shared tree is left as it is."""

import lxml.html

from crawler.html.document import parse

PAGE = (
    b"<html><body><nav>Home</nav> after the menu <p>Text <b>in bold</b> and on</p><!-- end --><footer>Imprint</footer>"
    b"</body></html>"
)


def test_elements_are_left_out_and_what_follows_them_is_kept() -> None:
    document = parse(PAGE, "https://courier.example/1")
    before = lxml.html.tostring(document.tree)
    shown = document.without([*document.tree.iter("nav", "b", "footer")])
    assert shown.tree.text_content().split() == "after the menu Text and on".split()
    assert "Imprint" not in shown.html
    assert lxml.html.tostring(document.tree) == before


def test_a_page_of_which_nothing_is_left_out_is_not_copied() -> None:
    document = parse(PAGE, "https://courier.example/1")
    assert document.without([]) is document
