"""Where a page may name its author: whose the place is, and what a name without a label needs besides."""

from collections.abc import Callable

import pytest

from crawler.catalogue.source import Rule
from crawler.extract.facts import read_facts
from crawler.extract.page import Page
from crawler.html.document import parse

Pages = Callable[..., Page]
TALKS = "<title>Forty states talk about orbits</title><h1>Forty states talk about orbits</h1>"
ANSWER = "<div itemscope itemprop='suggestedAnswer'><p>Yes.</p><b itemprop='author'>Ben Roe</b></div>"
COMMENT = "<div itemscope itemprop='comment'><p>No.</p><b itemprop='author'>Cleo Sand</b></div>"


def authors_of(page: Page) -> tuple[str, ...]:
    return read_facts(page, parse(page.body, page.url), Rule()).authors.names


def test_who_answers_or_comments_is_not_the_author(page: Pages, prose: str) -> None:
    question = f"<div itemscope><b itemprop='author'>Ada Quist</b>{prose}{ANSWER}{COMMENT}</div>"
    assert authors_of(page(f"{TALKS}{question}")) == ("Ada Quist",)


def test_who_is_linked_as_author_of_a_teaser_is_not_the_author(page: Pages, prose: str) -> None:
    teaser = "<div><section><p><a rel='author' href='/b'>Ben Roe</a></p></section></div>"
    byline = "<div><p>By <a rel='author' href='/a'>Ada Quist</a> and <a rel='author' href='/c'>Cleo Sand</a></p></div>"
    assert authors_of(page(f"{TALKS}{byline}{prose}{teaser}")) == ("Ada Quist", "Cleo Sand")


def test_a_copy_in_a_web_archive_is_of_its_own_site(page: Pages, prose: str) -> None:
    def copy(address: str) -> str:
        return f"https://archive.org/web/20310502000000/{address}"

    cited = f"<p>Read <a href='{copy('https://other.org/author/ben-roe')}'>Ben Roe</a>.</p>"
    signed = f"<footer>Posted by <a rel='author' href='{copy('https://diary.org/author/ada')}'>Ada Quist</a></footer>"
    html = f"{TALKS}<article>{cited}{prose}{signed}</article>"
    assert authors_of(page(html, url=copy("https://diary.org/orbits"))) == ("Ada Quist",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>Posted by Cleo 21.10.2031</p>", ("Cleo",)),
        ("<p>Posted by Cleo @ 12:00 am</p>", ("Cleo",)),
        (
            "<div class='left author'>Author: <a href='?id=58'><b>Bo2man</b></a> am 29.12.2031, 13:36 Uhr</div>",
            ("Bo2man",),
        ),
        ("<span class='author'><a href='/user,profile,30,cleo.html'><img src='/i.gif'> Cleo</a></span>", ("Cleo",)),
        (
            "<span class='post-author vcard'>Eingestellt von <span class='fn'>der Michel</span> um 21:11</span>",
            ("der Michel",),
        ),
        ("<p>Von Dienstag, 5. Mai 2031</p>", ()),
        ("<p>Posted by Redaktion 21.10.2031</p>", ()),
        ("<p>By invitation of the states</p>", ()),
        ("<p class='byline'><a href='/topics/space'>Spaceflight</a></p>", ()),
    ],
)
def test_one_word_is_a_name_after_a_label_or_alone_in_an_author_element(
    page: Pages, prose: str, line: str, names: tuple[str, ...]
) -> None:
    assert authors_of(page(f"{TALKS}{line}{prose}")) == names


def test_a_label_within_a_sentence_is_none(page: Pages, prose: str) -> None:
    begun = "<p>Authors met too.</p>"  # a line that begins like a label, without which none is looked for
    sentence = "<p>The poem <i>Orbits</i> <b>written by Ada Quist</b> and other works were read.</p>"
    assert authors_of(page(f"{TALKS}{prose}{begun}{sentence}")) == ()
    assert authors_of(page(f"{TALKS}{prose}{begun}<p><b>Written by Ada Quist</b></p>")) == ("Ada Quist",)


def test_the_beginning_of_a_linked_headline_is_no_name(page: Pages, prose: str) -> None:
    link = "<a href='/next'>Lunare Bergung \u2013 mehr Funde</a>"
    assert authors_of(page(f"{TALKS}<p>Lunare Bergung \u2013 5.5.2031</p>{prose}{link}")) == ()
    assert authors_of(page(f"{TALKS}<p>Ada Quist \u2013 5.5.2031</p>{prose}{link}")) == ("Ada Quist",)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Jonathan Quist", ("Jonathan Quist",)),
        ("Dr. Wolfgang Quist", ("Wolfgang Quist",)),
        ("Jos\u00e9 Quist Roe", ("Jos\u00e9 Quist Roe",)),
        ("Blue Zenith", ()),
        ("Link Copied", ()),
        ("Charlotte Times", ()),
        ("Martin Foundation", ()),
    ],
)
def test_a_person_alone_on_a_line_next_to_the_date_is_the_author(
    page: Pages, prose: str, name: str, names: tuple[str, ...]
) -> None:
    assert authors_of(page(f"{TALKS}<p>{name}</p><p>5 May 2031</p>{prose}")) == names


@pytest.mark.parametrize(
    "line",
    [
        "<figure><img src='/a.jpg'><figcaption>Jonathan Quist</figcaption></figure>",
        "<div class='wp-caption'><p>Jonathan Quist</p></div>",
        "<p class='photo-credit'>Jonathan Quist</p>",
        "<aside><p>Jonathan Quist</p></aside>",
    ],
)
def test_a_name_below_a_picture_or_in_a_box_is_not_the_author(page: Pages, prose: str, line: str) -> None:
    assert authors_of(page(f"{TALKS}{line}<p>5 May 2031</p>{prose}")) == ()


def test_whom_the_text_is_about_does_not_write_it(page: Pages, prose: str) -> None:
    line = "<p>Jonathan Quist</p><p>5 May 2031</p>"
    about = f"<p>Delegates asked Quist what the rules are. {'He did not know what to say to them. ' * 6}</p>"
    assert authors_of(page(f"{TALKS}{line}{prose}{about}")) == ()
    assert authors_of(page(f"{TALKS}<p>Jonathan Quist</p>{prose}")) == ()  # without a date


@pytest.mark.parametrize(
    ("title", "host", "footer", "names"),
    [
        ("Orbits | Gregory Quist", "quist.com", "imprint", ("Gregory Quist",)),
        (
            "Orbits | Gregory Quist",
            "orbits.org",
            "Copyright (c) 2031- Gregory Quist. All rights reserved.",
            ("Gregory Quist",),
        ),
        ("Orbits", "gregoryquist.com", "\u00a9 2031 Gregory Quist | Design by Themes", ("Gregory Quist",)),
        ("Orbits | Gregory Quist", "orbits.org", "imprint", ()),
        ("Orbits", "orbits.org", "\u00a9 2031 Gregory Quist", ()),
        ("Orbits | Blue Zenith", "bluezenith.com", "\u00a9 2031 Blue Zenith", ()),
    ],
)
def test_the_owner_of_a_personal_site_is_its_author(
    page: Pages, prose: str, title: str, host: str, footer: str, names: tuple[str, ...]
) -> None:
    html = f"<title>{title}</title><h1>Orbits</h1>{prose * 3}<div>{footer}</div>"
    assert authors_of(page(html, url=f"https://{host}/orbits")) == names


def test_an_account_of_given_and_family_name_names_a_person(page: Pages, prose: str) -> None:
    def stated(name: str) -> str:
        return f"<meta name='author' content='{name}'>{TALKS}"

    assert authors_of(page(f"{stated('robert.quist')}{prose}")) == ("Robert Quist",)
    assert authors_of(page(f"{stated('robert.quist')}<p>By Robert Qu\u00edst</p>{prose}")) == ("Robert Qu\u00edst",)
    assert authors_of(page(f"{stated('orbit.space')}{prose}")) == ()


def test_a_byline_before_the_text_is_read_where_no_element_shows_the_headline(page: Pages, prose: str) -> None:
    assert authors_of(page(f"<title>Orbits</title><h5><em>Von Ada Quist</em></h5>{prose}")) == ("Ada Quist",)


def test_a_signature_outweighs_an_account_that_the_page_nowhere_shows(page: Pages, prose: str) -> None:
    head = f"<meta name='author' content='Roe Quartz'>{TALKS}"
    assert authors_of(page(f"{head}{prose * 3}<p>Autor: Ada Quist</p>")) == ("Ada Quist",)
    assert authors_of(page(f"{head}{prose * 3}<p>Autor: Ada Quist</p><p>Roe Quartz</p>")) == ("Roe Quartz",)
