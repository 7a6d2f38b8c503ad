"""Collect the names of the outlet, and remove them from titles.

"Moon treaty signed - Times of India" is two things. A part of a title is the outlet's name when the catalogue,
the page (og:site_name, publisher) or its host confirms it; a part that none of them names is kept, because
headlines contain dashes and colons.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.urls.domains import split_by_registry
from crawler.catalogue.source import Source
from crawler.extract.authors.given_names import named_person
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured
from crawler.html.replay import original
from crawler.html.text import key, plain, squeezed

_SEPARATOR = re.compile(
    r"\s+[-–—―|ㅣ·•»«><:/\\~‹›⋅]{1,2}\s+|\s*[|｜ㅣ：]\s*|\s*:{2}\s*|(?<=\S)\s*_\s*(?=[^\W\d_])|\s+[-–—]"
    r"|(?<=[\w.!?”’])[–—-]\s+|[-–](?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,10}$)"
)
_META = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher",
    "twitter:site", "twitter:app:name:iphone", "al:ios:app_name", "cre", "copyright", "al:android:app_name",
)  # fmt: skip
_LONGEST_NAME = 45
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_RIGHTS = re.compile(
    r"©|\(c\)|\b(?:copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|\d{4}(?:\s?[-–]\s?\d{2,4})?)\b"
    r"|版[权權]所有|[著版]作?[权權]|无断转载|無断転載|禁止|保留所有权利",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s[|｜ㅣ]\s")
_ADDRESS = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}$", re.IGNORECASE)


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_OF_A_WEBSITE = frozenset(
    "welcome official site website web page pages homepage home portal online news newsroom press media release"
    " releases centre center room latest about contact us events updates blog the of and to in from for at our"
    " bienvenue site officiel accueil actualités et de du des la le les offizielle webseite startseite willkommen"
    " aktuelles der die das und página oficial inicio noticias y del el portale ufficiale notizie e di"
    " официальный сайт главная новости и".split()
)


_PERSONAL = re.compile(r"^[A-Z][a-zà-ž’']+(?: [A-Z]\.)? [A-Z][a-zà-ž’'-]+$")
_OUTLET_WORD = re.compile(
    r"\b(?:the|der|die|das|le|la|les|el|los|il|news|nachrichten|zeitung|times|post|journal|online|press\w*"
    r"|(?:multi)?media|today|daily|weekly"
    r"|magazin\w*|blog|tv|radio|group|network|review|report\w*|herald|tribune|gazette|chronicle|space"
    r"|agency|institut\w*|foundation"
    r"|center|centre|university|research|digital|world|international|health|business|tech\w*|studio"
    r"|company|project)\b|(?:nachrichten|zeitung|blatt|anzeiger|rundschau|kurier)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SiteNames:
    """The outlet's names, squeezed to letters and digits, and its host's."""

    names: frozenset[str]
    host: str
    in_catalogue: frozenset[str] = frozenset()  # those from the catalogue
    headlines: frozenset[str] = frozenset()  # keys of texts that contain a name and are headlines

    def is_name(self, text: str) -> bool:
        """Return whether the text is the outlet's name, or little else."""
        part = squeezed(text)
        if not part or (self.headlines and key(text) in self.headlines):
            return False
        if part in self.names or part == self.host or _ADDRESS.match(text.strip()):
            return True
        if any(len(name) >= 4 and name in part and len(part) <= 2.2 * len(name) + 4 for name in self.names):
            return True
        if len(part) >= 4 and any(part in name for name in self.names if len(name) <= 3 * len(part)):
            return True
        return len(self.host) >= 4 and (
            (self.host in part and len(part) <= 2.5 * len(self.host)) or (len(part) >= 4 and part in self.host)
        )

    def may_be_headline(self, text: str) -> bool:
        """Return whether a text that counts as a name says more: "Space Agency names chief", not "Space Agency News".

        Two further words that are none of a website's, or four further characters where a script has no spaces.
        """
        part = squeezed(text)
        name = max((n for n in (*self.names, self.host) if len(n) >= 4 and n in part), key=len, default="")
        if not name or not self.is_name(text):
            return False
        further = [word for word in key(text).split() if word not in name and word not in _OF_A_WEBSITE]
        if len(further) == 1 and _UNSPACED.search(further[0]):
            return len(further[0].replace(name, "")) >= 4
        return len(further) >= 2

    def is_outlet(self, name: str) -> bool:
        """Return whether a byline is the outlet's name.

        Stricter than `is_name`, since people have short names. A site may be named after the person who writes
        it: then the catalogue does not list it as an outlet, and the name has the form of a person's.
        """
        part = squeezed(name)
        if part in self.in_catalogue or any(
            len(site_name) >= 6 and site_name in part for site_name in self.in_catalogue
        ):
            return True
        head = squeezed(name.split()[0]) if name.split() else ""
        if head and head in (self.host, *self.names) and not _PERSONAL.match(name):
            return True
        if (
            part in self.names
            or part == self.host
            or any(len(site_name) >= 6 and site_name in part for site_name in self.names)
        ):
            return not (_PERSONAL.match(name) or named_person(name)) or bool(_OUTLET_WORD.search(name))
        return any(self._is_of_host(name, spelling) for spelling in dict.fromkeys((part, *_as_host(part))))

    def _is_of_host(self, name: str, part: str) -> bool:
        """Return whether a name, unlike a person's, is that of the host, more or less.

        "Jornal O Papel" is opapel.com and "Arya Group" is aryanews.com.
        """
        if _PERSONAL.match(name) and not _OUTLET_WORD.search(name):
            return False
        if len(self.host) >= 6 and self.host in part:
            return True
        core = squeezed(_OUTLET_WORD.sub(" ", name))
        rest = self.host.removeprefix(core) if len(core) >= 4 else self.host
        return rest != self.host and bool(not rest or _OUTLET_WORD.fullmatch(rest))

    def strip(self, title: str) -> str:
        """Return the title without the outlet's name at either end.

        Text after a vertical bar is not part of a headline, whatever it names.
        """
        for _ in range(4):
            shorter = self._without_one(title)
            if shorter == title:
                break
            title = shorter
        bar = _BAR.search(title)
        if bar and len(title[: bar.start()]) > max(12, len(title) - bar.end()):
            return title[: bar.start()].strip()
        return title

    def _without_one(self, title: str) -> str:
        cuts = list(_SEPARATOR.finditer(title))[:40]
        for cut in reversed(cuts):
            if title[: cut.start()].strip() and self.is_name(title[cut.end() :]):
                return title[: cut.start()].strip()
        for cut in cuts:
            if title[cut.end() :].strip() and self.is_name(title[: cut.start()]):
                return title[cut.end() :].strip()
        return title


def names_an_outlet(name: str) -> bool:
    """Return whether a word of a name is one of outlets ("Orbit Today") and no particle ("Ada de la Quist")."""
    return any(found.start() == 0 or len(found[0]) > 3 for found in _OUTLET_WORD.finditer(name))


def _as_host(part: str) -> tuple[str, str]:
    """Return how hosts spell a name: without its accents, and with the two letters of a German umlaut."""
    german = part.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return _ACCENTS.sub("", unicodedata.normalize("NFD", part)), german


def parts(title: str) -> list[str]:
    """Return every head and tail of a title at its separators, longest first."""
    cuts = list(_SEPARATOR.finditer(title))[:8]
    pieces = {title[: cut.start()].strip() for cut in cuts} | {title[cut.end() :].strip() for cut in cuts}
    return sorted(pieces - {""}, key=len, reverse=True)


def site_names(structured: Structured, source: Source) -> SiteNames:
    """Return all names found for the outlet of a page."""
    stated = [source.name, source.name_native, *(structured.first(name) for name in _META)]
    stated.append(_RIGHTS.sub(" ", structured.first("copyright")).strip(" .,-|"))
    stated += [json_ld.first(value) for value in _publishers(structured)]
    host = squeezed(split_by_registry(original(structured.url)).domain)
    names = {squeezed(name.lstrip("@")) for text in stated for name in (plain(text), *_short(text))}
    names -= {squeezed(structured.first("og:title")), squeezed(structured.node_text("headline"))}
    in_catalogue = frozenset(squeezed(name) for name in (source.name, source.name_native) if name)
    return SiteNames(frozenset(name for name in names if 2 <= len(name) <= _LONGEST_NAME), host, in_catalogue)


@lru_cache(maxsize=4096)
def registrable_domain(url: str) -> str:
    """Return the domain under the public suffix (`bbc.co.uk`), or the full host where there is none.

    A copy in a web archive is of the site that it is a copy of.
    """
    found = split_by_registry(original(url))
    return found.top_domain_under_public_suffix or found.fqdn or found.ipv4


def _short(text: str) -> Iterable[str]:
    name = plain(text)
    return (re.split(r"\s[|–-]\s|, ", name)[0],) if len(name) > 12 else ()


def _publishers(structured: Structured) -> Iterable[object]:
    yield structured.article.get("publisher")
    for node in structured.nodes:
        types = json_ld.types(node)  # Yoast SEO states the owner of a person's site as both
        if types & {"Organization", "NewsMediaOrganization", "WebSite"} and "Person" not in types:
            yield node.get("name")
            yield node.get("alternateName")
