"""Which elements belong to the article and which to the page around it.

A date or a name in a related-stories box is true of another article. Teasers, sidebars, comments and footers
are recognised by the class and id names that content management systems and themes use, and by HTML's aside,
nav and footer.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import lxml.etree as etree
import lxml.html
from lxml.html import HtmlElement

# The parts of a page that hold the site's navigation links rather than list entries: menus, footers, sidebars.

_LIST_LINKS = 10  # links from which a form is taken for a list
_REGION_TAGS = ("nav", "footer", "menu", "dialog")
_ROLES = ("navigation", "contentinfo", "complementary", "search", "dialog", "menu", "menubar")
_REGION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|sidebar|breadcrumbs?|pagination|pager|social|share|sharing"
    r"|cookies?|consent|newsletter|login|skip-?links?|tagcloud|tag-cloud|related|toolbar|masthead|widgets?)"
    r"(?=[\s_-]|$)",
    re.IGNORECASE,
)
_STATE_CLASSES = re.compile(r"(?:^|\s)(?:has|is|with|no|hide|show)[-_]\S+", re.IGNORECASE)
_NEVER_REGIONS = ("html", "body", "main", "article", "a", "h1", "h2", "h3", "h4", "h5", "h6")


def links_of_the_site(tree: HtmlElement, *, by_name: bool) -> set[HtmlElement]:
    """Return the `a` elements in the site's navigation.

    With `by_name`, parts identified only by their class or id count too.
    """
    found: set[HtmlElement] = set()
    for element in _regions(tree, by_name=by_name):
        found.update(element.iter("a"))
    return found


def _regions(tree: HtmlElement, *, by_name: bool) -> Iterator[HtmlElement]:
    for element in tree.iter(etree.Element):
        tag = element.tag
        if _is_region(element) or (by_name and tag not in _NEVER_REGIONS and _has_region_name(element)):
            yield element


def _is_region(element: HtmlElement) -> bool:
    """Return whether the tag or role marks the element as a region of the site.

    A form or an aside that contains a list does not count, nor the form around every page of ASP.NET Web Forms.
    """
    tag = element.tag
    if tag == "aside":
        return element.find(".//article") is None
    if tag == "form":
        return len(element.findall(".//a")) < _LIST_LINKS and not _is_web_form(element)
    return tag in _REGION_TAGS or element.get("role") in _ROLES or (tag == "header" and _is_site_header(element))


def _is_web_form(form: HtmlElement) -> bool:
    return form.find(".//input[@name='__VIEWSTATE']") is not None


def _is_site_header(header: HtmlElement) -> bool:
    return next(header.iterancestors("article", "section", "li", "main"), None) is None


def _has_region_name(element: HtmlElement) -> bool:
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(name) > 2 and _REGION_NAMES.search(_STATE_CLASSES.sub("", name)) is not None


_OUTSIDE_TAGS = frozenset({"aside", "nav", "footer", "form", "select", "noscript", "template"})
_OUTSIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|sidebar|side-?bar|comments?|commentlist|disqus|footer|colophon"
    r"|breadcrumbs?"
    r"|newsletter|most-?(?:read|popular|viewed)|popular|trending|teasers?|promos?|promo-?box|promotions?|carousel|slider|latest"
    r"|recent\w*"
    r"|more-?(?:news|stories|from|articles)|read-?(?:more|next|also)|next-?(?:article|post|story)|prev\w*"
    r"|widget(?!\s+Blog\b)|copyright"
    r"|recirc\w*|outbrain|taboola|advert\w*|card-?list|river|pagination|mega-?menu|archive-?list|similar"
    r"|weather|ticker"
    r"|(?:sub-?|nav-?)?menu(?:-?item)?|navbar|modal|popup|cookie\w*|subscribe\w*|see-?also|you-?may\w*|read-?next"
    r"|(?:stories|news|article|post)-?list(?!-\w))(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAXONOMY_CLASSES = re.compile(
    r"(?<![\w-])(?:category|tag|post|type|status|format|page|has|author)-[\w-]{1,100}", re.IGNORECASE
)
_PAGE_BUILDERS = re.compile(r"\belementor-widget|\bso-panel widget\b", re.IGNORECASE)  # their word for any block
_LAYOUT_CLASSES = re.compile(r"(?:has|with|without|no|layout)-(?:\w+-)?side-?bar[\w-]*", re.IGNORECASE)
_FOOTER_OR_SIDEBAR = re.compile(r"(?:^|(?<=[\s_-]))(?:footer|side-?bar)(?=$|[\s_-])", re.IGNORECASE)
_ARTICLE_META = re.compile(r"(?:^|[\s_-])(?:entry|meta|byline|submitted|author|dateline)(?:$|[\s_-])", re.IGNORECASE)
_MAX_ANCESTORS = 40


def outside(
    element: lxml.html.HtmlElement, *, by_tag: bool = True, by_region: bool = True, heading: bool = False
) -> bool:
    """Return whether the element is in a part of the page outside the article.

    Without `by_tag`, an aside or a footer does not count: themes put the article's byline into either. Without
    `by_region`, neither does a class or id that names a footer or sidebar. With `heading`, a headline inside
    the part proves nothing: every box has one.
    """
    node: lxml.html.HtmlElement | None = element
    for _ in range(_MAX_ANCESTORS):
        if node is None or node.tag in ("body", "html", "main"):
            return False
        is_headed = node is element and _precedes_headline(node)
        if not is_headed and _is_outside(node, by_tag=by_tag, by_region=by_region):
            return heading or not _holds_headline(node)
        node = node.getparent()
    return False


def _precedes_headline(node: lxml.html.HtmlElement) -> bool:
    """Return whether the next element is a headline: a line above it is its own, even if named a teaser's."""
    following = node.getnext()
    return following is not None and following.tag == "h1"


def _is_outside(node: lxml.html.HtmlElement, *, by_tag: bool, by_region: bool) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''}"[:300]
    if by_tag and node.tag in _OUTSIDE_TAGS and not (node.tag != "nav" and _ARTICLE_META.search(names)):
        return node.tag != "form" or not _is_web_form(node)
    return names != " " and _has_outside_name(names, by_region)


@lru_cache(maxsize=1 << 15)
def _has_outside_name(names: str, by_region: bool) -> bool:
    """Return whether the class names and id are those of another part of the page.

    Cached, because an article's elements share their ancestors.
    """
    names = _PAGE_BUILDERS.sub("", _LAYOUT_CLASSES.sub("", _TAXONOMY_CLASSES.sub("", names)))
    return bool(_OUTSIDE_NAMES.search(names if by_region else _FOOTER_OR_SIDEBAR.sub("", names)))


def _holds_headline(node: lxml.html.HtmlElement) -> bool:
    """Return whether the element contains the headline, so that it is not outside the article.

    Layouts are named after their sidebar too.
    """
    return node.find(".//h1") is not None or node.find(".//h2[@class='entry-title']") is not None
