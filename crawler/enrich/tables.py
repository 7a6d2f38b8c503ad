"""The shapes of the data files: field names are the keys that a researcher writes."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "ru", "zh", "ja", "ko", "ar", "hi")

OWN_SCRIPT = ("ru", "zh", "ja", "ko", "ar", "hi")

Endings = dict[str, tuple[str, ...]]
Axis = Literal["sp", "s", "p", "t"]
ActorType = Literal[
    "agency", "company", "programme", "body", "regulator", "military", "ministry", "site", "think-tank",
    "law", "treaty", "agreement", "academia", "parliament", "government", "court",
]  # fmt: skip


class _Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class LexiconFile(_Table, frozen=True, kw_only=True):
    """lexicon-LANGUAGE.toml.

    `positive` rows: term, weight, axis, topic, flags. Axis: "sp" space policy by itself; "s" about space; "p"
    policy, counted only in a text about space; "t" decides the topic and not relevance. Flags: "c"
    case-sensitive, "p" any ending, "s" anywhere inside a word. `negative` and `noise` rows: term, penalty.
    """

    match: Literal["word", "prefix", "substring"]
    positive: tuple[tuple[str, float, Axis, str, str], ...]
    negative: tuple[tuple[str, float], ...] = ()
    noise: tuple[tuple[str, float], ...] = ()
    endings: Endings = {}


class ConceptRow(_Table, frozen=True, kw_only=True):
    """One concept, with terms in every language. With `near`: only where two of them are within `distance`.

    A pair of axis "t" or "tp" is looked for in title and lead only; one of "g" tells against space. `of_space`: the
    words of [space] in the same file stand for `terms`. `of_states`: the countries that the headline names do.
    """

    id: str
    axis: Axis | Literal["tp", "g"]
    weight: float
    topic: str = ""
    distance: int = 40
    of_space: bool = False
    of_states: bool = False
    terms: dict[str, tuple[str, ...]] = {}
    near: dict[str, tuple[str, ...]] = {}


class ConceptsFile(_Table, frozen=True, kw_only=True):
    """concepts.toml. `space`: the common words for space, by language."""

    space: dict[str, tuple[str, ...]] = {}
    concept: tuple[ConceptRow, ...]


class Threshold(_Table, frozen=True, kw_only=True):
    """Least values for relevance: of S and P, of the whole, of S and P within title and lead, of terms of
    space.
    """

    space: float = 0
    policy: float = 0
    score: float
    head_space: float = 0
    head_policy: float = 0
    terms: int = 1


class Accept(_Table, frozen=True, kw_only=True):
    """Thresholds by focus of the source; a source of space policy has none."""

    space: Threshold
    general: Threshold


class ScoringFile(_Table, frozen=True, kw_only=True):
    """scoring.toml: how hits become numbers."""

    title_multiplier: float
    lead_multiplier: float
    lead_length: int
    short_length: int
    max_hits_per_term: int
    policy_factor: float
    pair_policy: float = 0.5
    cap: float
    context_distance: int
    accept: Accept
    accept_short: Accept
    accept_title_only: Accept
    two_states: float = 0.0
    emerging_nation: float = 0.0
    actor_weight: dict[ActorType, float] = {}
    actor_policy: dict[ActorType, float] = {}


class TopicRow(_Table, frozen=True, kw_only=True):
    """One topic; the lexicon lists its terms.

    `second_sign`: where one term only speaks of it and another topic is better, an actor of one of these types must be
    named too. `across_borders`: not where all that is named is of one country. `spoken_by` (types of actors) and
    `cited_by` (kinds of instruments): who and what is a second sign of a topic that words speak of.
    """

    id: str
    name: str
    description: str = ""
    labels: dict[str, str] = {}
    second_sign: tuple[ActorType, ...] | None = None
    across_borders: bool = False
    spoken_by: tuple[ActorType, ...] = ()
    cited_by: tuple[str, ...] = ()


class FormRow(_Table, frozen=True, kw_only=True):
    """One kind of document, and the words of headlines that identify it, by language."""

    id: str
    seeds: dict[str, tuple[str, ...]]


class TopicsFile(_Table, frozen=True, kw_only=True):
    """topics.toml."""

    max_topics_per_article: int
    min_topic_score: float
    min_only_topic_score: float = 0.0
    min_topic_share: float
    enough_topic_score: float = 12
    named_topic_score: float = 0.0
    min_document_type_score: float
    topic: tuple[TopicRow, ...]
    document_type: tuple[FormRow, ...]
    endings: Endings = {}


class ActorRow(_Table, frozen=True, kw_only=True):
    """One actor. `ambiguous`: its one-word names count only in space context. `general`: works mostly outside
    space.

    `contextual` names count only in space context whatever the others do. `name_is_label`: the name is only shown,
    never looked for. `of_country`: a law that "space law" and the name of this country stand for. `topic`: what
    a text that names it is about, at that. `numbers`: as of an instrument. `no_wikidata`: why it has no id of Wikidata.
    """

    id: str
    name: str
    type: ActorType
    country: str
    wikidata: Annotated[str, Meta(pattern="^(Q[1-9][0-9]{0,11})?$")] = ""
    no_wikidata: Literal["", "unlisted", "conflict", "part"] = ""
    aliases: dict[str, tuple[str, ...]] = {}
    contextual: dict[str, tuple[str, ...]] = {}
    ambiguous: bool = False
    case_sensitive: bool = False
    general: bool = False
    name_is_label: bool = False
    of_country: str = ""
    numbers: tuple[str, ...] = ()
    topic: str = ""


class OfficeRow(_Table, frozen=True, kw_only=True):
    """What actors of several countries are called without their country: "the foreign ministry".

    The country of which the text speaks says which of `actors` (none: of the space agencies) is meant; that of the
    Union goes by it or by `signs`, actors of it. With a `type` each other country, but those of `not_of`, has one too:
    `name` is then its name, before that of the country ("Parliament of {}"). In languages of `abroad` that of the
    press's own country has another name; where one of `without` is named, the Union's may be meant, not a state's.
    """

    id: str
    type: ActorType | None = None
    name: str = ""
    not_of: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]]


class ActorsFile(_Table, frozen=True, kw_only=True):
    """actors.toml. `masks` are phrases in which no actor is to be found."""

    actor: tuple[ActorRow, ...]
    office: tuple[OfficeRow, ...] = ()
    masks: tuple[str, ...] = ()
    endings: Endings = {}


class CountryRow(_Table, frozen=True, kw_only=True):
    """One country. `names` by language; `ambiguous` are names that count only next to another sign of the
    country. `emerging`: a policy or law of it is one of an emerging space nation.
    """

    code: str
    name: str
    emerging: bool = False
    names: dict[str, tuple[str, ...]]
    ambiguous: dict[str, tuple[str, ...]] = {}


class CountriesFile(_Table, frozen=True, kw_only=True):
    """countries.toml. `masks` by language are phrases in which no country is to be found."""

    country: tuple[CountryRow, ...]
    masks: dict[str, tuple[str, ...]] = {}
    endings: Endings = {}


class InstrumentRow(_Table, frozen=True, kw_only=True):
    """One instrument known by name.

    `numbers`: ids of `citation` that are this one too, where its country is named or it is the press of it.
    `completed`: a name that a country completes ("loi spatiale" and "belge"): "next" only by one next to it, "headline"
    also by the only country of the headline, or by `otherwise`: 宇宙活動法 is Japan's where no country is named.
    `stem`: what the id of such a one ends in, after the code of the country.
    `of_country`: this is what such a name with this `stem` is for that country. `of`: whose it is, by a name that
    others may use too.
    """

    id: str
    kind: str
    name: str
    of: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = {}
    completed: Literal["no", "next", "headline"] = "no"
    otherwise: str = ""
    stem: str = "space-law"
    of_country: str = ""


class CitationRow(_Table, frozen=True, kw_only=True):
    """One way of citing a numbered instrument.

    `anchors` are literals; the pattern is tried only around them, and `{NAME}` in it is one of the file's `words`. `id`
    and `name` are templates over the named groups of the pattern. `context`: one of these words must occur somewhere
    in the article.
    """

    kind: str
    anchors: tuple[str, ...]
    pattern: str
    id: str
    name: str
    context: tuple[str, ...] = ()


class InstrumentsFile(_Table, frozen=True, kw_only=True):
    """instruments.toml. `masks` by language are phrases in which no instrument is to be found.

    `words` are lists of regular expressions, by the name that citations have for one of them. `laws_by_year`: the laws
    on space that a text may cite by their year alone, by country and year.
    """

    citation: tuple[CitationRow, ...]
    laws_by_year: dict[str, dict[str, str]] = {}
    words: dict[str, tuple[str, ...]] = {}
    masks: dict[str, tuple[str, ...]] = {}
    instrument: tuple[InstrumentRow, ...] = ()
    endings: Endings = {}


class StepRow(_Table, frozen=True, kw_only=True):
    """One step in the life of an instrument; `kinds` are those of the instruments that can take it, empty for all."""

    id: str
    words: dict[str, tuple[str, ...]]
    kinds: tuple[str, ...] = ()


class StepsFile(_Table, frozen=True, kw_only=True):
    """steps.toml: words by language; `doubts` say that a step has not happened, `masks` hide what is in them."""

    step: tuple[StepRow, ...]
    doubts: dict[str, tuple[str, ...]] = {}
    doubts_after: dict[str, tuple[str, ...]] = {}
    masks: dict[str, tuple[str, ...]] = {}
