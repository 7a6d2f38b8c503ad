"""Find the body that issues a document: a ministry, an agency or a committee on a line of the first page.

Such documents rarely name persons, and programs state who typed them. A line is that of a body if all of it is a name
that begins or ends with a word for one, or a listed name (`front_lines.toml`); names are often set on several lines. Of
several bodies next to each other the last is the nearest ("Department of Transportation", "Federal Aviation
Administration"), but for a part of a committee.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from archive.blocks import TextBlock
from crawler.extract.documents.front_lines import is_listed_body, role_of, without_number

_LINES, _LONGEST, _MOST_WORDS = 16, 120, 14  # blocks of the front; characters and words of a line
_SIGNED, _END = 12, 12  # pages of a document that is signed at its end; its last blocks
_MOST_LINES = 4  # of a name
_AROUND = regex.compile(
    r"^(?:before the|submitted to the|agency:|(?:issued|published|prepared) by:?|the"
    r"|(?:originating component|from|issuing (?:body|office)|herausgeber|éditeur):)\s+|,$"
    r"|,?\s+Washington(?:,? D\.?C\.?(?: \d{5})?)?$|\sEffective: .{8,20}$"
    r"|\s*\([A-Z]{2,8}\)|(?:, [A-Z]{2,5})?\.$|\se\. V\.(?=$|\s\()"
    r"|\s(?:Report to|Testimony)(?:\s.{3,60})?$|\s보도(?:참고)?자료$"
    r"|\s(?:pressestelle|pressereferat|(?:press|media) (?:office|relations)|service de presse"
    r"|(?:oficina|gabinete) de (?:prensa|comunicación)|assessoria de (?:imprensa|comunicação)|ufficio stampa)$",
    regex.IGNORECASE,
)
_ABOVE = regex.compile(r"^(?:[\p{Lu}.,’'&-]+\s+){2,}(?=\p{Lu}\p{Ll})")  # the body above, in capitals
_SMALL = (
    r"(?:of|for|on|and|the|in|to|de|des|du|del|della|delle|dei|di|da|do|dos|das|e|y|et|la|le|les|el|los|las|für|und|der"
    r"|van|en|voor|[ld][’']\p{L}+,?)"
)
_WORD = r"(?:\p{Lu}[\p{L}\p{M}.’'&-]*,?|&)"
_LAST = (
    r"(?:agency|administration|commission|authority|office|bureau|ministry|department|council|committee|subcommittee"
    r"|organi[sz]ation|secretariat|directorate|institute|board|corporation|assembly|force|command)"
)
_FIRST = (
    r"(?:ministry|department|office|committee|subcommittee|commission|bureau|agency|council|secretariat|directorate|board"
    r"|institute|cent(?:er|re)|court|organi[sz]ation|house|senate|ministère|ministerio|ministério|ministero"
    r"|ministerie|bundes[a-zäöüß]*(?:ministerium|amt|agentur|anstalt)|zentrum|eidgenössisches departement"
    r"|agence|agencia|agência|agenzia|comité|comisión"
    r"|comissão|comitato|commissione|conseil|consejo|conselho|consiglio|secretaría|secretaria|secrétariat|présidence"
    r"|presidencia|presidência|presidenza|direction générale|dirección general|direção-geral)"
)
_ROMANCE = (
    r"(?:agence|agencia|agência|agenzia|comisión|comissão|commissione|consejo|conselho|consiglio|conseil|instituto|istituto"
    r"|institut|centro|centre|autorité|autoridad|autoridade|autorità|tribunal|cour|corte|cámara)"
)
_ADJECTIVE = (
    r"(?:nationale?s?|nacional|nazionale|spatiale?|espacial|spaziale|supérieure?|superior|superiore|européenne?|europe[ao]"
    r"|européia|federal|fédérale?|federale|mexicana|española|italiana|brasileira|canadienne|française|argentina|chilena"
    r"|colombiana|peruana|portuguesa|romana|espaciales|constitutionnelle?|económic[oa]|econômic[oa]|économique|suprem[ao]|interministérielle?)"
)
_BODY = regex.compile(
    rf"(?!The\s.*\sof\s){_WORD}\s(?:(?:{_WORD}|and|for|für|und|e|et|y)\s){{0,10}}(?i:{_LAST})"
    rf"|(?:{_WORD}\s){{0,4}}(?i:{_FIRST})\s{_SMALL}(?:\s(?:{_WORD}|{_SMALL})){{1,11}}"
    rf"|(?i:{_ROMANCE})\s(?i:{_ADJECTIVE})(?:\s(?:{_WORD}|{_SMALL}|(?i:{_ADJECTIVE}))){{0,10}}"
    r"|(?:Ministerstwo|Urząd|Kancelaria|Agencja|Rada)(?:\s\p{Lu}[\p{L}\p{M}-]+|\si){1,6}"
)
_OTHER_SCRIPTS = regex.compile(
    r"\p{Han}{2,20}(?:部|局|委员会|委員会|厅|庁|省|院|署|本部|办公室|課|室|機構)"
    r"|\p{Hangul}{2,15}(?:부|청|처|위원회|연구원)"
    r"|(?i:(?:федеральн\w+\s)?(?:министерство|правительство|агентство|служба|комитет|комиссия|госкорпорация|совет)"
    r"(?:\s[\p{Cyrillic}«»-]+,?){1,11})"
    r"|(?:وزارة|وكالة|هيئة|الهيئة|لجنة|مجلس|مركز|رئاسة)(?:\s\p{Arabic}+){1,8}"
    r"|(?:[\p{Devanagari}]+\s){0,6}[\p{Devanagari}]*(?:मंत्रालय|विभाग|आयोग|संगठन)"
)
_NEAREST = regex.compile(  # the department before an agency on the same line
    rf"^(?:{_WORD}\s)?(?:Department|Ministry)\s(?:{_WORD}|{_SMALL})(?:\s(?:{_WORD}|{_SMALL})){{0,6}}\s"
    rf"(?=(?:Federal|National|International)\s(?:(?:{_WORD}|and)\s){{1,6}}(?i:{_LAST})$)"
)
_NOT_BODY = regex.compile(
    r"^(?:report|note|letter|statement|resolution|decision|hearing|committee print|draft|review)\b", regex.IGNORECASE
)
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_SMALL_WORD = regex.compile(_SMALL, regex.IGNORECASE)
_SUBMITTED = regex.compile(r"\bfrom the (Committee on .{5,80}?), submitted\b")
_PART = regex.compile(r"subcommittee|sous-comité|subcomisión|подкомитет|小组委员会|اللجنة الفرعية", regex.IGNORECASE)
_ABBREVIATION = regex.compile(r"[A-Z]{2,8}")  # above the name that it is short for


def issuing_body(blocks: Sequence[TextBlock], headline: str) -> str:
    """Return the name of the body, or an empty string."""
    front = [block for block in blocks if block.page <= 1 and block.text not in headline][:_LINES]
    names: list[str] = []
    after = -1
    for first, last, name in bodies_on(front):
        if names and any(not role_of(block.text) for block in front[after + 1 : first]):
            break
        names.append(name)
        after = last
    if not names:
        submitted = (found[1] for block in front if (found := _SUBMITTED.search(block.text)))
        return next(submitted, _signing(blocks))
    whole = [name for name in names if not _PART.search(name)] or names
    return whole[-1]


def _signing(blocks: Sequence[TextBlock]) -> str:
    """Return the body at the end of a notice or a decree, next to its day."""
    if not blocks or blocks[-1].page > _SIGNED:
        return ""
    end = blocks[-_END:]
    near = (block for block, day in pairwise(end) if role_of(day.text) == "day")
    return next((name for block in near if (name := body_name(block.text))), "")


def bodies_on(front: Sequence[TextBlock]) -> Iterator[tuple[int, int, str]]:
    """Yield the bodies on the lines of a front: first and last line, and name."""
    at = 0
    while at < len(front):
        lines, name = _longest_name(front[at : at + _MOST_LINES])
        if name:
            yield at, at + lines - 1, name
        at += lines


def _longest_name(blocks: Sequence[TextBlock]) -> tuple[int, str]:
    """Return how many of these lines are the name of a body, and the name; one line without a name."""
    first = blocks[0]
    lines, name, text = 1, body_name(first.text), without_number(first.text)
    for count, block in enumerate(blocks[1:], 2):
        if (block.kind, block.level, block.page) != (first.kind, first.level, first.page) or role_of(block.text):
            break
        starts, ends = block.text.split()[0], text.split()[-1] if text else ""
        goes_on = _SMALL_WORD.fullmatch(starts) or _SMALL_WORD.fullmatch(ends) or ends.endswith(",")
        text = f"{text} {block.text}"
        if is_listed_body(text) or (body_name(text) and (goes_on or not name)):
            full = body_name(block.text) if _ABBREVIATION.fullmatch(first.text) else ""
            lines, name = count, full or body_name(text)
    return lines, name


def body_name(text: str) -> str:
    """Return the name of a body if a line consists of it, else an empty string; names in capitals as others."""
    whole = _AROUND.sub("", without_number(text.strip())).strip()
    name = whole if is_listed_body(whole) else _ABOVE.sub("", whole)
    if not name or len(text) > _LONGEST or len(name.split()) > _MOST_WORDS or _NOT_BODY.match(name):
        return ""
    name = _in_small_letters(name) if name.isupper() else name
    name = _NEAREST.sub("", name)
    is_body = is_listed_body(name) or _BODY.fullmatch(name) or _OTHER_SCRIPTS.fullmatch(name)
    return name if is_body else ""


def _in_small_letters(name: str) -> str:
    """Return a name in capitals with them at the beginnings of its words only."""
    if _CYRILLIC.search(name):
        return name.capitalize().replace("российской федерации", "Российской Федерации")
    words = (
        word.lower() if at and _SMALL_WORD.fullmatch(word) and "’" not in word and "'" not in word else word.title()
        for at, word in enumerate(name.split())
    )
    return str(regex.sub(r"(?<=\s)[LD](?=[’'])", lambda found: found[0].lower(), " ".join(words)))
