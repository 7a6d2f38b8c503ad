"""Enrichment finds what became of an instrument next to its citations, and only what has happened."""

import pytest

from crawler.enrich.data_files import read_tables
from crawler.enrich.tables import LANGUAGES


def steps(enrichment, id_: str) -> set[str]:
    return {step for mention in enrichment.instruments if mention.id == id_ for step, _ in mention.steps}


@pytest.mark.parametrize(
    ("text", "id_", "expected"),
    [
        ("Senators introduced the ORBITS Act on Tuesday.", "orbits-act", {"introduced"}),
        ("The bill, H.R. 1234, passed the House in Congress by voice vote.", "us-hr-1234", {"passed"}),
        ("The president vetoed H.R. 1234, a House bill.", "us-hr-1234", {"vetoed"}),
        ("H.R. 1234 was signed into law after the House vote on the bill.", "us-hr-1234", {"in-force"}),
        ("Sweden signed the Artemis Accords in Stockholm.", "artemis-accords", {"signed"}),
        ("Peru joins Artemis Accords", "artemis-accords", {"joined"}),
        ("Bulgaria acceded to the Moon Agreement.", "moon-agreement", {"joined"}),
        ("The Moon Agreement entered into force in 1984.", "moon-agreement", {"in-force"}),
        ("Saudi Arabia withdrew from the Moon Agreement.", "moon-agreement", {"ended"}),
        ("The Outer Space Treaty has been ratified by 115 states.", "outer-space-treaty", {"ratified"}),
        ("India and France held the Strategic Space Dialogue in Paris.", "in-fr-strategic-space-dialogue", {"held"}),
        ("The Assembly adopted resolution A/RES/76/231 by consensus.", "un-a/res/76/231", {"adopted"}),
        # What has not happened.
        ("India will sign the Artemis Accords.", "artemis-accords", set()),
        ("Brazil has not ratified the Moon Agreement.", "moon-agreement", set()),
        ("India agreed to sign the Artemis Accords.", "artemis-accords", set()),
        ("If the Senate passed the ORBITS Act, debris would be removed.", "orbits-act", set()),
        ("The ORBITS Act is expected to be introduced in May.", "orbits-act", set()),
        ("Experts urged that the ORBITS Act be passed.", "orbits-act", set()),
        # Words of another sentence, of another instrument, and of another kind of instrument.
        ("The minister signed the lease. The Artemis Accords were discussed.", "artemis-accords", set()),
        ("Oman signed the Artemis Accords and discussed the Moon Agreement.", "moon-agreement", set()),
        ("The treaty introduced a principle: the Outer Space Treaty.", "outer-space-treaty", set()),
    ],
)
def test_steps_in_english(enriched, text: str, id_: str, expected: set[str]) -> None:
    found = enriched("", text, focus="space-policy")
    assert id_ in {mention.id for mention in found.instruments}
    assert steps(found, id_) == expected


@pytest.mark.parametrize(
    ("language", "done", "planned", "step"),
    [
        ("fr", "Le Sénégal a signé les accords Artemis.", "Le Sénégal devrait signer les accords Artemis.", "signed"),
        ("de", "Deutschland hat die Artemis-Abkommen unterzeichnet.",
         "Die Artemis-Abkommen sollen unterzeichnet werden.", "signed"),
        ("es", "Chile firmó los Acuerdos Artemis.", "Chile no firmó los Acuerdos Artemis.", "signed"),
        ("pt", "O Brasil assinou os Acordos Artemis.", "O Brasil não assinou os Acordos Artemis.", "signed"),
        ("it", "L'Italia ha firmato gli Accordi Artemis.", "L'Italia non ha firmato gli Accordi Artemis.", "signed"),
        ("ru", "Индия подписала соглашения Артемиды.", "Индия не подписала соглашения Артемиды.", "signed"),
        ("zh", "印度签署阿尔忒弥斯协定。", "印度尚未签署阿尔忒弥斯协定。", "signed"),
        ("ja", "インドはアルテミス合意に署名した。", "インドはアルテミス合意に署名する予定だ。", "signed"),
        ("ko", "인도가 아르테미스 협정에 서명했다.", "인도가 아르테미스 협정에 서명할 예정이다.", "signed"),
        ("ar", "وقعت السعودية اتفاقيات أرتميس.", "لم توقع السعودية اتفاقيات أرتميس.", "signed"),
        ("hi", "भारत ने आर्टेमिस समझौते पर हस्ताक्षर किए।", "भारत आर्टेमिस समझौते पर हस्ताक्षर नहीं करेगा।", "signed"),
    ],
)  # fmt: skip
def test_steps_in_other_languages(enriched, language: str, done: str, planned: str, step: str) -> None:
    assert steps(enriched("", done, language, focus="space-policy"), "artemis-accords") == {step}
    assert steps(enriched("", planned, language, focus="space-policy"), "artemis-accords") == set()


def test_the_words_are_those_of_the_text(enriched) -> None:
    found = enriched("Oman Signs Artemis Accords", "Text.", focus="space-policy")
    (mention,) = [one for one in found.instruments if one.id == "artemis-accords"]
    assert mention.steps == (("signed", "Signs"),)


def test_every_step_has_words_in_all_languages() -> None:
    for step in read_tables(None).steps.step:
        assert set(step.words) == set(LANGUAGES), step.id
