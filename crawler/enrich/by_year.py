"""Laws that a text cites by their year: "the 2018 act", "la loi luxembourgeoise de 2017", закон 1993 года.

A year is no name. It counts where the data hold a law on space of that year and of a country that the text names, and
where the words around it are about space.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.enrich.by_country import completed
from crawler.enrich.matcher import Hit
from crawler.enrich.overlaps import Cover, Neighbours
from crawler.enrich.tables import ActorRow, InstrumentRow

YearsOf = Mapping[str, Mapping[int, InstrumentRow]]

_NEAR = 200  # characters between the citation and a word about space
_BEFORE, _AFTER = 70, 50  # characters around a year in which its law is named
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?![\d/-])")
_WORDS = r"(?P<middle>(?: [^\s.,;:()]{1,30}){0,4}?)"
_LAW_THEN_YEAR = {
    language: re.compile(rf"{law}{_WORDS} {link}\Z")
    for language, law, link in (
        ("en", r"(?:\bthe|'s|\bits|\bspace) (?:act|law|statute)", r"(?:of|from|(?:passed|adopted|enacted) in) "),
        ("fr", r"\bloi", r"(?:de|votee en|adoptee en) "),
        ("de", r"\b(?:weltraum|raumfahrt)?gesetz(?:es)?", r"(?:von|vom jahr|aus dem jahr|aus dem jahre|aus) "),
        ("es", r"\bley", r"(?:de|del|aprobada en|del ano) "),
        ("pt", r"\b(?:decreto-lei|lei|diploma|regime)", r"(?:de|aprovada em|aprovado em) "),
        ("it", r"\blegge", r"(?:del|approvata nel) "),
        ("ru", r"\bзакон(?:а|у|ом|е)?", r"(?:от )?"),
        ("ar", r"(?:ال)?قانون", r"(?:(?:الصادر )?(?:في |عام |لعام |سنه |لسنه )?(?:عام )?)"),
    )
}
_YEAR_THEN_LAW = {
    language: re.compile(pattern)
    for language, pattern in (
        ("en", rf"{_WORDS} (?:act|law|statute|legislation)\b"),
        ("zh", r"年(?:的|通过的|颁布的|出台的|制定的)?《?(?P<middle>[^\s。、,;]{0,12}?)法"),
        ("ja", r"年(?:の|制定の|施行の|成立の)(?P<middle>[^\s。、,;]{0,12}?)法"),
        (
            "ko",
            rf"년(?: 제정된| 제정한| 시행된| 만든|의)?{_WORDS}(?: (?=법)|(?<=우주)|(?<=활동)|(?<=산업)|(?<=진흥))법",
        ),
        ("hi", rf"(?: के| का| में बने| में पारित| वाले)?{_WORDS} (?:कानून|अधिनियम)"),
    )
}
_SPACE = re.compile(
    r"spac|spat|spaz|espai|weltraum|raumfahrt|\ball\b|косм|宇宙|航天|太空|外空|空间|우주|فضا|अंतरिक्ष|स्पेस|satel|orbit|asteroid"
    r"|launch|lanzam|lancam|resso|risor|recurs"
)
_LINK = re.compile(
    r"[^\W\d]{1,2}|the|les|des|sur|del|dei|las|los|der|die|das|und|zur|von|uber|sobre|relative|portant|outer|new|old"
    r"|national\w{0,3}|activit\w{1,3}|actividades|atividades|attivita|деятельности|федеральн\w{0,3}"
)


def laws_by_year(
    listed: Mapping[str, Mapping[str, str]], instruments: Iterable[InstrumentRow], actors: Iterable[ActorRow]
) -> dict[str, dict[int, InstrumentRow]]:
    """Return the laws by country and year. Raises ValueError for a law that no table holds."""
    rows = {row.id: InstrumentRow(id=row.id, kind=row.kind, name=row.name) for row in instruments}
    rows |= {row.id: InstrumentRow(id=row.id, kind=row.type, name=row.name) for row in actors}
    found: dict[str, dict[int, InstrumentRow]] = {}
    for country, years in listed.items():
        for year, law in years.items():
            if law == f"{country.lower()}-space-law":  # as a country completes the name
                rows.setdefault(law, InstrumentRow(id=law, kind="law", name=f"Space law ({country})"))
            if law not in rows:
                raise ValueError(f"no instrument {law}")
            found.setdefault(country, {})[int(year)] = rows[law]
    return found


def cited_by_year(
    known: YearsOf,
    named: Iterable[Hit],
    countries: Sequence[Hit],
    homes: Sequence[str],
    space: Iterable[Hit],
    text: str,
    language: str,
) -> Iterator[Hit]:
    """Yield the laws that are cited by year.

    Whose it is says the country in the citation or next to it; else it is that of the first of `homes`, the countries
    of the text, that has a law of the year. `named`: instruments found already; `space`: terms about space.
    """
    homes = [code for code in homes if code in known]
    if not homes:
        return
    years = {str(year) for code in homes for year in known[code]}
    places = [match for match in _YEAR.finditer(text) if match[0] in years]
    if not places:
        return
    taken = Cover(len(text), ((hit.start, hit.stop) for hit in named))
    signs = [(hit.start, hit.stop) for hit in space]
    context, about = Neighbours(signs), Cover(len(text), signs)
    for place in places:
        cited = _citation(text, place.start(), place.end(), language)
        if cited is None or taken.touches(*cited[:2]):
            continue
        start, stop, middle = cited
        inside = [hit for hit in countries if middle[0] <= hit.start < middle[1] and not hit.value.ambiguous]
        if not _is_of_space_law(text[slice(*middle)], middle[0], inside):
            continue
        if not (about.touches(start, stop) or context.near(start, stop, _NEAR)):
            continue
        next_to = next((code for _, _, code in completed([Hit(start, stop, None)], countries, text)), "")
        owner = inside[0].value.code if inside else next_to
        law = _law(known, [owner] if owner else homes, int(place[0]))
        if law:
            yield Hit(start, stop, law)


def _citation(text: str, start: int, stop: int, language: str) -> tuple[int, int, tuple[int, int]] | None:
    """Return where the law is cited whose year is there, and where the words between the two are."""
    before, after = _LAW_THEN_YEAR.get(language), _YEAR_THEN_LAW.get(language)
    if before and (found := before.search(text, max(0, start - _BEFORE), start)):
        return found.start(), stop, found.span("middle")
    if after and (found := after.match(text, stop, stop + _AFTER)):
        return start, found.end(), found.span("middle")
    return None


def _is_of_space_law(words: str, begin: int, countries: Sequence[Hit]) -> bool:
    """Return whether all words between law and year speak of space or a country: not of budgets, not of data."""
    if not words.isascii() and " " not in words.strip():  # Han characters, or one word
        return bool(countries or _SPACE.search(words))
    at = begin
    for word in words.split(" "):
        stop = at + len(word)
        is_country = any(hit.start < stop and at < hit.stop for hit in countries)
        if word and not (is_country or _SPACE.search(word) or _LINK.fullmatch(word)):
            return False
        at = stop + 1
    return True


def _law(known: YearsOf, homes: Sequence[str], year: int) -> InstrumentRow | None:
    return next((known[code][year] for code in homes if year in known.get(code, {})), None)
