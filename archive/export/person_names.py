"""Author names for reference managers: family and given name split, particles kept, organisations unsplit.

A name that cannot be split reliably stays unsplit ("literal" in CSL): a citation with an unsplit name is correct, one
with a wrongly split name is not.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nameparser import Parser, locales, parser_for

_HAN = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff]+$")
_NOT_ONE_PERSON = re.compile(r"[\d@&/|#_+=<>;\[\]{}]|^the\s|'s\s|\s(and|und|with|for)\s", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(admin|administration|affairs|agenc\w+|agentur|agence|agenzia|ambassade|association|board|bureau|center|centre|centro"
    r"|commission|committee|communications?|company|contributors?|consortium|corp|corporation|correspondents?|council|defen[cs]e"
    r"|department|desk|directorate|editor(s|ial)?|embassy|entertainment|force|foundation|gmbh|group|headquarters|inc|institute?"
    r"|instituto|institut|international|journal|laborator\w+|llc|ltd|magazine|media|minist\w+|ministère|ministerio|network|news"
    r"|newsroom|nasa|office|observatory|organi[sz]ation|press|public|publications?|redacci[oó]n|redazione|redaktion|r[eé]daction"
    r"|relations|release|reports?|reuters|reporters?|research|robotics|room|science|secretariat|service|society|space|staff"
    r"|systems|team|technolog\w+|times|today|union|university|universit[äéày]t?|webmaster|wire|writers?)\b"
    r"|редакция|агентств|пресс|министерств|роскосмос|編集|编辑|編輯|記者|记者|通信|通讯|新華|新华|新聞|新闻|本報|本报|報道|报道|기자|뉴스"
    r"|宇宙|航天|航空|中心|機構|机构|وكالة|هيئة|समाचार|ब्यूरो",
    re.IGNORECASE,
)
_LONGEST = 6  # words above which a byline is a phrase, not a name


@dataclass(frozen=True, slots=True)
class Name:
    """One author. If the name is not split, `literal` is set and the other fields are empty."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def inverted(self) -> str:
        """Return the name in the order of reference lists, "van der Meer, Jan"; an unsplit name unchanged."""
        family = f"{self.particle} {self.family}".strip()
        return self.literal or ", ".join(part for part in (family, self.given) if part)


@lru_cache(maxsize=10_000)
def split_name(byline: str, language: str = "", outlet: str = "") -> Name:
    """Split the name of one author. The language (ISO 639-1) distinguishes Chinese from Japanese."""
    whole = " ".join(byline.split())
    if _is_organisation(whole, outlet):
        return Name(literal=whole)
    parsed = _parser(_locale(whole, language)).parse(_family_first(whole))
    given = f"{parsed.given} {parsed.middle}".strip()
    if not (parsed.family and given):
        return Name(literal=whole)
    if parsed.family_particles == parsed.family_particles.lower():
        return Name(parsed.family_base, given, parsed.family_particles, parsed.suffix)
    return Name(parsed.family, given, suffix=parsed.suffix)  # "Le Drian" sorts under L


def _is_organisation(name: str, outlet: str) -> bool:
    return bool(
        name.casefold() == outlet.casefold()
        or _NOT_ONE_PERSON.search(name)
        or _ORGANISATION.search(name)
        or len(name.split()) > _LONGEST
    )


def _locale(name: str, language: str) -> str:
    """Return the parser's locale for a name, only where script and language make it certain."""
    if _HAN.match(name) and language[:2] != "ja":
        return "zh"
    return "ru" if language[:2] in ("ru", "uk", "be") else ""


def _family_first(name: str) -> str:
    """Convert "DUPONT Jean", as written by French, Hungarian and Chinese offices, to "DUPONT, Jean"."""
    first, _, rest = name.partition(" ")
    is_surname = len(first) >= 4 and first.isupper() and first.isalpha()
    return f"{first}, {rest}" if is_surname and rest and not rest.isupper() and "," not in name else name


@cache
def _parser(locale: str) -> Parser:
    return parser_for(locales.get(locale)) if locale else Parser()
