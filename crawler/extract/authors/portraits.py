"""Find an author by a portrait: the picture of a person next to a line near the headline that is the name.

Front ends whose classes are made ("flex items-center") have neither mark-up nor label, but show an avatar. Used only
where no place names anyone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import lxml.html

from crawler.extract.authors.given_names import named_person
from crawler.extract.authors.splitting import split
from crawler.extract.authors.usual_author import has_form_of_person
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside
from crawler.html.text import content, key

_NEAR, _LONGEST_LINE = 12, 80
_AROUND, _LONGEST_BOX = 5, 200  # elements around a line, and characters of the largest that is its box
_AVATAR = re.compile(
    r"avatar|rounded-full|(?<![a-z])(?:author|headshot|profile|portrait|mugshot|byline|circle)(?![a-z])", re.IGNORECASE
)
_ATTRIBUTES, _WRAPPERS = ("class", "src", "data-src"), 2
_IN_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_LOGO = re.compile(r"\blogo\b", re.IGNORECASE)
_OF = re.compile(
    r"^(?:(?:profile )?(?:picture|photo|image|avatar|headshot|portrait)(?: of)?|author)\s+"
    r"|['’]s? (?:profile )?(?:picture|photo|image|avatar|headshot|portrait)$|\s(?:avatar|headshot|portrait|profile)$",
    re.IGNORECASE,
)


def pictured(nearby: Sequence[Line]) -> list[str]:
    """Return the first name near the headline that has a portrait: a picture with this name, or an avatar."""
    for line in nearby[:_NEAR]:
        if len(line.text) <= _LONGEST_LINE and not outside(line.element):
            pictures = list(_pictures(line.element))
            for name in split(line.text) if pictures else ():
                if any(_shows(picture, name) for picture in pictures):
                    return [name]
    return []


def _pictures(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Yield the pictures in the largest element around a line that holds little text."""
    box = element
    for node in islice(element.iterancestors(), _AROUND):
        if node.tag in ("body", "main", "article", "figure") or len(content(node, _LONGEST_BOX + 1)) > _LONGEST_BOX:
            break
        box = node
    return islice(box.iter("img"), 3)


def _shows(picture: lxml.html.HtmlElement, name: str) -> bool:
    """Return whether a picture is an avatar or described by the name, and the name has the form of a person's.

    What only one of the two shows is a person by the given name; a class "avatar" alone is as good.
    """
    description = _OF.sub("", picture.get("alt") or "")
    described = _stated(picture)
    around = islice(picture.iterancestors("span", "div", "a"), _WRAPPERS)
    is_avatar = not _LOGO.search(description) and bool(_AVATAR.search(" ".join((described, *map(_stated, around)))))
    is_described = bool(key(name)) and key(_IN_BRACKETS.sub("", description)) == key(name)
    is_certain = is_avatar and (is_described or ("avatar" in described and has_form_of_person(name)))
    return is_certain or ((is_avatar or is_described) and bool(named_person(name)))


def _stated(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in _ATTRIBUTES)[:500]
