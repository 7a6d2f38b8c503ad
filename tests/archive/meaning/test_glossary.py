"""Hindi is read by an encoder that does not know it as the English words of a glossary."""

import pytest

from archive.meaning.glossary import in_english, is_hindi
from crawler.enrich.data_files import read_tables
from crawler.enrich.terms import expand

TABLES = read_tables(None)


@pytest.mark.parametrize(
    ("hindi", "english"),
    [
        ("अंतरिक्ष एजेंसी का बजट", "space agency of budget"),  # the longest phrase counts
        ("उपग्रहों", "satellite"),  # any ending of a stem
        ("मिसाइलें और हथियारों", "missile and weapons"),
        ("चाँद", "moon"),  # one sign of nasals for another
        ("SpaceX को लाइसेंस", "spacex to licence"),
        ("खरगोश चंद्रमा", "moon"),  # what is unknown is left out
        ("", ""),
    ],
)
def test_words_come_out_in_english_in_their_order(hindi: str, english: str) -> None:
    assert in_english(hindi) == english


@pytest.mark.parametrize(
    ("text", "hindi"), [("इसरो और NASA", True), ("NASA on ISRO's चंद्रयान", False), ("卫星", False), ("12 %", False)]
)
def test_a_text_is_hindi_if_most_of_its_letters_are(text: str, hindi: bool) -> None:
    assert is_hindi(text) is hindi


def test_all_notions_of_policy_of_enrichment_are_known() -> None:
    endings = TABLES.lexicons["hi"].endings
    terms = (term for concept in TABLES.concepts.concept if not concept.near for term in concept.terms["hi"])
    unknown = {spelling for term in terms for spelling in expand(term, endings) if is_hindi(spelling)}
    assert {spelling for spelling in unknown if not in_english(spelling.strip("*"))} == set()


def test_all_actors_and_countries_with_a_hindi_name_are_known() -> None:
    names = [name for actor in TABLES.actors.actor for name in actor.aliases.get("hi", ()) if is_hindi(name)]
    names += [name for country in TABLES.countries.country for name in country.names.get("hi", ())]
    assert [name for name in names if is_hindi(name) and not in_english(name.strip("*"))] == []
