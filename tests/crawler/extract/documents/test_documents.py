"""PDF, DOCX and ODT files become articles with their structure; one without a text says why."""

import io
import zipfile
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from archive.blocks import Link
from archive.records import Article, Lead, Rejection
from crawler.extract.article import extract
from crawler.extract.documents.docx import read_docx
from crawler.extract.documents.office import Package
from crawler.extract.documents.pdf import _blocks, pdf_time, read_pdf
from crawler.extract.documents.pdf_lines import PdfLine
from crawler.extract.documents.read import format_of
from crawler.extract.page import Page

URL = "https://office.example/docs/report-12.pdf"
MakePage = Callable[..., Page]
LINES = [
    "The committee took note of the report of its working group on the long-term",
    "sustainability of activities in outer space and asked the secretariat to put the",
    "questions that were left open before the delegations in writing, so that the ses-",
    "sion of next year can begin with the answers of all.",
]
SUMMARY = "What was left of the year in orbit, counted by the office of the committee."
PARAGRAPH = " ".join(LINES).replace("ses- sion", "session")


def pdf(pages: int = 4, encrypt: StandardEncryption | None = None, **metadata: str) -> bytes:
    """Return a report: a title page, then pages with a heading, paragraphs, items, running head and number."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), encrypt=encrypt)
    for name, value in metadata.items():
        getattr(canvas, f"set{name.title()}")(value)
    for page in range(1, pages + 1):
        at = 760.0
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, "Committee on Orbits, A/AC.105/1279")
        canvas.drawString(290, 30, str(page))
        if page == 1:
            for font, size, line in (
                ("Helvetica-Bold", 22, "Report of the Committee"),
                ("Helvetica-Bold", 22, "on its sixty-fifth session"),
                ("Helvetica", 11, "Vienna, 14 June 2030"),
            ):
                canvas.setFont(font, size)
                canvas.drawString(72, at, line)
                at -= 1.3 * size
            at -= 20
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, at, f"{page}. Matters of chapter {'abcdefgh'[page % 8]}")
        at -= 24
        canvas.setFont("Helvetica", 11)
        for _ in range(2):
            for line in LINES:
                canvas.drawString(72, at, line)
                at -= 14
            at -= 10
        for item in ("the registration of objects", "the removal of debris"):
            canvas.drawString(84, at, f"• {item} on page {page}")
            at -= 14
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def office(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def ole(stream: str) -> bytes:
    """Return the bytes by which an OLE file with this stream is known."""
    return b"\xd0\xcf\x11\xe0" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


ODF = "application/vnd.oasis.opendocument"
CUT = office({"word/document.xml": f"<w>{PARAGRAPH}</w>", "[Content_Types].xml": PARAGRAPH})


def scan() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(3):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def docx(body: str) -> bytes:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return office(
        {
            "word/document.xml": f"<w:document {w} {r}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f'<w:styles {w}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
            '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style></w:styles>',
            "word/_rels/document.xml.rels": "<Relationships>"
            '<Relationship Id="r1" Target="https://un.example/a" TargetMode="External"/></Relationships>',
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>Ana Ruiz; Li Ming</dc:creator>'
            "<dcterms:created>2030-06-14T08:00:00Z</dcterms:created></cp:coreProperties>",
        }
    )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(text: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta")
    )
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return office(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names} {xlink}><office:body><office:text>{text}</office:text>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {names} {xlink}><office:meta><dc:title>Report on orbits</dc:title>"
            "<meta:initial-creator>Ana Ruiz</meta:initial-creator>"
            "<meta:creation-date>2030-06-14T08:00:00</meta:creation-date></office:meta></office:document-meta>",
        }
    )


def article(page: MakePage, body: bytes, **lead: Any) -> Article:
    found = extract(page(body, url=URL, lead=Lead(URL, **lead)))
    assert isinstance(found, Article), found
    return found


def test_a_pdf_is_an_article_with_headings_items_and_pages(page: MakePage) -> None:
    found = article(page, pdf(title="Microsoft Word - x.doc", author="jdoe"))
    assert found.title == "Report of the Committee on its sixty-fifth session"
    assert (found.published_at[:10], found.published_precision) == ("2030-06-14", "day")
    assert (found.authors, found.access, found.provenance["text"]) == ((), "full", "pdf")
    headings = [(block.text, block.page) for block in found.blocks if block.kind == "heading" and block.level > 1]
    assert headings[1:3] == [("2. Matters of chapter c", 2), ("3. Matters of chapter d", 3)]
    paragraphs = [block.text for block in found.blocks if block.kind == "paragraph" and block.page == 2]
    assert paragraphs == [PARAGRAPH, PARAGRAPH]
    items = [block.text for block in found.blocks if block.kind == "list-item" and block.page == 3]
    assert items == ["the registration of objects on page 3", "the removal of debris on page 3"]
    assert "A/AC.105/1279" not in found.text
    assert f"{PARAGRAPH}\n\n{PARAGRAPH}\n\nthe registration of objects on page 2\nthe removal" in found.text


def test_the_lead_and_credible_metadata_say_what_the_page_does_not(page: MakePage) -> None:
    lead = {"title": "Report on its 65th session", "published": "2030-07-01", "found_by": "feed"}
    found = article(page, pdf(1, author="Ana Ruiz"), **lead)
    assert found.authors == ("Ana Ruiz",)
    assert (found.published_at[:10], found.published_method) == ("2030-07-01", "feed")


def test_a_document_of_hundreds_of_pages_is_one_article(page: MakePage) -> None:
    found = article(page, pdf(300))
    assert found.blocks[-1].page == 300
    assert found.access == "full"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (pdf(1, StandardEncryption("secret", "owner")), "encrypted"),
        (scan(), "scanned"),
        (pdf(1)[:300], "broken"),
        (b"%PDF-1.7\nnothing", "broken"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (office({"word/document.xml": "<no xml"}), "broken"),
        (CUT[:60] + CUT[200:], "broken"),  # a part is lost
        (CUT[:-30], "broken"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text" + bytes(600), "broken"),
        (office({"word/document.xml": bytes(60_000_000)}), "broken"),
        (office({"mimetype": "", "content.xml": "<a/>", "META-INF/manifest.xml": "<encryption-data/>"}), "encrypted"),
    ],
)
def test_without_a_text_the_facts_of_the_lead_are_kept(page: MakePage, body: bytes, why: str) -> None:
    found = article(page, body, title="Report on the debris of 2030", published="2030-07-01", summary=SUMMARY)
    assert (found.title, found.text, found.blocks, found.access) == ("Report on the debris of 2030", "", (), why)
    assert (found.published_at[:10], found.summary) == ("2030-07-01", SUMMARY)
    assert extract(page(body, url=URL)) == Rejection("not-article", f"{why} document")


def test_a_docx_keeps_headings_items_tables_and_links(page: MakePage) -> None:
    cells = "".join(f"<w:tc><w:p>{run(word)}</w:p></w:tc>" for word in ("State", "Launches"))
    number = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    found = article(
        page,
        docx(
            f'<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr>{run("Report on orbits")}</w:p><w:p>{run(PARAGRAPH)}</w:p>'
            f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>{run("What is asked")}</w:p>'
            f"<w:p>{number}{run('to be ')}{run('counted')}</w:p>"
            f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
            f'<w:p>{run("See ")}<w:hyperlink r:id="r1">{run("the annex")}</w:hyperlink>{run(" of it.")}</w:p>'
        ),
    )
    assert [(block.kind, block.level, block.text) for block in found.blocks] == [
        ("heading", 1, "Report on orbits"),
        ("paragraph", 0, PARAGRAPH),
        ("heading", 1, "What is asked"),
        ("list-item", 2, "to be counted"),
        ("table", 0, "State | Launches\nState | Launches"),
        ("paragraph", 0, "See the annex of it."),
    ]
    assert found.links == (Link("https://un.example/a", "the annex", 5, 4),)
    assert (found.title, found.authors, found.published_at[:10]) == (
        "Report on orbits",
        ("Ana Ruiz", "Li Ming"),
        "2030-06-14",
    )


def test_a_line_above_the_sections_is_the_title(page: MakePage) -> None:
    section = (
        f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>{run("What is asked")}</w:p><w:p>{run(PARAGRAPH)}</w:p>'
    )
    above = f"<w:p>{run('Debris of the year')}</w:p>"
    assert article(page, docx(above + 2 * section)).title == "Debris of the year"
    assert article(page, docx(above + section)).title == "What is asked"  # the only heading is the title
    assert article(page, docx(f"<w:p>{run(PARAGRAPH)}</w:p>" + 2 * section)).title == "What is asked"


def test_an_odt_keeps_headings_items_tables_and_links(page: MakePage) -> None:
    row = "<table:table-row><table:table-cell><text:p>State</text:p></table:table-cell></table:table-row>"
    found = article(
        page,
        odt(
            f"<text:h text:outline-level='2'>What is asked</text:h><text:p>{PARAGRAPH}</text:p>"
            "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>"
            f"<table:table>{row}{row}</table:table>"
            "<text:p>See<text:s/><text:a xlink:href='https://un.example/a'>the annex</text:a>.</text:p>"
        ),
    )
    assert [(block.kind, block.level, block.text) for block in found.blocks] == [
        ("heading", 2, "What is asked"),
        ("paragraph", 0, PARAGRAPH),
        ("list-item", 1, "one"),
        ("list-item", 2, "two"),
        ("table", 0, "State\nState"),
        ("paragraph", 0, "See the annex."),
    ]
    assert found.links == (Link("https://un.example/a", "the annex", 5, 4),)
    assert found.authors == ("Ana Ruiz",)


def test_the_title_of_an_odt_may_be_a_style_that_is_derived(page: MakePage) -> None:
    style = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    derived = f'<office:automatic-styles><style:style {style} style:name="P1" style:parent-style-name="Title"/>'
    text = (
        f"<text:p text:style-name='P1'>The rules of orbits</text:p><text:h>Scope</text:h><text:p>{PARAGRAPH}</text:p>"
    )
    with zipfile.ZipFile(io.BytesIO(odt(text))) as package:
        members: dict[str, str | bytes] = {name: package.read(name).decode() for name in package.namelist()}
    content = str(members["content.xml"])
    members["content.xml"] = content.replace("<office:body>", f"{derived}</office:automatic-styles><office:body>")
    assert article(page, office(members)).title == "The rules of orbits"


@pytest.mark.parametrize(
    ("body", "kind", "is_article"),
    [
        (office({"mimetype": f"{ODF}.spreadsheet", "content.xml": "<a/>"}), "spreadsheet", False),
        (office({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "spreadsheet", False),
        (ole("Workbook"), "spreadsheet", False),
        (office({"mimetype": f"{ODF}.presentation", "content.xml": "<a/>"}), "slides", True),
        (office({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "slides", True),
        (ole("PowerPoint Document"), "slides", True),
        (ole("WordDocument"), "Word file of before 2007", True),
        (rb"{\rtf1 Release}", "RTF file", True),
    ],
)
def test_of_a_text_that_is_not_read_the_facts_of_its_lead_are_kept(
    page: MakePage, body: bytes, kind: str, is_article: bool
) -> None:
    lead = Lead(url=URL, title="Notice to operators of satellites", found_by="listing", published="2031-05-02")
    found = extract(page(body, url=URL, lead=lead))
    unread = Rejection("not-article", f"{kind} (not read)")
    if is_article:
        assert isinstance(found, Article)
        assert (found.title, found.published_at, found.text, found.access) == (
            lead.title, "2031-05-02T00:00:00Z", "", "unsupported",
        )  # fmt: skip
    else:
        assert found == unread
    assert extract(page(body, url=URL)) == unread


def test_other_files_are_no_articles(page: MakePage) -> None:
    found = extract(page(office({"data.csv": "a,b"}), url=URL, lead=Lead(URL, title="Data")))
    assert found == Rejection("not-article", "application/zip")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("D:20300614103000+02'00'", "2030-06-14T10:30:00+02:00"),
        ("D:20300614", "2030-06-14"),
        ("D:20300614103000Z", "2030-06-14T10:30:00Z"),
        ("20300614103000", "2030-06-14T10:30:00"),
        ("last Monday", ""),
    ],
)
def test_times_of_a_pdf_are_iso_8601(stated: str, expected: str) -> None:
    assert pdf_time(stated) == expected


PARAGRAPHS = f"<w:p>{run(PARAGRAPH)}</w:p>" * 4


def test_a_range_of_years_over_the_end_of_a_line_has_no_space() -> None:
    lines = ("The programme of the years 2027–", "2036 – as the minister calls it –", "2,000 pages")
    (block,) = _blocks([PdfLine(1, line, 11.0, False, 72.0, 500.0, 700.0 - at, 842.0) for at, line in enumerate(lines)])
    assert block.text == "The programme of the years 2027–2036 – as the minister calls it – 2,000 pages"


def test_the_paragraphs_of_a_long_document_are_joined_in_linear_time() -> None:
    lines = [PdfLine(1, LINES[number % 4], 11.0, False, 72.0, 500.0, 700.0, 842.0) for number in range(6_000)]
    start = process_time()
    (block,) = _blocks(lines)
    assert process_time() - start < 0.5  # 3 s before
    assert block.text == " ".join([PARAGRAPH] * 1_500)


def test_a_table_with_hundreds_of_thousands_of_empty_cells_is_a_paragraph(page: MakePage) -> None:
    cell = f"<w:tc><w:p>{run('debris')}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell * 500}</w:tr>{f'<w:tr>{cell}</w:tr>' * 500}</w:tbl>"
    found = article(page, docx(PARAGRAPHS + table), title="Report on orbits")
    assert [block.kind for block in found.blocks] == ["paragraph"] * 5
    assert found.blocks[-1].text == " ".join(["debris"] * 1_000)


def test_cells_that_span_columns_leave_the_others_in_theirs(page: MakePage) -> None:
    def cell(word: str, span: int = 1) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p>{run(word)}</w:p></w:tc>'

    rows = (
        cell("State") + cell("Share", 2) + cell("Fund"),
        *[cell("France") + cell("2030") + cell("2031") + cell("one")],
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    found = article(page, docx(f"{PARAGRAPHS}<w:tbl>{table}</w:tbl>"), title="Report on orbits")
    assert found.blocks[-1].rows == (("State", "Share", "", "Fund"), ("France", "2030", "2031", "one"))


@pytest.mark.parametrize("stated", ["²", "-1", "9" * 5_000])
def test_any_level_and_number_of_columns_may_be_stated(page: MakePage, stated: str) -> None:
    item = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{stated}"/></w:numPr></w:pPr>{run("counted")}</w:p>'
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{stated}"/></w:tcPr><w:p>{run("State")}</w:p></w:tc>'
    table = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    found = article(page, docx(PARAGRAPHS + item + table), title="Report on orbits")
    assert next(block.level for block in found.blocks if block.kind == "list-item") in (1, 9)
    heading = f"<text:h text:outline-level='{stated}'>What is asked</text:h><text:p>{PARAGRAPH}</text:p>"
    cells = f"<table:table-cell table:number-columns-repeated='{stated}'><text:p>State</text:p></table:table-cell>"
    other = article(page, odt(f"{heading}<table:table><table:table-row>{cells}</table:table-row></table:table>"))
    assert other.blocks[0].level in (1, 6)


def test_covered_and_repeated_cells_of_an_odt_have_columns(page: MakePage) -> None:
    def cell(word: str, attributes: str = "") -> str:
        return f"<table:table-cell {attributes}><text:p>{word}</text:p></table:table-cell>"

    covered, empty = "<table:covered-table-cell/>", "<table:table-cell table:number-columns-repeated='16000'/>"
    rows = (
        cell("State", "table:number-rows-spanned='2'")
        + cell("Share", "table:number-columns-spanned='2'")
        + covered
        + empty,
        covered + cell("2030") + cell("2031"),
        cell("France") + cell("9 %", "table:number-columns-repeated='2'"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    found = article(page, odt(f"<text:p>{PARAGRAPH}</text:p><table:table>{table}</table:table>"))
    assert found.blocks[-1].rows == (("State", "Share", ""), ("", "2030", "2031"), ("France", "9 %", "9 %"))


def test_a_table_in_the_cell_of_a_table_is_read_once(page: MakePage) -> None:
    names = [f"table:table{part}" for part in ("", "-row", "-cell")] * 60
    inner = f"{''.join(f'<{name}>' for name in names)}{PARAGRAPH}{''.join(f'</{name}>' for name in reversed(names))}"
    found = article(page, odt(f"<text:p>{PARAGRAPH}</text:p>{inner}"))
    assert found.text.count(PARAGRAPH) == 2


def test_a_line_that_is_printed_twice_to_look_bold_is_read_once() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for at, line in ((760, "Orbits of the year Orbits of the year"), (700, "Orbits of the year Orbits of a year")):
        canvas.drawString(72, at, line)
    canvas.save()
    text = "\n".join(block.text for block in read_pdf(file.getvalue()).blocks)
    assert "Orbits of the year Orbits of the year" not in text
    assert "Orbits of the year" in text
    assert "Orbits of the year Orbits of a year" in text


def tree_pdf(kids: str, count: int) -> bytes:
    """Return a PDF file whose tree of pages is what it should not be."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        "<</Type/Pages/Count 1000000/Kids[2 0 R 4 0 R 3 0 R]>>",
    ]
    parts = [f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, 1)]
    places = [9 + len("".join(parts[:number])) for number in range(len(parts))]
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    body = "%PDF-1.7\n" + "".join(parts)
    return (
        f"{body}xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(body)}\n".encode()
    )


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (tree_pdf("2 0 R 4 0 R 3 0 R", 1_000_000), "broken document"),
        (tree_pdf("3 0 R", 2_000_000_000), "scanned document"),
        (office({"word/document.xml": b"\0" * 50_000_000}), "broken document"),
        (docx("<w:p>" * 100_000), "broken document"),
        (office({"word/document.xml": f'<!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]><x>&e11;</x>'}), "broken document"),
        (
            office({"word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}),
            "broken document",
        ),
    ],
    ids=["cyclic tree", "two thousand million pages", "bomb", "100,000 levels", "entities", "file"],
)
def test_a_hostile_document_costs_itself_alone(page: MakePage, body: bytes, reason: str) -> None:
    start = process_time()
    assert extract(page(body, url=URL)) == Rejection("not-article", reason)
    assert process_time() - start < 5


def box(text: str) -> str:
    """Return a text box as Word writes it: for programs that know it, and for older ones."""
    content = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    older = f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent {mc}><mc:Choice>{content}</mc:Choice>{older}</mc:AlternateContent></w:r>"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (f"<w:p>{run('We ')}<w:del><w:r><w:delText>may</w:delText></w:r></w:del><w:ins>{run('shall')}</w:ins></w:p>",
         ["We shall"]),
        (f"<w:p><w:moveFrom>{run('Gone.')}</w:moveFrom><w:moveTo>{run('Moved.')}</w:moveTo></w:p>", ["Moved."]),
        (f"<w:p>{run('Page ')}<w:fldSimple>{run('12')}</w:fldSimple></w:p>", ["Page 12"]),
        ("<w:p><w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t></w:r></w:p>", ["long-term"]),
        (f"<w:p>{run('Above.')}{box('In the box.')}</w:p>", ["Above.", "In the box."]),
        (f"<w:customXml><w:p>{run('Marked.')}</w:p></w:customXml>", ["Marked."]),
        ((f"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
         f"<w:sdtContent><w:p>{run('Scope 3')}</w:p></w:sdtContent></w:sdt><w:p>{run('Scope')}</w:p>"), ["Scope"]),
        ((f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p>{run('one')}</w:p></w:tc></w:tr></w:sdtContent></w:sdt>"
         "</w:tbl>"), ["one"]),
    ],
)  # fmt: skip
def test_a_docx_is_read_as_its_last_state_shows_it(body: str, texts: list[str]) -> None:
    assert [block.text for block in read_docx(Package(docx(body))).blocks] == texts


def test_a_docx_of_word_for_the_web_or_of_the_strict_standard_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(f"<w:p>{run(PARAGRAPH)}</w:p>"))) as package:
        members: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    text = members.pop("word/document.xml")
    assert isinstance(text, bytes)
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml"
    for name, data in (("word/document2.xml", text), ("word/document.xml", text.replace(usual, strict))):
        body = office({**members, name: data})
        assert format_of("application/zip", body) == "docx"
        assert [block.text for block in read_docx(Package(body)).blocks] == [PARAGRAPH]
