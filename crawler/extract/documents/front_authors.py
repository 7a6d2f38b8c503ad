"""Find who wrote a document: on its front, or in its metadata.

Papers and reports have their authors below the title, with the marks of footnotes, affiliations or addresses. The
author that a program states is often who typed the text or made the file: a translator of the United Nations is not the
author of a treaty. So a person in the metadata of many pages counts only where the front shows the name.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile, zip_longest

from archive.blocks import TextBlock
from crawler.extract.authors.east_asian import east_asian_names
from crawler.extract.authors.given_names import named_person
from crawler.extract.authors.organisations import is_organisation
from crawler.extract.authors.person_names import is_name
from crawler.extract.authors.usual_author import has_form_of_person
from crawler.extract.documents.content import YEAR, Content
from crawler.extract.documents.front_lines import role_of
from crawler.extract.metadata.site_name import SiteNames

_PAGES, _FRONT, _SHOWN = 2, 60, 80  # blocks below the title, and blocks of which one must show a name
_LONGEST, _FEW = 250, 20  # characters of a line of authors; authors
_MANY = 10  # pages
_BODY = re.compile(r"\b(?:agen(?:c|z|t)\w+|minist\w+|office|bureau|nations)\b", re.IGNORECASE)
_BEFORE, _APART = 3, 4  # other lines before the first name, and among the names
_DAY = re.compile(r"\s(?:\d{1,2}(?:\sde)? [^\W\d]{3,12}|[^\W\d]{3,12} \d{1,2},?) (?:de )?(?:19|20)\d\d$")
_INITIAL = re.compile(r"[^\W\d_]\.\s")
_WITH_INITIALS = re.compile(r"(?:[А-ЯЁ]\. ?){2}[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+ (?:[А-ЯЁ]\. ?){1,2}[А-ЯЁ]?\.?")
_LAST_INITIAL = re.compile(r"[ .][^\W\d_]\.$")  # "Quist A. B."
_OUTLET = SiteNames(frozenset(), "")
_LETTERS = re.compile(  # as marks of footnotes, with several names or another mark: "Ada Quist a,*, Ben Roe b"
    r"(?<=[a-zà-ÿ]{2}) [a-f](?:,?[a-f∗*†‡])*(?=,| and | & |$)"
)
_MARKS = re.compile(r"[\d∗*†‡§¶#$^⋆]+|\([^)]{0,60}\)|[()]")
_HONORIFIC = re.compile(  # before a name; "M." is an initial more often, and left out where "par" or "et" is before it
    r"(?:(?:Mrs?|Ms|Mmes?|MM|Mlle|Drs?|Dra|Prof|Professor|Sra?|Sig|Herr|Frau|Dott|dhr|mevr|(?:Hon|Ing)(?=\.))"
    r"\b\.?\s?)+(?=[^\W\d_]{2})"
)
_SEPARATOR = re.compile(r"\s?[,;·•]\s?(?:and\s)?|\s(?:and|AND|und|et(?: M\.)?|y|e|&)\s")
_LABEL = re.compile(
    r"(?:(?:written|prepared|edited) )?by:?\s|(?:corresponding )?authors?(?:\(s\))?\s?:\s?"
    r"|(?:par|von|por|di|door)\s(?:M\.\s)?(?=[^\W\d_])",
    re.IGNORECASE,
)
_DEGREE = re.compile(  # after a name, and before the next where each has a line
    r",?\s(?:Ph\.?\s?D|Sc\.?\s?D|Dr\.?\s?PH|M\.?D|J\.?D|MPH|MPA|MPP|MBA|MSc?|MA|BSc?|DVM|RN|LL\.?M|Esq|P\.?E|CFA|CPA)\b\.?"
)
_END = 12  # blocks
_NEXT = 3  # lines below the title of which one may be of names without letters
_NAME_WORDS, _SHORTEST = 4, 2
_TESTIMONY = re.compile(
    r"(?:(?:written|prepared|opening) )?(?:testimony|statement|remarks) (?:of|by):? "
    r"((?:(?:the )?(?:dr|mr|mrs|ms|hon|honorable|prof|professor|general|gen|admiral|adm|secretary|director)\b\.? )*)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:\w{1,20} ){0,3}(?:analyst|specialist|attorney|director|fellow|researcher|professor|scholar|advis[eo]r"
    r"|economist|coordinator|wissenschaftler\w*|referent\w*|chercheu\w+|direct(?:eur|rice)|investigador\w*|ricercat\w+)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"@|e-?mail|\busers\.\w|\b(?:universi\w+|institut\w*|departamento|department|d[ée]partement|laborato\w+|college|school"
    r"|faculty|research|centre|center|academy|facult\w+|fakultät|hochschule|lehrstuhl|école|escuela|scuola|facoltà|facultad"
    r"|uniwersytet\w*|instytut\w*|университет\w*|институт\w*|академи\w+|факультет\w*|кафедр\w+|جامعة|معهد|كلية)\b"
    r"|大学|大學|学院|學院|研究所|研究院|研究室|研究科|대학교|연구소|연구원|विश्वविद्यालय|संस्थान",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:abstract|summary|introduction|zusammenfassung|résumé|resumen|резюме|аннотация|contents)\b", re.I
)
_NOT_NAME = re.compile(
    r"\b(?:united|nations|nation|release|version|report|draft|final|edition|volume|series|chapter|table|working|group|policy"
    r"|guide\w*|manual|standards?|state|city|street|road|avenue|new york|part|calendar|year|total|weight|program(?:me)?"
    r"|commissioner|minister|secretary|director|mayor|chair\w*|president|ambassador|administrator|corresponding)\b",
    re.IGNORECASE,
)


def front_authors(content: Content, headline: str) -> tuple[str, ...]:
    """Return the authors below the title, or else those of the metadata whom the front shows."""
    is_short = max((block.page for block in content.blocks), default=0) < _MANY
    stated = tuple(
        author
        for author in content.authors
        if " " in author
        and (_is_body(author) or (has_form_of_person(author) and (is_short or _is_shown(author, content))))
    )
    written = tuple(_written(content, headline) or _above(content, headline))
    found = written if len(written) >= len(stated) else stated
    found = found or _east_asian(content, headline)
    return found or tuple(_testifying(content) or (_signed(content) if is_short else ()))


def _east_asian(content: Content, headline: str) -> tuple[str, ...]:
    """Return the Chinese, Japanese or Korean names on one of the first lines below the title."""
    lines = (block.text for block in _below(content, headline)[:_NEXT] if not role_of(block.text))
    return next(filter(None, map(east_asian_names, lines)), ())


def are_persons(line: str) -> bool:
    """Return whether a line has names of persons and nothing else."""
    names = list(_names(line)) if len(line) <= _LONGEST else []
    return bool(names) and all(named_person(name.title() if name.isupper() else name) for name in names)


def _above(content: Content, headline: str) -> list[str]:
    """Return the persons on the line directly above the title, if nothing else is on it."""
    front = [block for block in content.blocks[:_FRONT] if block.page <= 1]
    at = next((at for at, block in enumerate(front) if headline and block.text in headline), 0)
    line = front[at - 1].text if at else ""
    return list(_names(line)) if are_persons(line) else []


def _testifying(content: Content) -> list[str]:
    """Return the person whose testimony, statement or remarks the first page has."""
    front = [block.text for block in content.blocks[:_FRONT] if block.page <= 1]
    for line, after in zip_longest(front, front[1:], fillvalue=""):
        text = f"{line} {after}" if line.endswith(" of") else line
        found = _TESTIMONY.match(text)
        words = text[found.end() :].split()[:_NAME_WORDS] if found else []
        for count in range(len(words), 1, -1):
            if named_person(name := " ".join(words[:count]).rstrip(",")) or (found and found[1] and count == _SHORTEST):
                return [name]
    return []


def _signed(content: Content) -> Iterator[str]:
    """Yield the persons who sign at the end with what they are: "Ada Quist, Analyst in Space Policy"."""
    for block in content.blocks[-_END:]:
        name, comma, role = block.text.partition(",")
        if comma and len(block.text) <= _LONGEST and _ROLE.match(role.strip()) and named_person(name):
            yield name


def _is_body(author: str) -> bool:
    return is_organisation(author) or _BODY.search(author) is not None


def _is_shown(author: str, content: Content) -> bool:
    shown = " ".join(block.text for block in content.blocks[:_SHOWN]).casefold()
    return all(word in shown for word in re.findall(r"\w{2,}", author.casefold()) if word not in ("and", "und", "et"))


def _written(content: Content, headline: str) -> list[str]:
    """Return the persons on the lines below the title, if marks, addresses or affiliations are with them."""
    text = " ".join(block.text for block in content.blocks[: 4 * _SHOWN] if "@" not in block.text)
    found: list[str] = []
    signed = False
    other = 0
    for block in _below(content, headline):
        line = _DAY.sub("", _LABEL.sub("", block.text, count=1), count=1)
        parts = list(_names(line))
        names = list(takewhile(lambda name: _is_person(name.rstrip("."), text), parts))
        if names and (names == parts or _ADDRESS.search(" ".join(parts[len(names) :]))):
            found += [name for name in names if name not in found]
            is_named = all(named_person(name.title()) or _WITH_INITIALS.fullmatch(name) for name in names)
            is_marked = bool(_MARKS.search(_without_letters(line))) and any(map(_shows_person, names))
            signed = signed or line != block.text or names != parts or is_marked or is_named
        elif found and (_ADDRESS.search(line) or YEAR.search(line)):
            signed = True
        elif parts:
            other += 1
            if other > (_APART if found else _BEFORE):
                break
    return found if signed and len(found) <= _FEW else []


def _names(line: str) -> Iterator[str]:
    """Yield the parts of a line between commas, conjunctions and marks."""
    for part in _SEPARATOR.split(_DEGREE.sub(" , ", _MARKS.sub(" , ", _without_letters(line)))):
        name = " ".join(part.replace(".", ". ").split()).strip(" ,-–").lstrip(". ")
        if name := name if _LAST_INITIAL.search(name) else name.rstrip(" .,-–"):
            yield name[found.end() :] if (found := _HONORIFIC.match(name)) else name


def _without_letters(line: str) -> str:
    """Return a line with other marks for the letters after names."""
    marks = _LETTERS.findall(line)
    return _LETTERS.sub("*", line) if len(marks) > 1 or any(map(_MARKS.search, marks)) else line


def _below(content: Content, headline: str) -> Sequence[TextBlock]:
    """Return the blocks between the title and the text."""
    front = list(takewhile(lambda block: block.page <= _PAGES, content.blocks))[: _FRONT * 2]
    titles = (at for at, block in enumerate(front) if block.kind == "heading" and headline and block.text in headline)
    first = next(titles, len(front) if headline else 0)
    below = list(dropwhile(lambda block: block.text in headline, front[first:]))[:_FRONT]
    return list(takewhile(lambda block: not _TEXT.match(block.text) and len(block.text) <= 2 * _LONGEST, below))


def _shows_person(name: str) -> bool:
    """Return whether a name has a given name or an initial, which the labels of figures with numbers have not."""
    return bool(_INITIAL.match(name) or named_person(name))


def _is_person(name: str, text: str) -> bool:
    """Return whether this is a person: no word of a name is in the text in small letters."""
    if name.isupper():
        return bool(named_person(name.title())) and not (is_organisation(name) or _NOT_NAME.search(name))
    if " " not in name or not has_form_of_person(name) or not is_name(name, _OUTLET):
        return False
    if is_organisation(name) or _NOT_NAME.search(name) or _ADDRESS.search(name):
        return False
    words = [word.lower() for word in re.findall(r"\w{3,}", name) if word[0].isupper()]
    return not any(re.search(rf"(?<!\w){word}(?!\w)", text) for word in words)
