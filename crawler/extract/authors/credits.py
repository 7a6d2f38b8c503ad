"""Find who a byline credits with the writing, in many languages: "Text: A Foto: B" names one author.

A line of credits is split at its labels ("By", "Von", "Author:", "文／", "Photos by"). The text after a writer's
label, up to the next label, names the writers; the text after any other label names an editor, a photographer
or a source. The words are listed in `credits.toml`.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from crawler.extract.authors.japanese import japanese_name
from crawler.html.word_lists import read_word_lists

_STROKE = r"\s?[:：/／=＝|｜丨]"
_NAME = r"(?=\s*(?:[\p{L}\p{M}]|[12](?:st|nd) \p{Lu}))"  # "1st Lt. Ada Quist" too
_KOREAN = regex.compile(
    r"(?:^|(?<=[\s)\]=|/]))((?:[가-힣]{2,4}\s?[·,ㆍ]\s?)*[가-힣]{2,4})\s?"
    r"(?:(?:선임|[가-힣]{0,4}전문|수습|인턴|객원|대)?기자|(?:(?:베이징|워싱턴|뉴욕|도쿄|파리|런던|모스크바|브뤼셀|베를린)\s?)?특파원)"
    r"(?=$|[\s(=,.|\]])"
)
_REPORTED = regex.compile(r"[记記]者\s?(\p{Han}{2,4}(?:[、，\s]\p{Han}{2,4})*)\s?[／/]\s?\p{Han}+[报報][导導道]")
_OF_OUTLET = regex.compile(  # "澎湃新闻记者 段彦超 廖艳", "《棱镜》作者 周纯": the full line
    r"^(?:\p{Han}{2,8}|《\p{Han}{1,8}》)(?:[记記]者|作者)\s+(\p{Han}{2,4}(?:[、，\s]+\p{Han}{2,4}){0,4})$"
)
_BUREAU = (
    regex.compile(  # "【ワシントン＝山田太郎】"; the names of some persons are Katakana, those of bureaux here are too
        r"(?:^|[（(【\[])[\p{Katakana}\p{Han}ー・]{2,12}[＝=](\p{Han}[\p{Han}\p{Hiragana}]{1,5})(?:$|[）)】\]])"
    )
)
_OFFICE = regex.compile(  # "編集委員・山田太郎"
    r"^\p{Han}{0,6}(?:編集委員|論説委員|特派員|支局長?|[部局]長?|記者)[・、：:　 ]"
    r"([\p{Han}\p{Hiragana}\p{Katakana}]{2,6}(?:[ 　][\p{Han}\p{Hiragana}\p{Katakana}]{1,4})?)$"
)
_DATELINE = 60  # characters
_KOREAN_DATELINE = regex.compile(
    r"[(\[].{2,16}[)\]]\s?([가-힣]{2,4}(?:[·,ㆍ]\s?[가-힣]{2,4})*)\s?(?:기자|특파원)\s?[=＝]"
)
_AT_HEAD = regex.compile(  # "21世纪经济报道记者季寒松 维也纳报道"
    r"^[\p{Han}\d《》]{2,14}[记記]者\s?(\p{Han}{2,4}(?:[、，\s]\p{Han}{2,4}){0,3})\s+\p{Han}{2,6}[报報][导導道]"
)
_TAIWANESE = regex.compile(  # "（中央社記者歐陽靖維也納4日電）": the place follows the name at once
    r"[（(]\p{Han}{2,6}記者(\p{Han}{2,4}?(?:、\p{Han}{2,4}?){0,2})"
    r"(?:[臺台][北中南東]|新北|桃園|高雄|新竹|嘉義|基隆|宜蘭|花蓮|屏東|彰化|雲林|南投|苗栗|澎湖|金門|華盛頓|紐約|洛杉磯|舊金山|休士頓"
    r"|東京|首爾|北京|上海|香港|新加坡|曼谷|河內|雅加達|馬尼拉|新德里|倫敦|巴黎|柏林|布魯塞爾|維也納|日內瓦|羅馬|莫斯科|華沙|雪梨"
    r"|多倫多|渥太華|特拉維夫|安卡拉)[縣市]?(?:\d{1,2}|[一二三十]{1,3})日[電电專]"
)
_ARABIC_DATELINE = regex.compile(  # "القاهرة - ياسمين التهامي:"; a given name does not begin with the article
    r"^(?:الرياض|جدة|دبي|أبوظبي|القاهرة|بيروت|عمّ?ان|بغداد|الدوحة|الكويت|المنامة|مسقط|الرباط|تونس|الجزائر|دمشق|القدس"
    r"|غزة|رام الله"
    r"|صنعاء|طرابلس|الخرطوم|لندن|باريس|واشنطن|نيويورك|موسكو|بروكسل|فيينا|جنيف|أنقرة|إسطنبول|طهران|برلين)\s?[-–—]\s?"
    r"((?!ال)\p{Arabic}{2,15}(?: \p{Arabic}{2,15}){1,2})\s?[:：]?$"
)
_BRACKETED = regex.compile(r"[（(](?:本[报報])?[记記]者\s?(\p{Han}{2,4}(?:[、，\s]+\p{Han}{2,4})*)[）)]")


@dataclass(frozen=True, slots=True)
class Credits:
    """The texts that name writers, in order.

    `signed` when they follow a label; otherwise they are the text without a label.
    """

    writers: tuple[str, ...]
    signed: bool


@lru_cache(maxsize=4096)
def read_credits(text: str) -> Credits:
    """Split a short line (a few hundred characters at most) at its labels.

    Without any, the full line may be names.
    """
    for pattern in (_KOREAN, _REPORTED, _BRACKETED, _TAIWANESE, _BUREAU, _OF_OUTLET):
        found = pattern.findall(text)
        if found:
            return Credits(tuple(regex.sub(r"[·ㆍ\s]+", ",", name) for name in found), signed=True)
    if one := _OFFICE.match(text) or _ARABIC_DATELINE.match(text):
        return Credits((one[1],), signed=True)
    labels = list(_pattern().finditer(text))
    if not labels:
        return Credits((text,), signed=False)
    ends = [label.start() for label in labels[1:]] + [len(text)]
    parts = [(label.lastgroup, text[label.end() : end].strip()) for label, end in zip(labels, ends, strict=True)]
    signed = any(kind != "weak" and kind != "others" for kind, _ in parts)
    writers = tuple(part for kind, part in parts if kind != "others" and part)
    head = text[: labels[0].start()].strip(" |,;-–—•·")
    if signed or not head:
        return Credits(writers, signed and bool(writers))
    return Credits((head, *writers), signed=False)


def read_dateline(text: str) -> str:
    """Return the reporters whom the dateline of a paragraph names: "新华社北京5月2日电（记者 王小明）"."""
    head = text[:_DATELINE]
    patterns = (_BRACKETED.search, _TAIWANESE.match, _BUREAU.match, _KOREAN_DATELINE.match, _AT_HEAD.match)
    found = next(filter(None, (pattern(head) for pattern in patterns)), None)
    return found[1] if found else ""


def read_reporter_at_end(text: str) -> str:
    """Return the reporters in brackets at the end of a paragraph: "……（记者 王小明）"."""
    end = text[-_DATELINE:]
    found = next((found for found in _BRACKETED.finditer(end) if not end[found.end() :].strip(" 。.")), None)
    found = found or _japanese_signature().search(end)
    return found[1] if found else ""


@cache
def _japanese_signature() -> "regex.Pattern[str]":
    """Compile the pattern of a signature: "……という。（佐々木亮）", "【ワシントン＝佐々木亮】"."""
    name = japanese_name()
    place = r"(?:[^（）()【】\[\]]{2,14}[＝=・\s])?"
    return regex.compile(rf"(?:^|(?<=[。」]\s?))[（(【\[]{place}({name}(?:[、・，]{name}){{0,3}})[）)】\]]$")


def is_label(text: str) -> bool:
    """Return whether a piece of a byline is a label without a name."""
    return bool(_bare().fullmatch(text.strip(" :：")))


@cache
def _words() -> dict[str, str]:
    lists = read_word_lists(__package__, "credits.toml")
    return {kind: f"(?i:{'|'.join(words)})" for kind, words in lists.items()}


@cache
def _bare() -> "regex.Pattern[str]":
    return regex.compile(
        "|".join(_words()[kind] for kind in ("by", "before_capital", "weak", "labels", "han", "others"))
    )


@cache
def _pattern() -> "regex.Pattern[str]":
    words = _words()
    after = r"(?<=[|•·–—;】)\]/]\s?)|(?<=,\s)(?=(?i:(?:written|reported) by))"
    begins = rf"(?:^|{after}|(?<=\d\s)|(?<=\b[ap]m\s)|(?<=[\d,.] - )|(?<=\p{{Lu}} - ))"
    within = r"(?:^|(?<=[\s|•·–—;,】)\]/　（(]))"
    return regex.compile(
        rf"{within}(?:(?P<others>{words['others']})"
        rf"|(?P<labels>{words['labels']}{_STROKE}{_NAME})"
        rf"|(?P<han>{words['han']}(?:{_STROKE}|\s){_NAME})"
        rf"|{begins}(?P<by>{words['by']}(?:\s?:)?(?=\s){_NAME})"
        rf"|{begins}(?P<capital>{words['before_capital']}(?=\s\p{{Lu}}))"
        rf"|(?P<weak>^{words['weak']}(?=\s)))"
    )
