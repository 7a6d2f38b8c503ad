"""The language is that of the text, weighed against what the page declares."""

import pytest

from crawler.extract.metadata.language import code_of, read_language

SENTENCES = {
    "en": "The committee agreed on rules for the lower orbits and will meet again in the autumn.",
    "de": "Der Ausschuss einigte sich auf Regeln für die unteren Umlaufbahnen und tagt wieder im Herbst.",
    "fr": "Le comité s'est accordé sur des règles pour les orbites basses et se réunira en automne.",
    "es": "El comité acordó normas para las órbitas bajas y volverá a reunirse en otoño.",
    "pt": "O comité chegou a acordo sobre regras para as órbitas baixas e volta a reunir-se no outono.",
    "it": "Il comitato ha concordato le regole per le orbite basse e si riunirà di nuovo in autunno.",
    "ru": "Комитет согласовал правила для низких орбит и снова соберётся осенью.",
    "ja": "委員会は低軌道の規則に合意し、秋に再び会合を開く。",
    "zh": "委员会就低轨道规则达成一致，并将于秋季再次开会。",
    "ko": "위원회는 저궤도 규칙에 합의했으며 가을에 다시 회의를 연다.",
    "ar": "اتفقت اللجنة على قواعد للمدارات المنخفضة وستجتمع مرة أخرى في الخريف.",
    "hi": "समिति ने निचली कक्षाओं के नियमों पर सहमति जताई और शरद ऋतु में फिर बैठक करेगी।",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_one_sentence_is_enough(code: str) -> None:
    assert read_language(SENTENCES[code], "", "", ()).code == code


@pytest.mark.parametrize("code", ["hi", "ru", "ja", "ar"])
def test_the_script_overrides_a_theme_that_declares_english(code: str) -> None:
    assert read_language(SENTENCES[code], "en-US", "", ()).code == code


def test_a_long_text_outweighs_the_declared_language_and_a_short_one_does_not() -> None:
    assert read_language(SENTENCES["de"] * 6, "en-US", "", ()).code == "de"
    assert read_language("Ariane 6: Start", "fr", "", ()).code == "fr"


def test_a_language_that_the_model_does_not_know_is_believed() -> None:
    isizulu = "Ikomidi livumelene ngemithetho yemizila ephansi futhi lizohlangana futhi ekwindla. " * 4
    assert read_language(isizulu, "zu", "", ()).code == "zu"


def test_likely_neighbours_of_a_language_contradict_a_foreign_theme_together() -> None:
    norwegian = "Komiteen ble enig om regler for de lave banene og møtes igjen til høsten. " * 4
    assert read_language(norwegian, "en-US", "", ()).code == "no"


def test_a_lone_surrogate_ends_no_judgement() -> None:
    assert read_language("\ud83d" + SENTENCES["de"] * 6, "en", "", ()).code == "de"


def test_the_method_names_the_origin_of_the_language() -> None:
    assert read_language(SENTENCES["de"], "de-AT", "", ()).method == "page"
    assert read_language(SENTENCES["de"], "", "de", ()).method == "lead"
    assert read_language(SENTENCES["de"], "", "", ("de",)).method == "source"
    assert read_language("", "", "", ()).code == ""


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("pt-BR", "pt"),
        ("en_US", "en"),
        ("nb", "no"),
        ("zh-Hant-TW", "zh"),
        ("deu", "de"),
        ("x", ""),
        ("english please", ""),
    ],
)
def test_language_tags_become_two_letter_codes(tag: str, code: str) -> None:
    assert code_of(tag) == code
