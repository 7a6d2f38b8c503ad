"""When a rule of a robots.txt applies to an address (RFC 9309, 2.2.2 and 2.2.3)."""

import re
from dataclasses import dataclass

_AUTHORITY = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Rule:
    """`*` stands for any characters, a `$` at the end for the end of the address.

    `pattern` is in the spelling that `rule_pattern` gives it.
    """

    pattern: str
    allow: bool

    def matches(self, path: str) -> bool:
        """Whether the rule applies. In time linear in the path, whatever the number of `*`."""
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
        return not anchored or (len(path) - at >= len(last) and path.endswith(last))


def path_to_match(url: str) -> str:
    """Path and query of an address as rules are compared with it."""
    target = _AUTHORITY.sub("", url, count=1).partition("#")[0]
    # A query may be empty: "/search?" is what "Disallow: /search?" speaks of.
    path = _normalised(target if target.startswith("/") else f"/{target}")
    # What is special in a rule is written encoded there (RFC 9309, 2.2.3), so it is encoded here too.
    return path.replace("$", "%24").replace("*", "%2A")


def rule_pattern(value: str) -> str:
    """The value of an Allow or Disallow line as `Rule` takes it; "" for an empty one, which is no rule."""
    if not value:
        return ""
    pattern = _normalised(value if value.startswith(("/", "*")) else f"/{value}")
    return pattern[:-1].replace("$", "%24") + pattern[-1]


def _normalised(path: str) -> str:
    """One spelling for what is the same address (RFC 9309, 2.2.2).

    Non-ASCII characters are encoded, unreserved ones decoded, hexadecimal digits in capitals; in the query
    also `:` and `/` are decoded, as the RFC's table has both spellings match.
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
