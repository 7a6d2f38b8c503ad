"""Find the places on a page where a byline can be.

Author properties, links to author pages, byline mark-up, written lines. Each function returns raw texts;
`person_names` extracts the names from them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

import lxml.html

from crawler.extract.authors.credits import read_credits, read_dateline
from crawler.extract.authors.given_names import named_person
from crawler.extract.authors.next_to_date import DATE, is_link
from crawler.extract.authors.parted import parted
from crawler.extract.authors.pen_names import is_tag
from crawler.extract.authors.person_names import is_interface
from crawler.extract.authors.splitting import split
from crawler.extract.authors.usual_author import has_form_of_person
from crawler.extract.metadata.author_links import leads_to_author
from crawler.extract.metadata.site_name import registrable_domain
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line, lines_in
from crawler.html.regions import outside
from crawler.html.text import content, key

_BYLINE = re.compile(
    r"byline|author|auteur|contributor|autor(?:e|en|es|in|innen|a|i|name)?(?![a-z])|(?:writ(?:e|ten)|posted)[_-]?by(?![a-z])"
    r"|(?<![a-z])(?:writer|reporter|journalist|columnist|redakt(?:eu|o)r|redact(?:eu|o)r|verfasser|periodista|firma|skribent"
    r"|forfatter|yazar|muhabir|penulis)(?:e?s|in|innen|name)?(?![a-z])",
    re.IGNORECASE,
)
_WHOLE = frozenset({"html", "article", "main", "section", "header", "picture", "time"})
_NOT_BYLINE = re.compile(
    r"bio|avatar|image|img|photo|follow|social|desc|about|more|title|role|jobs?(?![a-z])|twitter|link-?list|box|(?<!\bh-)(?<!\bv)card"
    r"|date|time|count|meta-?data|email|comment",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DATED = re.compile(r"\b(?:date-(?:and-)?author|author-(?:and-)?date|by_?line_?date)s?\b", re.IGNORECASE)  # of both
_NAME_CLASS = re.compile(r"(?:autho?r|byline|contributor)[\w-]{0,30}?[-_]?(?:full-?)?names?\b", re.IGNORECASE)
_CLOSE, _LONGEST, _MOST = 20, 160, 3
_STANDFIRSTS = 2  # longer lines between headline and byline; after more, the text has begun
_PARTS = re.compile(  # properties of schema.org whose values have authors
    r"\b(?:comment|(?:suggested|accepted)Answer|answer|hasPart|mentions|citation|isBasedOn|image|video|audio|associatedMedia)\b",
    re.IGNORECASE,
)
_AND = "and|&|und|et|y|e|en|och|og|i"
_BARE_LABEL = re.compile(
    r"^(?:(?:article|written|story|words|posted) by|by|author(s|\(s\))?|von|autor(?:en|es|in|a)?"
    r"|auteure?s?(?:\(s\))?|autrices?|autor[ei]|par|por|автор|作者|記者|著者|लेखक|الكاتب|كتبت?)\s?[:,،]?$",
    re.IGNORECASE,
)


def marked(structured: Structured, *, strict: bool) -> list[str]:
    """Return the names in elements that a property or a rel marks as the author."""
    marks = [mark.element for mark in structured.marks if mark.name in ("author", "creator")]
    marks = [element for element in marks if not (_in_figure(element) or _is_of_part(element))]
    inside = _of_one_place([element for element in marks if not outside(element, by_tag=strict)])
    return [name for element in inside[: None if strict else 4] for name in _mark_names(element)]


def _in_figure(element: lxml.html.HtmlElement) -> bool:
    """Return whether a property names the creator of a picture, unlike the figure of an author's portrait."""
    figure = next(element.iterancestors("figure"), None)
    return figure is not None and element.get("rel") is None and not _BYLINE.search(figure.get("class") or "")


def _of_one_place(marks: list[lxml.html.HtmlElement]) -> list[lxml.html.HtmlElement]:
    """Return the marks without the links after the first that are somewhere else and name others.

    Teasers below an article link their authors with `rel` too.
    """
    first = next((element for element in marks if content(element, 100)), None)
    if first is None:
        return marks
    return [
        element
        for element in marks
        if element.get("rel") is None or element is first or _ancestor(element) is _ancestor(first)
    ]


def _is_of_part(element: lxml.html.HtmlElement) -> bool:
    """Return whether a property is of an item inside the article that others wrote: a comment, an answer, a picture."""
    scope = next((node for node in element.iterancestors() if node.get("itemscope") is not None), None)
    return scope is not None and bool(_PARTS.search(scope.get("itemprop") or ""))


def _mark_names(element: lxml.html.HtmlElement) -> list[str]:
    inner = element.xpath(".//*[@itemprop='name' or @property='name' or @property='schema:name']")[:8]
    return [one.get("content") or content(one, 200) for one in inner or [element]]


def linked(structured: Structured, *, strict: bool) -> list[str]:
    """Return the texts of links to author pages of the site: the first and those next to it."""
    domain = registrable_domain(structured.url)
    return _first_row((link for link in structured.person_links if _leads_to_author(link, domain)), strict=strict)


def linked_elsewhere(structured: Structured, *, strict: bool) -> list[str]:
    """Return the texts of links to author pages of other sites, which begin a byline.

    So does a text of The Conversation that is published again. Authors' pages elsewhere are of who is cited, too.
    """
    domain = registrable_domain(structured.url)
    return _first_row((link for link in structured.person_links if _begins_byline(link, domain)), strict=strict)


def _first_row(links: Iterator[lxml.html.HtmlElement], *, strict: bool) -> list[str]:
    found: list[lxml.html.HtmlElement] = []
    for link in islice(links, 60):
        if not content(link, 100) or outside(link, by_tag=strict) or _does_other_work(link) or _in_sentence(link):
            continue
        if found and _ancestor(found[0]) is not _ancestor(link):
            break
        found.append(link)
    return [content(link, 100) for link in found[:8]]


def _leads_to_author(link: lxml.html.HtmlElement, domain: str) -> bool:
    """Return whether a link leads to an author's page of the site.

    Pages of staff are of others too: a link to one must be next to a date, and have the name of a person.
    """
    href = link.get("href") or ""
    if not _is_of_site(href, domain):
        return False
    return leads_to_author(href) or (named_person(content(link, 100)) != "" and _is_dated(link))


def _is_of_site(href: str, domain: str) -> bool:
    """Return whether an address is relative or of the same registrable domain."""
    return not href.startswith(("http:", "https:", "//")) or registrable_domain(href) == domain


def _begins_byline(link: lxml.html.HtmlElement, domain: str) -> bool:
    """Return whether a short paragraph begins with a name that leads elsewhere: "Ada Quist, University of Orbit"."""
    href = link.get("href") or ""
    if not leads_to_author(href) or _is_of_site(href, domain):
        return False
    paragraph = next(link.iterancestors("p"), None)
    text = content(paragraph, _LONGEST + 1) if paragraph is not None else ""
    name = content(link, 100)
    is_person = has_form_of_person(name) and (named_person(name) or key(name).replace(" ", "-") in href)
    return len(text) <= _LONGEST and text.startswith(f"{name},") and bool(is_person)


def _is_dated(link: lxml.html.HtmlElement) -> bool:
    texts = (content(box, _LONGEST + 1) for box in islice(link.iterancestors(), 2))
    return any(len(text) <= _LONGEST and DATE.search(text) for text in texts)


def _in_sentence(link: lxml.html.HtmlElement) -> bool:
    """Return whether a paragraph mentions a linked name: it does not begin with it, as a note on an author does."""
    paragraph = next(link.iterancestors("p", "li", "blockquote"), None)
    text = content(paragraph, 400) if paragraph is not None else ""
    return len(text) > _LONGEST and not text.startswith(content(link, 100))


def _does_other_work(link: lxml.html.HtmlElement) -> bool:
    """Return whether the words around a linked name credit its bearer with editing, review or illustration."""
    texts = (content(box, 200) for box in islice(link.iterancestors(), 2))
    name = content(link, 100)
    return any(len(text) <= _LONGEST and name not in " ".join(read_credits(text).writers) for text in texts)


def _ancestor(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    parent = element.getparent()
    return parent.getparent() if parent is not None else None


def written(nearby: Sequence[Line]) -> Iterator[str]:
    """Yield the text after a byline label in its line, or on the lines after a bare label."""
    expected = running = 0
    for at, line in enumerate(nearby):
        text = line.text
        running += len(text) > _LONGEST
        if running > _STANDFIRSTS and outside(line.element, by_tag=False, by_region=False):
            continue  # of a teaser below the text
        if expected and len(text) <= 80:
            yield parted(line)
        label = _BARE_LABEL.match(text)
        expected = (4 if label[1] else 1) if label else max(0, expected - 1)
        if at < _CLOSE and len(text) <= _LONGEST and read_credits(text).signed and not _in_caption(line.element):
            yield parted(line)
        elif at < _CLOSE and (reporters := read_dateline(text)):
            yield reporters


def is_unlinked(name: str, line: str, structured: Structured) -> bool:
    """Return whether a byline names a person without a link; what follows a comma may be where others work."""
    is_joined = has_form_of_person(name) and re.search(rf"\s(?:{_AND})\s{re.escape(name)}", line)
    return bool(is_joined or named_person(name)) and not is_link(name, structured)


def _in_caption(element: lxml.html.HtmlElement) -> bool:
    return element.tag == "figcaption" or next(element.iterancestors("figcaption"), None) is not None


def in_bylines(structured: Structured, *, strict: bool) -> Iterator[list[str]]:
    """Yield the texts of each byline mark-up inside the article: those that hold little but names first."""
    named = (entry for entry in structured.named if _BYLINE.search(entry[0]) and entry[1].tag not in _WHOLE)
    bylines = {element: classes for classes, element in islice(named, 60)}
    narrow: dict[lxml.html.HtmlElement, list[str]] = {}
    wide: dict[lxml.html.HtmlElement, list[str]] = {}
    for element, classes in bylines.items():
        if _NOT_BYLINE.search(_DATED.sub("author", classes)) or outside(element, by_tag=strict):
            continue
        texts, is_narrow = _texts_of(element, classes)
        if texts:
            (narrow if is_narrow else wide).setdefault(_first_of_row(element, bylines), []).extend(texts)
    yield from islice(narrow.values(), _MOST)
    yield from islice(wide.values(), 1)


def _texts_of(element: lxml.html.HtmlElement, classes: str) -> tuple[list[str], bool]:
    """Return the texts of a byline, none of topics or notes on the author, and whether they are little but names."""
    anchors = [(content(link, 100), is_tag(link)) for link in element.xpath(".//a[@href]")[:8]]
    links = [text for text, is_topic in anchors if not is_topic]
    if (anchors and not links) or (element.tag == "a" and is_tag(element)):
        return [], False
    text = " | ".join(map(parted, lines_in(element)))[:300]
    linked = _of_writers([link for link in links if split(link) and not is_interface(link)], text)
    if _NAME_CLASS.search(classes) and 0 < len(text) <= 80:
        return [text], True
    if linked and len(" ".join(linked)) > 0.4 * len(text):
        return linked, True
    return [text] if len(text) <= 120 and _LETTERS.search(text) else [], False


def _first_of_row(
    element: lxml.html.HtmlElement, bylines: Mapping[lxml.html.HtmlElement, str]
) -> lxml.html.HtmlElement:
    """Return the first of adjacent bylines with the same names: an element for each author makes one byline."""
    before = element.itersiblings(preceding=True)
    return [element, *takewhile(lambda sibling: bylines.get(sibling) == bylines[element], before)][-1]


def _of_writers(links: list[str], text: str) -> list[str]:
    """Return the linked names that the byline credits with the writing.

    All of them where the byline has no such label.
    """
    writers = " ".join(read_credits(text).writers)
    return [link for link in links if link in writers] or links
