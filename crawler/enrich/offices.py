"""Offices: what actors of several countries are called without their country, "the foreign ministry".

The text says whose it is: a list of the ministries of all countries in all languages would name the wrong one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.enrich.by_country import ARTICLE, HOMES, ORGANS, completed
from crawler.enrich.data_files import blame
from crawler.enrich.folding import TRADITIONAL, Folded
from crawler.enrich.gazetteer import UNION, without_names
from crawler.enrich.matcher import OFFICE, Hit
from crawler.enrich.overlaps import Cover
from crawler.enrich.press_names import ActorName
from crawler.enrich.tables import ActorRow, ActorsFile, OfficeRow
from crawler.enrich.terms import Pattern, Style, patterns

_LOWER_CASE = frozenset({"en", "fr", "es", "pt", "it"})  # whose common nouns begin so
_TRADITIONAL, _SAMPLE, _FEWEST = frozenset(TRADITIONAL), 300, 3  # characters
_SIGNS = {  # which only the press of one of the states that share a language has without naming the state
    "pt": (
        ("BR", re.compile(r"\b(?:Senado|Câmara|TCU|STF|MPF|bilh(?:ão|ões)|Planalto|Itamaraty)\b")),
        ("PT", re.compile(r"\b(?:Assembleia da República|mil milhões|Açores|São Bento|Diário da República)\b")),
    ),
    "de": (
        ("CH", re.compile(r"\b(?:Vernehmlassung|Ständerat(?:s|es)?|Bundesbern|Eidgenossenschaft|Bundesrätin)\b")),
        ("LI", re.compile(r"\b(?:Fürstentum|Erbprinz|Amt für Kommunikation)\b")),
        ("AT", re.compile(r"\b(?:Nationalrat(?:s|es)?|Bundeskanzleramt|Ballhausplatz|FFG|Parlamentskorrespondenz)\b")),
    ),
}
_QUALIFYING = ("zh", "ja", "ko")  # whose press puts the country before the offices of others


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """What the actors of several countries are called, by the code of the country; `signs` are actors of the Union.

    `is_agency`: the space agencies, of the country with which the headline begins, where no other agency is named.
    `row`: where it has a type, countries without a holder get one when a text first names it.
    """

    row: OfficeRow
    holders: dict[str, ActorName]
    signs: frozenset[str]
    is_agency: bool
    others: dict[str, ActorName] = field(default_factory=dict)

    def of(self, code: str, names: Mapping[str, str]) -> ActorName | None:
        """Return the holder of a country; `names`: of countries by code."""
        row = self.row
        if code in self.holders or not row.type or code not in names or code in (UNION, *row.not_of):
            return self.holders.get(code)
        if code not in self.others:
            name = row.name.format(names[code])
            actor = ActorRow(id=f"{code.lower()}-{row.id}", name=name, type=row.type, country=code, general=True)
            self.others[code] = ActorName(actor, needs_context=True)
        return self.others[code]


def office_patterns(file: ActorsFile) -> Iterator[Pattern]:
    """Build the patterns of all names of offices. Raises EnrichmentDataError for an unknown actor."""
    rows = {actor.id: actor for actor in file.actor}
    agencies = [row for row in file.actor if row.type == "agency" and row.country != "INT"]  # the first one counts
    for office in file.office:
        with blame("actors.toml", f"office {office.id}"):
            if unknown := {*office.actors, *office.signs} - rows.keys():
                raise ValueError(f"no actor {', '.join(sorted(unknown))}")
            holders = [rows[actor] for actor in office.actors] or ([] if office.type else list(reversed(agencies)))
            codes = [UNION if row.country == "INT" else row.country for row in holders]
            names = [ActorName(without_names(row), needs_context=True) for row in holders]
            is_agency = not (office.actors or office.type)
            value = Office(
                without_names(office), dict(zip(codes, names, strict=True)), frozenset(office.signs), is_agency
            )
            for language, spellings in office.names.items():
                for name in spellings:
                    style = Style(case_sensitive=language in _LOWER_CASE and not name.islower())  # la Commission
                    yield from patterns(name, file.endings, style, OFFICE, value, language)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Whose offices a text may speak of: codes of countries, empty where there is none.

    `next_to`: by the place of the office. `otherwise`: of an office that is not of `home`, the country of the press.
    `begins_with`: of the headline. `opens`: the headline begins with a country, so that offices are not of `home`.
    """

    language: str
    next_to: Mapping[int, str]
    home: str
    in_title: str
    otherwise: str
    begins_with: str
    opens: bool
    has_agency: bool
    is_of_union: bool
    actors: frozenset[str]


def offices(
    hits: Sequence[Hit],
    countries: Sequence[Hit],
    actors: Sequence[Hit],
    title_end: int,
    text: Folded,
    language: str,
    home: str,
    names: Mapping[str, str],
) -> Iterator[Hit]:
    """Yield the actors that are named by their office: "the foreign ministry".

    Of the country next to it, else of the press unless the headline begins with a country, else of the first one in
    the headline or the text. The Union goes by its name or an actor of it, unless a name follows ("la Commissione
    Difesa"). `hits` may overlap actors. `home`: the country of the press; `names`: of countries by code.
    """
    if not hits:
        return
    setting = _setting(hits, countries, actors, title_end, text, language, home)
    taken = Cover(len(text.plain), ((hit.start, hit.stop) for hit in actors))
    for hit in hits:
        if (holder := _holder(hit, setting, text, names)) and not taken.touches(hit.start, hit.stop):
            yield Hit(hit.start, hit.stop, holder)


def _setting(
    hits: Sequence[Hit],
    countries: Sequence[Hit],
    actors: Sequence[Hit],
    title_end: int,
    text: Folded,
    language: str,
    home: str,
) -> _Setting:
    next_to = {hit.start: code for hit, _, code in completed(hits, countries, text.folded)}
    next_to |= {
        hit.start: hit.value.code for hit in countries if not hit.value.ambiguous
    }  # "МИД России" is a name of the country too
    named = [(hit.start, hit.value.code) for hit in countries if not hit.value.ambiguous]
    place, first = named[0] if named else (len(text.plain), "")
    in_title = first if place < title_end else ""
    if in_title and any(hit.value.actor.country == "INT" for hit in actors if hit.start < place):
        in_title = UNION  # NATO in Germany
    return _Setting(
        language=language,
        next_to=next_to,
        home=home,
        in_title=in_title,
        otherwise=in_title or home or first,
        begins_with=first if place <= ARTICLE else "",
        opens=bool(first) and place <= ARTICLE and language not in _QUALIFYING,
        has_agency=any(hit.value.actor.type == "agency" for hit in actors),
        is_of_union=any(code == UNION for _, code in named),
        actors=frozenset(hit.value.actor.id for hit in actors),
    )


def press_country(language: str, actors: Sequence[Hit], text: Folded) -> str:
    """Return the country of the press of a language, or of the only state of which it names organs: 立法院.

    Traditional Chinese is not of China's press. Of the states that write Portuguese only Brazil has a Senate, and only
    Portugal counts in "mil milhões"; of those that write German only Switzerland calls a consultation Vernehmlassung.
    """
    states: set[str] = {hit.value.actor.country for hit in actors if hit.value.actor.type in ORGANS} - {"INT"}
    if len(states) == 1:
        return next(iter(states))
    if language == "zh" and len(_TRADITIONAL.intersection(text.plain[:_SAMPLE])) >= _FEWEST:
        return "TW"
    signs = _SIGNS.get(language, ())
    return next((code for code, sign in signs if sign.search(text.plain, 0, _SAMPLE)), HOMES.get(language, ""))


def _holder(hit: Hit, setting: _Setting, text: Folded, names: Mapping[str, str]) -> ActorName | None:
    """Return whom the name of an office means."""
    office: Office = hit.value
    if hit.start in setting.next_to:
        return office.of(setting.next_to[hit.start], names)
    goes_on = (
        setting.language != "de"  # whose nouns all begin so
        and text.plain[hit.stop : hit.stop + 1] == " "
        and text.plain[hit.stop + 1 : hit.stop + 2].isupper()
    )
    if UNION in office.holders:
        has_sign = setting.is_of_union or not office.signs.isdisjoint(setting.actors)
        return office.holders[UNION] if has_sign and not goes_on else None
    if office.is_agency:
        return office.holders.get("" if setting.has_agency else setting.begins_with)
    row = office.row
    if row.type and (goes_on or not setting.actors.isdisjoint(row.without)):
        return None  # "el Congreso Internacional", "le Parlement" next to the Commission
    if setting.language in row.abroad:
        return office.of(setting.in_title, names)
    # Its press says "the ministry", and names others all around.
    is_of_home = not setting.opens and (bool(row.type) or setting.home in office.holders)
    return office.of(setting.home if is_of_home and setting.home else setting.otherwise, names)
