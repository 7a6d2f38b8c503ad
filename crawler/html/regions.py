"""Whether an element belongs to the article or to what stands around it: teasers, sidebars, comments,
footers.

A date or a name in a related-stories box is true of another article. The words are the class and id names
that content systems and themes use (HTML itself gives aside, nav and footer).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import lxml.etree as etree
import lxml.html
from lxml.html import HtmlElement

# The parts of a page that hold links of the site rather than of its list: menus, footers, side bars.

_LIST = 10  # links that make a list of what should be none
_REGION_TAGS = ("nav", "footer", "menu", "dialog")
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
    return tag in _REGION_TAGS or element.get("role") in _ROLES or (tag == "header" and _is_of_the_site(element))


def _is_of_the_site(header: HtmlElement) -> bool:
    return next(header.iterancestors("article", "section", "li", "main"), None) is None


def _is_named_so(element: HtmlElement) -> bool:
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(name) > 2 and _NAMED.search(_ABOUT_THE_PAGE.sub("", name)) is not None


_TAGS = frozenset({"aside", "nav", "footer", "form", "select", "noscript", "template"})
_WORDS = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|sidebar|side-?bar|comments?|commentlist|disqus|footer|colophon"
    r"|breadcrumbs?"
    r"|newsletter|most-?(?:read|popular|viewed)|popular|trending|teasers?|promos?|promo-?box|promotions?|carousel|slider|latest"
    r"|recent\w*"
    r"|more-?(?:news|stories|from|articles)|read-?(?:more|next|also)|next-?(?:article|post|story)|prev\w*"
    r"|widget(?!\s+Blog\b)|copyright"
    r"|recirc\w*|outbrain|taboola|advert\w*|card-?list|river|pagination|mega-?menu|archive-?list|similar"
    r"|weather|ticker"
    r"|modal|popup|cookie\w*|subscribe\w*|see-?also|you-?may\w*|read-?next"
    r"|(?:stories|news|article|post)-?list(?!-\w))(?:$|[\s_-])",
    re.IGNORECASE,
)
_TERMS = re.compile(r"(?<![\w-])(?:category|tag|post|type|status|format|page|has|author)-[\w-]{1,100}", re.IGNORECASE)
_LAYOUT = re.compile(r"(?:has|with|without|no|layout)-(?:\w+-)?side-?bar[\w-]*", re.IGNORECASE)
_REGION = re.compile(r"(?:^|(?<=[\s_-]))(?:footer|side-?bar)(?=$|[\s_-])", re.IGNORECASE)
_OF_ARTICLE = re.compile(r"(?:^|[\s_-])(?:entry|meta|byline|submitted|author|dateline)(?:$|[\s_-])", re.IGNORECASE)
_HIGHEST = 40


def outside(
    element: lxml.html.HtmlElement, *, by_tag: bool = True, by_region: bool = True, heading: bool = False
) -> bool:
    """Whether the element stands in a part of the page that is not the article itself.

    Without `by_tag` an aside or a footer is no reason: themes put the byline of the article into either. Without
    `by_region` its name as a footer or sidebar is none either. A `heading` vouches for nothing: every box holds
    its own.
    """
    node: lxml.html.HtmlElement | None = element
    for _ in range(_HIGHEST):
        if node is None or node.tag in ("body", "html", "main"):
            return False
        if _apart(node, by_tag=by_tag, by_region=by_region):
            return heading or not _holds_headline(node)
        node = node.getparent()
    return False


def _apart(node: lxml.html.HtmlElement, *, by_tag: bool, by_region: bool) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''}"[:300]
    if by_tag and node.tag in _TAGS and not (node.tag != "nav" and _OF_ARTICLE.search(names)):
        return True
    return names != " " and _names_others(names, by_region)


@lru_cache(maxsize=1 << 15)
def _names_others(names: str, by_region: bool) -> bool:
    """Whether class names and id are those of another part (kept: an article's elements share their ancestors)."""
    names = _LAYOUT.sub("", _TERMS.sub("", names))
    return bool(_WORDS.search(names if by_region else _REGION.sub("", names)))


def _holds_headline(node: lxml.html.HtmlElement) -> bool:
    """Layouts are named after their sidebar too: what holds the headline is not beside the article."""
    return node.find(".//h1") is not None or node.find(".//h2[@class='entry-title']") is not None
