"""The twelve lexicons say the same, concept by concept; pairs of words are found in any order."""

import tomllib
from pathlib import Path

import pytest

from crawler.enrich.concepts import pairs
from crawler.enrich.data import load_data
from crawler.enrich.data_files import BUILT_IN, EnrichmentDataError, read_tables
from crawler.enrich.folding import fold
from crawler.enrich.matcher import LEXICON, PAIR, TOPIC, Hit
from crawler.enrich.tables import LANGUAGES
from crawler.enrich.terms import expand

TABLES = read_tables(None)


def keys(term: str, language: str) -> set[str]:
    """Return the folded spellings of a term."""
    return {fold(spelling.strip("*")).folded for spelling in expand(term, TABLES.lexicons[language].endings)}


def found(text: str, language: str) -> dict[str, tuple[str, float, str]]:
    """Return axis, weight and topic of the terms found in a text of this language."""
    data = load_data(None)
    layers = data.matcher.find(fold(text), (language,))
    in_head = data.head_matcher.find(fold(text), (language,))
    hits: list[Hit] = [*layers[LEXICON], *layers[TOPIC], *pairs(layers[PAIR]), *pairs(in_head[PAIR])]
    return {hit.value.name: (hit.value.axis, hit.value.weight, hit.value.topic) for hit in hits}


def shortest(spellings: set[str]) -> str:
    """Return the same one in each process: sets have the order of hashes, which differ."""
    return min(sorted(spellings), key=len)


@pytest.mark.parametrize(
    "concept", [row for row in TABLES.concepts.concept if not row.of_states], ids=lambda concept: concept.id
)
def test_each_term_of_a_concept_means_the_same_in_each_language(concept) -> None:
    meaning = (concept.axis, concept.weight, concept.topic)
    terms = TABLES.concepts.space if concept.of_space else concept.terms
    for language in LANGUAGES:
        for term in terms[language]:
            spelling = shortest(keys(term, language))
            second = shortest(keys(concept.near[language][0], language)) if concept.near else ""
            text = f"{spelling.upper() if term.isupper() else spelling} {second}".strip()
            named = found(text, language)
            assert named.get(concept.id) == meaning, (language, text, named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_of_a_lexicon_repeats_a_concept(language: str) -> None:
    known = {
        key
        for concept in TABLES.concepts.concept
        if not concept.near and concept.axis != "t"
        for term in concept.terms[language]
        for key in keys(term, language)
    }
    rows = [row for row in TABLES.lexicons[language].positive if row[2] != "t"]
    assert [row[0] for row in rows if keys(row[0], language) <= known] == []


@pytest.mark.parametrize(
    ("language", "text", "is_there"),
    [
        ("en", "GPS signals were jammed", True),
        ("en", "Jammers silence GPS", True),
        ("en", "GPS. " + "Nothing else happened. " * 4 + "The door was jammed.", False),
        ("de", "Störsender legen das GPS lahm", True),
        ("ru", "Глушение сигналов GPS", True),
        ("ar", "التشويش على إشارات جي بي إس", True),
        ("en", "A GPS watch for runners", False),
    ],
)
def test_a_pair_is_found_within_its_distance_in_any_order(language: str, text: str, is_there: bool) -> None:
    assert ("interference-with-satellite-navigation" in found(text, language)) is is_there


def test_a_pair_that_only_names_a_topic_counts_in_title_and_lead(enriched, ids) -> None:
    near = "The operator was bought; rivals eye a takeover of the satellite maker."
    assert "export-industrial" in ids(enriched("Ministry reviews satellite sale", near).topics)
    far = "The committee spoke about the programme of the satellite. " * 10 + near
    assert "export-industrial" not in ids(enriched("Ministry reviews satellite plan", far).topics)


def test_a_pair_adds_nothing_where_a_term_names_its_topic(enriched, ids) -> None:
    assert ids(enriched("Parliament debates space law on satellites", "").topics) == {"law-treaties": 24.0}


def test_a_second_subject_of_the_headline_counts_however_much_the_first_is_named(enriched, ids) -> None:
    title = "Space law, space act and space legislation: spaceport operators wait"
    assert "launch" in ids(enriched(title, "The space bill is a treaty on space law.").topics)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('topic = "pnt"', 'topic = "nope"', "unknown topic"),
        ('hi = ["gps", "जीपीएस", "उपग्रह नेविगेशन", ', 'xx = ["", ', "no terms in hi"),
        ('hi = ["gps"', 'tr = ["gps"]\nhi = ["gps"', "no lexicon of tr"),
    ],
)
def test_a_concept_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    text = (BUILT_IN / "concepts.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "concepts.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(EnrichmentDataError, match=f"concepts.toml: interference.*{complaint}"):
        load_data(tmp_path)


def test_a_pair_of_space_needs_a_second_half_and_no_terms(tmp_path: Path) -> None:
    text = (BUILT_IN / "concepts.toml").read_text("utf-8")
    (tmp_path / "concepts.toml").write_text(
        text.replace("of_space = true\n[concept.near]", "of_space = true", 1), "utf-8"
    )
    with pytest.raises(EnrichmentDataError, match=r"concepts\.toml"):
        load_data(tmp_path)
    both = text.replace('id = "space-law"', 'id = "space-law"\nof_space = true', 1)
    (tmp_path / "concepts.toml").write_text(both, "utf-8")
    load_data.cache_clear()
    with pytest.raises(EnrichmentDataError, match="space-law: of_space and of_states are for pairs without terms"):
        load_data(tmp_path)


def test_concepts_have_unique_ids() -> None:
    rows = tomllib.loads((BUILT_IN / "concepts.toml").read_text("utf-8"))["concept"]
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "UK Space Agency to be absorbed into science department"),
        ("fr", "Ariane 6 : Bercy et Berlin s'entendent sur le soutien public aux lanceurs"),
        ("de", "Konzerne vor Satellitenfusion: Kartellwächter prüfen"),
        ("it", "Bromo, lo stabilimento di Thales cerca risposte da Airbus e Leonardo"),
        ("es", "La Agencia Espacial Española tiene nueva directora"),
        ("pt", "Parlamento discute novo quadro legal do espaço"),
        ("it", "Volo della ministra senza Gps, si sospetta un disturbo"),
        ("ru", "Министр сменил руководителя Роскосмоса"),
        ("zh", "国家航天局新局长就任"),
        ("ja", "宇宙機関の新理事長に元次官"),
        ("ko", "우주항공청 예산 삭감 논란"),
        ("ar", "تعيين رئيس جديد لوكالة الفضاء"),
        ("hi", "इसरो के नए अध्यक्ष नियुक्त"),
    ],
)
def test_what_happens_to_an_agency_or_programme_is_space_policy(enriched, language: str, title: str) -> None:
    assert enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Court rules on police use of GPS trackers"),
        ("es", "El Gobierno aprueba la planificación espacial marina"),
        ("it", "Il ministro presenta la pianificazione spaziale marittima"),
        ("it", "Orologi con Gps: la prova del ministro dello sport"),
        ("de", "Bundestag streitet über Wohnraum"),
        ("es", "La ministra abre un espacio cultural"),
        ("ru", "Глава комитета поздравил театр с юбилеем"),
        ("ko", "국회, 나사 제조업 지원 예산 의결"),
    ],
)
def test_words_of_policy_alone_are_not_enough(enriched, language: str, title: str) -> None:
    assert not enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Peru drops plan for a second observation satellite"),
        ("en", "Inspector craft shadowed an ally's satellite for months"),
        ("fr", "Un engin russe espionne un satellite européen"),
        ("ru", "Стороны пересмотрят договор об аренде космодрома"),
        ("ja", "月面探査で覚書に署名"),
        ("it", "Roma cerca un'alternativa a Starlink"),
        ("ar", "لجنة تعد نظام تسجيل الأجسام الفضائية"),
    ],
)
def test_decisions_agreements_and_encounters_are_space_policy(enriched, language: str, title: str) -> None:
    assert enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Satellite tracks hurricane as it nears the coast"),
        ("de", "Satellit verfolgt den Hurrikan"),
        ("zh", "气象卫星跟踪台风接近海岸"),
        ("ja", "気象衛星が台風を追跡"),
        ("en", "Retailer drops plan for new store"),
        ("fr", "Vinci signe un accord sur les salaires"),
    ],
)
def test_a_satellite_that_watches_the_weather_and_other_agreements_are_not(enriched, language: str, title: str) -> None:
    assert not enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title", "is_policy"),
    [
        ("en", "Kenya wants to host an equatorial spaceport", True),
        ("de", "Seoul will bis 2032 auf dem Mond landen", True),
        ("hi", "केन्या भूमध्य रेखा पर प्रक्षेपण केंद्र बनाना चाहता है", True),
        ("fr", "E. Macron annonce un effort de plus pour les satellites", True),
        ("en", "Three firms picked for Arctic military satellites", True),
        ("de", "Schweiz vorerst nicht bei Copernicus: Bundesrat verschiebt Beitritt", True),
        ("pt", "Anacom passa a licenciar lançamentos nos Açores", True),
        ("ru", "США ввели санкции за спутниковые снимки", True),
        ("ru", "Модификация ракеты-носителя прошла испытания", False),
        ("en", "Firm wants to host an equatorial spaceport", False),
        ("en", "Italian astronaut wants to cook on the station", False),
        ("de", "Deutscher Astronaut will im All forschen", False),
        ("en", "Kenya wants to host an athletics meeting", False),
    ],
)
def test_what_states_and_leaders_want_in_space_is_policy(enriched, language: str, title: str, is_policy: bool) -> None:
    assert enriched(title, "", language).relevant is is_policy


def test_a_pair_with_states_is_for_the_headline(tmp_path: Path) -> None:
    text = (BUILT_IN / "concepts.toml").read_text("utf-8")
    head, row, tail = text.partition('id = "plans-and-deals-of-states"')
    (tmp_path / "concepts.toml").write_text(head + row + tail.replace('axis = "tp"', 'axis = "p"', 1), "utf-8")
    with pytest.raises(EnrichmentDataError, match="of_states is for pairs of title and lead"):
        load_data(tmp_path)


@pytest.mark.parametrize(
    ("language", "title", "lead"),
    [
        ("fr", "Le ministre veut réformer le secteur spatial", "Il en a parlé jeudi à Toulouse."),
        ("es", "La ministra quiere reformar la industria espacial", "Lo dijo el jueves en Sevilla."),
        ("pt", "Ministra quer reformar a área espacial", "Falou na quinta-feira em Brasília."),
        ("it", "Il ministro vuole riformare l'attività spaziale", "Ne ha parlato giovedì a Torino."),
    ],
)
def test_the_romance_word_for_space_is_enough_with_an_office(enriched, language: str, title: str, lead: str) -> None:
    assert enriched(title, lead, language).relevant


@pytest.mark.parametrize(
    ("language", "title", "relevant"),
    [
        ("it", "Spazio, accordo tra Italia e Francia", True),
        ("fr", "Espace : accord entre la France et l'Italie", True),
        ("es", "Espacio: acuerdo entre España e Italia", True),
        ("pt", "Espaço: acordo entre Portugal e Itália", True),
        ("it", "Spazio alle famiglie: accordo tra Italia e Francia", False),
        ("it", "Spazio, tornano le mostre in galleria", False),
        ("fr", "Renault Espace : le ministre au volant", False),
    ],
)
def test_a_headline_may_begin_with_its_matter(enriched, language: str, title: str, relevant: bool) -> None:
    assert enriched(title, "", language).relevant is relevant


@pytest.mark.parametrize(
    ("language", "title", "topic"),
    [
        ("ko", "차세대발사체 지재권 줄다리기", "export-industrial"),
        ("de", "Satellitenbauer insolvent: Gläubiger tagen", "export-industrial"),
        ("ko", "위성항법 사업 예타 통과", "budget-legislation"),
        ("fr", "Satellites : Ottawa sort le chéquier", "budget-legislation"),
        ("zh", "“天宫”为“星链”让路", "ssa-stm-debris"),
        ("it", "La stazione spaziale schiva i satelliti: il ministro protesta", "ssa-stm-debris"),
        ("ja", "宇宙港、政府が許可制に", "commercial-regulation"),
        ("de", "Regierung streitet um das 2-GHz-Band für Satelliten", "spectrum-itu"),
        ("es", "Telescopios: el Gobierno aprueba la norma lumínica", "environment-astronomy"),
    ],
)
def test_rights_purses_ways_consent_bands_and_dark_sites_are_topics(enriched, ids, language, title, topic) -> None:
    assert topic in ids(enriched(title, "", language).topics)
