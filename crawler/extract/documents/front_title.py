"""Find the title of a document: what metadata and page agree on, what it says that it is about, or its largest line.

Bodies, series, kinds, numbers and days are often printed larger. What the metadata say is often of a template or a file
name, and counts only if it looks like a title.
"""

import re
from collections.abc import Sequence, Set
from itertools import takewhile

from archive.blocks import TextBlock
from crawler.extract.documents.content import Content
from crawler.extract.documents.front_lines import role_of, subject_in
from crawler.extract.documents.issuing_body import bodies_on, body_name
from crawler.html.text import key

_FRONT, _PAGES = 30, 2  # blocks and pages of the front
_SHORT = 120  # characters of a line
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b|untitled|document\d*$|print\b|slide \d|layout \d)"
    r"|\.(?:docx?|pdf|indd|odt|rtf|xlsx?|pptx?|od[sp])$|^[a-z]{1,20}(?:_[a-z]{1,20}){1,4}$"  # icons of fonts have names
    r"|^arxiv:\d",  # along the margin, in larger letters than the title
    re.IGNORECASE,
)
_SECTION = re.compile(  # the first heading of a text, and never the title of a document
    r"(?:[\dIVX.]{1,6}\s)?(?:(?:executive )?summary|abstract|introduction|(?:table of )?contents|foreword|preface"
    r"|background|zusammenfassung|einleitung|inhalt(?:sverzeichnis)?|vorwort|résumé|sommaire|avant-propos"
    r"|table des matières|resumen|índice|introducción|prólogo|resumo|introdução|sumário|prefácio|sommario"
    r"|indice|introduzione|premessa|введение|содержание|оглавление|аннотация|предисловие|摘要|引言|前言|目录|目錄|概要|要旨|はじめに|目次|요약|서론|머리말|목차"
    r"|مقدمة|ملخص|المحتويات|परिचय|प्रस्तावना|सारांश|विषय-सूची)\W{0,3}",
    re.IGNORECASE,
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
_GOES_ON = re.compile(  # a line above a title that is not complete: "Proposal for a"
    r"^(?:proposal|vorschlag|proposition|propuesta|proposta|recommendation|draft|report|rapport|bericht|informe)\b.*"
    r"\s(?:for|of|on|to|a|an|the|de|du|des|sur|für|eine?[nr]?|der|del|di|per|sobre|un|una|une)$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d ?[-–—/~～] ?(?:(?:19|20)?\d\d|\d)年?")  # of a programme, below its name
_BARE = 2  # words of a title that names a kind of document only
_LONG = 400  # characters of a paragraph, which begins the text
_BILL = re.compile(r"(?:H\. ?R|S|(?:H|S)\. ?(?:J\. ?|Con\. ?)?Res)\.\s?\d{1,5}")  # of the Congress of the United States
_PURPOSE = re.compile(r"(?:To|Expressing|Providing|Proposing|Recognizing|Supporting|Making)\s")
_CAPTION = re.compile(r"in the matters? of\b:?", re.IGNORECASE)
_DOCKET = re.compile(
    r"(?:\b[A-Z]{2,5} )?\b(?:docket|file|case|proceeding|call sign|rm|rin)s?(?: nos?\.?|-)\s?[\w/-]+"
    r"(?:(?:,| and|;) [\w/-]{0,20}\d[\w/-]*)*",
    re.IGNORECASE,
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # Chinese and Japanese
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def front_of(content: Content) -> list[TextBlock]:
    """Return the first blocks of the first pages."""
    return list(takewhile(lambda block: block.page <= _PAGES, content.blocks))[:_FRONT]


def front_title(content: Content) -> str:
    """Return the title, or an empty string."""
    front = front_of(content)
    stated = content.title if " " in content.title and _is_title(content.title) else ""
    title = _shown(stated, front) or _matter(front) or _headline(content, front)
    return stated if stated and (not title or _PART.match(title) or _begins_with_day(front)) else title


def _shown(stated: str, front: Sequence[TextBlock]) -> str:
    """Return the line of the first page that is the title of the metadata: both outweigh the largest letters."""
    short = key(stated)
    if len(short.split()) < _WORDS:
        return ""
    lines = (block.text for block in front if block.page <= 1 and len(block.text) <= 2 * len(stated))
    line = next((line for line in lines if f"{key(line)} ".startswith(f"{short} ")), "")
    return line if key(line) == short or stated.endswith(("...", "…")) else line and stated


def _matter(front: Sequence[TextBlock]) -> str:
    """Return what a letter, a memorandum or a proceeding says that it is about, on the first page."""
    lines = list(takewhile(lambda block: block.page <= 1 and len(block.text) < _LONG, front))
    for at, block in enumerate(lines):
        subject = subject_in(block.text)
        if subject is not None:
            return subject or (lines[at + 1].text if at + 1 < len(lines) else "")
        if _BILL.fullmatch(block.text) and at + 1 < len(lines) and _PURPOSE.match(lines[at + 1].text):
            return lines[at + 1].text
        if _CAPTION.match(block.text):
            parts = takewhile(lambda part: part.kind != "heading", lines[at + 1 :])
            words = _DOCKET.sub(" ", " ".join([block.text, *(part.text for part in parts)]))
            return " ".join(_CAPTION.sub("", words, count=1).replace(")", " ").split())
    return ""


def _headline(content: Content, front: Sequence[TextBlock]) -> str:
    """Return the first of the largest headings, with the headings of its size that follow.

    Sections are headings too: none is the title where the largest heading begins a section, and chapters of the
    title's size do not continue it.
    """
    others = _other_lines(front)
    first_of_all = next((block for block in front if block.kind == "heading"), None)
    headings = [
        block
        for block in front
        if block.kind == "heading" and _is_title(block.text, shortest=4 if block is first_of_all else 8)
    ]
    if all(id(block) in others for block in headings):
        others = set()
    headings = [block for block in headings if id(block) not in others]
    headings = [block for block in headings if block.page <= 1] or headings
    headings = [block for block in headings if not _is_end_of_sentence(block.text)] or headings
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
        return f"{front[first].text} {front[first + 1].text}"  # two names
    rest = front[first + 1 :]
    lines = list(takewhile(lambda block: _goes_on(block, level, others), rest))
    if any(block.page > _PAGES and block.kind == "heading" and block.level == level for block in content.blocks):
        lines = list(takewhile(lambda block: block.text[:1].islower(), lines))
    elif sum(block.level == level for block in headings) > _SECTIONS:
        lines = list(takewhile(lambda block: front[first].text.isupper() and block.text.isupper(), lines[:1]))
    whole = _joined([front[first].text, *(block.text for block in lines if not _NUMBERED.match(block.text))])
    after = front[first + 1 + len(lines)] if first + 1 + len(lines) < len(front) else None
    if after is not None and _YEARS.fullmatch(after.text):
        whole = f"{whole} {after.text}"
    return _with_line_above(front[first - 1], front[first], whole) if first else whole


def _with_line_above(above: TextBlock, first: TextBlock, title: str) -> str:
    """Return a title with the line above that begins it: "Proposal for a", or the body before "Minutes"."""
    is_body = above.kind == "heading" and above.level == first.level and body_name(above.text) != ""
    begins = _GOES_ON.search(above.text) and len(above.text) <= _SHORT
    return f"{above.text} {title}" if begins or (is_body and len(title.split()) <= _BARE) else title


def _goes_on(block: TextBlock, level: int, others: Set[int]) -> bool:
    """Return whether a line of the title's size may be part of it: "of 25 June 2025" is, "25 June 2025" is not."""
    is_other = id(block) in others and not block.text[:1].islower()
    return block.kind == "heading" and block.level == level and not is_other


def _joined(lines: Sequence[str]) -> str:
    """Return the lines of a title as one, those of Chinese and Japanese without a space between them."""
    text = lines[0]
    for line in lines[1:]:
        text += line if _UNSPACED.match(text[-1:]) and _UNSPACED.match(line) else f" {line}"
    return text


def _is_end_of_sentence(text: str) -> bool:
    """Return whether a line is the end of a paragraph that began on a page before."""
    return text[:1].islower() and text.endswith(".")


def _other_lines(front: Sequence[TextBlock]) -> set[int]:
    """Return the identities of the lines that are bodies, series, kinds, numbers, days or labels."""
    bodies = {id(block) for first, last, _ in bodies_on(front) for block in front[first : last + 1]}
    return bodies | {id(block) for block in front if _SERIES.fullmatch(block.text) or role_of(block.text)}


def _begins_with_day(front: Sequence[TextBlock]) -> bool:
    """Return whether the largest line of the first page is no title but a day or a number."""
    headings = [block for block in front if block.kind == "heading" and block.page <= 1]
    largest = min(headings, key=lambda block: block.level, default=None)
    return largest is not None and (role_of(largest.text) in ("day", "number") or bool(_PART.match(largest.text)))


def _is_line(block: TextBlock) -> bool:
    """Return whether a paragraph is a line without an end, as a title without a style is."""
    return (
        block.kind == "paragraph" and len(block.text) <= _SHORT and block.text[-1:].isalnum() and _is_title(block.text)
    )


def _is_title(text: str, shortest: int = 8) -> bool:
    """Return whether a text may be a title, and no logo, number, file name or default of a program."""
    if len(text) > 300 or role_of(text) == "number" or _BLANK.search(text):
        return False
    if len(_WIDE.findall(text)) >= 4:
        return True
    return not _NO_TITLE.search(text) and (
        len(text) >= 8 or (len(text) >= shortest and text.istitle() and text.isalpha())
    )
