"""Instruments have one id, however they are cited."""

import tomllib
from pathlib import Path

import pytest

from archive.records import Article
from crawler.enrich.data_files import BUILT_IN
from crawler.enrich.enrich import enrich


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bill, H.R. 1234 (119th Congress), passed.", {"us-119-hr-1234"}),
        ("The bill, H. R. 1234, passed.", {"us-hr-1234"}),
        ("Senators filed S. 567 in the Senate.", {"us-s-567"}),
        ("In the U.S. 50 states and the bill in Congress", set()),
        ("The US Senate spent U.S. 567 million on the bill.", set()),
        ("H.J.Res. 12 was adopted.", {"us-hjres-12"}),
        ("under Pub. L. 117-167, Public Law 117–167 and P.L. 117-167", {"us-pl-117-167"}),
        ("51 U.S.C. § 20102 and 14 CFR Part 450, 14 C.F.R. § 450.3", {"us-code-51-20102", "us-cfr-14-450"}),
        ("See 89 FR 12345 and 89 Fed. Reg. 12,345.", {"us-fr-89-12345"}),
        ("FCC: IB Docket No. 22-271, FCC 24-12", {"fcc-ib-22-271", "fcc-24-12"}),
        ("comments to FAA-2024-1395", {"faa-2024-1395"}),
        ("GAO-24-106767 says", {"gao-24-106767"}),
        ("a CRS report, R47847", {"crs-r47847"}),
        ("CRS Report R47847", {"crs-r47847"}),
        ("Executive Order 14335 and EO 14,335", {"us-eo-14335"}),
        ("Space Policy Directive-3 (SPD-3)", {"us-spd-3"}),
        ("A/AC.105/1234 and A/AC.105/C.2/L.300.", {"un-a/ac.105/1234", "un-a/ac.105/c.2/l.300"}),
        ("A/RES/76/231, resolution 76/231 of the General Assembly", {"un-a/res/76/231"}),
        ("the report A/78/20 of the committee", {"un-a/78/20"}),
        ("COM(2025) 335 final, COM (2025) 335", {"eu-space-act"}),
        ("Regulation (EU) 2021/697", {"eu-regulation-2021/697"}),
        ("Space Industry Act 2018", {"uk-sia"}),
        ("the Outer Space Act 1986", {"outer-space-act-1986"}),
        ("Resolution 35 (WRC-19) and ITU-R S.1503", {"itu-res-35-wrc-19", "itu-r-s-1503"}),
        ("the India-Vietnam Space Dialogue", {"india-vietnam-space-dialogue"}),
        ("the moratorium on destructive anti-satellite tests", {"asat-test-moratorium"}),
        ("the Hague Code of Conduct and the Artemis Accords", {"hague-coc", "artemis-accords"}),
        ("FCC file SAT-LOA-20200526-00055", {"fcc-sat-loa-20200526-00055"}),
        ("The FAA reviews Part 450 and licence VOL 23-129.", {"us-cfr-14-450", "faa-vol-23-129"}),
        ("The FCC replaces Part 25 by a Part 100.", {"us-part-25", "us-part-100"}),
        ("Part 450 of the cookbook", set()),
        (
            "Republic Act No. 11363, Law No. 21 of 2013, Royal Decree No. M/23",
            {"ph-ra-11363", "law-21-2013", "royal-decree-m/23"},
        ),
        (
            "the technology safeguards agreement and the Philippine Space Act",
            {"technology-safeguards-agreement", "ph-space-act"},
        ),
        ("Parliament ratified the convention on registration of space objects.", {"registration-convention"}),
        ("The bank signed a rescue agreement.", set()),
        ("A satellite fell under the Rescue Agreement.", {"rescue-agreement"}),
    ],
)
def test_citations_in_english(enriched, ids, text: str, expected: set[str]) -> None:
    assert ids(enriched("News", text).instruments).keys() == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Règlement (UE) 2021/697, loi n° 2008-519", {"eu-regulation-2021/697", "fr-loi-2008-519"}),
        ("de", "Verordnung (EU) 2021/697, Drucksache 20/1234", {"eu-regulation-2021/697", "de-drs-20/1234"}),
        ("es", "Reglamento (UE) 2021/697; Ley 17/2022", {"eu-regulation-2021/697", "ley-17/2022"}),
        ("pt", "PL 1007/2022", {"br-pl-1007/2022"}),
        ("it", "legge 13 giugno 2025, n. 90", {"it-legge-2025-90"}),
        ("ru", "Федеральный закон № 123-ФЗ", {"ru-fz-123"}),
        ("ru", "Регламент (ЕС) 2021/697 о фонде", {"eu-regulation-2021/697"}),
        ("ru", "Закон РФ от 20.08.1993 № 5664-1", {"ru-law-5664-1"}),
        (
            "it",
            "La legge 89/2025; ddl n. 1415; decreto legislativo 8 giugno 2024, n. 101",
            {"italy-space-law", "it-ddl-1415", "it-decreto-2024-101"},
        ),
        (
            "fr",
            "la proposition de loi n° 1234 et l'arrêté du 31 mars 2011",
            {"fr-proposition-1234", "fr-arrete-31-mars-2011"},
        ),
        (
            "pt",
            "Resolução Anatel nº 748/2021; Portaria nº 698, de 31 de agosto de 2021",
            {"br-resolucao-748-2021", "portaria-698-2021"},
        ),
        (
            "es",
            "el Decreto Supremo N° 123-2024 y la Resolución N° 45/2025",
            {"decreto-supremo-123-2024", "resolucion-45-2025"},
        ),
        ("ar", "مرسوم بقانون اتحادي رقم (46) لسنة 2023", {"ar-law-46-2023"}),
        ("ar", "قرار مجلس الأمن 2231", {"un-s/res/2231"}),
        ("hi", "सुरक्षा परिषद प्रस्ताव 1718", {"un-s/res/1718"}),
        ("zh", "联合国大会第79/18号决议", {"un-a/res/79/18"}),
        ("ja", "国連総会決議79/18", {"un-a/res/79/18"}),
        ("ja", "平成二十八年法律第七十六号", {"jp-法律-七十六"}),
        ("ko", "의안번호 2201234", {"kr-bill-2201234"}),
        ("zh", "国务院令第672号", {"cn-国务院-672"}),
    ],
)
def test_citations_in_other_languages(enriched, ids, language: str, text: str, expected: set[str]) -> None:
    assert ids(enriched("", text, language).instruments).keys() == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La loi n° 2008-518, dite loi du 3 juin 2008, encadre les tirs.", "los-france"),
        ("it", "La legge 13 giugno 2025, n. 89, ossia la legge 89/2025", "italy-space-law"),
        ("ru", "Закон РФ от 20.08.1993 № 5663-1", "ru-space-activities-law"),
        ("de", "Die Verordnung (EU) 2023/588 und die Verordnung 2023/588 der EU", "eu-secure-connectivity-regulation"),
        ("pt", "O Brasil aplica a Lei nº 14.946/2024", "brazil-space-law"),
        ("pt", "Portugal reviu o Decreto-Lei 16/2019", "pt-space-activities-law"),
        (
            "pt",
            "Os Açores ganham voz no Decreto-Lei n.º 16/2019",
            "pt-space-activities-law",
        ),
        ("fr", "Six milliards : la loi n° 2023-703 sanctuarise les satellites", "fr-lpm"),
        ("ar", "الإمارات: المرسوم بقانون رقم 46 لسنة 2023", "uae-space-law"),
        ("es", "El RD 158/2023 da estatuto a la Agencia Espacial Española", "es-aee-statute"),
        ("es", "La antena satelital y la ley 27.123", "ar-china-deep-space-agreement"),
        ("it", "La legge 7/2018, ossia la legge 11 gennaio 2018, n. 7, sullo spazio", "it-law-7-2018"),
    ],
)
def test_a_law_is_one_by_name_and_by_number(enriched, ids, language: str, text: str, expected: str) -> None:
    assert ids(enriched("", text, language).instruments).keys() == {expected}


def test_a_number_is_that_of_a_law_only_where_its_country_is_named(enriched, ids) -> None:
    assert ids(enriched("", "مصر: القانون رقم 46 لسنة 2023", "ar").instruments).keys() == {"ar-law-46-2023"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nuclear weapons in orbit are banned by the 1967 treaty"),
        ("fr", "Le traité de 1967 interdit les armes nucléaires en orbite"),
        ("de", "Der Vertrag von 1967 verbietet Atomwaffen im All"),
        ("es", "El tratado de 1967 prohíbe las armas nucleares en órbita"),
        ("pt", "O tratado de 1967 proíbe as armas nucleares em órbita"),
        ("it", "Il Trattato del '67 vieta le armi nucleari nello spazio"),
        ("ru", "Ядерное оружие на орбите запрещено Договором 1967 года"),
        ("zh", "1967年条约禁止在轨道部署核武器"),
        ("ja", "1967年の条約は宇宙への核兵器配備を禁じる"),
        ("ko", "1967년 조약은 우주에 핵무기 배치를 금지한다"),
        ("ar", "معاهدة 1967 تحظر الأسلحة النووية في الفضاء"),
        ("hi", "1967 की संधि अंतरिक्ष में परमाणु हथियारों पर रोक लगाती है"),
    ],
)
def test_a_treaty_goes_by_its_year(enriched, ids, language: str, text: str) -> None:
    assert ids(enriched(text, "", language).instruments).keys() == {"outer-space-treaty"}


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("de", "Kabinett beschließt Eckpunkte für Weltraumgesetz", "de-weltraumgesetz"),
        ("de", "Vaduz greift nach den Sternen: Landtag verabschiedet Weltraumgesetz", "li-space-law"),
        ("zh", "全国人大常委会立法规划列入航天法", "cn-space-law"),
        ("fr", "Space Act : Washington attaque le projet européen sur les satellites", "eu-space-act"),
        ("zh", "欧盟《太空法案》遭美国反对", "eu-space-act"),
        ("hi", "स्पेस एक्टिविटीज बिल कब आएगा? संसद में सवाल", "in-space-activities-bill"),
        ("pt", "RD e DL: Anacom aplica o DL n.º 20/2024", "pt-decreto-lei-20/2024"),
        ("es", "El RD 158/2024 reforma la Agencia Espacial Española", "es-rd-158/2024"),
        ("es", "El DNU 70/2023 abre el mercado satelital", "decreto-70/2023"),
        ("de", "UN-Weltraumausschuss einigt sich auf 21 Leitlinien", "lts-guidelines"),
        ("fr", "La règle des cinq ans de la FCC", "us-five-year-deorbit-rule"),
        ("ja", "「宇宙に核」禁止、ロシアが葬る　日米決議案に拒否権", "un-sc-draft-space-wmd"),
        ("en", "UN space group set up by General Assembly decision 79/512 meets", "un-a/dec/79/512"),
        ("de", "Satelliten: Entscheidung Nr. 626/2008/EG läuft aus", "eu-act-626/2008"),
        ("es", "La antena satelital y la ley 27.124", "ley-27.124"),
        ("zh", "卫星无线电：《某省电磁波宁静区保护办法》施行", "cn-某省电磁波宁静区保护办法"),
        ("ru", "Госдума о спутниках: принят закон «О космическом туризме»", "law-о-космическом-туризме"),
        ("ja", "衛星通信めぐり電波法の改正案", "jp-radio-act"),
        ("hi", "उपग्रह: 'शिकागो कन्वेंशन' का हवाला", "chicago-convention"),
    ],
)
def test_the_press_cites_in_short(enriched, ids, language: str, title: str, expected: str) -> None:
    assert ids(enriched(title, "", language).instruments).keys() == {expected}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the India-France Strategic Space Dialogue"),
        ("fr", "le dialogue stratégique sur l'espace"),
        ("de", "der strategische Weltraumdialog"),
        ("es", "el diálogo estratégico espacial"),
        ("pt", "o diálogo estratégico espacial"),
        ("it", "il dialogo strategico spaziale"),
        ("ru", "стратегического диалога по космосу"),
        ("zh", "战略太空对话"),
        ("ja", "戦略的宇宙対話"),
        ("ko", "전략적 우주 대화를"),
        ("ar", "الحوار الاستراتيجي للفضاء"),
        ("hi", "रणनीतिक अंतरिक्ष संवाद में"),
    ],
)
def test_a_dialogue_is_one_instrument_in_twelve_languages(enriched, language: str, text: str) -> None:
    (dialogue,) = enriched("", text, language).instruments
    assert (dialogue.id, dialogue.kind) == ("in-fr-strategic-space-dialogue", "dialogue")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Outer Space Treaty binds them."),
        ("fr", "Le Traité de l’espace et les satellites"),
        ("de", "Der Weltraumvertrag"),
        ("es", "El Tratado del Espacio Exterior"),
        ("pt", "O Tratado do Espaço Exterior"),
        ("it", "Il Trattato sullo spazio"),
        ("ru", "Стороны Договора о космосе"),
        ("zh", "外层空间条约"),
        ("ja", "宇宙条約は"),
        ("ko", "우주조약은"),
        ("ar", "معاهدة الفضاء الخارجي"),
        ("hi", "बाह्य अंतरिक्ष संधि"),
    ],
)
def test_a_treaty_is_one_instrument_in_twelve_languages(enriched, language: str, text: str) -> None:
    (treaty,) = enriched("", text, language).instruments
    assert (treaty.id, treaty.kind, treaty.name) == ("outer-space-treaty", "treaty", "Outer Space Treaty")


@pytest.mark.parametrize(
    ("language", "text", "instrument"),
    [
        ("de", "Das deutsche Weltraumgesetz und seine Haftungsregeln", "de-weltraumgesetz"),
        ("de", "Die Bundesregierung berät. Das Weltraumgesetz regelt die Haftung.", "de-weltraumgesetz"),
        ("it", "Il ddl spazio arriva in aula", "italy-space-law"),
        ("it", "Il ddl sullo spazio arriva in aula", "italy-space-law"),
        ("ru", "Расходы по ФКП-2025 сократят", "ru-federal-space-programme"),
        ("ko", "미 하원, 국방수권법 처리", "us-ndaa"),
        ("ar", "قانون تفويض الدفاع الوطني الأمريكي", "us-ndaa"),
        ("it", "Prevenzione della corsa agli armamenti nello spazio", "paros"),
        ("pt", "A Lei Geral do Espaço entra em vigor", "brazil-space-law"),
        ("ko", "우주항공청 특별법 시행", "kr-kasa-act"),
        ("zh", "航天法草案公开征求意见", "cn-space-law"),
        ("ja", "宇宙戦略基金の公募", "jp-space-strategy-fund"),
        ("ar", "قانون تنظيم قطاع الفضاء", "uae-space-law"),
        ("hi", "अंतरिक्ष क्षेत्र में एफडीआई", "in-fdi-policy-space"),
        ("en", "Commerce amends the EAR on satellite exports", "ear"),
        ("en", "The Commercial Space Launch Competitiveness Act turns ten", "us-cslca"),
        ("ja", "米宇宙資源法をめぐる議論", "us-cslca"),
        ("ru", "Россия заблокировала в Совбезе ООН американо-японский проект о космосе", "un-sc-draft-space-wmd"),
        ("it", "Gateway salvo nella «legge grande e bella»", "us-one-big-beautiful-bill"),
        ("de", "Anwohner verlangen Messungen der Satellitenantennen nach der NIS-Verordnung", "ch-nisv"),
        ("zh", "巴西与美国的阿尔坎塔拉发射场《技术保障协定》", "br-us-tsa"),
        ("ko", "국정원, 위성정보 보안관리 규정 개정", "kr-satellite-security-rules"),
        ("fr", "Le rapport Draghi cite les constellations de satellites", "eu-draghi-report"),
        ("ru", "Глобальный цифровой договор ООН и спутники", "global-digital-compact"),
        ("de", "Bodenstation auf Spitzbergen: Was der Spitzbergenvertrag Satelliten erlaubt", "svalbard-treaty"),
        ("zh", "《塔林手册》与外空军事行动", "tallinn-manual"),
        ("en", "items moved off the U.S. Munitions List", "itar"),
    ],
)
def test_laws_and_programmes_go_by_their_names_in_the_language_of_the_country(
    enriched, ids, language: str, text: str, instrument: str
) -> None:
    assert instrument in ids(enriched("", text, language).instruments)


@pytest.mark.parametrize(
    "text",
    ["Brüssel legt das EU-Weltraumgesetz vor, sagt die Bundesregierung.", "Österreichs Weltraumgesetz gilt seit 2011."],
)
def test_the_german_law_on_space_is_not_every_weltraumgesetz(enriched, ids, text: str) -> None:
    assert "de-weltraumgesetz" not in ids(enriched("", text, "de").instruments)


def test_an_international_treaty_has_a_name_in_each_of_twelve_languages() -> None:
    rows = tomllib.loads((BUILT_IN / "actors.toml").read_text("utf-8"))["actor"]
    treaties = [row for row in rows if row["country"] == "INT" and row["type"] in {"treaty", "agreement"}]
    assert len(treaties) >= 14
    languages = set("fr de es it pt ru zh ja ko ar hi".split())
    assert {row["id"]: languages - row["aliases"].keys() for row in treaties} == {row["id"]: set() for row in treaties}


@pytest.mark.parametrize(
    ("language", "text", "instrument"),
    [
        ("de", "Die Unterzeichner des Weltraumvertrags", "outer-space-treaty"),
        ("de", "Die Pflichten des Artemis-Abkommens", "artemis-accords"),
        ("de", "Das französische Weltraumgesetz", "los-france"),
        ("de", "Artikel 5 des italienischen Weltraumgesetzes", "italy-space-law"),
        ("fr", "Bruxelles présente son règlement européen sur l’espace", "eu-space-act"),
        ("it", "Lo Space Act europeo divide i ministri", "eu-space-act"),
        ("es", "La Ley Espacial de la UE obliga a las empresas", "eu-space-act"),
        ("ko", "EU우주법 초안", "eu-space-act"),
        ("zh", "歐盟太空法案", "eu-space-act"),
        ("ar", "ترتيب فاسينار والأقمار الصناعية", "wassenaar"),
        ("pt", "A emenda Wolf e a cooperação espacial", "wolf-amendment"),
        ("ja", "国連の宇宙活動に関する長期持続可能性ガイドライン", "lts-guidelines"),
        ("ru", "Межправительственное соглашение по МКС", "iss-iga"),
    ],
)
def test_treaties_and_laws_of_others_go_by_their_names_in_each_language(
    enriched, ids, language: str, text: str, instrument: str
) -> None:
    assert ids(enriched("", text, language).instruments).keys() == {instrument}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "건설사와 구조협정을 맺었다"),
        ("de", "Das Weltraumrecht der EU-Staaten"),
        ("it", "La politica spaziale indiana"),
    ],
)
def test_a_subject_is_not_yet_a_law(enriched, language: str, text: str) -> None:
    assert enriched("", text, language).instruments == ()


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("en", "Britain caps the liability of launch operators", "A power in the 2018 Act becomes a duty.", "uk-sia"),
        ("en", "Luxembourg's 2017 law on space resources turns five", "", "lux-resources-law"),
        ("fr", "Ressources spatiales : la loi luxembourgeoise de 2017 fait école", "", "lux-resources-law"),
        ("de", "Das österreichische Gesetz von 2011 über Weltraumaktivitäten", "", "at-space-law"),
        ("es", "La ley luxemburguesa de 2017 sobre la minería espacial", "", "lux-resources-law"),
        (
            "pt",
            "Portugal licencia lançamentos espaciais",
            "Assim manda o decreto-lei de 2019.",
            "pt-space-activities-law",
        ),
        ("it", "Risorse spaziali: la legge lussemburghese del 2017", "", "lux-resources-law"),
        ("ru", "Спутники: Россия правит закон 1993 года", "", "ru-space-activities-law"),
        ("zh", "英国2018年太空产业法规定发射许可", "", "uk-sia"),
        ("ja", "英国の2018年の宇宙産業法と衛星", "", "uk-sia"),
        ("ko", "영국의 2018년 우주산업법과 위성 발사", "", "uk-sia"),
        ("ar", "قانون لوكسمبورغ لعام 2017 بشأن موارد الفضاء", "", "lux-resources-law"),
        ("hi", "ब्रिटेन के 2018 के अंतरिक्ष कानून के तहत उपग्रह प्रक्षेपण", "", "uk-sia"),
    ],
)
def test_a_law_on_space_goes_by_its_country_and_year(enriched, ids, language, title, text, expected) -> None:
    assert expected in ids(enriched(title, text, language).instruments)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Belgium caps the liability of launch operators", "A power in the 2018 Act becomes a duty."),
        ("en", "Britain caps rents", "A power in the 2018 Act becomes a duty."),
        ("en", "Britain's satellites and privacy", "The 2018 data act and the privacy act of 2018 apply."),
        ("fr", "Satellites : la France et la loi sur le renseignement de 2008", ""),
        ("en", "Britain's satellites of 2018", "The launch is an act of courage, as in 2018."),
    ],
)
def test_a_year_alone_is_no_law(enriched, language, title, text) -> None:
    assert enriched(title, text, language).instruments == ()


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        ("Nationalrat: Weltraumgesetz-Novelle geht in den Ausschuss", "", "", "at-space-law"),
        ("Weltraumgesetz wird geändert", "Wien (PK) – Die Novelle gilt für Satelliten.", "", "at-space-law"),
        ("Bundesrat schickt Weltraumgesetz in die Vernehmlassung", "", "", "ch-space-law"),
        ("Landtag verabschiedet Weltraumgesetz", "Das Amt für Kommunikation führt das Register.", "", "li-space-law"),
        ("Weltraumgesetz beschlossen", "", "AT", "at-space-law"),
        ("Weltraumgesetz beschlossen", "", "", "de-weltraumgesetz"),
        ("Weltraumgesetz beschlossen", "Die Bundesregierung lobt, Wien staunt.", "AT", "de-weltraumgesetz"),
    ],
)
def test_a_weltraumgesetz_is_that_of_the_state_whose_press_speaks(ids, title, text, country, expected) -> None:
    found = enrich(Article(url="", title=title, text=text, language="de"), focus="space", country=country)
    assert expected in ids(found.instruments)


def test_an_ear_is_no_regulation(enriched) -> None:
    assert enriched("", "The export of corn by the ear; the ear doctor.").instruments == ()


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("fr", "La loi spatiale belge est révisée", "", {"be-space-law"}),
        ("ja", "政府、宇宙活動法を改正へ", "", {"japan-saa"}),
        ("ja", "ロシア、宇宙活動法を改正", "", {"ru-space-activities-law"}),
        ("fr", "Le Sénat révise la loi relative aux opérations spatiales", "", {"los-france"}),
        ("fr", "La Suisse prépare sa loi sur les opérations spatiales", "", {"ch-space-law"}),
        ("ar", "العراق يقر قانون هيئة الفضاء", "", {"iq-space-law"}),
        ("hi", "अंतरिक्ष विधेयक पर फिर टला फैसला", "", {"in-space-activities-bill"}),
        ("hi", "केन्या की संसद में अंतरिक्ष विधेयक", "", {"ke-space-law"}),
        ("ru", "США нарушают Гаагский кодекс поведения, считает МИД", "", {"hague-coc"}),
        ("ru", "Европейским законом о космосе займётся суд", "", {"eu-space-act"}),
        ("en", "Belgium's space law is revised", "", {"be-space-law"}),
        ("en", "Kenya: cabinet backs space bill", "", {"ke-space-law"}),
        ("pt", "Moçambique quer autoridade espacial", "Aprovada a proposta de lei espacial.", {"mz-space-law"}),
        ("ru", "В Узбекистане готовят законопроект о космической деятельности", "", {"uz-space-law"}),
        ("ar", "كينيا: مشروع قانون الفضاء أمام البرلمان", "", {"ke-space-law"}),
        ("en", "Germany's space act passes", "", {"de-weltraumgesetz"}),
        ("en", "French space law is amended", "", {"los-france"}),
        ("en", "Kenya and Ghana debate a space bill", "", set()),
        ("es", "México abroga la Ley que crea la Agencia Espacial Mexicana", "", {"mx-space-agency-law"}),
        ("ar", "العراق: مشروع قانون إنشاء وكالة الفضاء", "", {"iq-space-agency-law"}),
        ("fr", "Le Maroc adopte une stratégie nationale spatiale", "", {"ma-space-strategy"}),
        ("es", "Perú aprueba la Estrategia Nacional del Espacio", "", {"pe-space-strategy"}),
        ("ar", "ألمانيا تعد الاستراتيجية الوطنية للفضاء", "", {"de-raumfahrtstrategie"}),
        ("es", "Chile tramita una ley de telecomunicaciones por satélite", "", {"cl-telecom-law"}),
        ("en", "Angola adopts a national space strategy", "", {"ao-space-strategy"}),
        ("ar", "الجزائر: البرلمان يصادق على قانون النشاطات الفضائية", "", {"dz-space-law"}),
        ("es", "Chile: nueva norma lumínica para los telescopios", "", {"cl-light-pollution-rules"}),
        ("en", "A scholar of space law visits Kenya", "", set()),
    ],
)
def test_a_country_makes_a_space_law_that_of_the_country(enriched, ids, language, title, text, expected) -> None:
    assert ids(enriched(title, text, language).instruments).keys() == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Under Security Council resolution 2397 the launch of a satellite is banned.", {"un-s/res/2397"}),
        ("fr", "La résolution 2397 du Conseil de sécurité interdit ce tir.", {"un-s/res/2397"}),
        ("ko", "안보리 결의 2397호 위반이다", {"un-s/res/2397"}),
        ("ja", "国連安保理決議第2397号に違反", {"un-s/res/2397"}),
        ("en", "Groups asked the FCC in docket 25-157 for new limits.", {"fcc-25-157"}),
        ("en", "Two senators introduced the Lunar Mining Fairness Act on Monday.", {"lunar-mining-fairness-act"}),
        ("en", "NASA signed a Space Act Agreement with the firm.", set()),
        ("ar", "ينظم القانون رقم 2 لسنة 2018 عمل الوكالة", {"ar-law-2-2018"}),
        ("pt", "A Câmara aprovou o PDL 361/24 sobre o satélite", {"br-pdl-361-24"}),
        ("ru", "Законопроект № 549428-7 о космической деятельности", {"ru-bill-549428-7"}),
        ("zh", "工信部印发《卫星网络国内协调管理办法（暂行）》", {"cn-satellite-network-coordination-measures"}),
        ("ja", "政府は宇宙安全保障構想を決定した", {"jp-space-security-initiative"}),
        ("it", "Ddl Economia dello spazio, ok del Senato", {"italy-space-law"}),
        ("es", "Ratifican el Convenio Constitutivo de la ALCE", {"alce-convention"}),
        ("hi", "सरकार ने स्पेस विजन 2047 पेश किया", {"in-space-vision-2047"}),
    ],
)
def test_resolutions_dockets_bills_and_plans_are_known_in_more_forms(enriched, ids, language, text, expected) -> None:
    assert expected <= ids(enriched("", text, language).instruments).keys()
    assert bool(expected) == bool(enriched("", text, language).instruments)


_NOT_NAMED = tomllib.loads(Path(__file__).with_name("no_instruments.toml").read_text("utf-8"))


@pytest.mark.parametrize("kind", _NOT_NAMED)
def test_no_instrument_is_found_where_none_is_named(enriched, kind: str) -> None:
    found = {
        text: [mention.id for mention in enriched(text, "", language).instruments]
        for language, texts in _NOT_NAMED[kind].items()
        for text in texts
    }
    assert {text: ids for text, ids in found.items() if ids} == {}


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("en", "India, France hold strategic space dialogue", "", {"in-fr-strategic-space-dialogue"}),
        ("fr", "LPM : face à la Russie, l'armée veut des satellites", "La loi de programmation militaire", {"fr-lpm"}),
        ("fr", "La loi de programmation militaire répond à la Russie, dit la France", "", {"fr-lpm"}),
        ("es", "Argentina presenta su Plan Espacial Nacional", "", {"ar-national-space-plan"}),
        ("ja", "宇宙基本計画を改定へ", "中国の衛星に対抗する。", {"jp-basic-plan"}),
        ("en", "Space Powers Act Before Congress", "Senators back the Space Powers Act.", {"space-powers-act"}),
        ("en", "Lords debate Space Launch Safety Bill.", "", {"space-launch-safety-bill"}),
        ("en", "The star is HR 8799, and Congress heard of H.R. 8799.", "", {"us-hr-8799"}),
        ("de", "SPD-5 regelt die Cybersicherheit von Satelliten", "", {"us-spd-5"}),
        ("pt", "AEB revisa o PNAE", "O programa nacional de atividades espaciais", {"br-space-activities-programme"}),
        ("fr", "L'ONU adopte le pacte pour l'avenir, avec un volet spatial", "", {"pact-for-the-future"}),
        ("en", "Senators revive the Orbits Act on debris", "", {"orbits-act"}),
        ("de", "Die Weltraumsicherheitsstrategie Deutschlands liegt vor", "", {"de-weltraumsicherheitsstrategie"}),
        ("ja", "日本の衛星リモートセンシング法を改正", "", {"jp-remote-sensing-act"}),
        ("es", "Arabia Saudí deja el tratado de la Luna", "", {"moon-agreement"}),
        ("zh", "中国航天法列入立法计划", "", {"cn-space-law"}),
    ],
)
def test_a_name_that_others_may_use_is_found_where_it_is_theirs(enriched, ids, language, title, text, expected) -> None:
    assert ids(enriched(title, text, language).instruments).keys() == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Statutory Instrument 2021 No. 792 on spaceports", "uk-si-2021/792"),
        ("en", "NSPM-20 on nuclear launches", "us-nspm-20"),
        ("fr", "l'ordonnance du 23 février 2022 sur les satellites", "fr-ordonnance-23-février-2022"),
        ("fr", "le dahir n° 1-21-57 sur les satellites", "ma-dahir-1-21-57"),
        ("de", "die Motion 23.4321 zur Raumfahrt", "ch-23.4321"),
        ("es", "Real Decreto 279/1995 sobre objetos espaciales", "es-rd-279/1995"),
        ("es", "Orden CIN/1234/2023 de la agencia espacial", "es-orden-cin/1234/2023"),
        ("es", "Decreto Supremo 010-2024-MTC sobre satélites", "decreto-supremo-010-2024-mtc"),
        ("es", "Decreto 995/91 de la agencia espacial", "decreto-995/91"),
        ("es", "la resolución exenta 1234 sobre satélites", "resolucion-1234"),
        ("es", "el Conpes 3983 de política espacial", "co-conpes-3983"),
        ("pt", "Decreto nº 10.220 sobre Alcântara", "br-decreto-10.220"),
        ("pt", "Portaria nº 698 da AEB", "portaria-698"),
        ("it", "il dpcm del 12 maggio sullo spazio", "it-dpcm-12-maggio"),
        ("it", "decreto ministeriale 250/2023 sui satelliti", "it-dm-250/2023"),
        ("ru", "приказ Роскосмоса № 45", "ru-order-45"),
        ("ru", "резолюция СБ ООН 2397 о спутниках", "un-s/res/2397"),
        ("zh", "工信部令第60号 卫星", "cn-工信部令-60"),
        ("zh", "主席令第七十号 航天", "cn-主席令-七十"),
        ("ja", "閣法第12号 宇宙", "jp-閣法-12"),
        ("ko", "국토부 고시 제2024-123호 위성", "kr-고시-2024-123"),
        ("ar", "المرسوم الملكي رقم م/45 عن الفضاء", "decree-م/45"),
        ("ar", "قرار مجلس الوزراء رقم 12 لسنة 2024 عن الفضاء", "cabinet-decision-12-2024"),
        ("ar", "قانون رقم 19-06 عن الفضاء", "loi-19-06"),
        ("ar", "القرار 77/41 للجمعية العامة عن الفضاء", "un-a/res/77/41"),
        ("hi", "महासभा का प्रस्ताव 77/41 अंतरिक्ष", "un-a/res/77/41"),
    ],
)
def test_decrees_and_orders_of_ministries_go_by_number(enriched, ids, language: str, text: str, expected: str) -> None:
    assert expected in ids(enriched(text, "", language).instruments)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ja", "宇宙活動法(平成28年法律第76号)を改正", {"japan-saa"}),
        ("ja", "宇宙活動法と平成28年法律第77号を改正", {"japan-saa", "jp-法律-77"}),
        ("ru", "Дума правит закон РФ «О космической деятельности»", {"ru-space-activities-law"}),
    ],
)
def test_the_number_in_brackets_is_that_of_the_law_before_it(enriched, ids, language, text, expected) -> None:
    assert ids(enriched(text, "", language).instruments).keys() == expected


def test_a_law_without_a_country_is_that_of_the_only_country_whose_organs_are_named(enriched, ids) -> None:
    text = "The Telecommunications Act had settled how satellites are charged"
    assert "in-telecom-act" in ids(enriched("", f"{text}, says TRAI.").instruments)
    assert not ids(enriched("", f"{text}, say TRAI and Ofcom.").instruments)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "South Africa's black empowerment laws keep Starlink out", "za-bee-act"),
        ("en", "Canadian Space Launch Act tabled in Ottawa", "ca-space-launch-act"),
        ("fr", "Le traité du Quirinal et les lanceurs spatiaux", "quirinal-treaty"),
        ("de", "Der Koalitionsvertrag nennt ein Weltraumministerium", "de-koalitionsvertrag"),
        ("es", "El RIGI y los satélites", "ar-rigi"),
        ("pt", "Manifesto de Matosinhos sobre a ambição espacial europeia", "matosinhos-manifesto"),
        ("it", "Satelliti, i prestiti europei SAFE per lo spazio", "eu-safe"),
        ("ru", "Соглашение о Байтереке: Россия и Казахстан", "kz-ru-baiterek-agreement"),
        ("zh", "航天合作受反外国制裁法影响", "cn-anti-sanctions-law"),
        ("ja", "日米安保条約と宇宙", "jp-us-security-treaty"),
        ("ko", "우주항공청, 우주탐사 로드맵 발표", "kr-space-exploration-roadmap"),
        ("ar", "رؤية السعودية 2030 والفضاء", "sa-vision-2030"),
        ("hi", "मलबा-मुक्त अंतरिक्ष मिशन 2030 पर इसरो", "in-debris-free-missions-2030"),
    ],
)
def test_laws_plans_and_funds_of_more_countries_are_known(enriched, ids, language, text, expected) -> None:
    assert expected in ids(enriched("", text, language).instruments)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Vancouver Recommendations on Space Mining published", "vancouver-space-mining-recommendations"),
        ("fr", "La convention SOLAS et les satellites de détresse", "solas-convention"),
        ("de", "Kompass für Wettbewerbsfähigkeit nennt die Raumfahrt", "eu-competitiveness-compass"),
        ("es", "Observatorios: el convenio de la ESO y los satélites", "eso-convention"),
        ("pt", "A lei da Alada e o lançamento de foguetes", "br-alada-law"),
        ("it", "La direttiva INSPIRE e i dati dei satelliti", "eu-inspire-directive"),
        ("ru", "Дума правит закон «О навигационной деятельности» и ГЛОНАСС", "ru-navigation-law"),
        ("zh", "中俄卫星导航合作协定", "ru-cn-navigation-agreement"),
        ("ja", "宇宙産業ビジョン2030を見直し", "jp-space-industry-vision-2030"),
        ("ko", "국가우주안보전략 발표", "kr-space-security-strategy"),
        ("ar", "ماذا يعني البرنامج الفضائي الجزائري", "dz-space-programme"),
        ("hi", "आंध्र प्रदेश अंतरिक्ष नीति को मंजूरी", "in-andhra-space-policy"),
        ("en", "The Dutch Space Activities Act is revised", "nl-space-law"),
    ],
)
def test_treaties_strategies_and_laws_of_more_states_are_known(enriched, ids, language, text, expected) -> None:
    assert expected in ids(enriched("", text, language).instruments)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Manila joins the Liability and Registration conventions on space objects"),
        ("fr", "Satellites : les conventions sur la responsabilité et l'immatriculation"),
        ("de", "Weltraum: Haftungs- und Registrierungsübereinkommen gelten"),
        ("es", "Satélites: los convenios de responsabilidad y de registro"),
        ("pt", "Espaço: as convenções sobre responsabilidade e registo"),
        ("it", "Spazio: le convenzioni sulla responsabilità e sull'immatricolazione"),
        ("ru", "Космос: присоединение к конвенциям об ответственности и регистрации"),
        ("ar", "الفضاء: الانضمام إلى اتفاقيتي المسؤولية والتسجيل"),
        ("hi", "अंतरिक्ष: दायित्व और पंजीकरण संधियों में शामिल"),
    ],
)
def test_two_conventions_under_one_noun_are_both_found(enriched, ids, language: str, text: str) -> None:
    assert ids(enriched("", text, language).instruments).keys() == {"liability-convention", "registration-convention"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Shipowners join the liability and registration conventions of the seas"),
        ("es", "Los convenios de responsabilidad y de registro de buques"),
    ],
)
def test_conventions_on_ships_are_none_on_space(enriched, language: str, text: str) -> None:
    assert enriched("", text, language).instruments == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The African Space Agency opens; members have to ratify the statute.", {"afsa-statute"}),
        ("fr", "L'agence spatiale africaine attend que les États ratifient ses statuts.", {"afsa-statute"}),
        ("ar", "وكالة الفضاء الأفريقية والنظام الأساسي للوكالة", {"afsa-statute"}),
        ("es", "La ALCE espera: el convenio constitutivo no está ratificado.", {"alce-convention"}),
        ("en", "The space agency has a statute, said the minister.", set()),
    ],
)
def test_a_statute_is_that_of_the_organisation_named(enriched, ids, language, text, expected) -> None:
    assert ids(enriched("", text, language).instruments).keys() == expected
