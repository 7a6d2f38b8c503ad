"""A pattern for the addresses of a site's articles, made from examples."""

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

ENOUGH = 0.8  # share of the examples that a pattern must match
MAX_ALTERNATIVES = 3
_LEAST = 4  # examples

_YEAR = re.compile(r"(?:19|20)\d{2}")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")
_DATED_SLUG = re.compile(r"((?:19|20)\d{2}-\d{2}-\d{2})")


def article_pattern(urls: Sequence[str]) -> str:
    """A pattern that matches most of the addresses, or an empty string when they have no form in common."""
    distinct = list(dict.fromkeys(urls))
    if len(distinct) < _LEAST:
        return ""
    hosts = Counter(_host(url) for url in distinct)
    host, count = hosts.most_common(1)[0]
    own = [url for url in distinct if _host(url) == host]
    if count < ENOUGH * len(distinct):
        return ""
    forms = Counter(_form(url, own) for url in own)
    chosen, covered = [], 0
    for form, number in forms.most_common(MAX_ALTERNATIVES):
        chosen.append(form)
        covered += number
        if covered >= 0.95 * len(own):
            break
    if covered < ENOUGH * len(own):
        return ""
    tail = chosen[0] if len(chosen) == 1 else f"(?:{'|'.join(chosen)})"
    return rf"^https?://(?:www\.)?{re.escape(host)}/{tail}$"


def _form(url: str, urls: list[str]) -> str:
    """The form of an address: its fixed words as they are, what varies as classes of characters."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    forms = [_segment(segment, place, segments, urls) for place, segment in enumerate(segments)]
    path = "/".join(forms) + ("/?" if segments and not _EXTENSION.search(segments[-1]) else "")
    keys = [key for key, value in parse_qsl(parts.query) if value.isdecimal()]
    return path + (rf"\?(?:.*&)?{re.escape(keys[0])}=\d+" if keys else "")


def _segment(segment: str, place: int, segments: list[str], urls: list[str]) -> str:
    if _YEAR.fullmatch(segment):
        return r"\d{4}"
    if segment.isdecimal():
        return rf"\d{{{len(segment)}}}" if len(segment) <= 2 and place else r"\d+"
    if place < len(segments) - 1 and _share(segment, place, urls) >= 0.2:
        return re.escape(segment)
    extension = _EXTENSION.search(segment)
    stem = segment[: extension.start()] if extension else segment
    return _stem(stem, alone=len(segments) == 1) + (re.escape(extension.group()) if extension else "")


def _stem(stem: str, *, alone: bool) -> str:
    if _DATED_SLUG.search(stem):
        return r"[^/?#]*\d{4}-\d{2}-\d{2}[^/?#]*"
    if stem.isdecimal():
        return r"\d+"
    # A single word right under the root is a section as likely as an article.
    return r"[^/?#-]+(?:-[^/?#-]+)+" if alone and "-" in stem else r"[^/?#]+"


def _share(segment: str, place: int, urls: list[str]) -> float:
    """The share of the addresses that have this segment in this place."""
    several = [urlsplit(url).path.strip("/").split("/") for url in urls]
    return sum(1 for path in several if len(path) > place and path[place] == segment) / len(several)


def _host(url: str) -> str:
    return (urlsplit(url).netloc or "").removeprefix("www.")
