"""Split a byline into the names that it lists, without labels, ranks, job titles and e-mail addresses.

Commas, conjunctions of 20 languages and, between Chinese names, spaces part names; `person_names` decides which of
the pieces name somebody.
"""

import re

from crawler.extract.authors.affixes import chinese_names, with_agency, without_affixes, without_rank
from crawler.extract.authors.credits import is_label, read_credits
from crawler.extract.authors.organisations import OFFICE, PUBLIC_BODY
from crawler.html.text import plain
from crawler.html.word_lists import read_word_lists

PLACES = frozenset(
    place for places in read_word_lists(__package__, "not_names.toml")["places"].values() for place in places
)
_ARABIC = r"[\u0621-\u064a]"
_WITH_WAW = "ليد|ائل|سام|فاء|جدي|حيد|داد|صفي|سيم|هي?ب|لاء|ردة|جيه|صال|فيق|اصف|سيلة|هدان|ديع"  # given names, not "and"
_WAW = rf"و(?!{_WITH_WAW})(?={_ARABIC}{{3,}}\s+{_ARABIC}{{2}})"
_SECOND_FAMILY = (  # "Ortega y Gasset", "Puig i Cadafalch"
    r"(?-i:(?!Reuters|Xinhua|Bloomberg|Agen[cç]|Reda[cç])[A-ZÀ-Þ][a-zß-ÿ’'-]+(?:\s*(?:$|[,;|])|\s[yei]\s))"
)
_SPLIT = re.compile(
    r"\s*(?:;|\|(?:\s*(?:and|und|et|y|e)\s)?|•|·(?=\s)|\n|、|，|\t|(?<=\s)[/–—-](?=\s)|&|\+|(?<=[^\W\d_])/(?=[^\W\d_])|,(?:\s*(?:and|und"
    r"|et|y|e)\s)?"
    r"|\s(?:and|und|et|и|та|och|og|en|oraz|ve|ile|dan|và|és|και|și|ja|और|एवं|with|mit|con|avec|com|і|و)\s"
    rf"|\s[yei]\s(?!{_SECOND_FAMILY})"
    rf"|،(?:\s*{_WAW})?|(?<=\s){_WAW})\s*",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S{1,60}@\S{0,60}|https?://\S{1,200}|\([^()]{0,80}\)|（[^（）]{0,80}）|\[[^\[\]]{0,80}\]|《|》")
_ARABIC_PLACE = re.compile(rf"^(?:{_ARABIC}|\s){{3,20}}:\s*(?={_ARABIC}+\s+{_ARABIC})")  # "فيينا: هالة الكردي"
_CHINESE_OFFICE = re.compile(r"[，,]\s?(?:[系为為是]|现为|現為|单位|單位|就职于).{2,60}$")  # "作者：齐思源，系研究员"
_HANDLE = re.compile(r"(?<!\S)@\w{2,30}")
_DEGREES = re.compile(
    r"^(?:ph\.?\s?d\.?|m\.?d\.?|m\.?s\.?c?\.?|m\.?a\.?|b\.?a\.?|b\.?s\.?c?\.?|rdn?|rn|dds|dvm|jd|esq\.?"
    r"|jr\.?|sr\.?|iii?|cpa|cfa|mba|mph|fand|foma|dabom|mw|np|do|lcsw|pmp)$",
    re.IGNORECASE,
)
_BIBLIOGRAPHIC = re.compile(  # "Doe, Jane", "Jong, Michiel de", "Kooman, F."
    r"^[^\W\d_][\w’'-]{1,30}, (?:[^\W\d_][\w’'-]{1,30}(?: (?:d[aeiu]|del|dos|van|von|de[nr]|l[ae]|te[nr])){0,3}"
    r"|(?:[^\W\d_]\.[ -]?){1,3})$"
)
_WHOLE_LINE = re.compile(r"^\s*[\[(（［【](.{2,100})[\])）］】]\s*$")
_AFTER = re.compile(
    r"\s(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s)?(?=\d)|\s(?:updated"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|hace (?=\d|un)|vor (?=\d|ein)|il y a|há (?=\d|um)"
    r"|(?:el|le|il|em|am|op) (?:lun|mar|mi[eé]|mer|jue?|gio|vie|ven|s[aá]b|sam|dom|dim|seg|ter|qua|qui|sex"
    r"|mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo)(?=[.,]+\s\d)"
    r"|published|posted|last modified|on (?=[A-Z\d])|am (?=\d)|(?:at|um|le|el|à|em|il) (?=\d)|via|for (?=[A-Z])|@)\b",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(  # whose "and" parts no persons: "Ada Quist, Fields and Forests University (China)"
    r",\s[^,;|]{2,60}\s(?:and|und|&|et|y|e)\s[^,;|]{0,40}\b(?:universi|institu|college|academy|laborator)[^,;|]{0,60}",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(?:,|\||\s/)\s")
_PRESS_OFFICE = re.compile(r"\b(?:public affairs|press (?:office|service))\b", re.IGNORECASE)
_INTRODUCED = re.compile(  # "Ada Quist is a professor of space law"
    r"^((?!M(?:[rs]|rs|me|lle)\b|Sra?\b|Herr\b|Frau\b)[^\s,]+(?: [^\s,]+){1,2}) (?:is (?:an?|the)|ist (?:eine?|der|die)"
    r"|est (?:une?|la|le)|es (?:una?|la|el))\s.*$"
)
_AFTER_NAME = re.compile(
    r"\s(?:(?:on behalf of|im (?:Auftrag|Namen) (?:von|de[rs])|au nom d[eu]|en nombre de|por encargo de|em nome de)\s"
    r"|in (?=[A-Z])|at (?=[A-Z])|Da (?=[A-Z]{2})|(?:with|on|at|am|um|em|il|alle)$"
    r"|(?:reports?|reporting|writes|berichtet|aus|informa)(?=\s|$)).*"
)
_SOURCE = re.compile(r"(?:from|via|courtesy of)\s", re.IGNORECASE)
_EDGES = " :,.–—-|•·*/／：、，・\"'“”«»"
_MARKS = _EDGES.replace(".", "")


def split(text: str) -> list[str]:
    """Split one byline into names without labels and degrees: "By A, B and C" becomes three."""
    text = _HANDLE.sub("", plain(text)[:500]).strip()
    if enclosed := _WHOLE_LINE.match(text):
        text = enclosed[1]
    return [name for part in read_credits(text).writers for name in _split(part)]


def _split(text: str) -> list[str]:
    """Split a text at commas and conjunctions, but not within the name of a public body."""
    if PUBLIC_BODY.match(text):
        return [text]
    if office := OFFICE.search(text):
        head, separator, qualifier = text[: office.start()].rpartition(",")
        body = (qualifier + text[office.start() :]).strip(_EDGES)
        return [*(_split(head) if separator else ()), body]
    text = _ARABIC_PLACE.sub("", without_rank(text))
    if text.casefold() in PLACES:  # "Washington, D.C." is not two authors
        return []
    text = " ".join(_MAIL.sub(" ", text).split()).strip(" :,-–—|;")
    if _BIBLIOGRAPHIC.match(text):
        text = inverted(text)
    if _PRESS_OFFICE.search(text):  # "Ada Quist, Space Delta 5 Public Affairs"
        text = ", ".join(piece for piece in _PIECE.split(text) if not _PRESS_OFFICE.search(piece))
    text = _CHINESE_OFFICE.sub("", _AFFILIATION.sub("", text))
    text = _INTRODUCED.sub(r"\1", text)
    cut = _AFTER.search(text)
    if cut and (" " in text[: cut.start()] or text[cut.start() :].strip()[:1].isdigit()):
        text = text[: cut.start()]
    pieces = [_AFTER_NAME.sub("", piece.strip(_MARKS)) for piece in _SPLIT.split(text) if not _DEGREES.match(piece)]
    pieces = [*pieces[:1], *(piece for piece in pieces[1:] if not _SOURCE.match(piece))]
    credited = [name for piece in pieces for name in read_credits(piece).writers if not is_label(name)]
    names = (_trimmed(without_affixes(piece)) for name in credited for piece in chinese_names(name))
    return [name for piece in names for name in with_agency(piece) if name]


def _trimmed(name: str) -> str:
    """Remove marks around a name, and an article in small letters; the full stop of "Jr." belongs to it."""
    bare = name.removeprefix("the ").strip(_EDGES)
    return f"{bare}." if f"{bare}." in name and bare.endswith((" Jr", " Sr")) else bare


def inverted(text: str) -> str:
    """Put a bibliographic name in reading order: "Doe, Jane" is Jane Doe."""
    head, comma, tail = text.partition(",")
    return f"{tail.strip()} {head.strip()}" if comma and "," not in tail and tail.strip() else text
