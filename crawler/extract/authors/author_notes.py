"""Find an author by a note on the page: "Ada Quist is a space reporter in Geneva", "This article was written by …".

Opinion pages and think tanks end a text with such a note, often without any mark-up. Used only where no place names
anyone. A text introduces its subject and those it quotes in the same words: the name must be in no headline, in no
paragraph before and in no quotation, and nobody else may be introduced.
"""

import re
from collections.abc import Iterator, Sequence

import regex

from crawler.extract.authors.organisations import is_organisation
from crawler.extract.authors.usual_author import has_form_of_person
from crawler.extract.metadata.structured_data import Structured

_NAME = (
    r"((?:(?:Dr|Prof)\.\s){0,2}\p{Lu}[\p{L}\p{M}’'.-]*"
    r"(?:\s(?:\p{Lu}[\p{L}\p{M}’'.-]*|van|von|de|den|der|da|di|dos|del|la|le|du|bin|al)){0,3}\s(?:\p{L}[’'])?\p{Lu}[\p{L}\p{M}’'-]+)"
)
_ROLE = (
    r"(?:writer|reporter|journalist(?:e|a|in)?|jornalista|giornalista|correspondent|editor|columnist|contributor|blogger"
    r"|(?:research |senior |visiting )?fellow|(?:assistant |associate )?professor|researcher|lecturer|analyst|author"
    r"|redakteur(?:in)?|autor(?:in|a)?|korrespondent(?:in)?|publizist(?:in)?|wissenschaftler(?:in)?|professor(?:in)"
    r"|professeure?|chercheu(?:r|se)|auteure?|autrice|periodista|profesora?|investigadora?|columnista|redactora?"
    r"|professoressa|professore|ricercat(?:ore|rice)|colunista|pesquisadora?|redacteur|verslaggever)"
)
_IS = r"(?:is|ist|est|es|è|é)(?:\s(?:an?|the|one|currently|also|ein[er]?|un[ae]?|um[ae]?|een|la|le|el|il|o|a))?"
_NOTE = regex.compile(
    rf"^(?:(?i:about the author|about the writer|zur person|zum autor|zur autorin)\s?:?\s)?[*•–—-]?\s?{_NAME}"
    rf"(?:,\s[\p{{L}}.]{{2,6}})?\s?,?\s{_IS}\s(?:[^.;!?]{{0,80}}\s)?(?i:{_ROLE})(?!\p{{L}})"
)
_WRITTEN = regex.compile(
    r"^(?:(?i:th(?:is|e) (?:\p{L}+ )?(?:article|post|story|piece|essay|report|column|commentary)"
    r" (?:was|is|has been) (?:originally |first )?(?:written|authored|contributed|prepared|reported) by"
    r"|die(?:ser|se) (?:artikel|beitrag|text|kommentar|analyse) (?:wurde|ist) (?:von|verfasst von|geschrieben von)"
    r"|ce(?:t|tte)? (?:article|texte|tribune|analyse) a été (?:écrite?|rédigée?|publiée?) par"
    r"|est[ea] (?:artículo|texto|análisis|columna) (?:fue|ha sido) (?:escrit[oa]|redactad[oa]) por"
    r"|est[ea] (?:artigo|texto|análise|coluna) foi (?:escrit[oa]|redigid[oa]) por"
    r"|quest['o] ?(?:articolo|testo|analisi) è stat[oa] scritt[oa] da"
    rf"|dit (?:artikel|stuk) (?:is|werd) geschreven door))\s{_NAME}(?![\p{{L}}’'-])"
)
_PROSE, _LONGEST, _LEAST = 160, 900, 2  # characters of a paragraph and of a note, and paragraphs before a note
_QUOTED = re.compile('["“”„«»「」]')


def noted(structured: Structured) -> list[str]:
    """Return the one person whom a note on the page introduces as a writer, or whom it states as the author."""
    lines = structured.lines
    found = list(_introduced(lines))
    if len({name for _, name in found}) != 1:
        return []
    at, name = found[0]
    family = name.split()[-1]
    others = (structured.title, structured.first("og:title"), *filter(_is_prose, lines[:at]))
    is_subject = any(family in text for text in (*others, *filter(_QUOTED.search, lines[at + 1 :])))
    return [] if is_subject or not has_form_of_person(name) or is_organisation(name) else [name]


def _introduced(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the notes and the names that they introduce."""
    paragraphs = 0
    for at, line in enumerate(lines):
        is_short = len(line) <= _LONGEST
        if is_short and (match := _WRITTEN.match(line) or (_NOTE.match(line) if paragraphs >= _LEAST else None)):
            yield at, match[1]
        paragraphs += _is_prose(line)


def _is_prose(line: str) -> bool:
    return len(line) > _PROSE
