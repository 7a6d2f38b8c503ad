"""Whether an endpoint carries the text of an article, or only the beginning of it.

A crawl takes the text from the endpoint where the page is walled, so a teaser must not pass for it.
"""

import re

from crawler.discovery.plain import from_html, storable

MIN_BYTES = 900  # in UTF-8: about 150 words of English, 300 characters of Chinese
_MUCH_LONGER = 1.5
_ELLIPSIS = r"(?:\[\s*(?:…|\.{3})\s*\]|(?:…|\.{3})(?:\s*[^.…]{0,40})?)"
_CUT = re.compile(_ELLIPSIS + r"\s*(?:The post .{1,300} appeared first on .{1,200})?$")


def full_text(candidates: list[str], summary: str) -> str:
    """The longest of the pieces of HTML, if it is an article and not a teaser; else an empty string.

    `summary` is the plain text of the entry's summary; it may be the beginning of one of the candidates.
    """
    markup = max(candidates, key=len, default="")
    if len(markup) < MIN_BYTES // 3:
        return ""
    text = from_html(markup)
    size = len(text.encode("utf-8", "replace"))
    if size < MIN_BYTES or _CUT.search(text[-600:]):
        return ""
    if summary and summary != text and size < _MUCH_LONGER * len(summary.encode("utf-8", "replace")):
        return ""
    return storable(markup)
