"""Find a name without a label next to the date: "5 March 2031 - Ada Quist".

Used only where no mark-up and no label names anyone. A section or a kind of text may be there ("Lunar Law"): what the
page links, or has in small letters anywhere, is no name.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extract.authors.organisations import is_agency
from crawler.extract.authors.person_names import is_role
from crawler.extract.authors.splitting import split
from crawler.extract.authors.usual_author import has_form_of_person
from crawler.extract.dates.months import weekday_number
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.text import content, key

DATE = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)|(?<!\d)\d{1,2}:\d\d(?!\d)")
_SEPARATOR = re.compile(r"\s[|•·/–—-]{1,2}\s|[|•·]|(?<=\d{4}):?,?\s")
_KIND = re.compile(
    r"\b(?:stor(?:y|ies)|columns?|features?|release|statement|briefing|bulletin|analys[ei]s?|opinion|essay|study|update|edition|issue"
    r"|series|policy|law|launch(?:es)?|press\w*|presse\w*|mitteilung\w*|comunicado|communiqué|event|blog|archive|summary|notes?)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?:san|santa|são|los|las|el|la|le|new|fort|port|st|saint|cape|mount|rio|buenos|kuala|hong|tel|abu|addis|den|bad|colorado"
    r"|salt|virginia|palo|mountain|long|silver|north|south|east|west|united|great)\b|\b(?:springs|city|beach|valley|islands?"
    r"|park|falls|lake|county|base|force)$|\s(?:am|im|ob|bei|sur|sous|upon|under|aan)\s",
    re.IGNORECASE,
)
_SOURCE = re.compile(  # "Quelle: dpa", "Redazione ANSA"
    r"(?:quelle|source|fuente|fonte|bron|źródło|kaynak|kilde|källa)\s?[:：]\s?"
    r"|(?:redazione|redacci[oó]n|r[ée]daction|redaktion|reda[cç][aã]o)\s",
    re.IGNORECASE,
)
_NEAR, _LONGEST_LINE, _LONGEST_NAME = 12, 80, 40
_LINKS = 2_000
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_TOPICS = ("article:section", "article:tag", "keywords", "news_keywords", "section", "parsely-section", "og:type")


def next_to_date(structured: Structured, nearby: Sequence[Line]) -> list[str]:
    """Return the first name that shares a line with the date near the headline."""
    return next(([name] for name in _candidates(nearby[:_NEAR]) if _is_person(name, structured)), [])


def is_weekday(word: str) -> bool:
    """Return whether a word is the name of a weekday in a language that writes it like a name."""
    return bool(weekday_number(word, _LANGUAGES))


def agency_line(nearby: Sequence[Line]) -> list[str]:
    """Return the agency that a line near the headline consists of, but for the date."""
    short = (line.text for line in nearby[:_NEAR] if len(line.text) <= _LONGEST_NAME)
    pieces = ([text, *(_SEPARATOR.split(text) if DATE.search(text) else ())] for text in short)
    bare = (_SOURCE.sub("", piece.strip()).strip("()") for line in pieces for piece in line)
    return [piece for piece in bare if is_agency(piece)][:1]


def _candidates(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if len(line.text) <= _LONGEST_LINE and DATE.search(line.text):
            pieces = [piece.strip() for piece in _SEPARATOR.split(line.text) if not re.search(r"\d", piece)]
            pieces = [*pieces[:1], *(piece for piece in pieces[1:] if not is_role(piece))]
            names = split(pieces[0]) if len(pieces) == 1 else []  # "Ada Quist in Launchers", "Ada Quist, Senior Editor"
            names = [*names[:1], *(name for name in names[1:] if not is_role(name))]
            yield from names if len(names) == 1 else ()


def _is_person(name: str, structured: Structured) -> bool:
    words = [word for word in name.split() if word[0].isupper()]
    if name.isupper() or not has_form_of_person(name) or _KIND.search(name) or _PLACE.search(name):
        return False
    if any(map(is_weekday, words)) or _is_topic(name, structured):
        return False
    small = re.compile("|".join(rf"(?<!\w){re.escape(word.lower())}(?!\w)" for word in words))
    return not any(small.search(line) for line in structured.lines) and not is_link(name, structured)


def _is_topic(name: str, structured: Structured) -> bool:
    """Return whether the metadata state the text as section, kind or tag."""
    stated = (value for meta in _TOPICS for value in structured.meta.get(meta, ()))
    return any(
        name.casefold() in text.casefold() for text in (*stated, structured.node_text("articleSection", "keywords"))
    )


def is_link(name: str, structured: Structured) -> bool:
    """Return whether a link has or begins with the text: sections, topics, headlines.

    Authors are found by their links.
    """
    begins = f"{key(name)} "
    return any(f"{key(content(link, 60))} ".startswith(begins) for link in islice(structured.tree.iter("a"), _LINKS))
