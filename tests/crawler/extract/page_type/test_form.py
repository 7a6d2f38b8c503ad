"""Live blogs, interviews, transcripts and photo galleries are recognised by what they consist of."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from archive.records import Article
from crawler.extract.article import extract
from crawler.extract.page import Page

MakePage = Callable[..., Page]
SAYS = "the agency will publish the licence of the operator in spring and the ministry agrees with all of its terms."


def read(page: MakePage, title: str, body: str, **node: Any) -> Article:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, **node}
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    html = f"<html><head><title>{title}</title>{script}</head><article><h1>{title}</h1>{body}</article>"
    article = extract(page(html))
    assert isinstance(article, Article), article
    return article


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


PROSE = paragraphs(*(f"In part {n} of its report {SAYS}" for n in range(8)))
BRIEFING = paragraphs(
    *(f"Spokesperson: On point {n}, {SAYS}" for n in range(4)),
    *(line for n in range(2) for line in (f"Reuters: And point {n}?", f"Spokesperson: Again, {SAYS}")),
    *(line for n in range(2) for line in (f"Der Spiegel: When, in case {n}?", f"Spokesperson: Soon, {SAYS}")),
)
MYTHS = paragraphs(*(f"{label}: In case {n}, {SAYS}" for n in range(5) for label in ("Myth", "Fact", "Tip")))
TALK = paragraphs(
    *(line for n in range(4) for line in (f"SN: What will happen to mission {n}?", f"Ruiz: In year {n} {SAYS}"))
)
QUESTIONS = paragraphs(
    *(line for n in range(4) for line in (f"And what will happen to mission {n} then?", f"In year {n} {SAYS}"))
)
PERSONAL = paragraphs(
    *(line for n in range(5) for line in (f"And how did you prepare mission {n}?", f"In year {n} I knew that {SAYS}"))
)
ASKED_OFTEN = paragraphs(
    *(line for n in range(5) for line in (f"How do you book seat {n}?", f"For seat {n} there is a form, and {SAYS}"))
)
STORY = paragraphs(
    *(
        line
        for n in range(5)
        for line in (f"“And how did you find ship {n}?”", f"I told him of year {n}, and that {SAYS}")
    )
)
TURNS = paragraphs(
    *(
        line
        for n in range(5)
        for line in (f"Host: Is mission {n} late?", f"Ruiz: In year {n} {SAYS}", *[f"In part {n} too, {SAYS}"] * 3)
    )
)
PRICES = paragraphs(
    *(
        line
        for n in range(6)
        for line in (f"Orbit: {n + 5}00 km", f"Price: {n} million", f"And part {n}, where {SAYS}")
    ),
    "Orbit: which one?",
)
PICTURES = "".join(
    f"<figure><img src='/{n}.jpg'><figcaption>Rocket number {n} on its way to the pad.</figcaption></figure>"
    for n in range(7)
)


@pytest.mark.parametrize(
    ("title", "body", "form"),
    [
        ("Agency publishes its report", PROSE, ""),
        ("Interview with the minister is put off", PROSE, ""),
        ("Minister on the new treaty", BRIEFING, "transcript"),
        ("Five myths about the treaty", MYTHS, ""),
        ("The minister on the mission", TALK, "interview"),
        ("Transcript: the minister on the mission", TALK, "transcript"),
        ("Entrevista a la ministra del espacio", QUESTIONS, "interview"),
        ("独家专访：航天局局长", QUESTIONS, "interview"),
        ("What the treaty changes for you", QUESTIONS, ""),  # questions and answers, but nobody is asked
        ("The pilot of the mission", PERSONAL, "interview"),
        ("The seats of the mission", ASKED_OFTEN, ""),
        ("A tale of a mission", STORY, ""),
        ("An hour with the pilot", TURNS, "interview"),
        ("Transcript of an hour with the pilot", TURNS, "transcript"),
        ("All orbits and prices", PRICES, ""),
        ("The rocket rolls out", paragraphs(f"The rocket rolled out, and {SAYS}") + PICTURES, "photo-gallery"),
    ],
)
def test_the_form_is_what_the_text_consists_of(page: MakePage, title: str, body: str, form: str) -> None:
    assert read(page, title, body).form == form


def test_the_word_of_the_site_decides(page: MakePage) -> None:
    assert read(page, "Agency publishes its report", PROSE, **{"@type": "Interview"}).form == "interview"


def test_entries_of_a_live_blog_have_their_times(page: MakePage) -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": "Liftoff",
            "datePublished": "2030-03-02T10:15:00+01:00",
            "articleBody": f"The rocket has left the pad and {SAYS}",
        },
        {"@type": "BlogPosting", "datePublished": "2030-03-02T08:00:00Z", "articleBody": f"Fuelling begins and {SAYS}"},
        {"@type": "BlogPosting", "datePublished": "2030-03-02T07:00", "articleBody": f"The weather is fine and {SAYS}"},
    ]
    body = "<h2>Liftoff</h2>" + paragraphs(*(update["articleBody"] for update in updates))
    article = read(page, "Launch as it happened", body, **{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    assert article.form == "live-blog"
    assert [(block.text[:15], block.time) for block in article.blocks] == [
        ("Liftoff", "2030-03-02T09:15:00Z"),
        ("The rocket has ", ""),
        ("Fuelling begins", "2030-03-02T08:00:00Z"),
        ("The weather is ", ""),
    ]


def test_updates_beside_the_article_make_it_a_live_blog_if_they_are_of_its_headline(page: MakePage) -> None:
    updates = [{"@type": "BlogPosting", "articleBody": f"In part {n} of its report {SAYS}"} for n in range(3)]
    for headline, form in (("Launch day", "live-blog"), ("Storm over the coast", "")):
        node = {"@type": "LiveBlogPosting", "headline": headline, "liveBlogUpdate": updates}
        body = f"{PROSE}<script type='application/ld+json'>{json.dumps(node)}</script>"
        assert read(page, "Launch day: all that matters", body).form == form


def test_a_time_that_no_calendar_has_costs_no_live_blog(page: MakePage) -> None:
    text = f"The rocket has left the pad and {SAYS}"
    for stated in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon"):
        updates = [{"@type": "BlogPosting", "datePublished": stated, "articleBody": text}]
        article = read(page, "Launch", paragraphs(text), **{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
        assert [block.time for block in article.blocks] == [""]


def test_a_live_blog_without_a_declaration_has_entries_under_their_clock_times(page: MakePage) -> None:
    def entries(number: int, day: str = "2031-05-02") -> str:
        return "".join(
            f"<div><time datetime='{day}T{9 + n:02}:15:00+02:00'>{9 + n}:15</time><h3>Entry {n} of the day</h3>"
            f"<p>In part {n} of its report {SAYS}</p></div>"
            for n in range(number)
        )

    article = read(page, "Launch of the mission: live updates", entries(5))
    assert article.form == "live-blog"
    timed = [(block.time, block.text) for block in article.blocks if block.time]
    assert timed[:2] == [("2031-05-02T07:15:00Z", "Entry 0 of the day"), ("2031-05-02T08:15:00Z", "Entry 1 of the day")]
    assert len(timed) == 5
    assert read(page, "Launch of the mission", entries(5)).form == ""
    assert read(page, "Launch of the mission: live updates", entries(3)).form == ""
    related = f"<aside class='related'>{entries(6)}</aside>"
    assert read(page, "Launch of the mission: live updates", PROSE + related).form == ""
