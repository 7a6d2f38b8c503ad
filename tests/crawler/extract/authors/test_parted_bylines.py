"""Bylines of which elements and links hold only parts: offices and buttons next to a name, names without a link."""

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
PROSE = "<p>" + "The tender for the second pad closes in May, and three firms have asked for the papers. " * 4 + "</p>"


def authors_of(structured: Structured, source: Source) -> tuple[str, ...]:
    nearby = [line for heading in structured.headings[:1] for line in lines_after(heading)]
    return read_authors(structured, site_names(structured, source), Lead(url=structured.url), nearby, "").names


@pytest.mark.parametrize(
    ("box", "names"),
    [
        (
            '<div class="author"><b>Ada Quist</b><span>Corresponsal en Viena</span><a href="#">Seguir</a></div>',
            ("Ada Quist",),
        ),
        (
            "<p><span>By Tech. Sgt. Ada Quist</span> <span>Space Delta 9 Public Affairs</span></p>",
            ("Ada Quist",),
        ),
        ("<p><span>作者：沈墨言</span> <span><a>轨道观察</a></span></p>", ("沈墨言",)),
        ("<p><span>كتب : طارق الجندي</span><span>الثلاثاء، 04 مارس 2031</span></p>", ("طارق الجندي",)),
        ("<p>By <span>Ada Quist</span> <span>Clara Roe</span></p>", ("Ada Quist", "Clara Roe")),
        ("<p>लेखक: <a>पूजा राव</a><span>अपडेटेड: 4 मार्च 2031</span></p>", ("पूजा राव",)),
        ("<p>By <b>Ada Quist</b> <span>Ankara</span></p>", ("Ada Quist",)),
        ("<p>By <span>Ada</span> <span>Quist</span></p>", ("Ada Quist",)),
        ("<p><span>By Ada</span> <span>Quist and Clara Roe</span></p>", ("Ada Quist", "Clara Roe")),
        ("<p>By <span>Ada Maria</span> <span>Quist</span></p>", ("Ada Maria Quist",)),
        ("<p><span>Written By</span> <span>Ada Quist</span></p>", ("Ada Quist",)),
    ],
)
def test_what_the_next_element_has_is_no_part_of_a_name(
    structured: Read, source: Sources, box: str, names: tuple[str, ...]
) -> None:
    assert authors_of(structured(f"<h1>A pad is let</h1>{box}{PROSE}"), source()) == names


@pytest.mark.parametrize(
    ("others", "names"),
    [
        (" and Zyx Roe", ("Ada Quist", "Zyx Roe")),
        (", Clara Lind and Zyx Roe", ("Ada Quist", "Clara Lind", "Zyx Roe")),
        (", Zyx Valley", ("Ada Quist",)),  # may be where Ada Quist is
        (", Pad Inspector, and <a href='/author/clara-lind'>Clara Lind</a>, Pad Reviewer", ("Ada Quist",)),
    ],
)
def test_a_byline_names_further_authors_without_a_link(
    structured: Read, source: Sources, others: str, names: tuple[str, ...]
) -> None:
    link = '<span><em><a href="/author/ada-quist">Ada Quist</a></em></span>'
    assert authors_of(structured(f"<h1>A pad is let</h1><p>By {link}{others}</p>{PROSE}"), source()) == names


@pytest.mark.parametrize(
    "others",
    [
        '<p>Edited by <a href="/author/ben-roe">Ben Roe</a></p>',
        '<p>Translated from the Chinese by <a href="/author/ben-roe">Ben Roe</a></p>',
        '<p>Traduit de l’anglais par <a href="/author/ben-roe">Ben Roe</a></p>',
        '<p>Aus dem Englischen übersetzt von <a href="/author/ben-roe">Ben Roe</a></p>',
    ],
)
def test_a_linked_editor_or_translator_is_not_an_author_in_a_large_box(
    structured: Read, source: Sources, others: str
) -> None:
    writer = 'Written by <a href="/author/ada-quist">Ada Quist</a>'
    page = structured(f"<article><h1>A pad is let</h1><p>{writer}</p>{others}{PROSE}</article>")
    assert authors_of(page, source()) == ("Ada Quist",)


def test_a_declared_pen_name_signs_by_the_link_to_its_author(structured: Read, source: Sources) -> None:
    link = 'By <a href="/author/mazi99">Mazi</a>'
    head = '<meta name="author" content="Mazi">'
    page = structured(f"{head}<h1>A pad is let</h1><p><span>{link}</span> <span>Blog</span></p>{PROSE}")
    assert authors_of(page, source()) == ("Mazi",)


def test_a_text_of_another_site_is_by_whom_its_line_links_and_not_by_the_desk(
    structured: Read, source: Sources
) -> None:
    desk = '<p>by <a href="/author/news">Orbit News</a></p>'
    line = '<p><a href="https://talk.example/profiles/zyx-quist-7">Zyx Quist</a>, <em>University of Orbits</em></p>'
    assert authors_of(structured(f"<h1>A pad is let</h1>{desk}{line}{PROSE}"), source(name="Orbit News")) == (
        "Zyx Quist",
    )


@pytest.mark.parametrize("name", ["documentAuthor", "post-author"])
def test_plone_names_the_creator_by_one_word(structured: Read, source: Sources, name: str) -> None:
    byline = f'<span class="{name}">erstellt von <a href="/author/mazi-o">Mazi</a> —</span>'
    assert authors_of(structured(f"<h1>A pad is let</h1>{PROSE}<div>{byline}</div>"), source()) == ("Mazi",)


@pytest.mark.parametrize("line", ["4. März 2031 | Quelle: dpa", "Redazione ANSA", "4 mars 2031 | Source : AFP"])
def test_an_agency_named_as_the_source_signs(structured: Read, source: Sources, line: str) -> None:
    agency = line.split()[-1]
    assert authors_of(structured(f"<h1>A pad is let</h1><p>{line}</p>{PROSE}"), source()) == (agency,)


def test_who_signs_on_the_right_may_be_described_after_a_comma(structured: Read, source: Sources) -> None:
    end = '<p style="text-align:right">Ульяна Громова, специально для журнала «Орбита сегодня»</p>'
    assert authors_of(structured(f"<h1>Спутники</h1>{PROSE}{end}"), source()) == ("Ульяна Громова",)
