"""Determine the usage rights of a page, and what may therefore be stored.

Four declarations are read: robots directives (meta elements and X-Robots-Tag, as in Google's specification),
the TDM Reservation Protocol (W3C Community Group report of 2024), and AIPREF's Content-Usage
(draft-ietf-aipref-attach). Declarations are always recorded; their consequences depend on the user's legal
basis.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from crawler.fetch.rights.aipref import Usage, combined, read_usage
from crawler.fetch.rights.legal_basis import Basis
from crawler.fetch.rights.tdmrep import Reservation, TdmRule, reservation_for
from crawler.fetch.user_agent import PRODUCT_TOKEN

Keep = Literal["all", "metadata", "nothing"]

_VALUED = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_SCOPE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_.*-]*)\s*:(.*)", re.DOTALL)
_HAS_VALUE = re.compile(r"[:=]")
_RESERVED, _FREE, _POLICY = "tdm-reserved", "tdm-free", "tdm-policy="


@dataclass(frozen=True, slots=True)
class Rights:
    """The usage rights declared for a page.

    `directives` are those for all robots and for this one, in lower case, sorted, without those with a value.
    `usage` is Content-Usage as (category, "y" or "n"). `tdm` is None where nothing is declared about text and
    data mining.
    """

    directives: tuple[str, ...] = ()
    tdm: Reservation | None = None
    usage: Usage = ()

    def has_directive(self, directive: str) -> bool:
        """Return whether a robots directive is in force; "none" means noindex and nofollow."""
        return directive in self.directives or (directive in ("noindex", "nofollow") and "none" in self.directives)

    @property
    def words(self) -> tuple[str, ...]:
        """The form stored in the archive.

        For example "noarchive", "tdm-reserved", "tdm-policy=https://example.org/terms", "bots=n".
        """
        tdm: tuple[str, ...] = ()
        if self.tdm is not None:
            tdm = (_RESERVED if self.tdm.reserved else _FREE,)
            tdm += (_POLICY + self.tdm.policy,) if self.tdm.policy else ()
        return (*self.directives, *tdm, *(f"{category}={value}" for category, value in self.usage))

    @classmethod
    def of_words(cls, words: Iterable[str]) -> Self:
        """Parse rights from their stored form."""
        words = list(words)
        policy = next((word.removeprefix(_POLICY) for word in words if word.startswith(_POLICY)), "")
        tdm = Reservation(_RESERVED in words, policy) if {_RESERVED, _FREE} & set(words) else None
        usage = read_usage([word for word in words if not word.startswith(_POLICY)])
        plain = tuple(word for word in words if "=" not in word and word not in (_RESERVED, _FREE))
        return cls(plain, tdm, usage)


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be stored, whether links may be followed, and the reason for a restriction.

    `reason` is "" if everything may be stored.
    """

    keep: Keep
    follow: bool
    reason: str = ""


def rights_of(
    url: str,
    headers: Mapping[str, Sequence[str]],
    meta: Iterable[tuple[str, str]] = (),
    tdm_rules: Sequence[TdmRule] = (),
    robots_usage: Usage = (),
) -> Rights:
    """Collect the usage rights of a page.

    `headers` has lower-case names and all values of each; `meta` is name and content of the page's meta
    elements; `tdm_rules` come from the host's tdmrep.json, `robots_usage` from its robots.txt. Where two places
    declare something about data mining, the one nearer to the page counts: meta element, header, file.
    """
    elements = [(name.strip().lower(), content.strip()) for name, content in meta]
    directives = {
        directive
        for name, content in elements
        if name in ("robots", PRODUCT_TOKEN)
        for directive in _directives(content, scoped=False)
    }
    for value in headers.get("x-robots-tag", ()):
        directives.update(_directives(value, scoped=True))
    tdm_metas = {name: content for name, content in reversed(elements) if name.startswith("tdm-")}
    tdm = (
        Reservation.read(tdm_metas.get("tdm-reservation"), tdm_metas.get("tdm-policy", ""))
        or Reservation.read(_first(headers, "tdm-reservation"), _first(headers, "tdm-policy") or "")
        or reservation_for(url, tdm_rules)
    )
    usage = combined(read_usage(headers.get("content-usage", ())), robots_usage)
    return Rights(tuple(sorted(directives)), tdm, usage)


def permission(rights: Rights, basis: Basis) -> Permission:
    """Return what the rights permit on the user's legal basis.

    Nofollow asks little and always applies.
    """
    follow = not rights.has_directive("nofollow")
    if basis == "research":
        return Permission("all", follow)
    if rights.has_directive("noindex"):
        return Permission("nothing", follow, "noindex")
    if rights.tdm is not None and rights.tdm.reserved:
        return Permission("metadata", follow, "tdm reserved")
    if dict(rights.usage).get("bots") == "n":
        return Permission("metadata", follow, "content-usage bots=n")
    if rights.has_directive("noarchive"):
        return Permission("metadata", follow, "noarchive")
    return Permission("all", follow)


def _directives(text: str, scoped: bool) -> set[str]:
    """Return the directives for this crawler in one meta element or X-Robots-Tag field.

    Only a header names robots ("otherbot: noindex, nofollow"); a name applies until the next one.
    """
    found = set()
    for_us = True
    for item in text.split(","):
        scope = _SCOPE.fullmatch(item) if scoped else None
        if scope is not None and scope[1].lower() not in _VALUED:
            for_us = scope[1].lower() in (PRODUCT_TOKEN, "robots", "*")
            item = scope[2]
        directive = item.strip().lower()
        if for_us and directive and not _HAS_VALUE.search(directive) and len(directive) <= 40:
            found.add(directive)
    return found


def _first(headers: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(headers.get(name, ())), None)
