"""What is kept of a general outlet, of one about space, and of one about space policy."""

import pytest


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "en",
            "Parliament debates space bill",
            "Launch licences and liability are at the heart of the draft law.",
        ),
        ("fr", "Le Sénat adopte la loi spatiale", "Le ministre salue un cadre légal pour les satellites."),
        (
            "de",
            "Bundestag berät Weltraumgesetz",
            "Betreiber von Spionagesatelliten brauchen eine Genehmigung.",
        ),
        ("es", "El Congreso aprueba la ley espacial", "El ministerio regulará los satélites."),
        ("pt", "Senado aprova lei espacial", "O governo vai regular os lançamentos de satélites."),
        ("it", "Il Senato approva la legge spaziale", "Il ministro: regole per i satelliti."),
        ("ru", "Госдума обсудила закон о космосе", "Правительство предлагает лицензировать спутники."),
        ("zh", "国务院讨论航天法草案", "草案规定卫星发射许可。"),
        ("zh", "立法院審議太空法草案", "條文規定衛星發射許可。"),
        ("ja", "政府、宇宙法案を閣議決定", "衛星の打ち上げ許可を定める。"),
        ("ko", "국회, 우주법 개정안 의결", "정부는 위성 발사허가 기준을 정한다."),
        ("ar", "البرلمان يناقش قانون الفضاء", "تنظم الحكومة ترخيص الأقمار الصناعية."),
        ("hi", "संसद में अंतरिक्ष विधेयक पेश", "सरकार उपग्रहों के लिए लाइसेंस नियम बनाएगी।"),
    ],
)
def test_space_policy_is_recognised_in_each_language(enriched, language: str, title: str, text: str) -> None:
    assert enriched(title, text, language).relevant
    assert enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "en",
            "Office space rents rise",
            "The ministry of labour wants a law on parking space and cyberspace.",
        ),
        (
            "en",
            "Moon Jae-in defends his policy",
            "President Moon told parliament that Moon Jae-in signed a treaty.",
        ),
        (
            "en",
            "Satellite images show new trenches",
            "The defence ministry said the army is ready; parliament will vote.",
        ),
        (
            "de",
            "Gesetz für mehr Wohnraum",
            "Der Minister warnt vor Angriffen im Cyberraum und einem Raketenangriff.",
        ),
        ("ko", "여우주연상 후보 발표", "정부 장관이 시상식에 참석하고 예산을 지원한다."),
        ("zh", "城市轨道交通规划获批", "国务院批准政策，公共空间与办公空间增加。"),
        ("ja", "『宇宙戦艦ヤマト』法案を風刺", "政府と国会を描く新作。"),
        ("ar", "قانون الفضاء السيبراني", "أقر البرلمان تشريعا جديدا ووقع الوزير."),
        ("hi", "साइबर स्पेस विधेयक संसद में", "मंत्रालय ने नीति और राशिफल पर चर्चा की।"),
    ],
)
def test_what_only_looks_like_space_is_left_out(enriched, language: str, title: str, text: str) -> None:
    assert not enriched(title, text, language).relevant


def test_a_source_of_space_policy_keeps_all(enriched) -> None:
    assert enriched("Staff picnic on Friday", "Bring a cake.", focus="space-policy").relevant


def test_a_space_outlet_needs_less_than_a_general_one(enriched) -> None:
    title = "A new satellite for the weather service"
    text = "The satellite will be launched next year. " * 30 + "The government pays; the agreement has a budget."
    assert enriched(title, text, focus="space").relevant
    assert not enriched(title, text, focus="general").relevant


def test_space_in_passing_far_below_does_not_make_a_general_article_relevant(enriched) -> None:
    text = "The minister spoke of schools and the budget law. " * 40 + "She also named space policy and satellites."
    assert not enriched("Ministers meet on schools", text).relevant


def test_relevance_is_between_0_and_1(enriched) -> None:
    assert enriched("Space law, space policy, space treaty, COPUOS", "space law " * 50).relevance == 1.0
    assert enriched("Office space", "office space").relevance == 0.0
    assert enriched("", "").relevance == 0.0


def test_without_a_known_language_english_and_other_scripts_are_read(enriched) -> None:
    assert enriched("Parliament debates space bill", "A law on satellites and launch licences.", "").relevant
    assert enriched("Госдума обсудила закон о космосе", "Правительство и спутники.", "").relevant


def test_topics_and_kind_of_document(enriched) -> None:
    result = enriched("Regulator grants launch licence", "The licence for the spaceport was approved; FAA/AST agreed.")
    assert result.topics[0].id == "commercial-regulation"
    assert result.topics[0].name == "Commercial space and regulation"
    assert len(result.topics) <= 3
    assert result.document_type == "licence-or-decision"
    assert enriched("Cake", "Cake.").topics == ()


@pytest.mark.parametrize(
    ("title", "is_emerging"),
    [
        ("Nigeria approves national space policy", True),
        ("NASRDA presents national space policy", True),
        ("Germany approves national space policy", False),
        ("Nigeria joins sanctions on satellite parts", False),
    ],
)
def test_a_policy_of_an_emerging_space_nation_has_its_topic(enriched, ids, title: str, is_emerging: bool) -> None:
    assert ("emerging-nations" in ids(enriched(title, "The cabinet met on Monday.").topics)) is is_emerging


def test_a_country_named_below_the_headline_does_not_make_it_the_policy_of_an_emerging_nation(enriched, ids) -> None:
    found = enriched("Government approves national space policy", "Envoys of Nigeria were there.")
    assert "emerging-nations" not in ids(found.topics)


def test_policy_only_far_below_does_not_make_a_general_article_relevant(enriched) -> None:
    text = "The satellite and the spacecraft reached orbit. " * 30 + "The minister signed a law, a treaty and a budget."
    assert not enriched("Astronauts on the space station repair a telescope arm", text).relevant
    assert enriched("Ministers sign treaty on the space station", text).relevant


def test_words_that_tell_a_topic_say_nothing_about_relevance(enriched, ids) -> None:
    """However long they are, they hide no term that does: "satellite" counts within "satellite internet"."""
    title = "Regulator weighs satellite internet"
    assert "satcom" in ids(enriched(title, "The ministry wants rules for satellites.").topics)
    plain = enriched("Regulator weighs satellite", "The ministry wants rules for satellites.")
    assert enriched(title, "The ministry wants rules for satellites.").relevance >= plain.relevance > 0
    assert enriched("Insurers raise premiums", "Underwriters speak of broadband and spectrum.").relevance == 0


@pytest.mark.parametrize(
    ("language", "title", "text", "topic"),
    [
        ("en", "Insurers want rules for satellites", "Underwriters ask for clear licences.", "commercial-regulation"),
        ("fr", "Satellites et couche d'ozone", "Leur impact environnemental inquiète.", "environment-astronomy"),
        ("de", "Weltraumgesetz: Streit um Frequenzen", "Betreiber von Satelliten klagen.", "spectrum-itu"),
        ("es", "Satélites: observación e imágenes", "Los satélites darán imágenes abiertas.", "earth-observation"),
        ("ru", "Закон о космосе и санкции", "Спутникам не хватает электроники.", "export-industrial"),
        ("zh", "卫星许可草案", "草案规定频谱和干扰处理。", "spectrum-itu"),
        ("ko", "위성영상 개방", "정부는 고해상도 위성 정보를 푼다.", "earth-observation"),
        ("ar", "قانون الفضاء والترددات", "تنظم الحكومة ترددات الأقمار الصناعية.", "spectrum-itu"),
    ],
)
def test_ordinary_words_tell_topics(enriched, ids, language: str, title: str, text: str, topic: str) -> None:
    assert topic in ids(enriched(title, text, language).topics)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "GPS jamming over the Baltic prompts call for sanctions"),
        ("es", "Interferencias de GPS en el Báltico: piden una respuesta de la UE"),
        ("pt", "Interferência de GPS no Báltico preocupa a União Europeia"),
        ("fr", "Brouillage du GPS en mer Baltique : l'UE veut des sanctions"),
        ("de", "GPS-Störungen über der Ostsee: Regierung fordert Sanktionen"),
        ("it", "Disturbi GPS sul Baltico, il governo chiede sanzioni"),
        ("ru", "Глушение GPS над Балтикой обсудят министры"),
        ("zh", "波罗的海GPS干扰引发制裁呼声"),
        ("ja", "バルト海でGPS妨害、EUが制裁を検討"),
        ("ko", "정부, GPS 교란에 유감 표명"),
        ("ar", "التشويش على GPS فوق البلطيق يثير قلق الحكومة"),
        ("hi", "बाल्टिक में जीपीएस जैमिंग पर सरकार की चेतावनी"),
    ],
)
def test_all_languages_agree_that_jamming_of_navigation_is_space_policy(enriched, language: str, title: str) -> None:
    assert enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "BIS eases controls on space items for close allies"),
        ("en", "Isaacman renominated to lead NASA"),
        ("fr", "Le Cnes change de président"),
        ("fr", "L'Arcep autorise Amazon Kuiper à utiliser des fréquences"),
        ("de", "Die neue Chefin des DLR fordert mehr Unabhängigkeit"),
        ("de", "Konzerne legen Satellitengeschäft zusammen, Kartellamt prüft"),
    ],
)
def test_an_agency_named_with_its_institution_or_market_is_space_policy(enriched, language: str, title: str) -> None:
    assert enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "NASA picture of the day shows a distant nebula"),
        ("es", "La NASA capta una espectacular imagen de Júpiter"),
        ("de", "Nasa-Sonde liefert neue Bilder vom Mars"),
        ("fr", "L'astronaute publie un livre de photos"),
    ],
)
def test_an_agency_alone_is_no_policy(enriched, language: str, title: str) -> None:
    assert not enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title", "relevant"),
    [
        ("en", "Traficom and the satellites of the far north", True),
        ("ja", "ACMAと衛星", True),
        ("ru", "ICASA и спутники", True),
        ("en", "Traficom and the buses of the far north", False),
        ("en", "Inmarsat and the satellites of the far north", False),
    ],
)
def test_a_regulator_or_ministry_in_a_text_about_space_is_a_sign_of_policy(
    enriched, language: str, title: str, relevant: bool
) -> None:
    assert enriched(title, "", language).relevant is relevant


@pytest.mark.parametrize(
    ("language", "title", "relevant"),
    [
        ("en", "Somalia gets a Turkish launch site", True),
        ("de", "Japan liefert den Philippinen Radarbilder vom Satelliten", True),
        ("zh", "阿曼与挪威共用卫星", True),
        ("hi", "जापान और केन्या के उपग्रह", True),
        ("en", "Somalia gets a Turkish hospital", False),
        ("en", "Somalia gets a new launch site", False),
        ("en", "Japanese satellites and Kenyan satellites photograph the storm", False),
    ],
)
def test_two_states_in_a_headline_about_space_are_international_affairs(
    enriched, ids, language: str, title: str, relevant: bool
) -> None:
    found = enriched(title, "", language)
    assert found.relevant is relevant
    assert ("international" in ids(found.topics)) is relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Regulator fines broadcaster over its satellite packages"),
        ("fr", "Le ministre suit la fin de la diffusion par satellite de la chaîne"),
        ("de", "Senderchef klagt: Satelliten-TV wird teurer"),
        ("es", "Huelga en la televisión por satélite"),
        ("pt", "Sindicato reage: TV por assinatura via satélite demite"),
        ("it", "Sciopero alla TV satellitare, il ministro media"),
        ("ru", "Суд оштрафовал спутниковое ТВ"),
        ("zh", "法院判卫星电视台赔偿"),
        ("ja", "衛星放送の労組がスト"),
        ("ko", "위성방송 노조 파업"),
        ("ar", "المحكمة توقف قناة فضائية"),
        ("hi", "फिल्म के सैटेलाइट राइट्स पर विवाद, कोर्ट पहुंचा मामला"),
    ],
)
def test_television_by_satellite_is_not_about_space(enriched, language: str, title: str) -> None:
    assert not enriched(title, "", language).relevant


def test_a_weak_sign_names_a_topic_where_no_strong_one_does(enriched, ids) -> None:
    lead = "Its makers speak of a deflection."
    assert ids(enriched("Spacecraft on the way", lead).topics) == {"planetary-defence": 4.0}
    assert ids(enriched("Space law on the way", lead).topics) == {"law-treaties": 24.0}


def test_a_satellite_of_an_emerging_nation_is_a_matter_of_these_nations(enriched, ids) -> None:
    assert ids(enriched("Bolivia: the satellite after ten years", "").topics) == {"emerging-nations": 5.0}
    assert ids(enriched("France: the satellite after ten years", "").topics) == {}
    assert ids(enriched("Bolivia: the tramway after ten years", "").topics) == {}


@pytest.mark.parametrize(
    ("language", "title", "relevant"),
    [
        ("en", "Senegal opens space agency", True),
        ("de", "Eröffnung einer Raumfahrtagentur in Senegal", True),
        ("en", "Senegal's space agency photographs a storm", False),
    ],
)
def test_a_country_with_a_space_agency_in_its_headline_is_policy(enriched, language, title, relevant) -> None:
    assert enriched(title, "", language).relevant is relevant


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Spy satellite in orbit"),
        ("it", "Satellite spia in orbita"),
        ("ru", "Спутник-шпион на орбите"),
        ("ja", "偵察衛星が軌道に"),
        ("ar", "قمر استطلاع في المدار"),
        ("fr", "Un satellite de reconnaissance en orbite"),
    ],
)
def test_what_spies_from_orbit_is_policy_in_all_languages(enriched, ids, language: str, title: str) -> None:
    found = enriched(title, "", language)
    assert found.relevant
    assert "security-counterspace" in ids(found.topics)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Satelliten: Rahmenabkommen"),
        ("de", "Satelliten: Einfuhrverbot"),
        ("de", "Satelliten: Digitalministerin"),
        ("de", "Satelliten: Datenschutzbehörde"),
        ("de", "Satelliten: Milliardenauftrag"),
        ("ar", "الكويت تعلن استراتيجيتها الفضائية"),
        ("ar", "ميزانيتها للأقمار الصناعية"),
    ],
)
def test_compounds_and_possessives_count_as_their_word(enriched, language: str, title: str) -> None:
    assert enriched(title, "", language).relevant


@pytest.mark.parametrize(
    ("language", "title", "relevant"),
    [
        ("en", "Minister: more money for Galileo", True),
        ("de", "Kommission verteidigt Copernicus", True),
        ("zh", "部长谈阿尔忒弥斯", True),
        ("ko", "장관, 갈릴레오 참여 검토", True),
        ("it", "Il ministro al liceo Galileo Galilei", False),
        ("it", "Il ministro inaugura il premio Galileo", False),
        ("en", "Artemis, goddess of the hunt, back in the museum", False),
    ],
)
def test_a_programme_with_a_name_of_others_counts_next_to_an_office(enriched, language, title, relevant) -> None:
    assert enriched(title, "", language).relevant is relevant


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("ko", "우주항공 ETF 급등", "상장 기대에 개인 투자자가 몰렸다. 금융위가 변동성을 경고했다."),
        ("ja", "「はやぶさ」また分離、国交省がJR東に原因究明を指示", "走行中に連結が外れた。新幹線で二度目。"),
    ],
)
def test_funds_and_trains_with_names_of_space_are_no_policy(enriched, language, title, text) -> None:
    assert not enriched(title, text, language).relevant


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Paranal breathes: firm drops hydrogen megaproject", "Senators want exclusion zones by law."),
        ("es", "Paranal respira: AES baja el INNA", "Senadores piden zonas de exclusión por ley."),
        ("zh", "帕拉纳尔附近绿氢项目被撤回", "议员要求立法保护"),
        ("ja", "パラナル近くの水素計画が撤回", "議員は法律での保護を求める"),
    ],
)
def test_what_is_built_next_to_a_great_telescope_is_policy(enriched, ids, language, title, text) -> None:
    found = enriched(title, text, language, focus="general")
    assert found.relevant
    assert "environment-astronomy" in ids(found.topics)


def test_hindi_writes_space_as_english_does(enriched) -> None:
    assert enriched("स्पेस एक्टिविटीज बिल कब आएगा? संसद में सवाल", "", "hi", focus="general").relevant
    assert not enriched("ऑफिस स्पेस पॉलिसी पर संसद में सवाल", "", "hi", focus="general").relevant
