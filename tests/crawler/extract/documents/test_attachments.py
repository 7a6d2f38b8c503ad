"""Which documents an article links to, and that a crawl reads them where the source says so."""

import io
import re

from reportlab.pdfgen.canvas import Canvas

from crawler.catalogue.source import Source
from crawler.extract.documents.attachments import attachments
from crawler.html.document import parse
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, source

OFFICE = Source(
    id="office",
    name="Office",
    homepage="https://www.office.example/",
    country="US",
    languages=("en",),
    kind="government",
    focus="space-policy",
    article_url_re=r"^https://www\.office\.example/news/",
    exclude_url_re="/forms/",
)
PAGE = """
<html><body><header><a href="/annual-report.pdf">Annual report of the office</a></header>
<nav><a href="/vacancies.pdf">x</a></nav>
<main><article><h1>Report on debris published</h1>
<p>The office published its <a href="/media/debris-2030.PDF?v=2">Report on debris in low orbits 2030</a> and the
<a href="https://files.office.example/draft.docx">draft</a>, next to <a href="https://else.example/other.pdf">another</a>
and <a href="/news/2030/next">the next</a>.</p>
<aside><a href="/media/debris-2030.PDF?v=2">Download</a> <a href="/download/17" type="application/pdf">Annex</a>
<a rel="nofollow" href="/draft.odt">no</a> <a href="/forms/request.pdf">form</a> <a href="http://[x/a.pdf">bad</a></aside>
</article></main><div><a href="/privacy.pdf">Privacy</a></div><footer><a href="/imprint.pdf">Imprint</a></footer>
</body></html>
"""


def found(page: str) -> dict[str, str]:
    document = parse(page.encode(), "https://www.office.example/news/2030/debris", "text/html; charset=utf-8")
    return {lead.url: lead.title for lead in attachments(document, OFFICE)}


def test_documents_of_the_site_that_the_article_links_to_are_its_attachments() -> None:
    assert found(PAGE) == {
        "https://www.office.example/media/debris-2030.PDF?v=2": "Report on debris in low orbits 2030",
        "https://files.office.example/draft.docx": "",
        "https://www.office.example/download/17": "",
    }


def test_without_a_main_part_only_navigation_and_frame_are_left_out() -> None:
    page = re.sub("</?(main|article)>", "", PAGE)
    assert list(found(page)) == [
        "https://www.office.example/media/debris-2030.PDF?v=2",
        "https://files.office.example/draft.docx",
        "https://www.office.example/privacy.pdf",
    ]


def test_a_list_of_documents_gives_the_first_twenty() -> None:
    links = "".join(f"<a href='/media/{n}.pdf'>Report</a>" for n in range(50))
    assert len(found(f"<main>{links}</main>")) == 20


def report() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica-Bold", 22)
    canvas.drawString(72, 760, "Report on debris in low orbits")
    canvas.setFont("Helvetica", 11)
    for n in range(20):
        canvas.drawString(72, 700 - 14 * n, f"Debris object number {n} was counted by the space agency of the country.")
    canvas.save()
    return file.getvalue()


def test_a_crawl_reads_the_documents_of_its_articles_where_the_source_says_so(desk, new_outlet) -> None:
    site, other = new_outlet(), new_outlet()
    for outlet in (site, other):
        page = article(1).replace(b"</article>", b"<a href='/media/report.pdf'>Report</a></article>")
        outlet.pages |= {"/news/story-1": html(page), "/feed": feed(outlet, {"/news/story-1": 1})}
        outlet.pages["/media/report.pdf"] = Answer(report(), headers={"Content-Type": "application/pdf"})
    desk.tables = [
        source(site, "office", endpoint("feed", "/feed"), documents=True, article_url_re="/news/"),
        source(other, "courier", endpoint("feed", "/feed")),
    ]
    runs = desk.crawl()
    assert (runs["office"]["new"], runs["courier"]["new"]) == (2, 1)
    (row,) = desk.query(
        "select a.title, u.found_by, u.endpoint from articles a join urls u on u.article_id = a.id"
        " where a.url like '%report.pdf'"
    )
    assert row == {
        "title": "Report on debris in low orbits",
        "found_by": "attachment",
        "endpoint": f"{site.url}/news/story-1",
    }
    assert desk.crawl()["office"]["new"] == 0
    assert sum(asked.path == "/media/report.pdf" for asked in site.log) == 1
