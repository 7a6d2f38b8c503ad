"""Text for a terminal: a hostile title must not be able to control it or forge output.

Apart from the display of a crawl, which imports Scrapy: a search would wait two seconds for it.
"""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\t\n]+")


def printable(text: str) -> str:
    """Return the text as one line, with control and bidirectional characters made visible."""
    return _CONTROL.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0][0]
    if character in "\t\n":
        return " "
    code = ord(character)
    return f"^{chr(code ^ 64)}" if code < 128 else f"<U+{code:04X}>"
