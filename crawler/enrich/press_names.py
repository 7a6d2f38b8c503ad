"""Names of actors as the press of each country writes and inflects them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.enrich.matcher import ACTOR, MASK
from crawler.enrich.tables import ActorRow, Endings
from crawler.enrich.terms import Pattern, Style, patterns

_ACRONYM = re.compile(r"[A-Z]{3,6}")
_LATIN = ("fr", "de", "it", "pt", "es")
_NO_WORDS = ("fr", "de", "it")  # in which Esa is no word and hardly a name
_GERMAN_ADJECTIVE = re.compile(r"\b(\w{0,30}(?:isch|deutsch|national|vereint))(?:e|es|er|en)(?= )", re.IGNORECASE)
_GERMAN_NOUN = re.compile(
    r"\b(Zentrum|Amt|Büro|Institut|Ausschuss|\w{0,30}(?i:ministerium|kommando|vertrag|abkommen|übereinkommen|gesetz"
    r"|programm))(?= |$)"
)
_INSTITUTIONAL = {  # an acronym in title case between these words is an institution
    "en": tuple(
        f"{{}} {word}"
        for word in (
            "chief", "head", "boss", "director", "council", "members", "member states", "ministers", "ministerial",
            "budget", "funding", "contract", "programme", "mission", "missions", "astronaut", "astronauts", "officials",
        )
    ),
    "fr": ("l'{}", "L'{}"),
    "it": ("l'{}", "dell'{}", "all'{}", "nell'{}", "dall'{}", "sull'{}", "L'{}", "Dell'{}", "All'{}"),
    "de": (
        "der {}", "die {}", "Der {}", "Die {}", "{}-Chef", "{}-Chefin", "{}-Mitglieder", "{}-Mitgliedstaaten",
        "{}-Mitgliedsstaaten", "{}-Staaten", "{}-Rat", "{}-Ministerrat", "{}-Budget", "{}-Haushalt", "{}-Programm",
        "{}-Mission", "{}-Astronaut", "{}-Astronautin", "{}-Generaldirektor",
    ),
    "pt": ("a {}", "da {}", "à {}", "na {}", "pela {}", "A {}", "Da {}"),
    "es": ("la {}", "La {}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class ActorName:
    """One name of an actor. `needs_context`: counts only near something of space."""

    actor: ActorRow
    needs_context: bool


def has_title_case(actor: ActorRow, name: str, language: str) -> bool:
    """Return whether a name is an acronym that the press writes like a word.

    Of the ambiguous ones only agencies, in the language of their country: l'Asi, a Aeb.
    """
    is_of_own_press = actor.type == "agency" and language in _LATIN
    return bool(_ACRONYM.fullmatch(name)) and (is_of_own_press or not actor.ambiguous)


def title_case(actor: ActorRow, name: str, bound_to: str) -> Iterator[Pattern]:
    """Build the patterns of an acronym as much of the press writes it: Nasa, Cnes, Iawn, Esa.

    A form of three letters, or of a body that works mostly outside space (NATO, DARPA), needs something of space near
    it, or an article or a word of institutions next to it: "Esa" is a first name, and opens Spanish sentences, so that
    there the form alone is masked; "der Esa", "dell'Esa" and "Esa chief" are the agency.
    """
    exact = Style(case_sensitive=True)
    value = ActorName(actor, actor.general or actor.ambiguous or len(name) == 3)
    if len(name) == 3 and not (actor.general or actor.ambiguous):
        for language, phrases in _INSTITUTIONAL.items():
            for phrase in phrases:
                certain = ActorName(actor, False)
                yield from patterns(phrase.format(name.title()), Endings(), exact, ACTOR, certain, language)
    yield from patterns(name.title(), Endings(), exact, ACTOR, value, bound_to or "en")
    for language in () if bound_to else _LATIN:
        is_masked = len(name) == 3 and language == "es"
        is_plain = actor.type == "agency" and language in _NO_WORDS and not (actor.general or actor.ambiguous)
        found = ActorName(actor, False) if is_plain else value
        yield from patterns(name.title(), Endings(), exact, ACTOR, MASK if is_masked else found, language)


def inflected(name: str) -> str:
    """Return a German name with braces for its cases: Europäischen Weltraumorganisation, Deutschen Zentrums für.

    Adjectives take e, en, er, es, em; neuter and masculine nouns within the name or at its end take -s.
    """
    if "{" in name:
        return name
    name = _GERMAN_ADJECTIVE.sub(r"\1{e|en|er|es|em}", name)
    return _GERMAN_NOUN.sub(r"\1{|s|es}", name)
