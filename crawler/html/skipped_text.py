"""Turn an element that extractors skip into an ordinary one where it holds a text of the page.

Pages that show their text by a script have it in noscript for readers without one, and libxml2 puts all of a page there
where an end tag is missing. So it does with a menu's button without an end, and so do browsers, which show what is in
it (HTML Standard, "in body" insertion mode): of 1,581 labelled pages 7 are such. Extractors skip both elements, because
most hold a tracker's picture, a notice that scripts are needed, a label, or a second copy of what a script shows; none
of these is a text that the page has nowhere else.
"""

import lxml.etree as etree
import lxml.html

from crawler.html.text import tokens

_MIN_CHARACTERS = 800  # beyond any notice that scripts are needed
_MIN_NEW = 0.5  # share of its words, in runs, that the rest of the page does not have
_MOST_LINKED = 0.5  # share of its characters in links from which it is a menu
_RUN = 4
_SKIPPED = ("noscript", "button")
_UNREAD = ("script", "style", "template", *_SKIPPED)
_LENGTH = etree.XPath("string-length()")


def unwrap(tree: lxml.html.HtmlElement) -> bool:
    """Rename each skipped element that has text found nowhere else to `div`; return whether there was one."""
    large = [element for element in tree.iter(*_SKIPPED) if _is_large(element)]
    if not large:
        return False
    elsewhere = _runs(_text(tree))
    found = [element for element in large if _is_text(element, elsewhere)]
    for element in found:
        for around in (element, *element.iterancestors(*_SKIPPED)):
            around.tag = "div"
    return bool(found)


def _is_large(element: lxml.html.HtmlElement) -> bool:
    return _LENGTH(element) >= _MIN_CHARACTERS and _size(element) >= _MIN_CHARACTERS


def _is_text(element: lxml.html.HtmlElement, elsewhere: set[tuple[str, ...]]) -> bool:
    linked = sum(_size(link) for link in element.iter("a"))
    runs = _runs(_text(element))
    return linked < _MOST_LINKED * _size(element) and len(runs - elsewhere) >= _MIN_NEW * max(1, len(runs))


def _size(element: lxml.html.HtmlElement) -> int:
    return len(_text(element).strip())


def _text(element: lxml.html.HtmlElement) -> str:
    """Return the text in an element, without scripts and other elements that are skipped."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start" and node is not element and node.tag in _UNREAD:
            walk.skip_subtree()
        elif event == "start":
            pieces.append(node.text or "")
        elif node is not element:
            pieces.append(f" {node.tail or ''}")
    return "".join(pieces)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[at : at + _RUN]) for at in range(max(0, len(words) - _RUN + 1))}
