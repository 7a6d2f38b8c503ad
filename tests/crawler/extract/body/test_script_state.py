"""The text of an article that a page carries only in its scripts is found."""

import json

import pytest

from crawler.extract.body.body import extract_body
from crawler.html.document import parse

SENTENCES = [
    "The agency asked operators on Monday to show how they will leave low orbits within five years of a mission's end.",
    "Officials said that no document proves compliance today, and that insurers already use a standard of their own.",
    "A draft rule could follow before the end of the year, after comments from industry and from the public in May.",
    "Small operators fear that a failed disposal will cost them a licence, and ask for a fund that shares the burden.",
]
OTHERS = [sentence[::-1] + " Ends here." for sentence in SENTENCES * 2]
HTML = "".join(f'<p class="text">{sentence}</p>' for sentence in SENTENCES)
SUMMARY = "Operators must show the agency how they will leave low orbits within five years"


def read(script: str, summary: str = SUMMARY) -> tuple[str, str]:
    html = (
        f'<html><head><title>Orbit Ledger</title><meta name=description content="{summary}"></head>'
        f'<body><div id="root">Loading</div><script>{script}</script></body></html>'
    )
    found = extract_body(parse(html.encode(), "https://news.example/2024/a-rule-for-debris"))
    return found.text, found.method


def literal(text: str) -> str:
    return json.dumps(text).replace("<", "\\u003c")


def stored(value: object) -> str:
    return json.dumps(value).replace("</", "<\\/")


@pytest.mark.parametrize(
    "script",
    [
        f"self.__next_f.push([1,{literal('24:T1b7b,')}])</script><script>self.__next_f.push([1,{literal(HTML)}])",
        f"window.__STATE__ = {stored({'article': {'id': 7, 'body': HTML}})}",
        f"window.__STATE__ = {json.dumps({'blocks': [{'type': 'text', 'value': text} for text in SENTENCES]})}",
        f"window.__APOLLO__ = JSON.parse({literal(stored({'story': {'html': HTML}}))})",
    ],
    ids=["flight", "object", "paragraphs", "within a string"],
)
def test_a_text_that_only_a_script_carries_is_read(script: str) -> None:
    assert read(script) == ("\n\n".join(SENTENCES), "state")


def test_the_text_that_matches_the_summary_is_chosen() -> None:
    state = {"next": {"body": " ".join(OTHERS * 2)}, "this": {"body": HTML * 4}}
    assert read(f"var state = {stored(state)}")[0] == "\n\n".join(SENTENCES * 4)


def test_teasers_are_not_a_text_even_if_the_summary_is_among_them() -> None:
    teasers = [{"description": text} for text in (*OTHERS, SUMMARY)]
    assert read(f"var state = {json.dumps(teasers)}")[1] == "lines"


def test_a_text_that_does_not_match_the_summary_is_rejected() -> None:
    assert read(f"var state = {json.dumps({'body': ' '.join(OTHERS)})}")[1] == "lines"


def test_keywords_and_settings_are_not_a_text() -> None:
    words = " ".join(SUMMARY.split() * 12)
    assert read(f"var state = {json.dumps({'keywords': words})}")[1] == "lines"


def test_an_unterminated_string_is_not_a_text() -> None:
    assert read(f'var state = "{" ".join(SENTENCES)}')[1] == "lines"
