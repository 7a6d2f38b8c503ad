"""Write the front of a document as a page, so that title, date and authors are found as on any page.

A day that is elsewhere in the document is put below the title. What the metadata say of authors is often a person's
login, and counts only if it looks like a name.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from archive.blocks import TextBlock
from crawler.extract.documents.content import Content
from crawler.extract.documents.front_authors import front_authors
from crawler.extract.documents.front_title import front_of, front_title

_NO_NAME = re.compile(
    r"\d|@|^office\b|\b(?:user|admin|administrator|microsoft|owner|author|unknown|scanner|default)\b", re.IGNORECASE
)
_ACT = re.compile(
    r"(?:loi|décret|arrêté|ordonnance|règlement|directive|décision|ley|real decreto|decreto|orden|resolución"
    r"|lei|portaria|legge|gesetz|verordnung|закон|указ|постановление|law|act|decree|order|regulation|decision|resolution)\b[^,;]{0,120}?"
    r"\s(?:of|du|de|del|di|do|vom|от)\s(\d{1,2}(?:er|\.|º)?\s(?:de\s)?[^\W\d]{3,12}\s(?:de\s)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


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


def _metas(content: Content, authors: Sequence[str], dated: bool) -> Iterator[str]:
    for author in authors:
        if not _NO_NAME.search(author):
            yield f'<meta name="author" content="{escape(author)}">'
    for name, value in (("dcterms.created", content.created if dated else ""), ("dcterms.modified", content.modified)):
        if value:
            yield f'<meta name="{name}" content="{escape(value)}">'
