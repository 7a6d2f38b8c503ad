"""Offices: what actors of several countries are called without their country, "the foreign ministry".

The text says whose it is: a list of the ministries of all countries in all languages would name the wrong one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.enrich.by_country import ARTICLE, HOMES, completed
from crawler.enrich.data_files import blame
from crawler.enrich.folding import Folded
from crawler.enrich.gazetteer import UNION
from crawler.enrich.matcher import OFFICE, Hit
from crawler.enrich.overlaps import Cover
from crawler.enrich.press_names import ActorName
from crawler.enrich.tables import ActorsFile
from crawler.enrich.terms import Pattern, Style, patterns

_LOWER_CASE = frozenset({"en", "fr", "es", "pt", "it"})  # whose common nouns begin so
_QUALIFYING = ("zh", "ja", "ko")  # whose press puts the country before the offices of others


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """What the actors of several countries are called, by the code of the country; `signs` are actors of the Union.

    `is_agency`: the space agencies, of the country with which the headline begins, where no other agency is named.
    """

    holders: dict[str, ActorName]
    signs: frozenset[str]
    is_agency: bool


def office_patterns(file: ActorsFile) -> Iterator[Pattern]:
    """Build the patterns of all names of offices. Raises EnrichmentDataError for an unknown actor."""
    rows = {actor.id: actor for actor in file.actor}
    agencies = [row for row in file.actor if row.type == "agency" and row.country != "INT"]  # the first one counts
    for office in file.office:
        with blame("actors.toml", f"office {office.id}"):
            if unknown := {*office.actors, *office.signs} - rows.keys():
                raise ValueError(f"no actor {', '.join(sorted(unknown))}")
            holders = [rows[actor] for actor in office.actors] or list(reversed(agencies))
            codes = [UNION if row.country == "INT" else row.country for row in holders]
            names = [ActorName(row, needs_context=True) for row in holders]
            value = Office(dict(zip(codes, names, strict=True)), frozenset(office.signs), not office.actors)
            for language, spellings in office.names.items():
                for name in spellings:
                    style = Style(case_sensitive=language in _LOWER_CASE and not name.islower())  # la Commission
                    yield from patterns(name, file.endings, style, OFFICE, value, language)


def offices(
    hits: Sequence[Hit], countries: Sequence[Hit], actors: Sequence[Hit], title_end: int, text: Folded, language: str
) -> Iterator[Hit]:
    """Yield the actors that are named by their office: "the foreign ministry".

    Of the country next to it, else of the press unless the headline begins with a country, else of the first one in
    the headline or the text. The Union goes by its name or an actor of it, unless a name follows ("la Commissione
    Difesa"). `hits` may overlap actors.
    """
    if not hits:
        return
    next_to = {hit.start: code for hit, _, code in completed(hits, countries, text.folded)}
    next_to |= {hit.start: hit.value.code for hit in countries}  # "МИД России" is a name of the country too
    named = [(hit.start, hit.value.code) for hit in countries if not hit.value.ambiguous]
    home = HOMES.get(language, "")
    in_title = named[0][1] if named and named[0][0] < title_end else ""
    opens = bool(named) and named[0][0] <= ARTICLE and language not in _QUALIFYING
    has_agency = any(hit.value.actor.type == "agency" for hit in actors)
    if in_title and any(hit.value.actor.country == "INT" for hit in actors if hit.start < named[0][0]):
        in_title = UNION  # NATO in Germany
    otherwise = in_title or home or (named[0][1] if named else "")
    is_of_union = any(code == UNION for _, code in named)
    ids = {hit.value.actor.id for hit in actors}
    taken = Cover(len(text.plain), ((hit.start, hit.stop) for hit in actors))
    for start, stop, office in hits:
        of_home = home in office.holders and not opens  # its press says "the ministry" and names others all around
        holder = office.holders.get(next_to.get(start, home if of_home else otherwise))
        if office.is_agency and start not in next_to:
            begins = bool(named) and named[0][0] <= ARTICLE and not has_agency
            holder = office.holders.get(named[0][1]) if begins else None
        if UNION in office.holders and start not in next_to:
            goes_on = text.plain[stop : stop + 1] == " " and text.plain[stop + 1 : stop + 2].isupper()
            has_sign = is_of_union or not office.signs.isdisjoint(ids)
            holder = office.holders[UNION] if has_sign and not goes_on else None
        if holder and not taken.touches(start, stop):
            yield Hit(start, stop, holder)
