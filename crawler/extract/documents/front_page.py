"""Write the front of a document as a page, so that title, date and authors are found as on any page.

A day that is elsewhere in the document is put below the title. What the metadata say of authors is often a person's
login, and counts only if it looks like a name.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import takewhile

from archive.blocks import TextBlock
from crawler.extract.documents.content import YEAR, Content
from crawler.extract.documents.front_authors import front_authors
from crawler.extract.documents.front_lines import months_on
from crawler.extract.documents.front_title import front_of, front_title
from crawler.extract.documents.stated_days import stated_months

_FRONT = 30  # blocks of the front
_PAGES = 2
_NO_NAME = re.compile(
    r"\d|@|^office\b|\b(?:user|admin|administrator|microsoft|owner|author|unknown|scanner|default)\b", re.IGNORECASE
)
_ACT = re.compile(
    r"(?:loi|décret|arrêté|ordonnance|règlement|directive|décision|ley|real decreto|decreto|orden|resolución"
    r"|lei|portaria|legge|gesetz|verordnung|закон|указ|постановление|law|act|decree|order|regulation|decision|resolution)\b[^,;]{0,120}?"
    r"\s(?:of|du|de|del|di|do|vom|от)\s(\d{1,2}(?:er|\.|º)?\s(?:de\s)?[^\W\d]{3,12}\s(?:de\s)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SHORT = 120  # characters of a line that may state the day of the document


def front_page(content: Content, *, day: str = "", dated: bool = False) -> bytes:
    """Return the front of a document as HTML; with `dated`, with the day on which the file was made.

    `day` is a line elsewhere in the document that dates it.
    """
    front = front_of(content)
    headline = front_title(content)
    language = f' lang="{escape(content.language)}"' if content.language else ""
    head = "".join(_metas(content, front_authors(content, headline), dated))
    body = "".join(
        f"<p>{escape(text)}</p>" for text in (day or _day_of_act(headline), *_texts(front, headline)) if text
    )
    article = f"<article><h1>{escape(headline)}</h1>{body}</article>"
    return f"<html{language}><head>{head}</head><body>{article}</body></html>".encode()


def _texts(front: Sequence[TextBlock], headline: str) -> Iterator[str]:
    return (block.text for block in front if block.text not in headline)


def _day_of_act(headline: str) -> str:
    """Return the day in the title of a law or a resolution, which is its own: "Loi du 20 juillet 2017 sur …"."""
    found = _ACT.match(headline)
    return found[1] if found else ""


def states_other_year(content: Content) -> bool:
    """Return whether the front names months or years, none of which is that in which the file was made."""
    if months := stated_months(content) | _months_of_imprint(content):
        return content.created[:7] not in months
    years = {year for line in _short_lines(content, _PAGES + 1, 2 * _FRONT) for year in YEAR.findall(line)}
    return bool(years) and content.created[:4] not in years


def _months_of_imprint(content: Content) -> frozenset[str]:
    """Return the months next to other words on the cover, behind it and in running heads."""
    return frozenset(month for line in _short_lines(content, _PAGES, _FRONT) for month in months_on(line))


def _short_lines(content: Content, pages: int, most: int) -> Iterator[str]:
    """Yield the short ones of the first lines and of the running heads, where days are stated."""
    first = takewhile(lambda block: block.page <= pages, content.blocks[:most])
    return (line for line in (*(block.text for block in first), *content.heads) if len(line) <= _SHORT)


def _metas(content: Content, authors: Sequence[str], dated: bool) -> Iterator[str]:
    for author in authors:
        if not _NO_NAME.search(author):
            yield f'<meta name="author" content="{escape(author)}">'
    for name, value in (("dcterms.created", content.created if dated else ""), ("dcterms.modified", content.modified)):
        if value:
            yield f'<meta name="{name}" content="{escape(value)}">'
