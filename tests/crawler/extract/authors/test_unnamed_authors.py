"""Authors whom neither mark-up nor label names: a portrait, a note on the author, a pen name among other articles."""

from collections.abc import Callable

import pytest

from archive.records import Lead
from crawler.catalogue.source import Source
from crawler.extract.authors.authors import read_authors
from crawler.extract.metadata.site_name import site_names
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import lines_after

Read = Callable[..., Structured]
Sources = Callable[..., Source]
PROSE = (
    "<p>"
    + "The tender for the second launch pad closes in May, and three firms have asked for the papers. " * 4
    + "</p>"
)


def authors_of(structured: Structured, source: Source) -> tuple[str, ...]:
    nearby = [line for heading in structured.headings[:1] for line in lines_after(heading)]
    return read_authors(structured, site_names(structured, source), Lead(url=structured.url), nearby, "").names


@pytest.mark.parametrize(
    ("box", "names"),
    [
        ('<img alt="Ada Quist" class="h-8 rounded-full" src="/1.png"><p>Ada Quist</p>', ("Ada Quist",)),
        (
            '<img alt="Picture of Zyx Quist" src="/7.png" class="author-box__avatar"><h4>Zyx Quist (Editor)</h4>',
            ("Zyx Quist",),
        ),
        ('<img alt="" src="https://gravatar.example/avatar/7"><span>Ada Quist</span>', ("Ada Quist",)),
        ('<img alt="Photo of author" class="avatar" src="/7.png"><p>Zyx Quist</p>', ("Zyx Quist",)),
        ('<span class="rounded-full"><img alt="Stella" src="/7.png"></span><p>Stella</p>', ("Stella",)),
        ('<img alt="Ada Quist" src="/1.png"><p>Ada Quist</p>', ("Ada Quist",)),
        ('<img alt="Mary Magdalene by Titian" src="/1.jpg"><p>Mary Magdalene by Titian</p>', ()),
        ('<img alt="Peace Lily" src="/lily.jpg"><p>Peace Lily</p>', ()),  # a plant
        ('<img alt="Thrive Logo" class="profile" src="/logo.png"><p>Thrive Logo</p>', ()),
        ('<div class="circle"><img alt="" src="/7.png"></div><p>Text Link</p>', ()),
        ('<figure><img alt="Ada Quist" src="/1.png"><figcaption>Ada Quist</figcaption></figure>', ()),  # on the picture
        (f'<img alt="Ada Quist" src="/1.png"><p>Ada Quist</p>{"<p>One more line of the menu</p>" * 12}', ()),
    ],
)
def test_a_portrait_near_the_headline_shows_whose_name_a_line_is(
    structured: Read, source: Sources, box: str, names: tuple[str, ...]
) -> None:
    page = structured(f"<h1>A pad is let</h1><div><div>{box}</div></div>{PROSE}")
    assert authors_of(page, source()) == names


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Zyx Quist is a space reporter in Geneva.", ("Zyx Quist",)),
        ("About the author: Zyx Quist is a senior fellow at the Institute for Orbits.", ("Zyx Quist",)),
        ("Dr. Zyx van der Quist is professor of space law in Leiden.", ("Zyx van der Quist",)),
        ("Zyx Quist, PhD, is an associate professor of law.", ("Zyx Quist",)),
        ("Zyx Quist ist freie Journalistin und lebt in Bremen.", ("Zyx Quist",)),
        ("Zyx Quist est chercheuse associée à l’Institut.", ("Zyx Quist",)),
        ("Zyx Quist es periodista y vive en Lima.", ("Zyx Quist",)),
        ("This article was written by Zyx Quist, an engineer.", ("Zyx Quist",)),
        ("This guest post was originally written by Zyx Quist.", ("Zyx Quist",)),
        ("Dieser Beitrag wurde von Zyx Quist verfasst.", ("Zyx Quist",)),
        ("Cet article a été rédigé par Zyx Quist.", ("Zyx Quist",)),
        ("Este artículo fue escrito por Zyx Quist.", ("Zyx Quist",)),
        ("Zyx Quist is the minister of transport.", ()),
        ("Zyx Quist says that she is a writer.", ()),
        ("Low Orbit Media is a writer network.", ()),
    ],
)
def test_a_note_on_the_page_introduces_its_author(
    structured: Read, source: Sources, note: str, names: tuple[str, ...]
) -> None:
    assert authors_of(structured(f"<h1>A pad is let</h1>{PROSE}{PROSE}<p>{note}</p>"), source()) == names


@pytest.mark.parametrize(
    ("head", "text", "after"),
    [
        ("A pad is let", PROSE.replace("three firms", "Quist says that three firms"), ""),
        ("A pad is let", PROSE, "<p>“The tender was fair”, says Quist.</p>"),
        ("A pad for Zyx Quist", PROSE, ""),
        ("A pad is let", "", PROSE),  # how a report may begin
        ("A pad is let", PROSE, "<p>Wim Xander is a writer.</p>"),
    ],
    ids=["named before", "quoted after", "in the headline", "at the start", "two persons"],
)
def test_a_person_of_whom_the_text_tells_is_not_introduced_as_its_author(
    structured: Read, source: Sources, head: str, text: str, after: str
) -> None:
    html = f"<title>{head}</title><h1>{head}</h1>{text}{text}<p>Zyx Quist is a professor of law.</p>{after}"
    assert authors_of(structured(html), source()) == ()


def test_a_pen_name_with_which_the_page_signs_is_not_replaced_by_the_author_of_another_article(
    structured: Read, source: Sources
) -> None:
    head = '<meta name="author" content="Mazi">'
    other = '<p>Further news</p><a href="/author/ben-roe">Ben Roe</a>'
    assert authors_of(structured(f"{head}<h1>A pad is let</h1><p>By Mazi</p>{PROSE}{other}"), source()) == ("Mazi",)
    account = structured(f"<meta name='author' content='jdoe'><h1>A pad is let</h1><p>By jdoe</p>{PROSE}{other}")
    assert authors_of(account, source()) == ("Ben Roe",)
    unsigned = structured(f"{head}<h1>A pad is let</h1><p>By Ben Roe</p>{PROSE}")
    assert authors_of(unsigned, source()) == ("Ben Roe",)


@pytest.mark.parametrize(
    "line", ["19 May 2031 · Zyx Quist on behalf of the Pad Team", "19 May 2031 • Zyx Quist in Pads"]
)
def test_a_name_next_to_the_date_ends_before_its_department(structured: Read, source: Sources, line: str) -> None:
    assert authors_of(structured(f"<h1>A pad is let</h1><p>{line}</p>{PROSE}"), source()) == ("Zyx Quist",)


@pytest.mark.parametrize(
    ("box", "names"),
    [
        (
            '<p><a href="https://talk.example/profiles/ada-quist-3">Ada Quist</a>, <em>University</em></p>',
            ("Ada Quist",),
        ),
        ('<p>The pilot <a href="https://talk.example/profiles/ada-quist-3">Ada Quist</a> said so</p>', ()),
        ('<p><a href="https://talk.example/profiles/about-orbits">Our Orbits</a>, <em>University</em></p>', ()),
        ('<p><a href="https://talk.example/profiles/ada-quist-3">Ada Quist</a></p>', ()),
        ('<div>5 March 2031 / <a href="/team/ada">Ada Quist</a></div>', ("Ada Quist",)),
        (f'<div><div>5 March 2031 / <a href="/team/ada">Ada Quist</a></div>{PROSE}</div>', ("Ada Quist",)),
        ('<div>Ask us: <a href="/team/ada">Ada Quist</a></div>', ()),
        ('<div><a href="/blog-authors/ada">Zyx Quist</a></div>', ("Zyx Quist",)),
        ('<div><a href="/books-authors/fair-12.html">Zyx Quist</a></div>', ()),
        ('<div class="author"><a href="/blog/?content_topic=9">Orbit Strategy</a></div>', ()),
        ('<div><a id="author-modal" href="/blog/?content_topic=9">Orbit Strategy</a></div>', ()),
    ],
)
def test_links_to_pages_of_staff_or_elsewhere_are_bylines_where_nothing_else_is_meant(
    structured: Read, source: Sources, box: str, names: tuple[str, ...]
) -> None:
    page = structured(f"<article><h1>A pad is let</h1><div>{box}</div>{PROSE}</article>")
    assert authors_of(page, source()) == names


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("ada quist", ("Ada Quist",)),
        ("orbit strategy", ()),
        ("quist", ("quist",)),
        ("Ada van Quist", ("Ada van Quist",)),
    ],
)
def test_a_full_name_that_is_declared_in_small_letters_is_written_as_a_name(
    structured: Read, source: Sources, stated: str, names: tuple[str, ...]
) -> None:
    page = structured(f'<head><meta name="author" content="{stated}"></head><body><h1>A pad is let</h1>{PROSE}')
    assert authors_of(page, source()) == names
