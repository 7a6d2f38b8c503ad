"""Match rules of a robots.txt with URLs (RFC 9309, 2.2.2 and 2.2.3)."""

import re
from dataclasses import dataclass

_AUTHORITY = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow rule.

    `*` matches any characters, a final `$` the end of the URL. `pattern` is normalised by `rule_pattern`.
    """

    pattern: str
    allow: bool

    def matches(self, path: str) -> bool:
        """Return whether the rule applies, in time linear in the path for any number of `*`."""
        pattern = self.pattern
        anchored = pattern.endswith("$")
        first, *others = (pattern[:-1] if anchored else pattern).split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        if anchored and not others:
            return at == len(path)
        last = others.pop() if anchored else ""
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(path) - at >= len(last) and path.endswith(last)


def path_to_match(url: str) -> str:
    """Return path and query of a URL in the form that rules are compared with."""
    target = _AUTHORITY.sub("", url, count=1).partition("#")[0]
    # A query may be empty: "Disallow: /search?" matches "/search?".
    path = _normalised(target if target.startswith("/") else f"/{target}")
    # Special characters of rules are percent-encoded there (RFC 9309, 2.2.3), so they are encoded here too.
    return path.replace("$", "%24").replace("*", "%2A")


def rule_pattern(value: str) -> str:
    """Normalise the value of an Allow or Disallow line for `Rule`; "" for an empty one (no rule)."""
    if not value:
        return ""
    pattern = _normalised(value if value.startswith(("/", "*")) else f"/{value}")
    return pattern[:-1].replace("$", "%24") + pattern[-1]


def _normalised(path: str) -> str:
    """Return the same spelling for equivalent paths (RFC 9309, 2.2.2).

    Non-ASCII characters are encoded, unreserved ones decoded, hexadecimal digits in capitals; in the query also
    `:` and `/` are decoded, as the RFC's table matches both spellings.
    """
    if not path.isascii():
        octets = path.encode("utf-8", "surrogateescape")
        path = "".join(chr(octet) if octet < 128 else f"%{octet:02X}" for octet in octets)
    if "%" not in path:
        return path
    path = _ESCAPE.sub(_unescape, path)
    before, mark, query = path.partition("?")
    return before + mark + query.replace("%2F", "/").replace("%3A", ":")


def _unescape(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else f"%{escape[1].upper()}"
