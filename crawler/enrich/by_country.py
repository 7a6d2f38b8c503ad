"""Names that a country completes: Kenya's space agency, agence spatiale rwandaise, loi spatiale belge.

No list holds the agency and the space law of each country in each language; the words for them and the names of
countries are known in all.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.enrich.folding import fold
from crawler.enrich.gazetteer import INSTRUMENT_TYPES, UNION, without_names
from crawler.enrich.matcher import Hit
from crawler.enrich.overlaps import Cover
from crawler.enrich.press_names import ActorName
from crawler.enrich.scripts import CLASS, SPACED
from crawler.enrich.tables import ActorRow, ConceptsFile, InstrumentRow, LexiconFile
from crawler.enrich.terms import expand

_AGENCY = "space-agency"  # id of the concept whose words a country completes to an agency
LAW = "space-law"  # the stem of laws of which `of_country` says what a country has
_BETWEEN = re.compile(
    r"(?:['’]s?)?[\s《]?(?:of|de|du|des|del|do|da|dos|di|dell|della|degli|von|fur|für|的|の|의|की|के|का|في)?['’]?\s?"
    r"(?:(?:the|la|l|le|les|los|der)['’]?\s?)?"
    r"(?:(?:national|nacional|nazional|национальн)\w{0,4}|国家|国立|국립|국가|राष्ट्रीय)?\s?(?:ال|لل|ل)?"
)  # what may stand between the two, and nothing else: no conjunction, no punctuation
_FARTHEST = 24
ORGANS = ("agency", "regulator", "ministry", "military", "parliament", "government", "court")
_NEAR = 120  # characters from the name of an instrument within which a country says whose it is
ARTICLE = 4  # "Les " before a country at the beginning of a headline
_NEIGHBOURS = {  # states that share the language of one to which a name goes otherwise
    "DE": frozenset({"AT", "CH", "LI"}),
    "FR": frozenset({"BE", "CH", "LU", "MC"}),
    "CN": frozenset({"TW", "HK"}),
    "RU": frozenset({"BY", "KZ", "KG"}),
}
HOMES = {"fr": "FR", "de": "DE", "it": "IT", "ru": "RU", "zh": "CN", "ja": "JP", "ko": "KR", "hi": "IN"}


def completed(names: Iterable[Hit], countries: Iterable[Hit], text: str) -> Iterator[tuple[Hit, Hit, str]]:
    """Yield each name that a country is next to, the same with the country in its span, and the code of the country."""
    near = [hit for hit in countries if not hit.value.ambiguous]  # in the order of the text
    starts, stops = [hit.start for hit in near], [_end_of_word(text, hit.stop) for hit in near]
    for hit in names:
        start, stop, value = hit.start, _end_of_word(text, hit.stop), hit.value
        before, after = bisect_right(stops, start) - 1, bisect_left(starts, stop)
        if before >= 0 and _joins(text, stops[before], start):
            yield hit, Hit(starts[before], stop, value), near[before].value.code
        elif after < len(near) and _joins(text, stop, starts[after]):
            yield hit, Hit(start, stops[after], value), near[after].value.code


def _end_of_word(text: str, stop: int) -> int:
    """Return where the word that a stem opens ends: космическ[ое] агентств[о]."""
    while stop < len(text) and CLASS[text[stop]] == SPACED:
        stop += 1
    return stop


def _joins(text: str, begin: int, end: int) -> bool:
    """Return whether only such words are between the two, and not the end of the headline."""
    return end - begin <= _FARTHEST and _BETWEEN.fullmatch(text, begin, end) is not None and "\n" not in text[begin:end]


def agency_terms(concepts: ConceptsFile, lexicons: Mapping[str, LexiconFile]) -> frozenset[str]:
    """Return the names of all terms that say "space agency", rows of a lexicon with more words included."""
    words = next((row.terms for row in concepts.concept if row.id == _AGENCY), {})
    names = {_AGENCY}
    for language, lexicon in lexicons.items():
        spellings = [
            fold(spelling.strip("*")).folded
            for name in words.get(language, ())
            for spelling in expand(name, lexicon.endings)
        ]
        for row in lexicon.positive:
            folded = fold(row[0]).folded
            if any(spelling in folded for spelling in spellings):
                names.add(row[0])
    return frozenset(names)


def agencies_by_country(actors: Iterable[ActorRow]) -> dict[str, ActorName]:
    """Return the space agency of each country: the first of its agencies that is listed."""
    found: dict[str, ActorName] = {}
    for actor in actors:
        if actor.type == "agency" and actor.country != "INT":
            found.setdefault(actor.country, ActorName(without_names(actor), False))
    return found


def laws_by_country(instruments: Iterable[InstrumentRow], actors: Iterable[ActorRow]) -> dict[str, InstrumentRow]:
    """Return the instruments that a country and a stem stand for, by the id that such a law has otherwise.

    Those that are listed as actors are space laws.
    """
    laws = {_id_of(row.of_country, row.stem): without_names(row) for row in instruments if row.of_country}
    for row in actors:
        if row.of_country:
            law = InstrumentRow(id=row.id, kind=row.type, name=row.name, of_country=row.of_country)
            laws[_id_of(row.of_country, LAW)] = law
    return laws


def _id_of(country: str, stem: str) -> str:
    return f"{country.lower()}-{stem}"


def laws_by_number(instruments: Iterable[InstrumentRow], actors: Iterable[ActorRow]) -> dict[str, InstrumentRow]:
    """Return the instruments that are cited by number as well, by the ids of such citations.

    One with `of` is meant only where its country is known; the form of other numbers says whose they are.
    """
    laws = [(row.numbers, row.id, row.kind, row.name, row.of_country) for row in instruments if row.numbers]
    laws += [(row.numbers, row.id, row.type, row.name, row.of_country) for row in actors if row.numbers]
    known: dict[str, InstrumentRow] = {}
    for numbers, law, kind, name, country in laws:
        for number in numbers:
            says_whose = country in ("", UNION) or number.startswith(f"{country.lower()}-")
            known[number] = InstrumentRow(id=law, kind=kind, name=name, of=() if says_whose else (country,))
    return known


def with_national_agencies(
    actors: Sequence[Hit], words: Iterable[Hit], countries: Iterable[Hit], text: str, known: Mapping[str, ActorName]
) -> list[Hit]:
    """Add the agencies that are named by "space agency" and a country, instead of names that are part of theirs.

    `words`: where the text says "space agency".
    """
    found = [
        Hit(span.start, span.stop, known[code]) for _, span, code in completed(words, countries, text) if code in known
    ]
    if not found:
        return list(actors)
    named = Cover(len(text), ((hit.start, hit.stop) for hit in found))
    parts = [hit for hit in actors if named.holds(hit.start, hit.stop)]
    others = [hit for hit in actors if not named.holds(hit.start, hit.stop)]
    taken = Cover(len(text), ((hit.start, hit.stop) for hit in others))
    kept = [hit for hit in found if not taken.touches(hit.start, hit.stop)]
    if len(kept) < len(found):
        covered = Cover(len(text), ((hit.start, hit.stop) for hit in kept))
        others += [hit for hit in parts if not covered.touches(hit.start, hit.stop)]
    return sorted([*others, *kept], key=lambda hit: hit.start)


def without_those_of_others(
    named: Sequence[Hit], countries: Sequence[Hit], actors: Iterable[Hit], text: str, title_end: int, language: str
) -> list[Hit]:
    """Return the instruments but those with a name that others may use, where the text speaks of others.

    Whose it is says a country next to the name ("Weltraumsicherheitsstrategie Frankreichs"), else the headline, else a
    country or an actor of one near the name. The press of the country itself names its own by "the" and others all
    around: there, only a country with which the headline begins.
    """
    next_to = {hit.start: code for hit, _, code in completed(named, countries, text)}
    places = [(hit.start, hit.value.code) for hit in countries if not hit.value.ambiguous]
    speakers = (hit for hit in actors if hit.value.actor.type not in INSTRUMENT_TYPES)
    places += [(hit.start, hit.value.actor.country) for hit in speakers if hit.value.actor.country != "INT"]
    places.sort()
    starts = [start for start, _ in places]
    in_title = {code for start, code in places if start < title_end}
    first_word = {code for start, code in places if start <= ARTICLE}
    kept = []
    for hit in named:
        whose = hit.value.of
        if whose and next_to.get(hit.start, whose[0]) not in whose:
            continue
        if whose:
            first, last = bisect_left(starts, hit.start - _NEAR), bisect_right(starts, hit.stop + _NEAR)
            near = {code for _, code in places[first:last]}
            owners = first_word if whose == (HOMES.get(language),) else in_title or near
            if owners and not _names(owners, whose) and not _names(near, whose):
                continue
        kept.append(hit)
    return kept


def _names(countries: set[str], whose: tuple[str, ...]) -> bool:
    return len(countries.intersection(whose)) == min(len(countries), len(whose)) > 0


def national_laws(
    named: Sequence[Hit],
    countries: Sequence[Hit],
    actors: Iterable[Hit],
    title_end: int,
    text: str,
    known: Mapping[str, InstrumentRow],
    press: str,
    outlet: str,
) -> Iterator[Hit]:
    """Yield the instruments, those that a country completes with the country.

    The country is the one next to the name; for a name that says that it is a law of one country ("draft space law"),
    otherwise the only one in the headline, the only one whose organs are named, or that of the press which calls its
    own law so. `press`: the country of which the words of the text are; `outlet`: that of the outlet. Either may be "".
    """
    complete = [hit for hit in named if hit.value.completed == "no"]
    yield from complete
    known_names = Cover(len(text), ((hit.start, hit.stop) for hit in complete))
    open_names = [hit for hit in named if hit.value.completed != "no" and not known_names.touches(hit.start, hit.stop)]
    if not open_names:
        return
    found = {hit.start: (span, code) for hit, span, code in completed(open_names, countries, text)}
    in_title = {hit.value.code for hit in countries if hit.start < title_end and not hit.value.ambiguous}
    organs = {hit.value.actor.country for hit in actors if hit.value.actor.type in ORGANS} - {"INT"}
    owners = in_title or organs
    for hit in open_names:
        span, code = found.get(hit.start, (hit, ""))
        if not code and hit.value.completed == "headline" and len(owners) == 1:
            code = next(iter(owners))
        if not code and not in_title and hit.value.otherwise:
            code = _country_of_press(hit.value.otherwise, press, outlet, countries)
        if code:
            law = InstrumentRow(id=_id_of(code, hit.value.stem), kind=hit.value.kind, name=f"{hit.value.name} ({code})")
            yield Hit(*span[:2], known.get(law.id, law))


def _country_of_press(otherwise: str, press: str, outlet: str, countries: Iterable[Hit]) -> str:
    """Return whose law the press means by a name that has no country: Weltraumgesetz in Vienna.

    That of a neighbour which shares the language, if the words of the text are its own, if it is the only one of them
    that the text names, or if the outlet is from there.
    """
    neighbours = _NEIGHBOURS.get(otherwise, frozenset())
    named = {hit.value.code for hit in countries if not hit.value.ambiguous}
    if press in neighbours:
        return press
    if otherwise in named:
        return otherwise
    near = neighbours.intersection(named)
    if len(near) == 1:
        return next(iter(near))
    return outlet if outlet in neighbours else otherwise
