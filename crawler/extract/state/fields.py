"""Read the fields of an article as content systems name and wrap them: authors, dates, short texts.

`{"rendered": "Talks"}` is WordPress, `[{"value": "Talks"}]` Drupal, `{"_seconds": 1710668400}` Firestore, and
`{"__ref": "Author:7"}` an entry of the cache of Apollo.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from crawler.extract.body.fallback_text import as_text
from crawler.extract.state.streams import moment

_VALUES = (
    "rendered", "processed", "basic", "value", "text", "html", "main", "default", "iso", "utc", "date", "$date",
    "seconds", "_seconds",
)  # fmt: skip
_NAMES, _LAST_NAMES = ("name", "displayname", "fullname", "authorname"), ("title", "label", "value")
_AUTHORS = (
    "author", "authors", "byline", "bylines", "writer", "writers", "authorname", "author_name", "contributors",
    "credits", "field_byline", "field_author", "creator", "uid", "_embedded", "postedby", "createdby",
)  # fmt: skip
_WITHIN = ("author", "authors", "by", "node", "nodes", "edges", "attributes", "fields", "data", "items", "entity")
PUBLISHED = (
    "datepublished", "publishedat", "publishdate", "publisheddate", "publicationdate", "firstpublishdate",
    "firstpublishedat", "firstpublished", "publishedon", "published", "publishtime", "publicationtime", "displaydate",
    "pubdate", "postdate", "dategmt", "postedat", "date", "fielddate", "created", "createdat", "createdate",
    "creationdate", "postedon",
)  # fmt: skip
MODIFIED = ("datemodified", "updatedat", "updated", "modifiedgmt", "modifiedat", "modified", "lastmodified", "changed")
_REFERRED, _MOST_REFERRED = 12, 30_000  # levels and values of an entry of a cache


def authors_in(mapping: Mapping[str, object], root: object) -> tuple[str, ...]:
    """Return the names of the authors that a mapping states, looking references up in a cache (`root`)."""
    stated = ((_AUTHORS.index(name), value) for each, value in mapping.items() if (name := each.lower()) in _AUTHORS)
    found = (tuple(_names(value, root)) for _, value in sorted(stated, key=lambda pair: pair[0]))
    return next(filter(None, found), ())[:12]


def _names(value: object, root: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if 2 < len(value) < 200 and not value.startswith(("http", "/", "$")):
            yield value
    elif isinstance(value, list) and depth < 6:
        for entry in value[:20]:
            yield from _names(entry, root, depth + 1)
    elif isinstance(value, dict) and depth < 6:
        value = _referred(value, root)
        stated = {plain_name(each): text for each, entry in value.items() if isinstance(text := _unwrapped(entry), str)}
        named = [stated.get(name, "") for name in _NAMES]
        if stated.get("firstname") and stated.get("lastname"):
            named.append(f"{stated['firstname']} {stated['lastname']}")
        named += [stated.get(name, "") for name in _LAST_NAMES]  # "Reporter" may be a title, too
        if found := next(filter(None, named), ""):
            yield found
            return
        for name in _WITHIN:
            if name in value:
                yield from _names(value[name], root, depth + 1)


def _referred(value: Mapping[str, object], root: object) -> Mapping[str, object]:
    """Return the entry of a cache that `{"__ref": "Author:7"}` stands for (Apollo)."""
    reference = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
    entry = root.get(reference) if isinstance(root, dict) and isinstance(reference, str) else None
    return entry if isinstance(entry, dict) else value


def with_entries(mapping: Mapping[str, object], root: Mapping[str, object]) -> Mapping[str, object]:
    """Return an entry of a cache with those that it refers to; a mapping that is of no cache as it is."""
    if "ROOT_QUERY" not in root:
        return mapping
    left = [_MOST_REFERRED]

    def put(value: object, depth: int) -> object:
        left[0] -= 1
        if depth > _REFERRED or left[0] < 0:
            return None
        if isinstance(value, dict):
            entry = _referred(value, root)
            return {name: put(within, depth + 1) for name, within in entry.items()}
        return [put(within, depth + 1) for within in value] if isinstance(value, list) else value

    return {name: put(within, 0) for name, within in mapping.items()}


def date_in(mapping: Mapping[str, object], names: Sequence[str]) -> str:
    """Return the date under the first of the names that a mapping has."""
    stated = {plain_name(name): value for name, value in mapping.items()}
    for name in names:
        value = _unwrapped(stated.get(name))
        if isinstance(value, (int, float)) and not isinstance(value, bool) and (instant := moment(value)):
            return instant
        if re.search(r"\d{4}|\d{1,2}[./]\d", text := plain_text(value)):
            is_universal = name.endswith("gmt") and re.fullmatch(r"[\d-]{10}[T ][\d:.]{5,}", text)
            return f"{text}Z" if is_universal else text
    return ""


def _unwrapped(value: object) -> object:
    """Return a value that may be wrapped: `{"rendered": "Talks"}` (WordPress), `[{"value": "Talks"}]` (Drupal)."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        return next((entry for name in _VALUES if isinstance(entry := value.get(name), (str, int, float))), "")
    return value


def plain_text(value: object) -> str:
    """Return a short text that may be wrapped."""
    value = _unwrapped(value)
    if not isinstance(value, str) or len(value) > 600:
        return ""
    return as_text(value) if "<" in value or "&" in value else value


def plain_name(name: str) -> str:
    """Return a name as it is compared: `published_at`, `publishedAt` and `published-at` are one."""
    return name.lower().replace("_", "").replace("-", "")
