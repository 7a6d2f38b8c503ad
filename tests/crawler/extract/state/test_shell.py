"""Of a page that shows no text, the article in its scripts is read whole, whatever front end wrote it."""

import json
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote

import pytest

from archive.records import Article, Rejection
from crawler.extract.article import extract
from crawler.extract.page import Page

Pages = Callable[..., Page]
TITLE = "States near agreement on the removal of dead satellites"
FIRST = "Delegates from forty states met in Geneva to negotiate a draft of binding rules for the removal of satellites."
SECOND = (
    "The rules would oblige operators to remove a spacecraft within five years of the end of its mission, and let"
    " states refuse a licence to firms that have failed to do so before, which several of them have."
)
ITEMS = ["Removal within five years", "Refusal of licences"]
LAST = (
    "Industry groups asked for a longer transition. The talks resume in February with a revised text and an estimate."
)
HTML = (
    f"<p>{FIRST.replace('draft', '<a href=/draft>draft</a>')}</p><h2>The rules</h2><p>{SECOND}</p>"
    f"<ul>{''.join(f'<li>{item}</li>' for item in ITEMS)}</ul><p>{LAST}</p>"
)
ENTRY = {"title": TITLE, "publishedAt": "2031-03-17T09:30:00Z", "author": {"name": "Ada Quist"}, "body": HTML}
NEXT_ONE = {"title": "Agency opens bids for relays", "slug": "bids", "body": HTML.replace("Delegates", "Bidders")}


def stored(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def of_type_json(value: object, name: str = "state") -> str:
    return f'<script id="{name}" type="application/json">{stored(value)}</script>'


def by_places(value: Any, names: bool = False) -> list[Any]:
    """Return a value as devalue writes it (Nuxt 3), or as turbo-stream does (React Router)."""
    places: list[Any] = []

    def put(entry: Any) -> int:
        at = len(places)
        places.append(entry)
        if isinstance(entry, dict):
            places[at] = {f"_{put(name)}" if names else name: put(within) for name, within in entry.items()}
        elif isinstance(entry, list):
            places[at] = [put(within) for within in entry]
        return at

    put(value)
    return places


def pushed(*rows: str) -> str:
    stream = "".join(rows)
    halves = (stream[: len(stream) // 2], stream[len(stream) // 2 :])
    return "".join(f"<script>self.__next_f.push([1,{stored(half)}])</script>" for half in halves)


def elements() -> list[Any]:
    def element(tag: str, inner: Any, **properties: str) -> list[Any]:
        return ["$", tag, None, {**properties, "children": inner}]

    before, after = FIRST.split("draft")
    return element("html", element("body", element("main", [
        element("h1", TITLE), element("p", ["By ", element("span", "Ada Quist")], className="byline"),
        element("time", "17 March", dateTime="2031-03-17T09:30:00Z"),
        element("p", [before, element("a", "draft", href="/draft"), after]), element("h2", "The rules"),
        element("p", SECOND), element("ul", [element("li", item) for item in ITEMS]), element("p", LAST),
    ])))  # fmt: skip


def served(wrapped: Any) -> str:
    """Return rows as React 19 sends them: hints without an id, symbols, what a component of the client is given."""
    first = '1:"$Sreact.fragment"\n2:I[1,[]]\n:HL["/a.css","style"]\n'
    return pushed(first, "4:", stored(["$", "$1", "c", {"children": ["$", "$L2", None, {"children": wrapped}]}]), "\n")


ARC = {
    "headlines": {"basic": TITLE},
    "display_date": "2031-03-17T09:30:00Z",
    "credits": {"by": [{"type": "author", "name": "Ada Quist"}]},
    "content_elements": [
        {"type": "text", "content": FIRST.replace("draft", "<a href=/draft>draft</a>")},
        {"type": "header", "level": 2, "content": "The rules"},
        {"type": "text", "content": SECOND},
        {"type": "list", "items": [{"type": "text", "content": item} for item in ITEMS]},
        {"type": "text", "content": LAST},
    ],
}
APOLLO = {
    "ROOT_QUERY": {"article": {"__ref": "Article:17"}},
    "Author:7": {"__typename": "Author", "name": "Ada Quist"},
    "Body:17": {"__typename": "Body", "html": HTML},
    "Article:17": {**ENTRY, "author": {"__ref": "Author:7"}, "body": {"__ref": "Body:17"}},
}
WORDPRESS = {
    "title": {"rendered": TITLE}, "date_gmt": "2031-03-17T09:30:00", "date": "2031-03-17T10:30:00",
    "content": {"rendered": HTML}, "author": 7, "_embedded": {"author": [{"id": 7, "name": "Ada Quist"}]},
}  # fmt: skip
DRUPAL = {
    "title": [{"value": TITLE}], "created": [{"value": "2031-03-17T09:30:00+00:00"}],
    "field_author": [{"value": "Ada Quist"}], "body": [{"value": HTML, "processed": HTML}],
}  # fmt: skip
FIRESTORE = {
    **ENTRY, "publishedAt": {"_seconds": 1931506200, "_nanoseconds": 0},
    "author": {"title": "Reporter", "first_name": "Ada", "last_name": "Quist"},
}  # fmt: skip
CALLED = "".join([
    "window.__NUXT__=(function(a,b,c){return {data:[{article:{title:a,created:b,author:{name:c},body:", stored(HTML),
    "}}]}}(", ",".join(map(stored, (TITLE, ENTRY["publishedAt"], "Ada Quist"))), "));",
])  # fmt: skip
SVELTE = "".join([
    "{kit.start(app, element, {data: [null, {type: 'data', data: {article: {title: ", stored(TITLE),
    ", date: new Date(1931506200000), author: 'Ada Quist', html: ", stored(HTML), "}}}]});}",
])  # fmt: skip
ANGULAR = stored({"k": ENTRY}).replace("&", "&a;").replace('"', "&q;")
ISLAND = {
    "article": [
        0,
        {"title": [0, TITLE], "date": [0, ENTRY["publishedAt"]], "author": [0, "Ada Quist"], "body": [0, HTML]},
    ]
}

SHELLS = {
    "Next.js": of_type_json({"props": {"pageProps": {"article": ENTRY, "related": [NEXT_ONE]}}}, "__NEXT_DATA__"),
    "React Server Components": pushed("4:", stored(elements()), "\n"),
    "their texts": pushed(
        f"2:I[1,[]]\n5:T{len(HTML.encode()):x},{HTML}4:", stored(["$", "$L2", None, {**ENTRY, "body": "$5"}]), "\n"
    ),
    "components of the client": served(elements()),
    "Nuxt 2": f"<script>{CALLED}</script>",
    "Nuxt 3": of_type_json(by_places({"data": {"article": ENTRY}}), "__NUXT_DATA__"),
    "SvelteKit": f"<script>{SVELTE}</script>",
    "SvelteKit's answers": of_type_json({"status": 200, "body": stored(ENTRY)}),
    "Remix": f"<script>window.__remixContext = {stored({'state': {'loaderData': {'news': ENTRY}}})};</script>",
    "React Router": "<script>window.__reactRouterContext.streamController.enqueue("
    + stored(stored(by_places({"loaderData": {"news": ENTRY}}, names=True)) + "\n")
    + ");</script>",
    "Apollo": f"<script>window.__APOLLO_STATE__={stored(APOLLO)};</script>",
    "Arc": f"<script>Fusion.globalContent={stored(ARC)};Fusion.spa=false</script>",
    "WordPress": of_type_json({"source": {"post": {"17": WORDPRESS}}}),
    "Drupal": of_type_json({"page": DRUPAL}),
    "Firestore": of_type_json({"page": FIRESTORE}),
    "Gatsby": f"<script>window.pageData={stored({'html': HTML, 'frontmatter': {**ENTRY, 'body': None}})}</script>",
    "Angular": f'<script id="ng-state" type="application/json">{ANGULAR}</script>',
    "Inertia": f'<div id="app" data-page="{escape(stored({"props": {"article": ENTRY}}))}"></div>',
    "Astro": f'<astro-island props="{escape(stored(ISLAND))}"></astro-island>',
    "a string": f"<script>window.STATE=JSON.parse({stored(stored({'article': ENTRY}))})</script>",
    "a coded string": f'<script>window.STATE="{quote(stored({"article": ENTRY}))}"</script>',
}


def shell(inner: str, title: str = TITLE, summary: str = "Forty states met in Geneva to negotiate rules") -> str:
    head = f"<head><title>{title} | Orbit Courier</title><meta name='description' content='{summary}'></head>"
    return f"<html>{head}<body><nav><a href='/'>Home</a></nav><div id=root></div>{inner}</body></html>"


def summed_up(article: Article | Rejection) -> object:
    if isinstance(article, Rejection):
        return article
    blocks = [(block.kind, block.text) for block in article.blocks]
    links = [(link.target, link.text) for link in article.links]
    return article.title, article.authors, article.published_at, article.provenance["text"], blocks, links


@pytest.mark.parametrize("front_end", SHELLS)
def test_text_structure_names_and_date_are_read_from_the_state_of(front_end: str, page: Pages) -> None:
    blocks = [
        ("paragraph", FIRST),
        ("heading", "The rules"),
        ("paragraph", SECOND),
        *(("list-item", item) for item in ITEMS),
        ("paragraph", LAST),
    ]
    links = [("https://courier.example.org/draft", "draft")]
    read = summed_up(extract(page(shell(SHELLS[front_end]))))
    assert read == (TITLE, ("Ada Quist",), "2031-03-17T09:30:00Z", "state", blocks, links)


def test_a_page_that_shows_its_text_is_not_read_from_its_scripts(page: Pages, prose: str) -> None:
    other = {**ENTRY, "author": {"name": "Eve Other"}, "publishedAt": "2031-01-01T00:00:00Z"}
    article = extract(page(shell(f"<article><h1>{TITLE}</h1>{prose}</article>{of_type_json(other)}")))
    assert isinstance(article, Article)
    assert article.authors == ()
    assert article.provenance["text"] != "state"


@pytest.mark.parametrize(
    "state",
    [
        {"site": {"title": "Orbit Courier"}, "posts": [NEXT_ONE, {**NEXT_ONE, "title": "Second", "slug": "second"}]},
        {"title": "Orbit Courier", "items": [NEXT_ONE, {**NEXT_ONE, "slug": "second"}]},
        {"title": "Orbit Courier", "footer": {"about": HTML}, "cookieConsent": {"text": HTML}},
    ],
)
def test_a_list_of_articles_is_none(state: object, page: Pages) -> None:
    read = extract(page(shell(of_type_json(state), "Orbit Courier", "")))
    assert isinstance(read, Rejection)
    assert read.reason == "empty shell"


TERMS = (
    "Tickets are refunded within a week. Doors open at six. Food is sold in the hall until nine in the evening. "
) * 4


def test_the_text_that_matches_the_summary_is_read_rather_than_one_next_to_the_headline(page: Pages) -> None:
    state = [{"title": TITLE, "terms": TERMS}, {"stream": {"raw": HTML}}]
    article = extract(page(shell(of_type_json(state))))
    assert isinstance(article, Article)
    assert article.text.startswith(FIRST)


def test_the_text_of_a_dated_article_is_read_rather_than_the_leads_of_others(page: Pages) -> None:
    title = "Forty states negotiate rules with operators"
    leads = ["Forty states of Geneva spoke of rules. " * 9, "They met to negotiate with operators. " * 9]
    others = [{"excerpt": lead, "slug": f"other-{n}"} for n, lead in enumerate(leads)]
    stated = {"title": title, "publishedAt": "2031-05-02T08:00:00Z", "body": TERMS * 4}
    article = extract(page(shell(of_type_json({"article": stated, "related": others}), title, "")))
    assert isinstance(article, Article)
    assert article.text.startswith("Tickets")


def test_a_text_next_to_the_headline_is_not_read_if_nothing_shows_that_it_is_the_article(page: Pages) -> None:
    assert isinstance(extract(page(shell(of_type_json({"title": TITLE, "terms": TERMS})))), Rejection)


def test_a_text_next_to_the_headline_does_not_hide_the_elements_of_the_page(page: Pages) -> None:
    def pieces(text: str) -> list[Any]:
        return ["$", "p", None, {"children": [["$", "b", None, {"children": f"{word} "}] for word in text.split()]}]

    main = ["$", "main", None, {"children": [pieces(text) for text in (FIRST, SECOND, LAST)]}]
    rows = pushed(f"4:{stored(main)}\n", f'6:["$","$L2",null,{stored({"title": TITLE, "terms": TERMS})}]\n')
    article = extract(page(shell(rows)))
    assert isinstance(article, Article)
    assert article.text.startswith("Delegates")


@pytest.mark.parametrize(
    "state",
    [
        of_type_json([{"a": 1}, [1, 0], *["x" * 50] * 20]),
        f"<script>window.S={'[' * 5_000}</script>",
        f"<script>window.S={'{a:[' * 300}1{']}' * 300}</script>",
        pushed("0:", stored(["$1", "$0"] * 300), "\n1:", stored(["$0"] * 300), "\n5:Tffffff,short"),
        "<script>window.S=" + "[1,2,".join(["(function(a){return {a:a"] * 400) + "</script>",
        f'<div data-page="{"[" * 2_000}"></div>',
    ],
    ids=["a list in itself", "open lists", "deep", "rows in each other", "open calls", "an open attribute"],
)
def test_a_state_that_cannot_be_read_is_no_article(state: str, page: Pages) -> None:
    assert isinstance(extract(page(shell(state))), Rejection)


def test_html_that_an_element_is_given_is_read(page: Pages) -> None:
    article = ["$", "div", None, {"className": "text", "dangerouslySetInnerHTML": {"__html": "$5"}}]
    rows = pushed(f"5:T{len(HTML.encode()):x},{HTML}", "4:", stored(["$", "main", None, {"children": article}]), "\n")
    read = extract(page(shell(rows)))
    assert isinstance(read, Article)
    kinds = "paragraph", "heading", "paragraph", "list-item", "list-item", "paragraph"
    assert tuple(block.kind for block in read.blocks) == kinds


def test_half_a_character_in_the_text_does_not_lose_the_rest(page: Pages) -> None:
    article = extract(page(shell(of_type_json(ENTRY).replace("Delegates from", "Delegates \\ud83d from"))))
    assert isinstance(article, Article)
    assert article.text.startswith("Delegates \ufffd from forty states")
    assert article.text.endswith(LAST)


@pytest.mark.parametrize("stated", [10**400, -1, 1e300, {"a": 1}], ids=["long", "below 0", "large", "named"])
def test_what_is_no_date_does_not_lose_the_article(stated: object, page: Pages) -> None:
    article = extract(page(shell(of_type_json({**ENTRY, "publishedAt": stated}))))
    assert isinstance(article, Article)
    assert article.published_at == ""
