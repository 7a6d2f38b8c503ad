"""Take off what surrounds a single name in a byline: ranks and titles before it, job titles and degrees after it."""

import re

from crawler.extract.authors.organisations import is_agency, is_organisation

_TAIL_LABEL = re.compile(
    r"\s*(?:(?:선임|수습|인턴)?기자|특파원|논설위원|特派員|記者|记者|論説委員|編集委員|ने लिखा"
    r"|(?<=\s)報導|(?<=\s)报道|(?<=\s)(?:작성일|등록일|입력|승인))(?:\s*외\s*\d+명)?$"
)
_HAN_OFFICE = re.compile(r"\s\S{0,8}(?:支局長?|総局|特派員|記者|编译|編輯|编辑)$")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛"
    "邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文張劉陳楊趙黃吳孫馬羅鄭謝韓馮許鄧蘇盧蔣賈葉閻鍾陸顧萬錢湯賀賴龔"
)
_CHINESE = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_GIVEN_IN_JAPANESE = tuple("康武高石江万史夏雷金白田林孟")  # surnames with which Japanese given names begin
_REPORTER = re.compile(rf"^(?:[\u4e00-\u9fff]{{2,4}})?[记記]者(?=[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}$)")
_OUTLET_BEFORE = re.compile(
    r"财新|財新|界面|虎嗅|一财|[\u4e00-\u9fff]{1,8}(?:财经|財經|周刊|週刊|[晚早日时時]?[报報]|新[闻聞]|[网網社]|杂志|雜誌)"
)  # "财新周刊 傅明远"
_RANK = re.compile(  # of the American armed forces, whose press offices write about space
    r"^(?:(?:Airman|Private|Seaman)(?: (?:1st|First|Basic)(?: Class)?)?|Senior Airman"
    r"|Petty Officer (?:1st|2nd|3rd) Class"
    r"|(?:(?:Staff|Tech(?:nical|\.)?|Master|Senior Master|Chief Master|First|1st) )?(?:Sgt\.|Sergeant)|Spc\.(?: \d)?"
    r"|(?:1st |2nd )?Lt\.(?: (?:Col|Cmdr|Gen)\.)?|(?:Maj|Brig)\.(?: Gen\.)?|Capt\.|Col\.|Cmdr\.|Gen\.) "
    r"(?=[A-Z][\w.’'-]* [A-Z])"
)
_TITLES = re.compile(  # before a full name: "Prof. Dr. Ada Quist", "د. ناصر القحطاني"
    r"^(?:(?:(?:Univ\.-|apl\. |em\. )?Prof(?:\.(?:ssa)?|essorin|essor)|Dr(?:a|\.ssa)?\.(?:-Ing\.)?|(?:Dr|Prof)(?= )|PD"
    r"|Dott\.(?:ssa)?|Dipl\.-[A-Z]\w{2,8}\.|Ing\.|Mag\.|Mrs?\.|Ms\.|h\. ?c\."
    r"|rer\. ?(?:nat|pol)\.|phil\.|med\.|[ij]ur\.|habil\.|mult\."
    r"|(?:The )?(?:Rt\.? )?Hon(?:\.|ou?rable)?(?= )|(?:Sen|Rep|Gov|Amb)\."
    r"|проф\.|д-р|акад\.|डॉ\.?|प्रो\.|(?:أ\.? ?)?د\.|أ\.) ?){1,6}(?=\S{1,40} \S)"
)
_WITH_AGENCY = re.compile(r"^(\S+\s\S.{0,40}?)\s((?:The )?Associated Press|Reuters|AFP)$")
_OFFICE_HELD = re.compile(  # after a name, without a comma
    r"(?<=\w)\s(?:(?:AP|AFP|UPI|Associated Press|Reuters)\s)?"
    r"(?:(?:senior|chief|staff|special|space|science|political|foreign|managing|deputy|associate|contributing"
    r"|freelance|guest|lead)\s){0,3}(?:writer|reporter|correspondent|journalist|editor|columnist|contributor)\b.*$",
    re.IGNORECASE,
)
_DEGREE_HELD = re.compile(  # after a name, without a comma
    r"(?<=[^\W\d_])\s(?:Ph\.?\s?D\.?|M\.?D\.?|D\.?O\.?|J\.?D\.?|R\.?N\.?|MBA|MPH|DDS|DVM|RDN?|LCSW|CFA|CPA|Esq\.?)$"
)


def without_affixes(name: str) -> str:
    """Return a name without label, title and degree."""
    name = _REPORTER.sub("", _TITLES.sub("", without_rank(name)))
    name = _HAN_OFFICE.sub("", _TAIL_LABEL.sub("", _without_office(name)))
    return _without_degree(name)


def is_chinese(name: str) -> bool:
    """Return whether a text has the form of a Chinese name."""
    return bool(_CHINESE.fullmatch(name))


def chinese_names(text: str) -> list[str]:
    """Return the names of several Chinese, parted by spaces; a Japanese name may have a space inside."""
    words = text.split()
    if (
        len(words) > 1
        and all(map(is_chinese, words))
        and not any(word.startswith(_GIVEN_IN_JAPANESE) for word in words[1:])
    ):
        return words
    if len(words) == 2 and _OUTLET_BEFORE.fullmatch(words[0]) and is_chinese(words[1]):
        return words[1:]
    return [text]


def without_rank(text: str) -> str:
    """Return a byline without the rank that it begins with."""
    return _RANK.sub("", text)


def with_agency(name: str) -> tuple[str, ...]:
    """Return a name and the agency that follows it without a comma: "ADA QUIST Associated Press" is two."""
    found = _WITH_AGENCY.match(name)
    return (found[1], found[2]) if found else (name,)


def _without_degree(name: str) -> str:
    """Remove a degree after a full name; "XU DO" in capitals may be a name."""
    head = _DEGREE_HELD.sub("", name)
    return head if " " in head and not head.isupper() else name


def _without_office(name: str) -> str:
    """Remove a job title.

    "Jane Doe Senior Reporter" is Jane Doe; "Guardian Reporter" and "Newsroom Desk Editor" name nobody.
    """
    job_title = _OFFICE_HELD.search(name)
    person = name[: job_title.start()] if job_title else ""
    words = person.split()
    return person if 2 <= len(words) <= 3 and not (is_organisation(person) or is_agency(words[0])) else name
