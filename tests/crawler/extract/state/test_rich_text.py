"""A text that a content system keeps as a tree becomes HTML, with headings, lists, quotations and links."""

from typing import Any

import pytest

from crawler.extract.state.rich_text import rich_text


def leaf(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def span(text: str, *marks: str) -> dict[str, Any]:
    return {"_type": "span", "text": text, "marks": list(marks)}


TREES: dict[str, Any] = {
    "Contentful": {"nodeType": "document", "content": [
        {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "Rules"}]},
        {"nodeType": "paragraph", "content": [
            {"nodeType": "text", "value": "A "},
            {"nodeType": "hyperlink", "data": {"uri": "/d"}, "content": [{"nodeType": "text", "value": "draft"}]},
        ]},
        {"nodeType": "unordered-list", "content": [
            {"nodeType": "list-item", "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "One"}]},
            ]},
        ]},
    ]},
    "Portable Text": [
        {"_type": "block", "style": "h2", "children": [span("Rules")]},
        {"_type": "block", "style": "normal", "markDefs": [{"_key": "k", "_type": "link", "href": "/d"}],
         "children": [span("A "), span("draft", "k")]},
        {"_type": "block", "style": "normal", "listItem": "bullet", "children": [span("One")]},
        {"_type": "image", "caption": "A picture"},
    ],
    "ProseMirror": {"type": "doc", "content": [
        {"type": "heading", "attrs": {"level": 2}, "content": [leaf("Rules")]},
        {"type": "paragraph", "content": [
            leaf("A "), {**leaf("draft"), "marks": [{"type": "link", "attrs": {"href": "/d"}}]}]},
        {"type": "bulletList", "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "content": [leaf("One")]}]}]},
    ]},
    "Lexical": {"root": {"type": "root", "children": [
        {"type": "heading", "tag": "h2", "children": [leaf("Rules")]},
        {"type": "paragraph", "children": [leaf("A "), {"type": "link", "url": "/d", "children": [leaf("draft")]}]},
        {"type": "list", "tag": "ul", "children": [{"type": "listitem", "children": [leaf("One")]}]},
    ]}},
    "Slate": [
        {"type": "h2", "children": [{"text": "Rules"}]},
        {"children": [{"text": "A "}, {"type": "link", "url": "/d", "children": [{"text": "draft"}]}]},
        {"type": "ul", "children": [{"type": "li", "children": [{"text": "One"}]}]},
    ],
    "Editor.js": {"blocks": [
        {"type": "header", "data": {"text": "Rules", "level": 2}},
        {"type": "paragraph", "data": {"text": 'A <a href="/d">draft</a>'}},
        {"type": "list", "data": {"style": "unordered", "items": ["One"]}},
    ]},
    "Gutenberg": [
        {"name": "core/heading", "attributes": {"content": "Rules", "level": 2}},
        {"name": "core/paragraph", "attributes": {"content": 'A <a href="/d">draft</a>'}},
        {"name": "core/list", "attributes": {}, "innerBlocks": [
            {"name": "core/list-item", "attributes": {"content": "One"}}]},
    ],
    "Nuxt Content": ["div", {}, ["h2", {"id": "r"}, "Rules"], ["p", {}, "A ", ["a", {"href": "/d"}, "draft"]],
                     ["ul", {}, ["li", {}, "One"]]],
}  # fmt: skip


@pytest.mark.parametrize("system", TREES)
def test_the_tree_of_a_text_is_read_as(system: str) -> None:
    html = rich_text(TREES[system]).removeprefix("<div>").removesuffix("</div>")
    assert html.replace("<li><p>One</p></li>", "<li>One</li>") == (
        '<h2>Rules</h2><p>A <a href="/d">draft</a></p><ul><li>One</li></ul>'
    )


TABLES: dict[str, Any] = {
    "Editor.js": {"type": "table", "data": {"content": [["Firm", "Sats"], ["A", "7"]]}},
    "Arc": {"type": "table", "header": [leaf("Firm"), leaf("Sats")], "rows": [[leaf("A"), leaf("7")]]},
    "Sanity": {"_type": "table", "rows": [{"cells": ["Firm", "Sats"]}, {"cells": ["A", "7"]}]},
    "Gutenberg": {"name": "core/table", "attributes": {
        "head": [{"cells": [{"content": "Firm", "tag": "th"}, {"content": "Sats", "tag": "th"}]}],
        "body": [{"cells": [{"content": "A", "tag": "td"}, {"content": "7", "tag": "td"}]}],
    }},
    "TipTap": {"type": "table", "content": [
        {"type": "tableRow", "content": [{"type": kind, "content": [leaf(text)]} for text in row]}
        for kind, row in (("tableHeader", ("Firm", "Sats")), ("tableCell", ("A", "7")))
    ]},
}  # fmt: skip


@pytest.mark.parametrize("system", TABLES)
def test_the_cells_of_a_table_are_kept_apart_in(system: str) -> None:
    assert rich_text([TABLES[system]]) == (
        "<table><tr><td>Firm</td><td>Sats</td></tr><tr><td>A</td><td>7</td></tr></table>"
    )


def test_an_item_keeps_its_text_next_to_the_list_in_it() -> None:
    items = [{"content": "One", "items": [{"content": "In it", "items": []}]}, {"content": "Two", "items": []}]
    assert rich_text({"blocks": [{"type": "list", "data": {"style": "ordered", "items": items}}]}) == (
        "<ol><li>One<ul><li>In it</li></ul></li><li>Two</li></ol>"
    )


@pytest.mark.parametrize("kind", ["hardBreak", "linebreak"])
def test_a_break_keeps_words_apart(kind: str) -> None:
    lines = {"type": "paragraph", "children": [leaf("one"), {"type": kind}, leaf("two")]}
    assert rich_text([lines, lines]) == "<p>one<br>two</p>" * 2


def test_items_without_a_list_get_one_of_their_kind() -> None:
    blocks = [{"type": kind, "text": "a"} for kind in ("o-list-item", "list-item")]  # Prismic
    assert rich_text(blocks) == "<ol><li>a</li></ol><ul><li>a</li></ul>"


def test_a_mark_without_a_name_is_passed_over() -> None:
    block = {"_type": "block", "children": [{**span("a"), "marks": [{"_key": []}, "k"]}]}
    links = [{"_key": {}, "href": "/no"}, {"_key": "k", "href": "/d"}]
    assert rich_text([{**block, "markDefs": links}] * 2) == '<p><a href="/d">a</a></p>' * 2


def test_blocks_that_only_state_their_kind_are_told_by_it() -> None:
    kinds = ("header-three", "unstyled", "ordered-list-item", "ordered-list-item", "blockquote", "code-block")
    blocks = [{"type": kind, "text": str(at)} for at, kind in enumerate(kinds)]  # Draft.js
    assert rich_text({"blocks": blocks, "entityMap": {}}) == (
        "<h3>0</h3><p>1</p><ol><li>2</li><li>3</li></ol><blockquote>4</blockquote><pre>5</pre>"
    )


@pytest.mark.parametrize(
    "value",
    [
        [{"title": "Talks", "body": "<p>a</p><p>b</p>"}, {"title": "Bids", "body": "<p>c</p><p>d</p>"}],
        {"type": "paragraph", "text": "A single one"},
        {"menu": ["Home", "News"]},
        ["a", "b"],
        "<p>a</p><p>b</p>",
        None,
    ],
)
def test_what_is_no_tree_of_a_text_is_none(value: object) -> None:
    assert rich_text(value) == ""


def test_letters_of_mark_up_in_a_text_are_no_mark_up() -> None:
    assert rich_text([{"type": "p", "children": [{"text": "a < b"}]}] * 2) == "<p>a &lt; b</p>" * 2
