"""One entry of a parsed feed as a lead.

Values are read with `dict.get`, past feedparser's table of old names, which costs time and warns.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from archive.records import Lead
from crawler.discovery.text import from_html, full_text, language, one_line
from crawler.discovery.urls import clean

MAX_SUMMARY = 4_000
MAX_TAGS = 50
_WEB = re.compile("https?://", re.IGNORECASE)
_ID = re.compile(r"<(?:\w+:)?(?:guid|id)\b([^<>]*+)>\s*+(?:<!\[CDATA\[)?([^<\]]*+)", re.IGNORECASE)
_PUBLISHED = ("published", "created", "prism_publicationdate", "dcterms_issued", "dcterms_created")
_MODIFIED = ("updated", "dcterms_modified", "prism_modificationdate")


def lead_of(entry: Any, endpoint: str, ids: Mapping[str, bool], spoken: str, *, is_atom: bool) -> Lead | None:
    """Return the lead in an entry of a feed with these ids (`stated_ids`) and language; None without an address.

    Dates are as the feed states them. A lone date of Dublin Core is the date of publication, save in Atom.
    """
    url = _address(entry, endpoint, ids)
    if not url:
        return None
    published, modified = _first(entry, _PUBLISHED), _first(entry, _MODIFIED)
    if not published and not is_atom:
        published, modified = modified, ""
    pieces = _pieces(entry)
    summary = _plain(entry, "summary")[:MAX_SUMMARY]
    return Lead(
        url=url,
        found_by="feed",
        endpoint=endpoint,
        title=_plain(entry, "title"),
        published=published,
        modified=modified,
        authors=_authors(entry),
        summary=summary,
        tags=_tags(entry),
        language=_language(entry) or spoken,
        image_url=_image(entry, endpoint),
        html=full_text(pieces, summary),
    )


def _address(entry: Any, endpoint: str, ids: Mapping[str, bool]) -> str:
    link = dict.get(entry, "link") or ""
    if link and dict.get(entry, "guidislink") and link not in ids:
        link = ""
    original = str(dict.get(entry, "feedburner_origlink") or "").strip()
    candidates = [
        original if _WEB.match(original) else "",
        link,
        *(x.get("href", "") for x in _all(entry, "links") if x.get("rel") in (None, "alternate")),
    ]
    guid = str(dict.get(entry, "id") or "")
    if _WEB.match(guid) and ids.get(guid):
        candidates.append(guid)
    return next((url for url in (clean(str(found), endpoint) for found in candidates if found) if url), "")


def stated_ids(text: str) -> dict[str, bool]:
    """Return the ids of all entries as a feed states them, and whether each may be an address (RSS 2.0, `isPermaLink`).

    feedparser makes an address of a number by resolving it, and of a guid next to an empty link whatever its mark says,
    so the tags themselves are read.
    """
    return {
        unescape(content).strip(): 'ispermalink="false"' not in mark.lower().replace("'", '"').replace(" ", "")
        for mark, content in _ID.findall(text)
    }


def _first(entry: Any, names: tuple[str, ...]) -> str:
    return next(
        (one_line(value) for value in (dict.get(entry, n) for n in names) if isinstance(value, str) and value),
        "",
    )


def _plain(entry: Any, name: str) -> str:
    value = dict.get(entry, name)
    if not isinstance(value, str):
        return ""
    detail = dict.get(entry, f"{name}_detail") or {}
    literal = dict.get(detail, "type") == "text/plain"
    return one_line(value) if literal else from_html(value)


def _pieces(entry: Any) -> list[str]:
    pieces = [piece for piece in _all(entry, "content") if piece.get("type") != "text/plain"]
    values = [piece.get("value") for piece in pieces] + [dict.get(entry, "summary")]
    return [value for value in values if isinstance(value, str) and "<" in value]


def _authors(entry: Any) -> tuple[str, ...]:
    names = [person.get("name") or "" for person in _all(entry, "authors")]
    names = [one_line(from_html(str(name))) for name in names] or [_plain(entry, "author")]
    return tuple(dict.fromkeys(name for name in names if name))


def _tags(entry: Any) -> tuple[str, ...]:
    terms = [from_html(str(tag.get("label") or tag.get("term") or "")) for tag in _all(entry, "tags")[:MAX_TAGS]]
    return tuple(dict.fromkeys(term for term in terms if term))


def _language(entry: Any) -> str:
    stated = language(dict.get(entry, "language"))
    details = (dict.get(entry, "title_detail"), *_all(entry, "content"))
    return stated or next((code for d in details if isinstance(d, dict) and (code := language(d.get("language")))), "")


def _image(entry: Any, endpoint: str) -> str:
    media = [m for m in _all(entry, "media_content") if _is_image(m)] + _all(entry, "media_thumbnail")
    widest = sorted(media, key=_width, reverse=True)
    attached = [link for link in _all(entry, "links") if link.get("rel") == "enclosure" and _is_image(link)]
    found = [m.get("url") or m.get("href") or "" for m in [*widest, *attached]]
    return next((url for url in (clean(str(link), endpoint) for link in found if link) if url), "")


def _is_image(media: dict[str, Any]) -> bool:
    if media.get("medium") == "image" or str(media.get("type", "")).startswith("image/"):
        return True
    address = str(media.get("url") or media.get("href") or "").partition("?")[0].lower()
    return address.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def _width(media: dict[str, Any]) -> int:
    width = str(media.get("width") or "")
    return int(width) if width.isdecimal() and len(width) < 7 else 0


def _all(entry: Any, name: str) -> list[dict[str, Any]]:
    return [value for value in dict.get(entry, name) or () if isinstance(value, dict)]
