"""Write the front of a document as a page, so that title, date and authors are found as on any page.

The headline is the largest heading of the first pages. What the metadata say is often of a template, a person's
login or a file name, and counts only if it looks like a title or a name.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import takewhile

from archive.blocks import TextBlock
from crawler.extract.documents.content import Content
from crawler.extract.documents.front_authors import front_authors
from crawler.extract.documents.issuing_body import body_name
from crawler.html.text import key

_FRONT = 30  # blocks of the front
_PAGES = 2
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b|untitled|document\d*$|print\b|slide \d|layout \d)"
    r"|\.(?:docx?|pdf|indd|odt|rtf|xlsx?|pptx?|od[sp])$|^[a-z]{1,20}(?:_[a-z]{1,20}){1,4}$"  # icons of fonts have names
    r"|^arxiv:\d",  # along the margin, in larger letters than the title
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\d|@|^office\b|\b(?:user|admin|administrator|microsoft|owner|author|unknown|scanner|default)\b", re.IGNORECASE
)
_SECTION = re.compile(  # the first heading of a text, and never the title of a document
    r"(?:[\dIVX.]{1,6}\s)?(?:(?:executive )?summary|abstract|introduction|(?:table of )?contents|foreword|preface"
    r"|background|zusammenfassung|einleitung|inhalt(?:sverzeichnis)?|vorwort|résumé|sommaire|avant-propos"
    r"|table des matières|resumen|índice|introducción|prólogo|resumo|introdução|sumário|prefácio|sommario"
    r"|indice|introduzione|premessa|введение|содержание|оглавление|аннотация|предисловие|摘要|引言|前言|目录|目錄|概要|要旨|はじめに|目次|요약|서론|머리말|목차"
    r"|مقدمة|ملخص|المحتويات|परिचय|प्रस्तावना|सारांश|विषय-सूची)\W{0,3}",
    re.IGNORECASE,
)
_NUMBER = re.compile(  # of a document, as large as a title on covers: "A/AC.105/1234/Rev.1", "COM(2026) 123 final"
    r"(?=\D{1,20}\d)[A-Z]{1,8}[\s.()\d/A-Z-]*(?:(?:/?(?:Add|Corr|Rev)\.\s?\d{1,3})|final)?"
)
_SERIES = re.compile(  # larger than the title, and above it
    r"(?:\w{2,5} )?(?:j ?ournal (?:of|for) .{3,80}|.{3,60} journal"
    r"|(?:proceedings|transactions|annals) (?:of|on) .{3,80}"
    r"|(?:policy|issue|research|strategic|legal|press|news|fact|white|working|discussion|occasional)[ -]?"
    r"(?:briefs?|papers?|reports?|notes?|sheet|release|perspective)"
    r"|(?:report to|testimony before|statement of) .{3,80}|testimony|congressional research service"
    r"|federal register|official journal .{3,60}|journal officiel .{3,60}|amtsblatt .{3,60}|bolet[ií]n oficial .{3,60}"
    r"|gazzetta ufficiale .{3,60}|front cover|cover|hearing|united nations|nations unies|naciones unidas)",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"(?:loi|décret|arrêté|ordonnance|règlement|directive|décision|ley|real decreto|decreto|orden|resolución"
    r"|lei|portaria|legge|gesetz|verordnung|закон|указ|постановление|law|act|decree|order|regulation|decision|resolution)\b[^,;]{0,40}?"
    r"\s(?:of|du|de|del|di|do|vom|от)\s(\d{1,2}(?:er|\.|º)?\s(?:de\s)?[^\W\d]{3,12}\s(?:de\s)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PART = re.compile(  # of a text, not its title: "4 Conclusions", "Table 2: Reactions", "Effective as at 9 April 2031"
    r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s\D|(?:table|tabelle|tableau|tabla|tabela|tabella|figure|abbildung|figura|fig\.|chart|box|annex|appendix)"
    r"\s[\dA-Z]{1,3}\b|(?:effective|valid|version|as of|issued|stand|état|versión|versione|versão)\b.{0,20}\d{4}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[-–(]?\d{1,2}(?:[-.]\d{1,2}){0,4}[.)-]?\s")
_BLANK = re.compile(r"page (?:is )?(?:has been )?(?:intentionally|deliberately) (?:left )?blank", re.IGNORECASE)
_COMPANY = re.compile(r"(?:公司|会社)$")  # above the title of its report
_WORDS = 3  # of a title of the metadata that is looked for
_SECTIONS = 3  # headings of a level in the front, above which they are those of sections
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT = 120  # characters of a line that may state the day of the document
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def front_page(content: Content, *, dated: bool = False) -> bytes:
    """Return the front of a document as HTML; with `dated`, with the day on which the file was made."""
    front = list(takewhile(lambda block: block.page <= _PAGES, content.blocks))[:_FRONT]
    stated = content.title if " " in content.title and _is_title(content.title) else ""
    headline = _shown(stated, front) or _headline(content, front)
    headline = stated if stated and (not headline or _PART.match(headline)) else headline
    language = f' lang="{escape(content.language)}"' if content.language else ""
    head = "".join(_metas(content, front_authors(content, headline), dated))
    body = "".join(f"<p>{escape(text)}</p>" for text in (_day_of_act(headline), *_texts(front, headline)) if text)
    article = f"<article><h1>{escape(headline)}</h1>{body}</article>"
    return f"<html{language}><head>{head}</head><body>{article}</body></html>".encode()


def _shown(stated: str, front: Sequence[TextBlock]) -> str:
    """Return the line of the first page that is the title of the metadata: both outweigh the largest letters."""
    short = key(stated)
    if len(short.split()) < _WORDS:
        return ""
    lines = (block.text for block in front if block.page <= 1 and len(block.text) <= 2 * len(stated))
    line = next((line for line in lines if f"{key(line)} ".startswith(f"{short} ")), "")
    return line if key(line) == short or stated.endswith(("...", "…")) else line and stated


def _texts(front: Sequence[TextBlock], headline: str) -> Iterator[str]:
    return (block.text for block in front if block.text not in headline)


def _day_of_act(headline: str) -> str:
    """Return the day in the title of a law or a resolution, which is its own: "Loi du 20 juillet 2017 sur …"."""
    found = _ACT.match(headline)
    return found[1] if found else ""


def states_other_year(content: Content) -> bool:
    """Return whether the lines of the front name years, none of which is that in which the file was made."""
    lines = (block.text for block in takewhile(lambda block: block.page <= _PAGES + 1, content.blocks[: 2 * _FRONT]))
    years = {year for line in lines if len(line) <= _SHORT for year in _YEAR.findall(line)}
    return bool(years) and content.created[:4] not in years


def _metas(content: Content, authors: Sequence[str], dated: bool) -> Iterator[str]:
    for author in authors:
        if not _NO_NAME.search(author):
            yield f'<meta name="author" content="{escape(author)}">'
    for name, value in (("dcterms.created", content.created if dated else ""), ("dcterms.modified", content.modified)):
        if value:
            yield f'<meta name="{name}" content="{escape(value)}">'


def _headline(content: Content, front: Sequence[TextBlock]) -> str:
    """Return the first of the largest headings, with the headings of its size that follow.

    Sections are headings too: none is the title where the largest heading begins a section, and chapters of the
    title's size do not continue it.
    """
    first_of_all = next((block for block in front if block.kind == "heading"), None)
    headings = [
        block
        for block in front
        if block.kind == "heading" and _is_title(block.text, shortest=4 if block is first_of_all else 8)
    ]
    headings = [block for block in headings if not (_SERIES.fullmatch(block.text) or body_name(block.text))] or headings
    if not headings:
        return ""
    level = min(block.level for block in headings)
    first = next(position for position, block in enumerate(front) if block in headings and block.level == level)
    if _SECTION.fullmatch(front[first].text):
        return ""
    if not front[first].page:  # a heading of DOCX and ODT is whole
        sections = [block for block in content.blocks if block.kind == "heading" and block.level == level]
        return front[0].text if first and len(sections) > 1 and _is_line(front[0]) else front[first].text
    if _COMPANY.search(front[first].text) and first + 1 < len(front) and front[first + 1].kind == "heading":
        return f"{front[first].text} {front[first + 1].text}"
    if any(block.page > _PAGES and block.kind == "heading" and block.level == level for block in content.blocks):
        return front[first].text
    lines = list(takewhile(lambda block: block.kind == "heading" and block.level == level, front[first:]))
    if sum(block.level == level for block in headings) > _SECTIONS:
        lines = [lines[0], *takewhile(lambda block: lines[0].text.isupper() and block.text.isupper(), lines[1:2])]
    return " ".join([lines[0].text, *(block.text for block in lines[1:] if not _NUMBERED.match(block.text))])


def _is_line(block: TextBlock) -> bool:
    """Return whether a paragraph is a line without an end, as a title without a style is."""
    return (
        block.kind == "paragraph" and len(block.text) <= _SHORT and block.text[-1:].isalnum() and _is_title(block.text)
    )


def _is_title(text: str, shortest: int = 8) -> bool:
    """Return whether a text may be a title, and no logo, number, file name or default of a program."""
    if len(text) > 300 or _NUMBER.fullmatch(text) or _BLANK.search(text):
        return False
    if len(_WIDE.findall(text)) >= 4:
        return True
    return not _NO_TITLE.search(text) and (
        len(text) >= 8 or (len(text) >= shortest and text.istitle() and text.isalpha())
    )
