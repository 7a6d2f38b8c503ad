"""All data files, compiled into one automaton; once per process and folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from archive.store.entities import Names
from crawler.enrich.by_country import agencies_by_country, agency_terms, laws_by_country, laws_by_number
from crawler.enrich.by_year import YearsOf, laws_by_year
from crawler.enrich.compiled_cache import read_or_compile
from crawler.enrich.concepts import concept_patterns, head_patterns
from crawler.enrich.data_files import EnrichmentDataError, Tables, blame, read_named, read_tables
from crawler.enrich.gazetteer import actor_patterns, country_patterns, form_patterns, instrument_patterns
from crawler.enrich.lexicon import lexicon_patterns
from crawler.enrich.matcher import Matcher
from crawler.enrich.offices import office_patterns
from crawler.enrich.press_names import ActorName
from crawler.enrich.steps import step_matcher
from crawler.enrich.tables import InstrumentRow, ScoringFile, TopicRow, TopicsFile
from crawler.enrich.terms import Pattern

# The names that the data of enrichment hold, in the form of the archive; read without compiling anything.


@lru_cache(maxsize=4)
def load_names(folder: Path | None = None) -> Names:
    """Load all actors and topics; files in `folder` win. Raises EnrichmentDataError. Cached, as `load_data` is."""
    actors, topics = read_named(folder)
    return Names(
        tuple((row.id, row.name, row.type, row.country, row.wikidata) for row in actors.actor),
        tuple((row.id, row.name) for row in topics.topic),
    )


@dataclass(frozen=True, slots=True)
class Actor:
    """What the archive's table `actors` holds."""

    id: str
    name: str
    type: str
    country: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What the archive's table `topics` holds."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The compiled data of enrichment."""

    matcher: Matcher
    head_matcher: Matcher
    steps: Matcher
    scoring: ScoringFile
    topics_file: TopicsFile
    actors: tuple[Actor, ...]
    topics: tuple[Topic, ...]
    topic_rows: dict[str, TopicRow]
    country_names: dict[str, str]
    emerging: frozenset[str]
    agencies: dict[str, ActorName]
    agency_terms: frozenset[str]
    laws: dict[str, InstrumentRow]
    numbers: dict[str, InstrumentRow]
    years: YearsOf


@lru_cache(maxsize=4)
def load_data(folder: Path | None = None) -> Data:
    """Load the data of enrichment; a file in `folder` replaces the built-in one of the same name.

    Raises EnrichmentDataError: one line that names file and key. Cached: edited files are seen by the next
    process, or after `load_data.cache_clear()`. What is built in is compiled once on a machine.
    """
    return _compile(folder) if folder else read_or_compile(partial(_compile, None))


def _compile(folder: Path | None) -> Data:
    tables = read_tables(folder)
    _check_ids(tables)
    return Data(
        matcher=Matcher(_patterns(tables)),
        head_matcher=Matcher(head_patterns(tables.concepts, tables.lexicons)),
        steps=step_matcher(tables.steps),
        scoring=tables.scoring,
        topics_file=tables.topics,
        actors=tuple(Actor(row.id, row.name, row.type, row.country) for row in tables.actors.actor),
        topics=tuple(Topic(row.id, row.name) for row in tables.topics.topic),
        topic_rows={row.id: row for row in tables.topics.topic},
        country_names={row.code: row.name for row in tables.countries.country},
        emerging=frozenset(row.code for row in tables.countries.country if row.emerging),
        agencies=agencies_by_country(tables.actors.actor),
        agency_terms=agency_terms(tables.concepts, tables.lexicons),
        laws=laws_by_country(tables.instruments.instrument, tables.actors.actor),
        numbers=laws_by_number(tables.instruments.instrument, tables.actors.actor),
        years=_years(tables),
    )


def _years(tables: Tables) -> YearsOf:
    with blame("instruments.toml", "laws_by_year"):
        return laws_by_year(tables.instruments.laws_by_year, tables.instruments.instrument, tables.actors.actor)


def _patterns(tables: Tables) -> Iterator[Pattern]:
    topics = frozenset(topic.id for topic in tables.topics.topic)
    yield from concept_patterns(tables.concepts, tables.lexicons, topics)  # first: they win over an equal row
    for language, lexicon in tables.lexicons.items():
        yield from lexicon_patterns(language, lexicon, topics)
    yield from actor_patterns(tables.actors, topics)
    yield from office_patterns(tables.actors)
    yield from country_patterns(tables.countries)
    yield from form_patterns(tables.topics)
    yield from instrument_patterns(tables.instruments)


def _check_ids(tables: Tables) -> None:
    """Check that every id, a key of a table of the archive, is unique."""
    for file, ids in (
        ("actors.toml", [row.id for row in tables.actors.actor]),
        ("concepts.toml", [row.id for row in tables.concepts.concept]),
        ("topics.toml", [row.id for row in tables.topics.topic]),
        ("countries.toml", [row.code for row in tables.countries.country]),
        ("instruments.toml", [row.id for row in tables.instruments.instrument]),
        ("steps.toml", [row.id for row in tables.steps.step]),
    ):
        seen: set[str] = set()
        for row_id in ids:
            if row_id in seen:
                raise EnrichmentDataError(f"{file}: {row_id}: two rows have this id")
            seen.add(row_id)
