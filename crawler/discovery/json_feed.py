"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterator
from typing import Any

from archive.records import Lead
from crawler.discovery.feed_window import MAX_ENTRIES
from crawler.discovery.result import EndpointError, Found, check_addresses
from crawler.discovery.text import from_html, full_text, language, one_line
from crawler.discovery.urls import clean


def read_json_feed(text: str, url: str) -> Found:
    """Return the items of a JSON Feed; `more` is its `next_url`. Raises EndpointError when the JSON is none."""
    document = parsed_json(text, url)
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(document.get("version", "")):
        raise EndpointError(f"{url} is JSON, but not a JSON Feed")
    found: dict[str, Lead] = {}
    for item in items[:MAX_ENTRIES]:
        if isinstance(item, dict) and (lead := _lead(item, document, url)):
            found.setdefault(lead.url, lead)
    check_addresses(found, items, url)
    following = clean(_text(document, "next_url"), url)
    more = (following,) if following and following != url else ()
    return Found(leads=tuple(found.values()), more=more, left_out=max(0, len(items) - MAX_ENTRIES))


def parsed_json(text: str, url: str) -> Any:
    """Return the value of a JSON text. Raises EndpointError for what is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EndpointError(f"{url} is not JSON ({str(error)[:100]})") from error


def _lead(item: dict[str, Any], document: dict[str, Any], endpoint: str) -> Lead | None:
    candidates = (_text(item, name) for name in ("url", "external_url"))
    url = next((address for address in (clean(link, endpoint) for link in candidates if link) if address), "")
    guid = _text(item, "id")
    if not url and guid.startswith(("http://", "https://")):
        url = clean(guid, endpoint)
    if not url:
        return None
    summary = from_html(_text(item, "summary"))
    return Lead(
        url=url,
        found_by="feed",
        endpoint=endpoint,
        title=one_line(_text(item, "title")),
        published=one_line(_text(item, "date_published")),
        modified=one_line(_text(item, "date_modified")),
        authors=tuple(dict.fromkeys(_authors(item) or _authors(document))),
        summary=summary or from_html(_text(item, "content_text"))[:500],
        tags=tuple(one_line(tag) for tag in _list(item, "tags") if isinstance(tag, str)),
        language=language(item.get("language")) or language(document.get("language")),
        image_url=clean(_text(item, "image") or _text(item, "banner_image"), endpoint),
        html=full_text([_text(item, "content_html")], summary),
    )


def _authors(holder: dict[str, Any]) -> list[str]:
    return [name for name in _names(holder) if name]


def _names(holder: dict[str, Any]) -> Iterator[str]:
    for person in [*_list(holder, "authors"), holder.get("author")]:
        if isinstance(person, dict):
            yield one_line(_text(person, "name"))


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _list(holder: dict[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
