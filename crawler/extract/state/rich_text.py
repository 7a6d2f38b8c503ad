"""Turn a text that content systems keep as a tree into HTML.

Contentful, Sanity (Portable Text), ProseMirror and TipTap, Slate, Lexical, Draft.js, Editor.js, Arc, Gutenberg, Nuxt
Content and the elements of React all nest nodes that say what they are, under a handful of names. So one reader knows
all: it asks what a node is called, and where its text and its children are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

_DEEPEST = 40
_LEAST = 2  # blocks of a text
_NAMES = ("nodeType", "_type", "type", "blockType", "component", "tag", "name", "__typename")
_CHILDREN = ("children", "content", "nodes", "items", "blocks", "content_elements", "innerBlocks", "body")
_TEXTS = ("text", "value", "content", "html", "plainText", "markdown")
_ROWS = ("head", "header", "rows", "body", "content")
_INNER = ("data", "attributes", "attrs", "fields", "props")
_ADDRESSES = ("uri", "url", "href")
_KINDS = (
    ("li", r"(?:unordered-|ordered-|o-)?list-?item(?:-element)?|li"),
    ("ul", r"(?:(?:unordered|bullet(?:ed)?|bulleted)-?)?list|ul"),
    ("ol", r"(?:ordered|numbered)-?list|ol"),
    ("blockquote", r"(?:block|pull)?-?quote(?:-?block)?|quotation"),
    ("pre", r"code-?block|pre|code"),
    ("table", r"table"),
    ("tr", r"table-?row|tr"),
    ("td", r"table-?(?:header|(?:header-?)?cell)|t[dh]"),
    ("a", r"(?:entry-|asset-)?hyper-?link|link|a"),
    ("p", r"(?:rich-?)?paragraph(?:-?block)?|p|unstyled|text-?block"),
    ("br", r"hard-?break|line-?break|br"),
    ("", r"(?:span|text|strong|b|i|em|mark|u|bold|italic|small)"),
)
_KIND = [(tag, re.compile(rf"(?:core/|block-?)?(?:{names})")) for tag, names in _KINDS]
_HEADING = re.compile(
    r"(?:core/|block-?)?(?:(?:sub-?)?heading|header|title)?-?(?:h?([1-6])|(one|two|three|four|five|six))?"
)
_ITEM = re.compile(r"(unordered-|ordered-|o-)?list-item")
_NUMBERS = ("one", "two", "three", "four", "five", "six")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_HIDDEN = re.compile(
    r"script|style|svg|head|noscript|iframe|form|button|nav|footer|hr"
    r"|(?:image|img|picture|photo|video|audio|gallery|(?:custom-|o)?embed|social|tweet|advert\w*|ad|promo|newsletter)(?:-.*)?"
)
_ENTRY = frozenset({"title", "headline", "slug"})  # of a list of articles, which is no text
_ELEMENT = re.compile(r"[a-z][a-z0-9]{0,15}")
_BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|li|blockquote|pre|table|td)\b")
_MARKED = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{2,6});", re.IGNORECASE)


def rich_text(value: object) -> str:
    """Return the HTML of a tree of a text; "" for a value that is none."""
    if not isinstance(value, (list, dict)):
        return ""
    html = _html(value, 0)
    return html if len(_BLOCK.findall(html)) >= _LEAST else ""


def _html(node: object, depth: int) -> str:
    if isinstance(node, str):
        return node if _MARKED.search(node) else escape(node, quote=False)
    if depth > _DEEPEST:
        return ""
    if isinstance(node, list):
        return _of_list(node, depth)
    return _of_mapping(node, depth) if isinstance(node, dict) else ""


def _of_list(node: Sequence[object], depth: int) -> str:
    if len(node) >= 4 and node[0] == "$" and isinstance(node[3], dict):
        tag = node[1] if isinstance(node[1], str) else ""  # of a component, only what is in it is known
        return _element(tag, node[3], _react_children(node[3]), depth)
    if len(node) >= 2 and isinstance(node[0], str) and isinstance(node[1], dict) and _ELEMENT.fullmatch(node[0]):
        return _element(node[0], node[1], node[2:], depth)  # of Nuxt Content
    return "".join(_in_lists(node, depth))


def _react_children(properties: Mapping[str, object]) -> list[object]:
    """Return what an element of React shows: numbers as well, and the HTML that it is given."""
    children, inner = properties.get("children"), properties.get("dangerouslySetInnerHTML")
    if isinstance(inner, dict):
        children = inner.get("__html")
    if isinstance(children, list) and children[:1] != ["$"]:
        return [str(child) if type(child) in (int, float) else child for child in children]
    return [children]


def _in_lists(nodes: Sequence[object], depth: int) -> Iterator[str]:
    """Yield the HTML of nodes; items without a list, as in Portable Text and Draft.js, in one."""
    of = ""
    for node in nodes:
        html = _html(node, depth + 1)
        tag = _list_around(node)
        if tag != of:
            yield (f"</{of}>" if of else "") + (f"<{tag}>" if tag else "")
            of = tag
        yield html
    yield f"</{of}>" if of else ""


def _list_around(node: object) -> str:
    """Return the list that an item without one belongs in, "" for any other node."""
    if isinstance(node, dict) and "listItem" in node:
        return "ol" if node["listItem"] == "number" else "ul"
    found = _ITEM.fullmatch(_called(node))
    return ("ol" if found[1] in ("ordered-", "o-") else "ul") if found else ""


def _element(tag: str, stated: Mapping[str, object], children: Sequence[object], depth: int) -> str:
    if tag.startswith("$") or tag in ("html", "body") or not _ELEMENT.fullmatch(tag):
        return "".join(_html(child, depth + 1) for child in children)
    if _HIDDEN.fullmatch(tag):
        return ""
    inner = "".join(_html(child, depth + 1) for child in children)
    names = {"className": "class", "dateTime": "datetime", "class": "class", "datetime": "datetime", "href": "href"}
    kept = [(names[name], entry) for name, entry in stated.items() if name in names and isinstance(entry, str)]
    attributes = "".join(f' {name}="{escape(entry)}"' for name, entry in kept)
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _of_mapping(node: Mapping[str, object], depth: int) -> str:
    called, inner = _called(node), _inner(node)
    if _HIDDEN.fullmatch(called) or (not called and not _ENTRY.isdisjoint(node)):
        return ""
    tag = _tag(called, {**inner, **node})
    if tag == "br":
        return "<br>"
    rows = _rows(node, inner) if tag == "table" else []
    html = _cells(rows, depth + 1) if rows else _children(node, inner, depth, is_list=tag in ("ul", "ol"))
    if tag == "a" or node.get("marks") or node.get("format"):
        html = _linked(html, node, inner) if html else ""
    if not called and isinstance(node.get("children"), list) and not _BLOCK.search(html):
        tag = "p"  # of Slate
    if not tag or not html.strip():
        return html
    if tag == "a" or (tag in ("ul", "ol") and "<li>" not in html) or (tag == "p" and _BLOCK.match(html)):
        return html
    return f"<{tag}>{html}</{tag}>"


def _children(node: Mapping[str, object], inner: Mapping[str, object], depth: int, *, is_list: bool) -> str:
    links = {key: mark for mark in _mappings(node.get("markDefs")) if isinstance(key := mark.get("_key"), str)}
    for stated in (node, inner):
        for name in _CHILDREN:
            within = stated.get(name)
            if isinstance(within, list) and within:
                if name == "items":
                    items = _items(within, depth)
                    text = _text(stated, depth)  # of an item that has a list in it
                    return items if is_list or not text else f"{text}<ul>{items}</ul>"
                linked = [_with_link(child, links) for child in within]
                return "".join(
                    (_html(child, depth + 1) for child in linked) if is_list else _in_lists(linked, depth + 1)
                )
            if isinstance(within, dict):
                return _html(within, depth + 1)
        if text := _text(stated, depth):
            return text
    return _html(node["root"], depth + 1) if isinstance(node.get("root"), dict) else ""


def _text(stated: Mapping[str, object], depth: int) -> str:
    texts = (text for name in _TEXTS if isinstance(text := stated.get(name), str) and text)
    return _html(next(texts, ""), depth + 1)


def _items(nodes: Sequence[object], depth: int) -> str:
    items = [_html(node, depth + 1) for node in nodes]
    return "".join(item if item.startswith("<li>") else f"<li>{_bare(item)}</li>" for item in items)


def _rows(node: Mapping[str, object], inner: Mapping[str, object]) -> list[Sequence[object]]:
    """Return the rows of a table that are lists of cells, as in Editor.js, Arc, Sanity and Gutenberg."""
    rows: list[Sequence[object]] = []
    for stated in (node, inner):
        for name in _ROWS:
            value = stated.get(name)
            within = value if isinstance(value, list) else []
            cells = [row.get("cells") if isinstance(row, dict) else row for row in within]
            if name == "header" and not any(isinstance(row, list) for row in cells):
                cells = [within]  # of Arc
            rows += [row for row in cells if isinstance(row, list) and row]
    return rows


def _cells(rows: Sequence[Sequence[object]], depth: int) -> str:
    cells = ([_html(cell, depth + 1) for cell in row] for row in rows)
    texts = ("".join(cell if cell.startswith("<td>") else f"<td>{_bare(cell)}</td>" for cell in row) for row in cells)
    return "".join(f"<tr>{row}</tr>" for row in texts)


def _bare(html: str) -> str:
    """Return an item without the paragraph that it is."""
    return html[3:-4] if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1 else html


def _with_link(child: object, links: Mapping[str, Mapping[str, object]]) -> object:
    """Return a span of Portable Text with the address of the link that one of its marks refers to."""
    if not links or not isinstance(child, dict) or not isinstance(child.get("marks"), list):
        return child
    mark = next((links[mark] for mark in child["marks"] if isinstance(mark, str) and mark in links), None)
    return {**child, "marks": [mark]} if mark else child


def _linked(html: str, node: Mapping[str, object], inner: Mapping[str, object]) -> str:
    stated = [node, inner, *(each for mark in _mappings(node.get("marks")) for each in (mark, _inner(mark)))]
    address = next((each[name] for each in stated for name in _ADDRESSES if isinstance(each.get(name), str)), "")
    return f'<a href="{escape(str(address))}">{html}</a>' if address else html


def _tag(called: str, node: Mapping[str, object]) -> str:
    style = str(node.get("style") or "")
    if "listItem" in node:
        return "li"
    if called == "block" and style and style != "normal":
        called = style
    elif called == "block" or (called == "text" and isinstance(node.get("content"), str)):
        return "p"  # Arc's "text" is a paragraph, as are the blocks of Sanity
    for tag, pattern in _KIND:
        if pattern.fullmatch(called):
            is_ordered = tag == "ul" and "ordered" in (style, node.get("list_type"), node.get("format"))
            return "ol" if is_ordered else tag
    found = _HEADING.fullmatch(called) if called else None
    if found is None:
        return ""
    stated = str(node.get("level") or node.get("depth") or found[1])
    level = _NUMBERS.index(found[2]) + 1 if found[2] else int(stated) if re.fullmatch("[1-6]", stated) else 2
    return f"h{min(max(level, 1), 6)}"


def _called(node: object) -> str:
    """Return what a node says that it is, in small letters with hyphens."""
    stated = (node.get(name) for name in _NAMES) if isinstance(node, dict) else ()
    name = next((name for name in stated if isinstance(name, str) and name), "")
    return _CAMEL.sub("-", name).lower().removeprefix("content-").removesuffix("-node")


def _inner(node: Mapping[str, object]) -> Mapping[str, object]:
    return next((within for name in _INNER if isinstance(within := node.get(name), dict) and within), {})


def _mappings(values: object) -> list[Mapping[str, object]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
