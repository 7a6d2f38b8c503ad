"""The cover of a PDF says title, day and issuing body, whatever is printed largest and however the lines are set."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from archive.blocks import TextBlock
from archive.clock import known_part
from archive.records import Article
from crawler.extract.article import extract
from crawler.extract.documents.content import Content
from crawler.extract.documents.front_authors import front_authors
from crawler.extract.documents.front_lines import day_made, month_in, months_on
from crawler.extract.documents.issuing_body import body_name, issuing_body
from crawler.extract.documents.stated_days import day_elsewhere
from crawler.extract.documents.stated_periods import stated_period, states_other_year
from crawler.extract.page import Page

MakePage = Callable[..., Page]
Line = tuple[float, str]
TITLE = "Rules for the removal of debris"
TEXT = {
    "en": "The delegations considered the draft and agreed that further consultations were needed.",
    "fr": "Le gouvernement a chargé les ministères de préparer un plan avant la fin de l’année.",
    "de": "Die Regierung hat die Eckpunkte beschlossen und die Ressorts mit einem Entwurf beauftragt.",
    "ja": "政府は計画を改訂し、安全保障の強化と民間の活用を進めることを決定した。各省庁は施策を実施する。",
}
FONTS = {"ja": "HeiseiMin-W3"}


def pdf(
    cover: Sequence[Line], language: str = "en", chapters: Sequence[Line] = (), head: str = "", **metadata: str
) -> bytes:
    """Return a cover with a page of text, then a page for each chapter; a bar parts columns, `head` is on each page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    font = FONTS.get(language, "Helvetica")
    if language in FONTS:
        registerFont(UnicodeCIDFont(font))
    for name, value in metadata.items():
        getattr(canvas, f"set{name.title()}")(value)
    for lines in (cover, *([chapter] for chapter in chapters)):
        at = 740.0
        canvas.setFont(font, 9)
        canvas.drawString(72, 810, head)
        for size, line in lines:
            at -= 1.25 * size
            canvas.setFont(font, size)
            for column, part in enumerate(line.split("|")):
                canvas.drawString(72 + 220 * column, at, part)
        at -= 30
        canvas.setFont(font, 10)
        for _ in range(8):
            canvas.drawString(72, at, TEXT[language])
            at -= 12
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(page: MakePage, body: bytes) -> Article:
    found = extract(page(body, url="https://office.example/docs/12.pdf"))
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("number", "body", "stated", "language", "day"),
    [
        ("COM(2026) 123 final", "European Commission", "Brussels, 25.6.2026", "en", "2026-06-25"),
        ("A/AC.105/1234", "United Nations", "Distr.: General 21 April 2026", "en", "2026-04-21"),
        ("H.R. 1234", "In the House", "February 12, 2026", "en", "2026-02-12"),
        ("N° 2026-045", "Ministère de la Recherche", "Paris, le 3 mars 2026", "fr", "2026-03-03"),
        ("Drucksache 21/1234", "Deutscher Bundestag", "Berlin, den 4. September 2026", "de", "2026-09-04"),
    ],
)
def test_the_lines_of_a_cover_are_read_one_by_one(
    page: MakePage, number: str, body: str, stated: str, language: str, day: str
) -> None:
    found = read(page, pdf([(10, number), (10, body), (10, stated), (18, TITLE)], language))
    assert (found.title, found.published_at[:10]) == (TITLE, day)
    assert [block.text for block in found.blocks[:3]] == [number, body, stated]
    assert len(found.blocks) == 5, "the lines of the text are one paragraph"


@pytest.mark.parametrize(
    "number",
    ["A/AC.105/C.2/L.321/Add.4", "COM(2026) 123 final", "GAO-26-123456", "FCC 26-12", "DOD INSTRUCTION 3100.12"],
)
def test_a_number_is_no_title_however_large_it_is(page: MakePage, number: str) -> None:
    found = read(page, pdf([(26, number), (10, "7 April 2026"), (16, TITLE)]))
    assert found.title == TITLE
    assert number in found.text


def test_a_title_in_capitals_with_a_year_is_no_number(page: MakePage) -> None:
    for title in ("SPACE POLICY 2030", "MARS 2020", "ANNUAL REPORT 2024-25", "APOLLO 11"):
        assert read(page, pdf([(26, title), (10, "7 April 2026")])).title == title


@pytest.mark.parametrize("section", ["Introduction", "1. Executive summary", "Zusammenfassung", "はじめに"])
def test_a_document_is_not_named_after_its_first_section(page: MakePage, section: str) -> None:
    language = "ja" if section == "はじめに" else "en"
    cover = [(10.0, "2026-04-07"), (16.0, section)]
    assert read(page, pdf(cover, language, title="The way ahead in orbit")).title == "The way ahead in orbit"


def test_chapters_do_not_continue_a_title_of_their_size(page: MakePage) -> None:
    cover = [(18.0, TITLE), (10.0, ""), (18.0, "Debris of the year")]
    chapters = [(18.0, "Rockets"), (18.0, "What is asked of states")]
    assert read(page, pdf(cover, chapters=chapters)).title == TITLE
    assert read(page, pdf([(18.0, TITLE), (18.0, "and of old rockets")])).title == f"{TITLE} and of old rockets"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Government Accountability Office", ("Government Accountability Office",)),
        ("Agencia Espacial Española", ("Agencia Espacial Española",)),
        ("European Space Agency", ("European Space Agency",)),
        ("Office User", ()),
        ("Microsoft Office", ()),
        ("News agency", ()),
        ("Zenith Orbits, Inc.", ("Zenith Orbits",)),
        ("orbits and families", ()),
    ],
)
def test_the_issuing_body_is_the_author_and_a_program_is_not(
    page: MakePage, author: str, names: tuple[str, ...]
) -> None:
    assert read(page, pdf([(18, TITLE), (10, "7 April 2026")], author=author)).authors == names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Ada Quist1 and Ben Roe2", "1 University of Vienna"], ("Ada Quist", "Ben Roe")),
        (["Ada Quist", "Institute for Orbits, quist@office.example"], ("Ada Quist",)),
        (["Ada Quist, Ben Roe", "November 11, 2030"], ("Ada Quist", "Ben Roe")),
        (["Author(s): Ada Quist"], ("Ada Quist",)),
        (["Chen Wei a,*, Ben Roe b, Zyx Palm a"], ("Chen Wei", "Ben Roe", "Zyx Palm")),
        (["Dr. Ada Quist a*, Prof. Zyx Roe b"], ("Ada Quist", "Zyx Roe")),
        (["A. B. Quist*, C.Roe*"], ("A. B. Quist", "C. Roe")),
        (["M. Quist* and M. Roe*"], ("M. Quist", "M. Roe")),
        (["Ada Quist"], ("Ada Quist",)),
        (["ADA QUIST"], ("ADA QUIST",)),
        (["Zenith Quartz"], ()),  # no given name
        (["Embedding Layer 9", "Output Head 8"], ()),
        (["Draft Agreed", "University of Vienna"], ()),
        (["United Nations", "New York, 2030"], ("United Nations",)),  # the body that issues it
        (["One line", "Another line", "A third line", "And a fourth", "Ada Quist1"], ()),
    ],
)
def test_authors_below_the_title_have_given_names_marks_addresses_or_affiliations(
    page: MakePage, lines: list[str], names: tuple[str, ...]
) -> None:
    found = read(page, pdf([(18, TITLE), *((10, line) for line in lines)]))
    assert (found.title, found.authors) == (TITLE, names)


def test_degrees_part_authors_and_an_office_is_none(page: MakePage) -> None:
    below = [
        (11, "Ada Quist, PhD"),
        (11, "Ben Roe, MPH"),
        (11, "Cleo Sand, ScD*"),
        (10, "Corresponding author: Ada Quist PhD, Department of Law, 12 Orbit Road"),
    ]
    assert read(page, pdf([(18, TITLE), *below])).authors == ("Ada Quist", "Ben Roe", "Cleo Sand")
    office = [(11, "Ada Quist*"), (11, "Space Commissioner*"), (11, "Calendar Year 2026*")]
    assert read(page, pdf([(18, TITLE), *office])).authors == ("Ada Quist",)


def test_an_empty_page_gives_no_title(page: MakePage) -> None:
    cover = [(22, "This page intentionally left blank"), (18, TITLE)]
    assert read(page, pdf(cover)).title == TITLE


def test_who_made_the_file_of_a_publication_is_no_author_unless_its_front_says_so(page: MakePage) -> None:
    chapters = [(13.0, f"{number}. Chapter") for number in range(1, 11)]
    assert read(page, pdf([(18, TITLE)], chapters=chapters, author="Ada Quist")).authors == ()
    assert read(page, pdf([(18, TITLE), (12, "Ada Quist")], chapters=chapters, author="Ada Quist")).authors == (
        "Ada Quist",
    )
    assert read(page, pdf([(18, TITLE)], author="Ada Quist")).authors == ("Ada Quist",)
    office = "Agency for Outer Orbits"
    assert read(page, pdf([(18, TITLE)], chapters=chapters, author=office)).authors == (office,)


def test_a_file_made_in_another_year_than_its_front_names_has_the_year_of_its_front(page: MakePage) -> None:
    made = read(page, pdf([(18, TITLE)])).published_at
    assert made
    assert read(page, pdf([(18, TITLE), (12, f"Vienna, {made[:4]}")])).published_at
    older = read(page, pdf([(18, TITLE), (12, "Vienna, 2017")]))
    assert (older.published_at, older.published_precision) == ("2017-01-01T00:00:00Z", "year")
    month = f"{datetime.fromisoformat(made):%B %Y}"
    assert read(page, pdf([(18, TITLE), (12, month)])).published_at[:10] == made[:10]


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        ([(24, "Policy Brief"), (18, TITLE)], TITLE),
        ([(24, "Journal of Orbital Law"), (18, TITLE)], TITLE),
        ([(24, "device_hub"), (18, TITLE)], TITLE),
        ([(18, TITLE), (18, "1.2 Scope of the rules")], TITLE),
        ([(18.0, TITLE), (17.5, "and of larger parts")], f"{TITLE} and of larger parts"),
        ([(18, f"{TITLE} {TITLE}")], TITLE),
    ],
)
def test_series_icons_and_sections_are_no_part_of_the_title(page: MakePage, cover: list[Line], title: str) -> None:
    assert read(page, pdf(cover)).title == title


def test_the_name_of_a_company_is_followed_by_the_title_of_its_report(page: MakePage) -> None:
    assert (
        read(page, pdf([(20, "軌道開発株式会社"), (16, "第三四半期決算報告書")], "ja")).title
        == "軌道開発株式会社 第三四半期決算報告書"
    )


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Loi du 20 juillet 2017 sur les ressources", "2017-07-20"),
        ("Law No. 12 of 3 June 2008 on operations", "2008-06-03"),
        ("Real Decreto 158 de 8 de marzo de 2023", "2023-03-08"),
        ("Décision n° 12 de l’Autorité des réseaux orbitaux en date du 12 mars 2026 sur cela", "2026-03-12"),
        ("Review of the Law of 3 June 2008", ""),
    ],
)
def test_the_day_in_the_title_of_a_law_is_its_day(page: MakePage, title: str, day: str) -> None:
    assert read(page, pdf([(18, title), (10, "NOR: ABC 1999")])).published_at[:10] == day


@pytest.mark.parametrize(
    ("above", "author"),
    [
        (
            [(16, "Before the"), (16, "Federal Communications Commission"), (16, "Washington, D.C. 20554")],
            "Federal Communications Commission",
        ),
        (
            [(12, "DEPARTMENT OF TRANSPORTATION"), (12, "Federal Aviation Administration")],
            "Federal Aviation Administration",
        ),
        (
            [(20, "General Assembly"), (12, "Committee on the Peaceful Uses of Outer Space")],
            "Committee on the Peaceful Uses of Outer Space",
        ),
        (
            [(20, "United States Government Accountability Office"), (18, "Report to Congressional Committees")],
            "United States Government Accountability Office",
        ),
        (
            [(16, "Bundesministerium f\u00fcr Wirtschaft und Klimaschutz")],
            "Bundesministerium f\u00fcr Wirtschaft und Klimaschutz",
        ),
        ([(16, "Minist\u00e8re de la Recherche")], "Minist\u00e8re de la Recherche"),
        ([(10, "Project Agency Institution")], ""),
        ([(10, "Report of the Committee on Orbits")], ""),
        ([(10, "The committee of orbits met at its office")], ""),
    ],
)
def test_the_body_on_the_cover_is_the_author_and_not_the_title(page: MakePage, above: list[Line], author: str) -> None:
    found = read(page, pdf([*above, (14, ""), (14, TITLE)]))
    assert (found.title, found.authors) == (TITLE, (author,) if author else ())
    signed = read(page, pdf([*above, (14, ""), (14, TITLE), (10, "By Ada Quist")]))
    assert signed.authors == ("Ada Quist",)


@pytest.mark.parametrize(
    ("cover", "stated", "title"),
    [
        ([(20, "Orbits and more"), (12, TITLE)], TITLE, TITLE),  # on the first page too
        ([(20, TITLE), (12, "Orbits and more")], "An older title of it", TITLE),
        ([(16, "Table 2: Reactions")], "Rules for all of orbit", "Rules for all of orbit"),
        ([(16, "Effective as at 9 April 2019")], "Rules for all of orbit", "Rules for all of orbit"),
        ([(16, "4.2 Conclusions")], "", "4.2 Conclusions"),
        ([(20, "arXiv:2004.04906v3 [cs.CL] 30 Sep 2020"), (14, TITLE)], "", TITLE),
        ([(20, "A first document")], "", "A first document"),
        ([(20, "A blueprint for orbits")], "", "A blueprint for orbits"),
        ([(20, "Orbits"), (14, "Why they fill so fast")], "", "Orbits"),
        ([(20, "NASA"), (14, TITLE)], "", TITLE),
    ],
)
def test_the_title_is_what_two_places_say_or_the_largest_line_that_can_be_one(
    page: MakePage, cover: list[Line], stated: str, title: str
) -> None:
    assert read(page, pdf(cover, title=stated)).title == title


@pytest.mark.parametrize(
    ("above", "author"),
    [
        ([(30, "PUBLIC NOTICE"), (12, "DA 26-113"), (12, "Released: February 4, 2026")], ""),
        ([(30, "IN FOCUS"), (10, "Updated January 22, 2026")], ""),
        ([(12, "Nations Unies A/AC.105/1340"), (20, "Assemblée générale")], "Assemblée générale"),
        ([(12, "Naciones Unidas"), (20, "Asamblea General"), (16, "Nota de la Secretaría")], "Asamblea General"),
        ([(20, "General Assembly"), (16, "Resolution adopted by the Assembly on 7 May 2026")], "General Assembly"),
        ([(14, "Deutscher Bundestag"), (20, "Antwort der Bundesregierung")], "Deutscher Bundestag"),
        ([(18, "Advisory Circular"), (18, "AC No. 450.45-1"), (16, "14 CFR Part 450")], ""),
        ([(12, "EXECUTIVE OFFICE OF THE PRESIDENT"), (12, "OFFICE OF ORBITS AND LAW")], "Office of Orbits and Law"),
        ([(12, "DEPARTMENT OF"), (12, "COMMERCE"), (12, "National Oceanic and"), (12, "Atmospheric Administration")],
         "National Oceanic and Atmospheric Administration"),
        ([(12, "MINISTÈRE"), (12, "DE L’ENSEIGNEMENT,"), (12, "DE LA RECHERCHE"), (12, "ET DE L’ESPACE")],
         "Ministère de l’Enseignement, de la Recherche et de l’Espace"),
        ([(16, "Council of the"), (16, "European Union"), (18, "OUTCOME OF PROCEEDINGS")],
         "Council of the European Union"),
        ([(18, "HM Government"), (16, "White paper")], "HM Government"),
        ([(18, "Prepared by ESA Space Debris Office")], "ESA Space Debris Office"),
        ([(18, "Department of Orbits"), (18, "Federal Orbit Administration")], "Federal Orbit Administration"),
        ([(16, "Originating Component: Office of the Secretary")], "Office of the Secretary"),
    ],
)  # fmt: skip
def test_letterheads_and_kinds_are_no_titles_however_large_they_are(
    page: MakePage, above: list[Line], author: str
) -> None:
    found = read(page, pdf([*above, (6, ""), (14, TITLE)]))
    assert (found.title, found.authors) == (TITLE, (author,) if author else ())


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ([(14, "MEMORANDUM"), (11, f"SUBJECT: {TITLE}")], TITLE),
        ([(14, "Circular Letter"), (9, f"Betreff: {TITLE}")], TITLE),
        ([(14, "Conseil"), (9, "Objet :"), (9, TITLE)], TITLE),
        ([(9, "In the Matter of )"), (9, f"{TITLE} ) IB Docket No. 18-313"), (14, "REPORT AND ORDER")], TITLE),
        ([(14, "In the Matter of"), (14, TITLE)], TITLE),
        ([(13, "Proposal for a"), (15, TITLE)], f"Proposal for a {TITLE}"),
        ([(15, "DECISION (EU) 2026/12 ON SPACE"), (15, "of 5 June 2026"), (15, "on debris")],
         "DECISION (EU) 2026/12 ON SPACE of 5 June 2026 on debris"),
        ([(30, "H. R. 6131"), (10, "To make rules for debris."), (16, "IN THE SENATE")], "To make rules for debris."),
        ([(14, "Ministerie van Orbits"), (9, f"Betreft {TITLE}")], TITLE),
        ([(18, "I. DISPOSICIONES GENERALES"), (15, TITLE), (9, ""), (9, ""), (15, "EN EN")], TITLE),
        ([(14, "THE WHITE HOUSE"), (14, "WASHINGTON"), (13, "EXECUTIVE ORDER"), (13, TITLE)], TITLE),
        ([(16, "JOINT COMMUNICATION TO THE EUROPEAN PARLIAMENT"), (16, TITLE)], TITLE),
        ([(18, TITLE), (14, "2026-2035"), (10, "May 2026")], f"{TITLE} 2026-2035"),
        ([(15, "Committee of Orbits"), (15, "Minutes 2026")], "Committee of Orbits Minutes 2026"),
    ],
)  # fmt: skip
def test_a_document_may_say_what_it_is_about(page: MakePage, above: list[Line], title: str) -> None:
    assert read(page, pdf(above)).title == title


def test_lines_of_a_title_are_joined_as_their_script_is(page: MakePage) -> None:
    assert read(page, pdf([(18, "宇宙戦略基金　基本"), (17, "方針")], "ja")).title == "宇宙戦略基金 基本方針"


@pytest.mark.parametrize(
    ("cover", "chapters", "day"),
    [
        ([(10, "July 2026")], [(13.0, "Scope"), (10.0, "July 3, 2026")], "2026-07-03"),  # the letter behind the cover
        ([(10, "July 2026")], [(13.0, "Scope"), (10.0, "August 3, 2026")], "2026-07"),  # of another month
        ([(10, "July 2026")], [], "2026-07"),  # and the file was made in another
        ([], [(10.0, "Minister of Orbits"), (10.0, "3 July 2026")], "2026-07-03"),
        ([(10, "Enregistré à la Présidence du Sénat le 22 mai 2026")], [], "2026-05-22"),
        ([(10, "Adopted on October 13, 2026, and opened for signature by all")], [], "2026-10-13"),
    ],
)
def test_a_day_behind_the_cover_dates_a_document(
    page: MakePage, cover: list[Line], chapters: list[Line], day: str
) -> None:
    found = read(page, pdf([(18, TITLE), *cover], chapters=chapters))
    assert known_part(found.published_at, found.published_precision) == day


@pytest.mark.parametrize(
    ("end", "day", "author"),
    [
        (["工业和信息化部", "2026年3月18日"], "2026-03-18", "工业和信息化部"),
        (["Министр", "12 сентября 2026 г.", "№ 560"], "2026-09-12", ""),
        (["31 December 2026", "30 June 2026"], "", ""),  # a table
    ],
)
def test_a_notice_is_dated_and_signed_at_its_end(end: list[str], day: str, author: str) -> None:
    blocks = (TextBlock("heading", TITLE, 1, page=1), *(TextBlock("paragraph", line, page=1) for line in end))
    assert day_elsewhere(Content(blocks)) == (end[-1 if "年" in end[-1] else 1] if day else "")
    assert issuing_body(blocks, TITLE) == author


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Bundesministerium für Forschung und Raumfahrt Pressestelle", "Bundesministerium für Forschung und Raumfahrt"),
        ("Ministry of Defence Press Office", "Ministry of Defence"),
        ("Agenzia Spaziale Italiana", "Agenzia Spaziale Italiana"),
        ("COMISIÓN NACIONAL DE LOS MERCADOS", "Comisión Nacional de los Mercados"),
        ("Agence spatiale canadienne", "Agence spatiale canadienne"),
        ("Deutsches Zentrum für Luft- und Raumfahrt e. V. (DLR)", "Deutsches Zentrum für Luft- und Raumfahrt"),
        ("МИНИСТЕРСТВО СВЯЗИ, НАУКИ РОССИЙСКОЙ ФЕДЕРАЦИИ", "Министерство связи, науки Российской Федерации"),
        ("Bundesnetzagentur für Elektrizität", "Bundesnetzagentur für Elektrizität"),
        ("Bundesgesetz für Raumfahrt", ""),
        ("EUROPEAN COURT OF AUDITORS", "European Court of Auditors"),
        ("وكالة الإمارات للفضاء", "وكالة الإمارات للفضاء"),
        ("अंतरिक्ष विभाग", "अंतरिक्ष विभाग"),
        ("우주항공청 보도자료", "우주항공청"),
        ("경제산업부 계획에 관한 보고", ""),
        ("The centre of the market", ""),
        ("The Future of the European Space Agency", ""),
        ("Agencia espacial para todos", ""),
    ],
)
def test_a_line_that_is_the_name_of_a_body_is_known_in_many_languages(line: str, name: str) -> None:
    assert body_name(line) == name


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Effective: June 14, 2026", "June 14, 2026"),
        ("Ordered by the House of Commons to be printed 2 November 2026", "2 November 2026"),
        ("Datum 4 maart 2026", "4 maart 2026"),
        ("Date: 4 May 2026", "4 May 2026"),
        ("Data as of 31 December 2025 show more debris", ""),
        ("Date of birth 3 May 1980", ""),
        ("The rules adopted on 3 May 2020 were kept", ""),
    ],
)
def test_a_label_says_when_an_act_was_made(line: str, day: str) -> None:
    assert day_made(line) == day


def test_authors_are_named_one_below_the_other_or_sign_at_the_end(page: MakePage) -> None:
    listed = [(18, TITLE), (10, "AUTHORS"), (13, "Ada Quist"), (13, "Ben Roe"), (10, "A report of the project")]
    assert read(page, pdf(listed)).authors == ("Ada Quist", "Ben Roe")
    rapporteurs = [(18, TITLE), (13, "Par Mme Ada QUIST et M. Ben ROE,"), (12, "Sénateurs")]
    assert read(page, pdf(rapporteurs)).authors == ("Ada QUIST", "Ben ROE")
    assert read(page, pdf([(18, TITLE), (13, "Prof. Ada Quist, Dr Ben Roe")])).authors == ("Ada Quist", "Ben Roe")
    above = [(18, TITLE), (13, "ADA QUIST AND BEN ROE"), (13, "THE ORBIT CORPORATION")]
    assert read(page, pdf(above)).authors == ("ADA QUIST", "BEN ROE")
    assert read(page, pdf([(12, "ADA QUIST, BEN ROE"), (18, TITLE)])).authors == ("ADA QUIST", "BEN ROE")
    for statement in ("Statement of Ada Quist, Director", "Written Testimony of Dr. Zyrt Quist, The University"):
        assert read(page, pdf([(12, statement), (18, TITLE)])).authors[0].endswith("Quist")
    signed = [(10.0, "Ada Quist, Specialist in Space Policy")]
    assert read(page, pdf([(18, TITLE)], chapters=signed)).authors == ("Ada Quist",)


@pytest.mark.parametrize(
    ("line", "institute", "names"),
    [
        ("А. В. Соколова, И. П. Демидов", "", ("А. В. Соколова", "И. П. Демидов")),
        ("Демидов И.П., Соколова А.В.", "", ("Демидов И. П.", "Соколова А. В.")),
        ("Зенит Кварц", "Институт орбит, Москва", ("Зенит Кварц",)),
        ("Зенит Кварц", "Москва", ()),
    ],
)
def test_initials_and_institutes_show_that_a_line_names_persons(
    line: str, institute: str, names: Sequence[str]
) -> None:
    text = ("Рабочая группа рассмотрела предложения.",) * 3
    below = (TextBlock("paragraph", line, page=1) for line in (line, institute, *text) if line)
    assert front_authors(Content((TextBlock("heading", "О космосе", 1, page=1), *below)), "О космосе") == names


def test_the_columns_of_a_letterhead_are_two_lines(page: MakePage) -> None:
    found = read(page, pdf([(16, "United Nations|A/AC.105/12"), (16, "General Assembly|Distr.: General"), (14, TITLE)]))
    assert [block.text for block in found.blocks[:4]] == [
        "United Nations",
        "A/AC.105/12",
        "General Assembly",
        "Distr.: General",
    ]
    assert (found.title, found.authors) == (TITLE, ("General Assembly",))
    table = read(page, pdf([(18, TITLE), (10, "Iowa|1.35"), (10, "United Nations|1.2|1.3")]))
    assert [block.text for block in table.blocks[1:3]] == ["Iowa 1.35", "United Nations 1.2 1.3"]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("POSTnote 692, 8 November 2022", "2022-11-08"),
        ("Journal of Orbits 12 (2021) 3", ""),  # of another year than the file
        ("Printed on 3 May 2021, and again on 4 May 2021", ""),
    ],
)
def test_running_heads_date_a_document_whose_front_does_not(page: MakePage, head: str, day: str) -> None:
    cover = [(18.0, TITLE), (18.0, "of rockets")]
    body = pdf(cover, chapters=[(13.0, "Scope"), (13.0, "Rules"), (13.0, "Cases")], head=head)
    assert read(page, body).published_at[:10] == day


def test_months_are_read_in_the_years_of_emperors() -> None:
    assert (month_in("令和４年７月"), month_in("2022年7月"), month_in("令和４年度")) == ("2022-07", "2022-07", "")


@pytest.mark.parametrize(
    "line",
    [
        *("Published: March 2031", "First published May 2026. This edition March 2031.", "Version 2.1 – March 2031"),
        *("© Orbit Council, March 2031", "Stand: März 2031", "Paris, mars 2031", "Madrid, marzo de 2031"),
        *("Москва, март 2031", "2031年3月発行", "2031년 3월 발행", "February–March 2031", "MARCH / 2031", "(03/2031)"),
    ],
)
def test_a_file_dates_a_document_only_in_the_month_that_its_cover_states(line: str) -> None:
    blocks = (TextBlock("heading", TITLE, 1, page=1), TextBlock("paragraph", line, page=1))
    assert states_other_year(Content(blocks, created="2031-08-24T10:00:00Z"))
    assert not states_other_year(Content(blocks, created="2031-03-24T10:00:00Z"))


@pytest.mark.parametrize(
    ("lines", "period"),
    [
        (["March 2031"], "2031-03"),
        (["Stand: März 2031"], "2031-03"),
        (["2031年3月発行"], "2031-03"),
        (["First published May 2026. This edition March 2031.", "New York, 2031"], "2031-03"),
        (["© United Nations, mars 2031. Tous droits réservés pour tous les pays du monde.", "Vienne, 2031"], "2031-03"),
        (["Вена, 2031 год"], "2031"),
        (["Vienna, 2031", "© United Nations, 2031"], "2031"),
        (["May 2031", "June 2031"], ""),  # which of them is that of the publication is not known
        (["May 2031", "June 2031", "Geneva, 2031"], "2031"),
        (["January–June 2031"], ""),  # of which it reports
        (["March 2033"], ""),  # after it was fetched
        (["© Orbit Council 2014", "Annual report 2030", "2030"], ""),
    ],
)
def test_a_month_or_a_year_dates_a_document_without_a_day(lines: list[str], period: str) -> None:
    blocks = (TextBlock("heading", TITLE, 1, page=1), *(TextBlock("paragraph", line, page=1) for line in lines))
    found = stated_period(Content(blocks), "2032-01-01T00:00:00Z")
    assert (known_part(found.value, found.precision) if found else "") == period


def test_a_cover_that_states_a_month_dates_the_article_by_it(page: MakePage) -> None:
    article = read(page, pdf([(18.0, TITLE), (12.0, "March 2021")], creator="Scanner"))
    assert (article.published_at, article.published_precision) == ("2021-03-01T00:00:00Z", "month")
    (chosen,) = (piece for piece in article.evidence if piece.chosen and piece.field == "published")
    assert (chosen.raw, chosen.precision, chosen.method) == ("March 2021", "month", "text")


@pytest.mark.parametrize("line", ["Spring 2031", "Q1 2031"])
def test_a_season_on_the_cover_is_no_day_of_the_file(line: str) -> None:
    assert states_other_year(Content((TextBlock("heading", line, 1, page=1),), created="2031-03-24T10:00:00Z"))


def test_a_day_of_a_month_and_a_month_in_a_sentence_are_no_month_of_the_cover() -> None:
    assert not months_on("Vienna, 31 May–9 June 2031")
    assert not months_on("Adopted on 4th of March 2031")
    assert not months_on("The delegations considered the draft that ministers had agreed to in March 2031 again")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("李明远*", ("李明远",)),
        ("李明远 王磊", ("李明远", "王磊")),
        ("佐々木 健太郎", ("佐々木 健太郎",)),
        ("김하늘, 박서준", ("김하늘", "박서준")),
        ("김하늘*", ("김하늘",)),
        *((word, ()) for word in ("方案", "白皮书系列", "정책과", "総務課", "江苏")),
    ],
)
def test_east_asian_names_below_the_title_are_the_authors(line: str, names: tuple[str, ...]) -> None:
    blocks = (TextBlock("heading", "月球资源开发的国际法问题", 1, page=1), TextBlock("paragraph", line, page=1))
    assert front_authors(Content(blocks), blocks[0].text) == names


def test_an_abbreviation_above_the_name_of_a_body_is_no_part_of_it() -> None:
    lines = ("UNOD", "United Nations Office for Orbits", TITLE)
    blocks = [
        TextBlock("heading" if line == TITLE else "paragraph", line, int(line == TITLE), page=1) for line in lines
    ]
    assert issuing_body(blocks, TITLE) == "United Nations Office for Orbits"


def test_the_name_of_who_testifies_may_be_on_the_next_line() -> None:
    lines = ("Statement of", "The Honorable Zyrt Quist", "Administrator")
    blocks = tuple(TextBlock("paragraph", line, page=1) for line in lines)
    assert front_authors(Content(blocks), "") == ("Zyrt Quist",)
