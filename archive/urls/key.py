"""Comparison key of an address: what differs between two addresses of one article at one outlet is taken out.

Each function takes a part of a canonical URL and returns that part of its key. Keys are compared, never opened, so
they may lose what a server needs (a trailing slash, `www`), but never what distinguishes two articles.
"""

import re
from collections.abc import Sequence

from archive.urls.domains import split_host

# Host labels of the same site in another dress. Only left of the registrable domain: `m.com` stays.
_TWIN_LABELS = frozenset({"www", "m", "mobile", "mobil", "wap", "amp"})

_TWIN_SEGMENTS = frozenset({"amp", "print", "printable", "printview"})

# Default documents of Apache, nginx, IIS and the common Java servers.
_INDEX_FILE = re.compile(r"(?:index|default)\.(?:html?|shtml|xhtml|php\d?|aspx?|jspx?|cfm|cgi|pl)", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"\.amp(?=(?:\.html?)?$)", re.IGNORECASE)

_YES = frozenset({"", "1", "true", "yes", "y", "on"})
_TWIN_PARAMETERS: dict[str, frozenset[str]] = {
    "amp": _YES | {"amp"},
    "isamp": _YES,
    "print": _YES | {"print", "printable"},
    "printable": _YES,
    "printerfriendly": _YES,
    "printview": _YES,
    "print-posts": frozenset({"print", "pdf"}),
    "pagewanted": frozenset({"print", "all"}),
    "mobile": _YES | {"0", "false", "no"},
    "nomobile": _YES,
    "tmpl": frozenset({"component"}),
    "output": frozenset({"amp", "print"}),
    "outputtype": frozenset({"amp", "print"}),
    "format": frozenset({"amp", "print"}),
    "view": frozenset({"amp", "print", "mobile"}),
    "mode": frozenset({"amp", "print", "mobile"}),
    "display": frozenset({"print", "mobile"}),
    "version": frozenset({"amp", "print", "mobile"}),
    "theme": frozenset({"amp", "print", "mobile"}),
}
_BLOGGER_MOBILE = frozenset({"m=0", "m=1"})

# Any escape but those of delimiters, whose meaning differs when they are escaped (RFC 3986, 2.2), and of `%`.
_PATH_ESCAPE = re.compile(r"%(?:2[124789A-E]|3[A-E]|40|5[BDE]|60|7[B-D])")
_QUERY_ESCAPE = re.compile(r"%(?:2[1247-9AC-F]|3[ACE]|40|5[BDE]|60|7[B-D])")


def host_key(host: str) -> str:
    """Return the host without labels like `www`, `m`, `amp`: `en.m.wikipedia.org` -> `en.wikipedia.org`."""
    subdomain, site = split_host(host)
    labels = [label for label in subdomain.split(".") if label and label not in _TWIN_LABELS]
    return ".".join([*labels, site])


def path_key(path: str) -> str:
    """Return the path, `/a/b` or empty, without AMP and print marks, index file and trailing slash."""
    segments = [segment for segment in _unescape(_PATH_ESCAPE, path).split("/") if segment]
    while segments:
        kept = _without_marks(segments)
        if kept == segments:
            break
        segments = kept
    return "".join(f"/{segment}" for segment in segments)


def query_key(parameters: Sequence[str], path: str) -> str:
    """Return the query sorted by name, without twin marks. Values of one name keep their order."""
    kept = [_normal(p) for p in parameters if not _is_twin_mark(p, path)]
    return "&".join(sorted(kept, key=lambda p: p.partition("=")[0]))


def _without_marks(segments: list[str]) -> list[str]:
    *folders, last = segments
    last = _AMP_SUFFIX.sub("", last)
    if not last or _INDEX_FILE.fullmatch(last):
        return folders
    # The mark alone is not dropped: `/print` by itself may be an article, or the section of that name.
    if folders and last.lower() in _TWIN_SEGMENTS:
        return folders
    if folders and folders[0].lower() in _TWIN_SEGMENTS:
        folders = folders[1:]
    return [*folders, last]


def _is_twin_mark(parameter: str, path: str) -> bool:
    name, _, value = parameter.lower().partition("=")
    if parameter in _BLOGGER_MOBILE:
        return path.endswith(".html")
    return value in _TWIN_PARAMETERS.get(name, ())


def _normal(parameter: str) -> str:
    name, _, value = _unescape(_QUERY_ESCAPE, parameter.replace("+", "%20")).partition("=")
    return f"{name}={value}" if value else name


def _unescape(escapes: re.Pattern[str], part: str) -> str:
    return escapes.sub(lambda match: chr(int(match[0][1:], 16)), part)
