"""Recognise the names of persons in bylines.

A byline names people in the order of the outlet. Text that is not a name is dropped: roles ("Staff Writer",
"Redaktion"), the outlet itself, months, calls to read on. A news agency that is named as the author is kept: it
is neither the outlet nor a role.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from archive.codes import name_key
from crawler.extract.authors.given_names import from_account, named_person
from crawler.extract.authors.organisations import is_agency, is_organisation
from crawler.extract.authors.splitting import PLACES, split
from crawler.extract.metadata.site_name import SiteNames
from crawler.html.text import key, squeezed
from crawler.html.word_lists import read_word_lists

_ROLE = re.compile(
    r"\b(?:admin(?:istrator)?|press (?:office|service|team)|pressestelle|public affairs"
    r"|publisher|staff|team|editors?|editorial|newsroom|desk|reporters?"
    r"|correspondents?|contribut(?:or|ing)\w*|bureau|webmaster|writers?|columnists?|guest|user|anonymous"
    r"|unknown|press release"
    r"|redaktion\w*|redakteur\w*|redacci[oó]n|reda[cç][aã]o|r[eé]daction|redazione|redactie|redakc\w+"
    r"|redaksi\w*|redaksjon\w*|toimitus|redaktør|agencies|agencias|news service|newswire"
    r"|submissions|moderator|producer|director|manager|analyst|professor"
    r"|projektleiter(?:in)?|leiterin|gesch[äa]ftsf[üu]hrer(?:in)?|referent(?:in)?|wissenschaftler(?:in)?|direktor(?:in)?"
    r"|directeur|directrice|chercheuse|chercheur|professeure?|investigadora?|profesora?|presidenta?|direttore|direttrice"
    r"|ricercatore|ricercatrice|pesquisadora?|fellow|officer|chief|president|photographer|photograph[sy]?|video|image|getty|about|follow(?:ed|ing)?|read"
    r"|more|view|profile|letters|posts?|articles?|subscribe|share|comments?|updated|published|minutes?|ago"
    r"|hours?|contact|email|twitter|facebook|instagram|linkedin|login|sign|home|menu|null|undefined|none"
    r"|author|byline|copyright"
    r"|the associated press and|your|my|this|these|click|here|all|dietitian|journalist\w*|freelance\w*"
    r"|korrespondent\w*|journaliste|periodista|jornalista|giornalista|medically|reviewed|checked|candidate"
    r"|representative|developers?|engineers?|founder|co-?founder|ceo|cto|architect|consultant|strategist|specialist|special|senior|managing|lead"
    r"|(?:head|dean|chair(?:wo)?(?:man)?|secretary|minister|member|partner) (?:of|for|at)|lecturer|advis[eo]r"
    r"|researcher|scientist|leiter de[rs]|jef[ae] de|chef(?:fe)? d[eu]|responsable|coord[ei]nadora?"
    r"|ministr[ao] d[aeio]\w*|docente|corresponsal|correspond(?:ente|ante?)|corrispondente|enviad[oa] especial"
    r"|envoyée? spéciale?|comunicaci[oó]n(?:es)?|comunica[cç][aã]o|prensa|imprensa)\b"
    r"|\b(?:باحثة?|أستاذة?|مراسلة?|صحفية?|محللة?)\b"
    r"|редакци|администратор|корреспондент|編集部|编辑部|編輯部|本報|本报|新華社訊|取材班|デジタル|編集|온라인|뉴스팀|편집|संपादक|डेस्क"
    r"|ब्यूरो|संवाददाता|تحرير|المحرر|خبرنگار|گروه|ban biên tập|phóng viên|σύνταξη|συντακτικ|小编|小編|通讯员|通訊員"
    r"|綜合報導|综合报道|スタッフ|担当者|관리자|편집국|وكالات|فريق العمل|टीम|एजेंसी|пресс-служб|информагент"
    r"|haber merkezi|editör|প্রতিবেদক|প্রতিনিধি|ডেস্ক",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"(?:news |press )?agenc(?:y|ia)", re.IGNORECASE)  # which of them, it does not say
_PICTURE = re.compile(  # a credit without a colon: "Фото из Инстаграма", "Foto NASA"
    r"(?:photos?|fotos?|fotografías?|fotoğraf|fot|zdjęcie|bild(?:er)?|immagine|imagen|imagem|фото\w*|写真|图片|圖片|照片"
    r"|사진|صورة|صور|फोटो)(?!\w)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july"
    r"|august|september|october|november|december"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember|mon|tue|wed|thu|fri|sat|sun|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|am|pm)\b\.?(?:\s|$)(?![A-Z][a-z]+)",
    re.IGNORECASE,
)
_INTERFACE = frozenset(
    word for words in read_word_lists(__package__, "not_names.toml")["interface"].values() for word in words
)
_COUNTRIES = frozenset(name for names in read_word_lists(__package__, "countries.toml").values() for name in names)
_NOBODY = _INTERFACE | PLACES
_CALL = re.compile(
    r"^(?:(?:download|install|get|try|open) (?:our|the|this) (?:\w+ ){0,2}app\b"
    r"|(?:watch|listen|join|play|donate|shop|stream)(?: (?:it|us|live|now|free|here|today|on|to)\b|$))",
    re.IGNORECASE,
)
_DESK_HANDLE = re.compile(
    r"(?:team|redaktion|redaccion|redacao|newsdesk|webmaster|editors?|staff|admin)$", re.IGNORECASE
)
_DESK = re.compile(  # of a broadcaster: "CNN Business"
    r"[A-Z]{3,12}\s(?i:business|today|network|sports?|politics|world|travel|health|español|newsource|interns?)$"
)
_UNNAMED_DESK = re.compile(
    r"\b(?:news|web|digital|online|social|media|content|marketing|communications?|sports?|our|the|site|blog"
    r"|management|support|data|research)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^[\w.-]+\.[a-z]{2,6}$", re.IGNORECASE)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTICLES = frozenset(
    "a aan aba abu af al am an ap as at aus av ben bin bint d da dal dalla dalle das de degli dei del dela della dello"
    " den der des di do dos du e el es et het i ibn im in la las le les lo los mac mc op oud ould phil s san sr st t te"
    " ten ter the til tot u und uit vom von van vande vander vd y z zu zum zur à é і й و".split()
)
_LONGEST, _MOST_WORDS, _MOST_NAMES = 60, 6, 12  # of a person
_LONGEST_UNSPACED = 12  # letters without spaces or case
_LONGEST_BODY, _MOST_WORDS_OF_BODY = 100, 12


def people(texts: Iterable[str], names: SiteNames, *, trusted: bool = False) -> tuple[str, ...]:
    """Return the distinct names in some bylines, in order.

    `trusted` texts come from a property that contains only authors: there a single word may be a pen name. An
    organisation named next to a person is where that person works.
    """
    found: dict[str, str] = {}
    for text in texts:
        parts = split(_without_outlet(text, names))
        if any(" " in name and names.is_outlet(name) for name in parts):  # its title: "The Courier | News"
            parts = [name for name in parts if " " in name or not name.isascii() or is_agency(name)]
        for name in map(_capitalised, parts) if trusted else parts:
            if len(found) < _MOST_NAMES and is_name(name, names, trusted=trusted):
                found.setdefault(key(name), name)
    persons = tuple(name for name in found.values() if is_agency(name) or not is_organisation(name))
    return persons or tuple(found.values())


def _capitalised(name: str) -> str:
    """Return a full name that a content system has in small letters ("ada quist") as a name is written."""
    return named_person(name.title()) or name if " " in name and name.islower() and name.isascii() else name


def is_interface(text: str) -> bool:
    """Return whether a text is that of a button, or what content systems put where a name belongs."""
    return text.casefold() in _INTERFACE


def is_role(text: str) -> bool:
    """Return whether a text names what somebody is or does: "Senior Writer"."""
    return bool(_ROLE.search(text))


def desks(texts: Iterable[str], names: SiteNames) -> tuple[str, ...]:
    """Return the desks that some bylines name ("Smart Shopping Team"), for an article that no person signs.

    A desk without a name ("News Team") and one that has only the outlet's is the outlet.
    """
    found = {key(name): name for text in texts for name in split(text) if _is_desk(name, names)}
    return tuple(found.values())


def _is_desk(name: str, names: SiteNames) -> bool:
    head, _, last = name.rpartition(" ")
    words = head.split()
    others = " ".join(word for word in words if squeezed(word) not in (names.host, *names.names))
    if (
        last.casefold() not in ("staff", "team")
        or not others
        or names.is_outlet(others)
        or len(words) > 4
        or "." in head
    ):
        return False
    return all(word[0].isupper() for word in words) and not (_ROLE.search(head) or _UNNAMED_DESK.search(head))


def _without_outlet(text: str, names: SiteNames) -> str:
    """Remove the outlet's name and address from a list: "Kirche+Leben, Münster, Germany" is none of three people."""
    pieces = text.split(",")
    outlet = {names.host, *names.names}
    kept = [piece for piece in pieces if squeezed(piece) not in outlet or not names.is_outlet(piece.strip())]
    if len(kept) == len(pieces):
        return text
    return "" if any(is_place(piece.strip()) for piece in kept) else ",".join(kept)


@lru_cache(maxsize=4096)
def is_place(name: str) -> bool:
    """Return whether this is a city of datelines, or a country in one of the languages of the enrichment."""
    return name.casefold() in PLACES or name_key(name) in _COUNTRIES


def is_name(name: str, names: SiteNames, *, trusted: bool = False) -> bool:
    """Return whether this can be the name of a person or an agency in a byline."""
    words = name.split()
    organisation = is_organisation(name)
    longest, most_words = (_LONGEST_BODY, _MOST_WORDS_OF_BODY) if organisation else (_LONGEST, _MOST_WORDS)
    if not name or len(name) > longest or len(words) > most_words or not re.search(r"[^\W\d_]", name):
        return False
    if is_agency(name):
        return squeezed(name) not in names.names
    if (
        _PICTURE.match(name)
        or _AGENCY.fullmatch(name)
        or _DESK.match(name)
        or _ROLE.search(name)
        or _MONTH.match(name)
        or "/" in name
        or "@" in name
        or ".com" in name
        or (_ADDRESS.match(name) and from_account(name) == name)
        or (len(words) == 1 and _DESK_HANDLE.search(name))
    ):
        return False
    if (re.search(r"\d", name) and not (trusted and len(words) == 1)) or re.search(
        r"[?!:<>{}=？！：＝“”]|\.\.\.|…", name
    ):
        return False
    if names.is_outlet(name) or name.casefold() in _NOBODY or _CALL.match(name) or is_place(name):
        return False
    if not trusted and not organisation and not set(filter(str.islower, words)) <= _PARTICLES:
        return False  # a part of a sentence
    cased = [word for word in words if word[0].isalpha() and word[0].lower() != word[0].upper()]
    if not cased:
        longest = 24 if trusted or len(words) > 1 else _LONGEST_UNSPACED
        return 2 <= len(squeezed(name)) <= longest and (trusted or len(words) > 1 or bool(_UNSPACED.search(name)))
    if len(words) == 1:
        return trusted and len(name) >= 2
    capitals = sum(any(letter.isupper() for letter in word) for word in cased)
    return capitals >= 2 or (trusted and capitals >= 1)
