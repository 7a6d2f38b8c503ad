"""An article becomes one that knows what it is about: relevance, topics, actors, countries, instruments.

Pure: the same article and data lead to the same result. The data are read once per process.
"""

from collections.abc import Iterable, Iterator

from archive.records import Article, Enrichment
from crawler.enrich.by_country import HOMES, national_laws, with_national_agencies, without_those_of_others
from crawler.enrich.by_year import cited_by_year
from crawler.enrich.concepts import pairs
from crawler.enrich.data import Actor, Data, Topic, load_data
from crawler.enrich.folding import Folded, fold
from crawler.enrich.gazetteer import accepted_actors, actor_mentions, country_mentions, document_type
from crawler.enrich.instruments import instrument_mentions, treaties
from crawler.enrich.lexicon import Term
from crawler.enrich.matcher import ACTOR, ANCHOR, COUNTRY, FORM, HIDDEN, INSTRUMENT, LEXICON, OFFICE, PAIR, TOPIC, Hit
from crawler.enrich.offices import offices, press_country
from crawler.enrich.overlaps import Cover, Neighbours
from crawler.enrich.scoring import Layout, Score, score
from crawler.enrich.tables import LANGUAGES, OWN_SCRIPT, ActorRow
from crawler.enrich.topic_choice import choose_topics

_EMERGING = "emerging-nations"
_POLICY_OF_NATIONS = ("policy-strategy", "law-treaties", "international")  # of an emerging nation, its topic as well
_ADJOINING = 3  # characters between a word for space and an adjective of a country that belongs to it
_LONGEST = 200_000  # characters of a text that are read: some reports are books


def enrich(article: Article, *, focus: str, country: str = "", data: Data | None = None) -> Enrichment:
    """Find topics, actors, countries and instruments of an article, and its relevance.

    `focus` is that of its source ("space-policy": always relevant; "space", "general": thresholds decide);
    `country` that of its source, ISO 3166-1 alpha-2: it settles ambiguous names of countries. `data` defaults
    to the built-in data. `relevance` is 0 to 1.
    """
    data = data or load_data(None)
    body = article.text or article.summary
    text, layout = _joined(article.title, body, data.scoring.lead_length)
    languages = _languages(article.language)
    found = data.matcher.find(text, languages)
    hidden = _cover(text, [hit for hit in found[LEXICON] if hit.value.axis == "g"])
    terms = [*found[LEXICON], *pairs(hit for hit in found[PAIR] if not hidden.holds(hit.start, hit.stop))]
    no_instrument = _cover(text, found[HIDDEN])
    press = press_country(languages[0], found[ACTOR], text)
    named_by_office = offices(
        found[OFFICE], found[COUNTRY], found[ACTOR], layout.title_end, text, languages[0], press, data.country_names
    )
    by_any_name = sorted([*found[ACTOR], *named_by_office], key=lambda hit: hit.start)
    actors = accepted_actors(by_any_name, terms, no_instrument, data.scoring.context_distance)
    agencies = [hit for hit in found[LEXICON] if hit.value.name in data.agency_terms]
    actors = with_national_agencies(actors, agencies, found[COUNTRY], text.folded, data.agencies)
    named = _cover(text, found[LEXICON])
    subjects = [hit for hit in found[TOPIC] if not named.holds(hit.start, hit.stop)]
    states = _states(found[COUNTRY], terms, layout)
    subjects += _of_head(text, layout, terms, states, languages, data)
    subjects += _between_states(found[COUNTRY], states, terms, layout, data)
    hits = sorted([*terms, *subjects, *_of_actors(text, found[LEXICON], actors, data)], key=lambda hit: hit.start)
    result = score(hits, layout, data.scoring)
    if _is_of_emerging_nation(found[COUNTRY], actors, layout, data):
        result.topics[_EMERGING] = result.topics.get(_EMERGING, 0.0) + data.scoring.emerging_nation
        result.add_share(_EMERGING, _POLICY_OF_NATIONS, 0.5)
    by_name = [hit for hit in found[INSTRUMENT] if not no_instrument.touches(hit.start, hit.stop)]
    by_name = without_those_of_others(
        [*treaties(actors), *by_name], found[COUNTRY], actors, text.folded, layout.title_end, languages[0]
    )
    laws = list(
        national_laws(by_name, found[COUNTRY], actors, layout.title_end, text.folded, data.laws, press, country)
    )
    homes = [hit.value.of_country for hit in laws if hit.value.of_country in data.country_names]
    countries = country_mentions(found[COUNTRY], actors, homes, _cover(text, actors), country, data.country_names)
    codes = [mention.id for mention in countries]
    of_language = HOMES.get(languages[0], "")
    about_space = (hit for hit in hits if hit.value.about_space)
    owners = [*codes, country, of_language]
    laws += cited_by_year(data.years, laws, found[COUNTRY], owners, about_space, text.folded, languages[0])
    named_homes = {*codes, of_language}
    numbers = {number: row for number, row in data.numbers.items() if named_homes.issuperset(row.of)}
    instruments = instrument_mentions(laws, found[ANCHOR], text, data.steps, languages, numbers)
    return Enrichment(
        relevance=_relevance(result, data),
        relevant=_verdict(result, focus, len(body), data),
        topics=choose_topics(result, data, actors, countries, instruments, is_headline=not body),
        actors=actor_mentions(actors),
        countries=countries,
        instruments=instruments,
        document_type=article.form
        or document_type(found[FORM], layout, data.scoring, data.topics_file.min_document_type_score),
    )


def actors(data: Data | None = None) -> tuple[Actor, ...]:
    """Return all actors that enrichment may name."""
    return (data or load_data(None)).actors


def topics(data: Data | None = None) -> tuple[Topic, ...]:
    """Return all topics that enrichment may name."""
    return (data or load_data(None)).topics


def _joined(title: str, body: str, lead_length: int) -> tuple[Folded, Layout]:
    head, rest = fold(title.strip()), fold(body[:_LONGEST].strip())
    text = Folded(f"{head.plain}\n{rest.plain}", f"{head.folded}\n{rest.folded}")
    return text, Layout(len(head.plain), len(head.plain) + 1 + lead_length)


def _states(countries: Iterable[Hit], terms: Iterable[Hit], layout: Layout) -> list[Hit]:
    """Return where the headline names countries: "Rome", but not "Italian" in "Italian astronaut"."""
    space = Neighbours((hit.start, hit.stop) for hit in terms if hit.value.about_space)
    named = (hit for hit in countries if hit.start < layout.title_end and not hit.value.ambiguous)
    return [hit for hit in named if not space.near(hit.start, hit.stop, _ADJOINING)]


def _of_head(
    text: Folded, layout: Layout, terms: Iterable[Hit], states: list[Hit], languages: tuple[str, ...], data: Data
) -> Iterator[Hit]:
    """Yield the pairs of title and lead that name a topic where no term names it already."""
    head = Folded(text.plain[: layout.lead_end], text.folded[: layout.lead_end])
    named: dict[str, Cover] = {}
    for start, stop, term in terms:
        if start < layout.lead_end:
            named.setdefault(term.topic, Cover(len(head.plain))).add(start, stop)
    for hit in pairs(data.head_matcher.find(head, languages)[PAIR], states):
        if hit.value.topic not in named or not named[hit.value.topic].touches(hit.start, hit.stop):
            yield hit


def _languages(language: str) -> tuple[str, ...]:
    """Return the lexicons that apply, best first.

    That of the article, and English, which all quote. A text without a lexicon of its language is read with
    English and with the scripts that no other language here shares: the others would find words of theirs in
    it.
    """
    base = language[:2].lower()
    if base == "en":
        return ("en",)
    return (base, "en") if base in LANGUAGES else ("en", *OWN_SCRIPT)


def _cover(text: Folded, hits: list[Hit]) -> Cover:
    return Cover(len(text.plain), ((hit.start, hit.stop) for hit in hits))


def _of_actors(text: Folded, named: list[Hit], actors: list[Hit], data: Data) -> Iterator[Hit]:
    """Yield the actors as terms about space and as terms of policy, where no term of the lexicon says so already.

    A ministry or a regulator is a sign of policy in every language, whichever words stand for it. A programme
    speaks of its topic also where it is no proof of space (Copernicus).
    """
    about_space = _cover(text, [hit for hit in named if hit.value.axis != "p"])
    of_topic = _cover(text, [hit for hit in named if hit.value.topic])
    of_policy = _cover(text, [hit for hit in named if hit.value.axis in ("sp", "p")])
    space: dict[str, Term] = {}
    subject: dict[str, Term] = {}
    policy: dict[str, Term] = {}
    for hit in actors:
        actor: ActorRow = hit.value.actor
        weight = data.scoring.actor_weight.get(actor.type, 0.0)
        if weight and not actor.general and not about_space.touches(hit.start, hit.stop):
            yield Hit(hit.start, hit.stop, space.setdefault(actor.id, Term(actor.name, weight, "s", actor.topic)))
        elif actor.type == "programme" and actor.topic and not of_topic.touches(hit.start, hit.stop):
            yield Hit(hit.start, hit.stop, subject.setdefault(actor.id, Term(actor.name, weight, "t", actor.topic)))
        weight = data.scoring.actor_policy.get(actor.type, 0.0)
        if weight and not of_policy.touches(hit.start, hit.stop):
            yield Hit(hit.start, hit.stop, policy.setdefault(actor.id, Term(actor.name, weight, "p")))


def _between_states(
    countries: Iterable[Hit], states: list[Hit], terms: Iterable[Hit], layout: Layout, data: Data
) -> Iterator[Hit]:
    """Yield a sign of international affairs where a headline about space names two states."""
    end = layout.title_end
    named = {hit.value.code for hit in countries if hit.start < end and not hit.value.ambiguous}
    if states and len(named) > 1 and any(hit.value.about_space and hit.start < end for hit in terms):
        yield Hit(states[0].start, states[0].stop, Term("two states", data.scoring.two_states, "tp", "international"))


def _is_of_emerging_nation(countries: Iterable[Hit], actors: Iterable[Hit], layout: Layout, data: Data) -> bool:
    """Return whether the headline names an emerging space nation, or an agency of one."""
    end = layout.title_end
    named = {hit.value.code for hit in countries if hit.start < end and not hit.value.ambiguous}
    agencies = [hit.value.actor for hit in actors if hit.start < end and hit.value.actor.type == "agency"]
    return not named.union(actor.country for actor in agencies).isdisjoint(data.emerging)


def _relevance(result: Score, data: Data) -> float:
    highest = data.scoring.cap * (1 + data.scoring.policy_factor)
    return round(min(1.0, max(0.0, result.total(data.scoring) / highest)), 3)


def _verdict(result: Score, focus: str, body_length: int, data: Data) -> bool:
    if focus == "space-policy":
        return True
    scoring = data.scoring
    accept = scoring.accept_short if body_length < scoring.short_length else scoring.accept
    if not body_length:
        accept = scoring.accept_title_only
    return result.reaches(accept.space if focus == "space" else accept.general, scoring)
