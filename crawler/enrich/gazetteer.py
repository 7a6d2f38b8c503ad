"""Names of actors, countries, instruments and kinds of documents to patterns."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from archive.records import Mention
from crawler.enrich.data_files import blame
from crawler.enrich.folding import fold
from crawler.enrich.matcher import ACTOR, ANCHOR, COUNTRY, FORM, HIDDEN, INSTRUMENT, MASK, Hit, Joint
from crawler.enrich.overlaps import Cover, Neighbours
from crawler.enrich.press_names import ActorName, has_title_case, inflected, title_case
from crawler.enrich.scoring import Layout
from crawler.enrich.scripts import CLASS, HAN, HANGUL
from crawler.enrich.tables import (
    ActorRow,
    ActorsFile,
    CitationRow,
    CountriesFile,
    Endings,
    InstrumentRow,
    InstrumentsFile,
    OfficeRow,
    ScoringFile,
    TopicsFile,
)
from crawler.enrich.terms import Pattern, Style, patterns

INSTRUMENT_TYPES = frozenset({"treaty", "agreement", "law"})  # actors that are instruments as well
_ACRONYM = re.compile(r"[A-ZА-Я][A-Z0-9А-Я&.-]{1,5}")
UNION = "EU"
_SPELT_OUT = re.compile(r"[A-Z]{5,12} ")  # ORBITS Act, LAUNCH Act: orbits act too
_WORDS = re.compile(r"\{([A-Z_]+)\}")  # in the pattern of a citation
_HAN = frozenset({"zh", "ja"})  # share characters, but not their meaning
_SPELLINGS = frozenset({"names", "aliases", "contextual"})  # fields of rows
_CAPITALISED = frozenset({"en"})  # names of countries are words of other meaning without the capital: polish, turkey


Row = TypeVar("Row", ActorRow, InstrumentRow, OfficeRow)


@dataclass(frozen=True, slots=True)
class CountryName(Joint):
    """One name of a country. `ambiguous`: counts only next to another sign of the country."""

    code: str
    ambiguous: bool


@dataclass(frozen=True, slots=True, eq=False)
class Citation:
    """A compiled way of citing. `context`: what must occur in the article, its words from their beginning."""

    row: CitationRow
    pattern: re.Pattern[str]
    context: re.Pattern[str] | None


def actor_patterns(file: ActorsFile, topics: frozenset[str]) -> Iterator[Pattern]:
    """Build the patterns of all names of all actors. Raises EnrichmentDataError for an unknown topic."""
    for actor in file.actor:
        with blame("actors.toml", actor.id):
            if actor.topic and actor.topic not in topics:
                raise ValueError(f"unknown topic {actor.topic!r}")
            row = without_names(actor)
            for name, language in _names(actor):
                single = " " not in name.strip() and CLASS[fold(name).folded[0]] not in (HAN, HANGUL)
                acronym = bool(_ACRONYM.fullmatch(name))
                style = Style(
                    case_sensitive=acronym or actor.case_sensitive or (actor.ambiguous and single and name.isascii()),
                    capital=actor.ambiguous and actor.type in INSTRUMENT_TYPES and name[0].isupper(),
                )
                bound_to = language if language in _HAN or (acronym and language != "en") else ""
                value = ActorName(row, actor.ambiguous and (single or actor.type in INSTRUMENT_TYPES))
                yield from patterns(name, file.endings, style, ACTOR, value, bound_to)
                if has_title_case(actor, name, language):
                    yield from title_case(row, name, bound_to)
            for language, names in actor.contextual.items():
                for name in names:
                    style = Style(case_sensitive=bool(_ACRONYM.fullmatch(name)))
                    yield from patterns(name, file.endings, style, ACTOR, ActorName(row, True), language)
    for mask in file.masks:
        with blame("actors.toml", "masks"):
            yield from patterns(mask, file.endings, Style(), ACTOR, MASK)


def without_names(row: Row) -> Row:
    """Return the row as hits hold it: patterns are made of its names once, which are a megabyte in all."""
    return msgspec.structs.replace(row, **{field: {} for field in _SPELLINGS & {*row.__struct_fields__}})


def _names(actor: ActorRow) -> Iterator[tuple[str, str]]:
    if not actor.name_is_label:
        yield actor.name, ""
    for language, names in actor.aliases.items():
        for name in names:
            yield (inflected(name) if language == "de" else name), language


def country_patterns(file: CountriesFile) -> Iterator[Pattern]:
    """Build the patterns of all names of all countries, by language."""
    for country in file.country:
        with blame("countries.toml", country.code):
            if not re.fullmatch("[A-Z]{2}", country.code):
                raise ValueError("code must be ISO 3166-1 alpha-2")
            for rows, ambiguous in ((country.names, False), (country.ambiguous, True)):
                for language, names in rows.items():
                    value = CountryName(country.code, ambiguous)
                    for name in names:
                        exact = bool(_ACRONYM.fullmatch(name))
                        style = Style(capital=language in _CAPITALISED, case_sensitive=exact)
                        yield from patterns(name, file.endings, style, COUNTRY, value, language)
    for language, masks in file.masks.items():
        with blame("countries.toml", f"masks.{language}"):
            for mask in masks:
                yield from patterns(mask, file.endings, Style(), COUNTRY, MASK, language)


def form_patterns(file: TopicsFile) -> Iterator[Pattern]:
    """Build the patterns of the words of headlines that name the kind of document."""
    for form in file.document_type:
        with blame("topics.toml", f"document_type {form.id}"):
            for language, seeds in form.seeds.items():
                for seed in seeds:
                    style = Style(left_open=language in ("zh", "ja", "ko"), plural=language in ("en", "fr", "es", "pt"))
                    yield from patterns(seed, file.endings, style, FORM, form, language)


def instrument_patterns(file: InstrumentsFile) -> Iterator[Pattern]:
    """Build the patterns of instrument names, and of the literals near which a citation is searched."""
    for instrument in file.instrument:
        with blame("instruments.toml", instrument.id):
            value = without_names(instrument)
            shown = () if instrument.completed != "no" else (instrument.name,)
            for language, names in (("", shown), *instrument.names.items()):
                for name in names:
                    is_common = language in ("", *_CAPITALISED) and name[0].isupper() and not instrument.of
                    style = Style(capital=is_common, case_sensitive=_SPELT_OUT.match(name) is not None)
                    for written in _spellings(name, language):
                        yield from patterns(written, file.endings, style, INSTRUMENT, value)
    for language, masks in file.masks.items():
        with blame("instruments.toml", f"masks.{language}"):
            for mask in masks:
                yield from patterns(mask, file.endings, Style(), HIDDEN, None, language)
    for place, row in enumerate(file.citation):
        with blame("instruments.toml", f"citation[{place}] {row.kind}"):
            citation = Citation(row, _linear(_spelt_out(row.pattern, file.words)), _any_of(row.context))
            for anchor in row.anchors:
                yield from patterns(anchor, Endings(), Style(right_open=True), ANCHOR, citation)


def _spelt_out(pattern: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """Return the pattern with its lists of words for their names."""

    def listed(found: re.Match[str]) -> str:
        if found[1] not in words:
            raise ValueError(f"no list of words {found[1]}")
        return f"(?:{'|'.join(words[found[1]])})"

    return _WORDS.sub(listed, pattern)


def _linear(pattern: str) -> re.Pattern[str]:
    """Compile; refuse repeats without a bound and repeated groups in repeated groups, which may take very
    long.
    """
    bare = re.sub(r"\\.|\[[^\]]*\]", "x", pattern)
    if re.search(r"[*+]|\{\d*,\}", bare):
        raise ValueError("a pattern may repeat only with a bound, {0,20} and not * or +")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error


def _spellings(name: str, language: str) -> tuple[str, ...]:
    if _SPELT_OUT.match(name):
        return name, name.title()
    return (inflected(name) if language == "de" else name,)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Compile words that begin where no letter is before them: "act " is not the end of "impact "."""
    either = "|".join(re.escape(word) for word in words)
    return re.compile(f"(?<![a-zа-я])(?:{either})") if either else None


# Hits to mentions: actors in their context, countries, and the kind of document.


def accepted_actors(hits: Sequence[Hit], space: Iterable[Hit], no_treaty: Cover, distance: int) -> list[Hit]:
    """Drop the ambiguous actors that have no term about space within `distance` characters.

    What overlaps the name itself is no context for it, unless it is a treaty's: "registration of space objects".
    A treaty in a phrase of `no_treaty` is dropped too.
    """
    hits = [h for h in hits if h.value.actor.type not in INSTRUMENT_TYPES or not no_treaty.touches(h.start, h.stop)]
    terms = [(h.start, h.stop) for h in space if h.value.about_space]
    signs = terms + [(h.start, h.stop) for h in hits if not h.value.needs_context and not h.value.actor.general]
    context = Neighbours(signs)
    within = Cover(max((stop for _, stop in terms), default=0), terms)
    return [
        hit
        for hit in hits
        if not hit.value.needs_context
        or context.near(hit.start, hit.stop, distance)
        or (hit.value.actor.type in INSTRUMENT_TYPES and within.touches(hit.start, hit.stop))
    ]


def actor_mentions(hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """Count the mentions of each actor, most mentioned first."""
    rows: dict[str, ActorRow] = {hit.value.actor.id: hit.value.actor for hit in hits}
    counts = Counter(hit.value.actor.id for hit in hits)
    return tuple(
        Mention(actor, float(count), rows[actor].type, rows[actor].name) for actor, count in counts.most_common()
    )  # most_common keeps the order of the text between equals


def country_mentions(
    hits: Sequence[Hit], actors: Sequence[Hit], laws: Iterable[str], named: Cover, home: str, names: dict[str, str]
) -> tuple[Mention, ...]:
    """Count the countries named in the text or through their actors and laws.

    A name of a country inside the name of an actor (`named`) does not count. An ambiguous one counts next to
    another sign of the country, or if the source is from there (`home`).
    """
    counts: Counter[str] = Counter()
    ambiguous: Counter[str] = Counter()
    for hit in hits:  # one span may name two countries: 中美
        name: CountryName = hit.value
        if not named.touches(hit.start, hit.stop):
            (ambiguous if name.ambiguous else counts)[name.code] += 1
    for hit in actors:
        found: ActorName = hit.value
        if found.actor.country != "INT":
            counts[found.actor.country] += 1
    counts.update(laws)
    for code, count in ambiguous.items():
        if code in counts or code == home:
            counts[code] += count
    return tuple(Mention(code, float(n), "country", names.get(code, code)) for code, n in counts.most_common())


def document_type(hits: Iterable[Hit], layout: Layout, scoring: ScoringFile, least: float) -> str:
    """Return the kind of document that title and lead name most, or "" below `least`."""
    scores: dict[str, float] = {}
    for hit in hits:
        if hit.start < layout.lead_end:
            scores[hit.value.id] = scores.get(hit.value.id, 0.0) + layout.multiplier(hit.start, scoring)
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] >= least else ""
