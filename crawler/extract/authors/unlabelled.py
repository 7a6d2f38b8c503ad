"""Find an author whom no mark-up and no label names: alone on a line next to the date, or the owner of the site.

Used last. A name on a line may be that of a subject, a section or a firm: it must be a person's by its given name,
a Japanese one by its surname, and in no line of the text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import lxml.html

from crawler.extract.authors.given_names import named_person
from crawler.extract.authors.japanese import japanese_person
from crawler.extract.authors.next_to_date import DATE
from crawler.extract.authors.organisations import is_organisation
from crawler.extract.authors.splitting import split
from crawler.extract.metadata.site_name import SiteNames, names_an_outlet, parts
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.element_kinds import CAPTION_NAMES, is_credit
from crawler.html.regions import outside
from crawler.html.text import content, key, squeezed

_NEAR, _AWAY = 10, 2  # lines after the headline, and lines between a name and the date
_PROSE = 160  # characters
_MOST = 4  # persons on one line
_NAMING = 2  # elements around a line, of which one may be named a caption
_HOLDER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)(?:\s|©|\(c\)|\bcopyright\b|\bby\b|\d{4}|[-–—,:/]|\bpresent\b)*(\D.*)", re.IGNORECASE
)
_HOLDER_ENDS = re.compile(r"(?:[.,|•·–—/]\s|[.|•·]$|\s-\s|\ball rights\b|\balle rechte\b).*", re.IGNORECASE)
_FOOTER, _HOME_LINKS, _LONGEST = 12, 40, 200
_HOME = re.compile(r"^(?:https?://[^/?#]{1,200})?/?(?:index\.\w{2,4})?$")


def alone_on_line(structured: Structured, nearby: Sequence[Line]) -> list[str]:
    """Return the persons whose names are a line next to that of the date, unless the text is about one of them."""
    head = nearby[:_NEAR]
    dated = [at for at, line in enumerate(head) if len(line.text) < _PROSE and DATE.search(line.text)]
    for at, line in enumerate(head):
        if len(line.text) >= _PROSE:
            break
        names = _persons_on(line) if any(abs(at - other) <= _AWAY for other in dated) else []
        is_elsewhere = bool(names) and (_is_of_picture(line.element) or outside(line.element))
        if names and not is_elsewhere and not any(_is_subject(name, structured) for name in names):
            return names
    return []


def _persons_on(line: Line) -> list[str]:
    """Return the persons of whose names a line consists; one in a separate element may share it with the date."""
    names = [_person(name) for name in split(line.text)]
    if 0 < len(names) <= _MOST and all(names):
        return names
    found = (_person(part) or japanese_person(part) for part in (line.text, *line.parts))
    return list(islice(filter(None, found), 1))


def _is_of_picture(element: lxml.html.HtmlElement) -> bool:
    """Return whether a line is in a figure, or in an element named a caption or a credit: a photographer's name is."""
    around = (element, *islice(element.iterancestors(), _NAMING))
    names = [f"{node.get('class') or ''} {node.get('id') or ''}" for node in around]
    in_figure = any(node.tag in ("figure", "figcaption") for node in around)
    return in_figure or any(CAPTION_NAMES.search(name) or is_credit(name) for name in names)


def _person(text: str) -> str:
    name = named_person(text)
    return "" if is_organisation(name) or names_an_outlet(name) else name


def _is_subject(name: str, structured: Structured) -> bool:
    """Return whether headline or text have the family name; of a Japanese name, its first two letters."""
    family = name.split()[-1] if name.isascii() or " " in name else name[:2]
    prose = (line for line in structured.lines if len(line) > _PROSE)
    return any(family in text for text in (structured.title, structured.first("og:title"), *prose))


def site_owner(structured: Structured, names: SiteNames) -> list[str]:
    """Return the person whose site this is: named by its head or title, and by the copyright notice or the host.

    Such sites rarely sign what they publish.
    """
    holders = {key(name): name for text in _last_lines(structured) if (name := _person(_holder(text)))}
    stated = {key(name): name for name in filter(None, map(_person, _owners(structured)))}
    found = (name for short, name in stated.items() if short in holders or _is_of_host(name, names.host))
    return list(islice((*found, *(name for name in holders.values() if _is_of_host(name, names.host))), 1))


def _owners(structured: Structured) -> Iterator[str]:
    yield structured.first("og:site_name")
    yield from parts(structured.title)
    links = islice(structured.tree.iter("a"), _HOME_LINKS)
    yield from (content(link, 60).strip(" /|") for link in links if _HOME.match((link.get("href") or "x").strip()))


def _last_lines(structured: Structured) -> list[str]:
    return [line for line in structured.lines[-_FOOTER:] if len(line) <= _LONGEST]


def _holder(text: str) -> str:
    """Return whom a copyright notice names."""
    found = _HOLDER.search(text)
    return _HOLDER_ENDS.sub("", found[1]).strip() if found else ""


def _is_of_host(name: str, host: str) -> bool:
    """Return whether a host is named by given name, family name or both."""
    words = [squeezed(word) for word in name.split()]
    return host in ("".join(words), words[0], words[-1], words[-1] + words[0])
