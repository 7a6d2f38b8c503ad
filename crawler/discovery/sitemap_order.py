"""Which sitemaps of an index to read, and in which order.

An index of ten years names a hundred sitemaps, of which one or two have changed: those that say so come
first, and those that say that they have not changed since the last visit are left out.
"""

import re
from dataclasses import dataclass

_DATED = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-_/.]?(0[1-9]|1[0-2]))?(?:[-_/.]?([0-3]\d))?(?!\d)")
# A year alone may be a number of another kind; a year and a month, set apart, are a date.
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_/](0[1-9]|1[0-2])(?:[-_/]([0-3]\d))?(?!\d)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEWS = re.compile(r"news|latest|recent|aktuell|actualit|noticia", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:^|[/_.-])(?:tags?|categor\w*|taxonom\w*|authors?|users?|images?|videos?|pages?|static|products?|events?"
    r"|topics?|attachments?|media)(?=[/_.-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Child:
    """One sitemap of an index; `modified` is its `lastmod` as stated."""

    url: str
    modified: str = ""


def is_before(stated: str, since: str) -> bool:
    """Whether a time as stated is of an earlier day than `since`. A time that is not ISO 8601 is not."""
    return bool(since and _ISO.match(stated)) and stated[:10] < since[:10]


def worth_reading(children: list[Child], since: str = "") -> tuple[str, ...]:
    """The addresses in the order in which they are worth reading, each once.

    First those named after news, then by the time of their last change or the date in their name, newest
    first; then the undated, in the order of the index; last those whose name says that they list no articles.
    With `since` (ISO 8601) those are left out whose `lastmod` is of an earlier day, or which state none and
    are named after an earlier month.
    """
    wanted = [child for child in children if not _is_older(child, since)]
    return tuple(dict.fromkeys(child.url for child in sorted(wanted, key=_key)))


def _key(child: Child) -> tuple[bool, bool, bool, tuple[int, ...]]:
    path = _path(child)
    day = child.modified[:10] if _ISO.match(child.modified) else _last_day(_DATED.search(path))
    newest_first = tuple(-ord(char) for char in day)
    return bool(_OTHER.search(path)), not _NEWS.search(path), not day, newest_first


def _is_older(child: Child, since: str) -> bool:
    return is_before(child.modified or _last_day(_MONTH.search(_path(child))), since)


def _path(child: Child) -> str:
    return child.url.partition("//")[2].partition("/")[2]


def _last_day(found: re.Match[str] | None) -> str:
    """The last day of the period that a name speaks of, or an empty string."""
    if not found:
        return ""
    year, month, day = found.groups()
    return f"{year}-{month or '12'}-{day or '31'}"
