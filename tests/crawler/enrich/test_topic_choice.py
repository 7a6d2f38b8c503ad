"""Which topics are named when words alone deceive."""

import pytest

CUT = "Parliament cuts the space budget by a third"


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        (CUT, "Two satellites are suspended, then a satellite.", False),
        (CUT, "The FCC said that two satellites are suspended, then a satellite.", True),  # a regulator is one
        (CUT, "Two satellites are suspended, then a satellite under new space regulations.", True),  # another term too
        (f"{CUT}; satellites suspended", "", True),  # a headline has no room for one
        ("Two satellites are suspended", "Staff protested in the capital.", True),  # nor is there a better topic
    ],
)
def test_one_term_next_to_a_better_topic_needs_a_second_sign(enriched, ids, title: str, text: str, named: bool) -> None:
    topics = ids(enriched(title, text, focus="space-policy").topics)
    assert ("commercial-regulation" in topics) is named, topics


@pytest.mark.parametrize(
    ("language", "title", "abroad"),
    [
        ("en", "Putin signs decree on Roscosmos", False),
        ("en", "Putin signs decree on work of Roscosmos with India", True),
        ("en", "JAXA and fishermen agree on cooperation for launches", False),
        ("en", "JAXA and ISRO agree on cooperation for launches", True),
        ("en", "JAXA and ESA agree on cooperation for launches", True),  # of many countries
        ("en", "NASA signs the Artemis Accords", True),
        ("fr", "Le Cnes et le commandement de l'espace signent un accord de coopération spatiale", False),
        ("fr", "Le Cnes et le DLR signent un accord de coopération spatiale", True),
        ("ko", "항우연·한화에어로, 누리호 기술 이전 합의", False),
        ("it", "Base di Malindi, accordo spaziale con il Kenya", True),  # a site is no party
    ],
)
def test_cooperation_needs_somebody_abroad(enriched, ids, language: str, title: str, abroad: bool) -> None:
    topics = ids(enriched(title, language=language, focus="space-policy").topics)
    assert ("international" in topics) is abroad, topics


def test_a_programme_is_what_a_text_is_about_though_it_is_no_proof_of_space(enriched, ids) -> None:
    assert "earth-observation" in ids(enriched("Researchers ask ministers to rejoin Copernicus").topics)
    assert not enriched("Museum shows the works of Copernicus").relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "La ministre ouvre les images satellite à haute résolution aux agriculteurs"),
        ("ar", "قرار وزاري ينظم عمل مركز الفضاء"),
        ("hi", "मंत्री ने उपग्रह कार्यक्रम का प्रस्ताव रखा"),
        ("zh", "航天企业股东大会通过决议 国资委推荐董事长"),
        ("ja", "宇宙企業の株主総会で社長交代 政府系ファンドが提案"),
        ("ko", "우주기업 주주총회서 정부 펀드가 사장 교체 제안"),
    ],
)
def test_resolutions_decrees_and_assemblies_of_others_are_no_forum(enriched, ids, language: str, title: str) -> None:
    assert "multilateral" not in ids(enriched(title, language=language, focus="space-policy").topics)


@pytest.mark.parametrize(
    ("language", "who", "topic"),
    [
        ("en", "the FCC", "commercial-regulation"),
        ("de", "die Bundesnetzagentur", "commercial-regulation"),
        ("ja", "総務省とKDDI", "satcom"),
        ("en", "Viasat", "satcom"),
    ],
)
def test_who_is_named_is_a_sign_of_a_topic_that_words_speak_of(enriched, language: str, who: str, topic: str) -> None:
    text = {"en": "Licence for satellite broadband", "de": "Lizenz für Satelliten", "ja": "衛星通信の免許"}[language]

    def weight(title: str) -> float:
        topics = {found.id: found.weight for found in enriched(title, "", language, focus="space-policy").topics}
        return topics.get(topic, 0.0)

    assert weight(f"{text}: {who}") >= weight(text) + 6


def test_a_name_alone_names_no_topic(enriched, ids) -> None:
    assert "export-industrial" not in ids(enriched("Viasat and the parliament of Chile", focus="space-policy").topics)
