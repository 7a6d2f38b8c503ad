"""Actors, countries and their traps."""

import pytest


def test_actors_are_counted_under_one_id_whatever_the_language(enriched, ids) -> None:
    assert ids(enriched("NASA and JAXA", "The National Aeronautics and Space Administration").actors) == {
        "nasa": 2,
        "jaxa": 1,
    }
    assert ids(enriched("НАСА и Роскосмосом", "", "ru").actors) == {"nasa": 1, "roscosmos": 1}
    assert ids(enriched("وقعت لناسا", "", "ar").actors) == {"nasa": 1}
    assert ids(enriched("इसरो और नासा", "", "hi").actors) == {"isro": 1, "nasa": 1}
    assert ids(enriched("宇宙航空研究開発機構は", "", "ja").actors) == {"jaxa": 1}
    assert ids(enriched("우주항공청이", "", "ko").actors) == {"kasa": 1}
    assert ids(enriched("с Европейским космическим агентством", "", "ru").actors) == {"esa": 1}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("SES raised its dividend in Luxembourg.", False),
        ("SES ordered a satellite from Thales Alenia Space.", True),
        ("A vast satellite network.", False),
        ("Vast will build a space station.", True),
        ("He holds an ESA letter for his dog.", False),
    ],
)
def test_ambiguous_names_need_space_nearby(enriched, ids, text: str, there: bool) -> None:
    assert bool({"ses", "vast", "esa"} & ids(enriched("News", text).actors).keys()) is there


def test_a_far_sign_of_space_is_no_context(enriched, ids) -> None:
    text = "SES raised its dividend. " + "Nothing else happened. " * 40 + "A satellite was launched."
    assert "ses" not in ids(enriched("News", text).actors)


def test_countries_come_from_names_and_from_actors(enriched, ids) -> None:
    assert ids(enriched("France and India", "ISRO met French officials.").countries) == {"FR": 2, "IN": 2}
    assert ids(enriched("中美太空对话", "", "zh").countries) == {"CN": 1, "US": 1}
    assert ids(enriched("Россия и Китаем", "", "ru").countries) == {"RU": 1, "CN": 1}
    assert ids(enriched("भारतीय और रूस", "", "hi").countries) == {"IN": 1, "RU": 1}
    assert ids(enriched("인도와 일본은", "", "ko").countries) == {"IN": 1, "JP": 1}
    assert ids(enriched("والهند وفرنسا", "", "ar").countries) == {"IN": 1, "FR": 1}
    assert ids(enriched("Zambia and Liechtenstein", "").countries) == {"ZM": 1, "LI": 1}
    assert ids(enriched("В Мозамбике и Молдове самое лучшее", "", "ru").countries) == {"MZ": 1, "MD": 1}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Cyclone over the Indian Ocean; they polish the turkey; Georgia Tech; Michael Jordan; to us",
        ),
        ("fr", "l'océan Indien et la Guyane française"),
        ("es", "la Guayana Francesa y el océano Índico"),
        ("ko", "인도적 지원, 인도양"),
        ("ja", "インド洋とインドア"),
        ("zh", "印度洋 马里兰"),
        ("hi", "चीनी मिल"),
        ("hi", "माली ने बाग लगाया"),
        ("ko", "아이티 기업이 옷을 말리는 기계를"),
        ("ru", "того же чада"),
        ("fr", "Dominique a lancé une grenade"),
    ],
)
def test_words_that_only_look_like_countries(enriched, language: str, text: str) -> None:
    assert enriched("", text, language).countries == ()


def test_an_ambiguous_name_needs_another_sign_or_a_source_from_there(enriched, ids) -> None:
    assert ids(enriched("Georgia votes", "Atlanta").countries) == {}
    assert ids(enriched("Georgia votes", "Tbilisi").countries) == {"GE": 2}
    assert ids(enriched("Georgia votes", "", country="GE").countries) == {"GE": 1}


def test_a_country_inside_the_name_of_an_actor_counts_once(enriched, ids) -> None:
    assert ids(enriched("Indian Space Research Organisation", "").countries) == {"IN": 1}
    assert ids(enriched("International Astronautical Congress in Milan", "").countries) == {}


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("en", "Nasa delays the launch of a satellite", "nasa"),
        ("en", "Esa chief warns Europe must spend more on launchers", "esa"),
        ("en", "Iawn watches an asteroid", "iawn"),
        ("fr", "Le Cnes change de président", "cnes"),
        ("de", "Die Jaxa startet einen Satelliten", "jaxa"),
        ("it", "La Nasa e l'Esa firmano un accordo sui satelliti", "esa"),
    ],
)
def test_acronyms_count_as_the_press_writes_them(enriched, ids, language: str, title: str, actor: str) -> None:
    assert actor in ids(enriched(title, "", language).actors)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "Esa decisión sobre los satélites corresponde al ministerio"),
        ("en", "Esa Pekka wins the ski race"),
        ("en", "Gao Feng speaks to the press"),
    ],
)
def test_words_that_look_like_acronyms_are_no_actors(enriched, ids, language: str, title: str) -> None:
    assert not {"esa", "gao"} & ids(enriched(title, "", language).actors).keys()


def test_export_control_offices_are_known_by_both_names(enriched, ids) -> None:
    assert "ddtc" in ids(enriched("DDTC revises ITAR categories").actors)
    assert "bis" in ids(enriched("BIS eases controls on satellites").actors)
    assert "bis" not in ids(enriched("BIS warns central banks of inflation").actors)


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("en", "Esa chief asks ministers for more", "esa"),
        ("de", "Der Bund gibt der Esa mehr Geld", "esa"),
        ("it", "Il contributo dell'Esa sale", "esa"),
        ("pt", "O contributo da Esa aumenta", "esa"),
        ("es", "La Esa elige director", "esa"),
        ("it", "Satelliti: l'Asi rinnova i vertici", "asi"),
        ("de", "Ein Vertrag der Europäischen Weltraumorganisation", "esa"),
        ("de", "Vorstand des Deutschen Zentrums für Luft- und Raumfahrt", "dlr"),
        ("de", "Die russische Weltraumbehörde kündigt an", "roscosmos"),
        ("pl", "Prezes Polskiej Agencji Kosmicznej", "polsa"),
        ("tr", "Avrupa Uzay Ajansı'nın bütçesi", "esa"),
        ("fr", "L'agence spatiale russe sanctionnée", "roscosmos"),
        ("ru", "Договор с Итальянским космическим агентством", "asi"),
        ("zh", "外交部发言人就此答记者问", "mfa-china"),
        ("ko", "백악관, 나사 예산 축소", "nasa"),
        ("ko", "나사, 위성 발사 연기", "nasa"),
        ("ar", "تشويش على إشارات جي بي إس", "gps"),
        ("ar", "مدير روسكوزموس يستقيل", "roscosmos"),
        ("ar", "قيادة الفضاء البريطانية تحذر", "uk-space-command"),
        ("ru", "Заседание Первого комитета Генассамблеи", "unga-c1"),
        ("de", "Rede im Ersten Ausschuss der UN-Generalversammlung", "unga-c1"),
        ("it", "Un equipaggio sulla stazione spaziale cinese", "tiangong"),
        ("ko", "미 국무부, 위성 수출 승인", "state-dept"),
        ("hi", "अंतर्राष्ट्रीय अंतरिक्ष स्टेशन पर भारतीय यात्री, नासा", "iss"),
        ("es", "Nace la Agencia Latinoamericana del Espacio", "alce"),
        ("zh", "發言人林劍談外空武器", "mfa-china"),
        ("pt", "Anacom licencia porto espacial", "anacom"),
        ("fr", "L'Oaci s'inquiète du brouillage du GPS", "icao"),
        ("it", "Il regolamento dell'Enac sugli spazioporti", "enac"),
        ("es", "El Mando del Espacio vigila la basura espacial", "mespa"),
        ("ru", "ГКРЧ выделила частоты спутникам ГПКС", "rscc"),
        ("ja", "総務省、衛星とスマホの直接通信を制度化", "mic-japan"),
        ("ar", "نايل سات تطلق قمرا جديدا", "nilesat"),
        ("fr", "La Commission américaine des communications punit un opérateur de satellites", "fcc"),
        ("hi", "ईएसए के सदस्य देशों ने 22 अरब यूरो देने का वादा किया", "esa"),
        ("zh", "直觉机器公司获得月球着陆合同", "intuitive-machines"),
        ("ko", "유나이티드 론치 얼라이언스, 국방부 발사 계약", "ula"),
        ("es", "La Agencia Europea de Seguridad Aérea alerta del bloqueo de GPS", "easa"),
        ("en", "Deputies demand to inspect Chinese space station in Patagonia", "neuquen-station"),
        ("ru", "Совбез говорил о «Золотом куполе» в космосе", "golden-dome"),
        ("ru", "Доклад Первого комитета Генассамблеи ООН о космосе", "unga-c1"),
        ("ru", "Ракеты полетят с Эсрейнджа", "esrange"),
        ("zh", "文昌发射工位扩建", "wenchang"),
        ("ja", "独国防省、衛星通信網を計画", "bmvg"),
        ("ko", "연방네트워크청, 위성 주파수 배정", "bnetza"),
        ("ar", "أناتيل تغرم مشغل أقمار صناعية", "anatel"),
        ("hi", "सुपारको ने उपग्रह समझौते पर दस्तखत किए", "suparco"),
    ],
)
def test_names_are_known_as_the_press_of_each_country_writes_them(enriched, ids, language, title, actor) -> None:
    assert actor in ids(enriched(title, "", language).actors)


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("en", "Esa Pekka wins the ski race", "esa"),
        ("es", "Esa decisión corresponde al ministerio", "esa"),
        ("it", "Asili nido, l'Asi di Caserta assume", "asi"),
        ("ko", "나사 제조업체 공장 화재", "nasa"),
        ("zh", "俄罗斯外交部发言人表示", "mfa-china"),
        ("it", "Suzanne Vega in concerto", "vega"),
        ("en", "SIGINT, COMINT and satellites", "comint"),
        ("fr", "Les élèves de l'ENAC visitent le musée", "enac"),
        ("it", "Il piccolo museo nato nello spazio di una stazione", "nato"),
    ],
)
def test_the_same_words_of_other_meaning_are_no_actors(enriched, ids, language, title, actor) -> None:
    assert actor not in ids(enriched(title, "", language).actors)


@pytest.mark.parametrize(
    ("language", "text", "actor"),
    [
        ("en", "Kenya's space agency hires engineers", "ksa-kenya"),
        ("en", "The space agency of Rwanda orders a satellite", "rsa-rwanda"),
        ("fr", "L'agence spatiale rwandaise est créée", "rsa-rwanda"),
        ("de", "Die kenianische Raumfahrtagentur zieht um", "ksa-kenya"),
        ("es", "La agencia espacial del Paraguay firma", "aep-paraguay"),
        ("pt", "A agência espacial nigeriana assina", "nasrda"),
        ("it", "L'agenzia spaziale keniota firma", "ksa-kenya"),
        ("ru", "Космическое агентство Кении подписало меморандум", "ksa-kenya"),
        ("zh", "卢旺达国家航天局签署协议", "rsa-rwanda"),
        ("ja", "ケニアの宇宙機関が署名", "ksa-kenya"),
        ("ko", "케냐 우주청과 협약", "ksa-kenya"),
        ("ar", "وكالة الفضاء الكينية توقع", "ksa-kenya"),
        ("hi", "केन्या की अंतरिक्ष एजेंसी ने समझौता किया", "ksa-kenya"),
    ],
)
def test_a_country_makes_a_space_agency_that_of_the_country(enriched, ids, language, text, actor) -> None:
    assert ids(enriched(text, "", language).actors) == {actor: 1}


@pytest.mark.parametrize(
    "text",
    ["The space agency and Kenya disagree", "Talks in Kenya. Space agency silent", "A space agency for Antarctica"],
)
def test_a_country_near_a_space_agency_is_not_yet_its_own(enriched, text: str) -> None:
    assert enriched(text).actors == ()


@pytest.mark.parametrize(
    ("language", "text", "there"),
    [
        ("en", "Airbus will build the satellite", {"airbus-ds"}),
        ("en", "Airbus delivers 60 aircraft", set()),
        ("en", "FCC extends the deadline of Kuiper satellites", {"fcc", "amazon-leo"}),
        ("en", "Probe photographs a Kuiper Belt object from space", set()),
        ("de", "Ein Ast streifte die Antenne zum Satelliten", set()),
        ("ja", "衛星を造るエアバス", {"airbus-ds"}),
        ("ar", "إيرباص تبني القمر الصناعي", {"airbus-ds"}),
    ],
)
def test_a_firm_of_other_trades_goes_by_its_short_name_near_space(enriched, ids, language, text, there) -> None:
    assert ids(enriched(text, "", language).actors).keys() == there


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Europe fights for its part of Lunar Gateway as White House budget cancels it", "civil-exploration"),
        ("Cabinet approves lease of Alcantara Launch Center", "launch"),
        ("Parliament debates Telesat satellite contract", "satcom"),
    ],
)
def test_an_actor_names_the_topic_that_it_works_in(enriched, ids, title: str, topic: str) -> None:
    assert topic in ids(enriched(title).topics)


def test_a_national_space_council_is_american_only_if_it_says_so(enriched, ids) -> None:
    assert "us-nsc-space" not in ids(enriched("Colombia crea el Consejo Nacional del Espacio", "", "es").actors)
    assert "us-nsc-space" in ids(enriched("El Consejo Nacional del Espacio de EE.UU. se reúne", "", "es").actors)


@pytest.mark.parametrize(
    ("language", "title", "text", "actor"),
    [
        ("en", "China condemns US missile shield in orbit", "The foreign ministry spoke of an arms race.", "mfa-china"),
        ("en", "US condemns Chinese satellite", "The foreign ministry in Beijing replied.", ""),
        ("hi", "नेपाल में गिरा उपग्रह का मलबा", "विदेश मंत्रालय ने जवाब मांगा।", ""),
        ("hi", "उपग्रह पर बयान", "विदेश मंत्रालय ने जवाब मांगा।", "mea-india"),
        ("ko", "미국, 위성 부품 수출 완화", "상무부가 발표했다.", "us-commerce"),
        ("zh", "日本拟修改卫星法", "内阁府将提交草案。", "cao-japan"),
        ("de", "Minister warnt vor russischen Satelliten", "Das Verteidigungsministerium plant.", "bmvg"),
        ("it", "Galileo, i conti non tornano", "La Commissione chiede fondi per i satelliti.", "eu-commission"),
        ("it", "Satelliti, audizione alla Camera", "La Commissione Difesa ascolta Galileo.", ""),
        ("fr", "L'UE veut une constellation de satellites", "La Commission présente sa loi.", "eu-commission"),
        ("ru", "США против резолюции о космосе", "Представитель МИД России ответила.", ""),
        ("en", "Nato opens satellite centre in Germany", "The defence ministry agreed.", ""),
        ("zh", "菲律宾抗议火箭残骸落海", "太空署提醒渔民。", "philsa"),
        ("zh", "美国与日本举行卫星演习", "防卫省发表声明。", "mod-japan"),
        ("es", "Bolivia busca un satélite nuevo", "La agencia espacial no tiene fondos.", "abe-bolivia"),
        ("es", "Bolivia y la NASA hablan de satélites", "La agencia espacial no tiene fondos.", ""),
    ],
)
def test_an_office_is_that_of_the_country_of_which_the_text_speaks(enriched, ids, language, title, text, actor) -> None:
    offices = {"mfa-china", "mofa-japan", "mea-india", "state-dept", "us-commerce", "cao-japan", "bmvg", "mod-russia"}
    offices |= {"mod-japan", "philsa", "abe-bolivia"}
    found = ids(enriched(title, text, language).actors).keys() & {*offices, "eu-commission", "pentagon"}
    assert found == ({actor} if actor else set())


@pytest.mark.parametrize(
    ("language", "title", "text", "actor"),
    [
        ("en", "Kenya's parliament debates satellite spending", "", "ke-parliament"),
        ("ar", "مجلس الوزراء السعودي يوافق على وكالة الفضاء", "", "sa-government"),
        ("ar", "لبنان يشكو التشويش على الأقمار الصناعية", "الخارجية توعز بتقديم شكوى.", "lb-foreign-ministry"),
        ("ru", "Нацпроект «Космос» подорожал", "Минфин против спутников.", "ru-finance-ministry"),
        ("ru", "Парламент Молдавии обсудил спутник", "", "md-parliament"),
        ("ru", "Парламент обсудил спутник", "", ""),
        ("it", "Spazio, ok della Camera al satellite", "", "it-parliament"),
        ("it", "Satelliti, i deputati chiedono chiarimenti all'ASI", "", "it-parliament"),
        ("es", "Chile: diputados piden explicaciones sobre el satélite", "", "cl-parliament"),
        ("hi", "नाविक उपग्रहों पर संसदीय समिति ने इसरो से मांगा जवाब", "", "in-parliament"),
        ("en", "Kenya: lawmakers question the space agency", "", "ke-parliament"),
        ("en", "Saeima ratifies agreement on satellites", "", "lv-parliament"),
        ("ru", "Мажилис одобрил соглашение по спутникам", "", "kz-parliament"),
        ("de", "Kabinett beschließt Satellitengesetz", "", "de-government"),
        ("de", "EU-Parlament stimmt über Satelliten ab", "", ""),
        ("fr", "Bruxelles : le Parlement veut amender le Space Act", "La Commission et ses satellites", ""),
        ("es", "El Congreso Internacional de Astronáutica habla de satélites en Chile", "", ""),
        ("es", "Chile: el Congreso aprueba el satélite", "", "cl-parliament"),
        ("zh", "立院三讀太空法案", "", "tw-parliament"),
        ("zh", "立院三讀太空法案，主管機關為科技部", "", "tw-science-ministry"),
        ("zh", "科技部：太空計畫納入國家發射場", "行政機關規劃衛星。", "tw-science-ministry"),
        ("zh", "科技部：航天计划纳入国家发射场", "", "cn-science-ministry"),
        ("ja", "宇宙資源法案、参院で可決", "", "jp-parliament"),
        ("ko", "우주청 예산 국회 통과", "", "kr-parliament"),
        ("hi", "अंतरिक्ष नीति को केंद्रीय मंत्रिमंडल की मंजूरी", "", "in-government"),
        ("pt", "Câmara dos Deputados aprova satélite do Brasil", "", "br-parliament"),
        ("en", "International Astronautical Congress speaks of satellites", "", ""),
        ("en", "Congress approves satellite bill", "", "us-congress"),
        ("hi", "उपग्रह करार: अमेरिकी सुप्रीम कोर्ट का फैसला", "", "us-supreme-court"),
        ("hi", "उपग्रह करार पर सुप्रीम कोर्ट का फैसला", "", "in-supreme-court"),
        ("de", "Vaduz: Landtag beschließt Weltraumgesetz", "", "li-parliament"),
        ("de", "Bundesheer bekommt Satelliten", "Das Verteidigungsministerium zahlt.", "at-defence-ministry"),
        (
            "de",
            "Satelliten: Sicherheitspolitische Kommission gegen Verkauf",
            "Der Bundesrat will ihn.",
            "ch-government",
        ),
        ("es", "Chile: nuevo satélite", "El Ministerio del Medio Ambiente lo aprueba.", "cl-environment-ministry"),
        ("ar", "الجزائر: وزارة البريد تدافع عن القمر الصناعي", "", "dz-communications-ministry"),
        ("ja", "衛星の打ち上げ、国土交通省が許可", "", "jp-transport-ministry"),
    ],
)
def test_each_country_has_a_parliament_and_ministries(enriched, ids, language, title, text, actor) -> None:
    kinds = ("parliament", "government", "ministry", "court")
    found = {mention.id for mention in enriched(title, text, language).actors if mention.kind in kinds}
    assert (actor in found) if actor else not (found - {"eu-commission"})


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("fr", "Ariane 6 : la Cour des comptes doute du lanceur", "fr-court-of-auditors"),
        ("ru", "Счётная палата проверила «Роскосмос»", "ru-court-of-auditors"),
        ("it", "Satelliti, l'Aeronautica Militare chiede un radar", "it-air-force"),
        ("de", "Vaduz: Amt für Kommunikation meldet Satelliten an", "li-telecom-regulator"),
        ("zh", "“天宫”为“星链”让路 中方向联合国递交照会", "united-nations"),
        ("ja", "アラブ首長国連邦が衛星を打ち上げ", ""),
        ("hi", "ब्रिक्स देश साझा करेंगे उपग्रहों का डेटा", "brics"),
    ],
)
def test_auditors_forces_regulators_and_groups_of_states_are_known(enriched, ids, language, title, actor) -> None:
    kinds = ("body", "military", "regulator")
    found = {mention.id for mention in enriched(title, "", language).actors if mention.kind in kinds}
    assert found == ({actor} if actor else set())


def test_a_made_actor_is_named_by_its_country(enriched) -> None:
    (mention,) = enriched("Kenya's parliament debates a satellite").actors
    assert (mention.name, mention.kind) == ("Parliament of Kenya", "parliament")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Security Council met on weapons in space."),
        ("fr", "Le Conseil de sécurité a parlé de l'espace."),
        ("de", "Der Sicherheitsrat sprach über Satelliten."),
        ("es", "El Consejo de Seguridad habló de satélites."),
        ("pt", "O Conselho de Segurança falou de satélites."),
        ("it", "Il Consiglio di sicurezza ha parlato di satelliti."),
        ("ru", "Совбез ООН обсудил спутники."),
        ("zh", "安理会讨论外空武器"),
        ("ja", "安保理、宇宙兵器を議論"),
        ("ko", "안보리, 우주 무기 논의"),
        ("ar", "مجلس الأمن يبحث أسلحة الفضاء"),
        ("hi", "सुरक्षा परिषद में अंतरिक्ष हथियारों पर चर्चा"),
    ],
)
def test_the_security_council_is_known_in_twelve_languages(enriched, ids, language, text) -> None:
    assert "un-security-council" in ids(enriched(text, "", language).actors)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The National Security Council weighs space threats."),
        ("de", "Der Nationale Sicherheitsrat sprach über Satelliten."),
        ("es", "El Consejo de Seguridad Nuclear mide con satélites."),
        ("ru", "Совет безопасности РФ обсудил спутники."),
        ("ar", "مجلس الأمن القومي يبحث القمر الصناعي"),
        ("hi", "राष्ट्रीय सुरक्षा परिषद में उपग्रह पर चर्चा"),
    ],
)
def test_a_national_security_council_is_not_that_of_the_united_nations(enriched, ids, language, text) -> None:
    assert "un-security-council" not in ids(enriched(text, "", language).actors)


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("de", "Satelliten: Der Verteidigungsminister Deutschlands Investitionen", "bmvg"),
        ("de", "Rekord in Bremen: Esa bekommt 22 Milliarden", "esa"),
        ("it", "Italia, la Difesa vuole satelliti", "it-defence-ministry"),
        ("es", "España: Defensa encarga otro satélite", "es-defence-ministry"),
        ("ja", "防衛相、衛星の監視を指示", "mod-japan"),
        ("ar", "وزير الخارجية المصري يوقع اتفاق الأقمار الصناعية", "eg-foreign-ministry"),
        ("ru", "Генштаб России о спутниках", "ru-general-staff"),
        ("en", "Australia's Bureau of Meteorology asks for satellites", "au-weather-service"),
        ("zh", "中国证券交易所 卫星企业", "cn-stock-exchange"),
    ],
)
def test_ministers_and_staffs_are_known_without_a_list_of_countries(enriched, ids, language, title, actor) -> None:
    assert actor in ids(enriched(title, "", language).actors)


@pytest.mark.parametrize(
    ("title", "country"), [("Wien: Nationalrat für Satelliten", "at"), ("Bern: Nationalrat", "ch")]
)
def test_the_nationalrat_is_that_of_the_country_that_is_named(enriched, ids, title: str, country: str) -> None:
    assert f"{country}-parliament" in ids(enriched(title, "Satelliten im Weltraum.", "de").actors)


@pytest.mark.parametrize(
    ("title", "text", "actor"),
    [
        ("TCU manda Telebras rever contrato do satélite", "", "br-court-of-auditors"),
        ("Câmara aprova acordo de Alcântara", "O texto, assinado em Washington, segue para o Senado.", "br-parliament"),
        (
            "Conselho de Ministros muda a lei do espaço",
            "Os Açores ganham voz no licenciamento espacial.",
            "pt-government",
        ),
        ("EUA: Senado aprova orçamento da Nasa", "", "us-congress"),
    ],
)
def test_portuguese_has_two_homes(enriched, ids, title: str, text: str, actor: str) -> None:
    assert actor in ids(enriched(title, text, "pt").actors)


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("en", "Iraq's Communications and Media Commission weighs a Starlink licence", "cmc-iraq"),
        ("fr", "Le Sefri consulte sur la loi spatiale suisse", "sefri-switzerland"),
        ("de", "Das BAAINBw bestellt Satelliten", "baainbw"),
        ("es", "AES Andes y los astrónomos: el satélite lo ve", "aes-andes"),
        ("pt", "Nav Brasil e o centro espacial de Alcântara", "nav-brasil"),
        ("it", "Invitalia finanzia i satelliti dell'Asi", "invitalia"),
        ("ru", "МЦРИАП и спутниковый интернет", "kz-communications-ministry"),
        ("zh", "無線電：國科會談衛星", "nstc-taiwan"),
        ("ja", "内閣衛星情報センターの情報収集衛星", "csice-japan"),
        ("ko", "한국연구재단, 우주항공청 사업 공모", "nrf-korea"),
        ("ar", "المجلس الأعلى للفضاء يبحث سياسة الأقمار الصناعية", "uae-supreme-space-council"),
        ("hi", "सुरक्षा मामलों की कैबिनेट समिति ने अंतरिक्ष नीति को मंजूरी दी", "in-ccs"),
    ],
)
def test_bodies_of_more_countries_are_known(enriched, ids, language: str, title: str, actor: str) -> None:
    assert actor in ids(enriched(title, "", language).actors)
