"""The parts of a page that hold links of the site rather than of its list: menus, footers, side bars."""

import re
from collections.abc import Iterator

import lxml.etree as etree
from lxml.html import HtmlElement

_LIST = 10  # links that make a list of what should be none
_TAGS = ("nav", "footer", "menu", "dialog")
_ROLES = ("navigation", "contentinfo", "complementary", "search", "dialog", "menu", "menubar")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|sidebar|breadcrumbs?|pagination|pager|social|share|sharing"
    r"|cookies?|consent|newsletter|login|skip-?links?|tagcloud|tag-cloud|related|toolbar|masthead|widgets?)"
    r"(?=[\s_-]|$)",
    re.IGNORECASE,
)
_ABOUT_THE_PAGE = re.compile(r"(?:^|\s)(?:has|is|with|no|hide|show)[-_]\S+", re.IGNORECASE)
_NEVER = ("html", "body", "main", "article", "a", "h1", "h2", "h3", "h4", "h5", "h6")


def links_of_the_site(tree: HtmlElement, *, by_name: bool = True) -> set[HtmlElement]:
    """The `a` elements in such parts; with `by_name` also in parts that only their class or id tells."""
    found: set[HtmlElement] = set()
    for region in _regions(tree, by_name=by_name):
        found.update(region.iter("a"))
    return found


def _regions(tree: HtmlElement, *, by_name: bool) -> Iterator[HtmlElement]:
    for element in tree.iter(etree.Element):
        tag = element.tag
        if _is_apart(element) or (by_name and tag not in _NEVER and _is_named_so(element)):
            yield element


def _is_apart(element: HtmlElement) -> bool:
    """Whether tag or role set the element apart; a form or an aside with a list of its own does not count."""
    tag = element.tag
    if tag == "aside":
        return element.find(".//article") is None
    if tag == "form":
        return len(element.findall(".//a")) < _LIST
    return tag in _TAGS or element.get("role") in _ROLES or (tag == "header" and _is_of_the_site(element))


def _is_of_the_site(header: HtmlElement) -> bool:
    return next(header.iterancestors("article", "section", "li", "main"), None) is None


def _is_named_so(element: HtmlElement) -> bool:
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(name) > 2 and _NAMED.search(_ABOUT_THE_PAGE.sub("", name)) is not None
