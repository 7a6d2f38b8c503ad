"""Rewrite digits and years of other scripts and calendars as Western digits and Gregorian years.

Rules: Japanese eras count from their first year (Meiji 1868, Taisho 1912, Showa 1926, Heisei 1989, Reiwa
2019; 元年 is year one); the Minguo year of Taiwan is the Gregorian one less 1911; the Thai Buddhist year is
the Gregorian one plus 543, and is often cut to its last two digits after a month's name; the Solar Hijri year
of Iran is read by the 33-year rule of leap years, right for 1206-1498 (Birashk's rule and the astronomical one
agree there on all days but a few new years). Chinese and Japanese offices write dates in Han numerals only, Arabic
outlets a month by its Levantine and its Gregorian name side by side: both become what the patterns of
`formats` read.
"""

import re
from datetime import date, timedelta

_DIGITS = {ord(zero) + value: str(value) for zero in "٠۰०০੦૦୦௦౦೦൦๐໐၀០０" for value in range(10)}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_ERA = re.compile(r"(明治|大正|昭和|平成|令和|(?:中華|中华)?(?:民國|民国))\s{0,3}(\d{1,3}|元)\s{0,3}年")
_BUDDHIST = re.compile(r"(?:พ\.?\s?ศ\.?\s{0,3})?(?<!\d)(2[45]\d\d|26[0-3]\d)(?!\d)")
_THAI = re.compile(r"[\u0e00-\u0eff]")  # with Lao
_THAI_DOT = re.compile(r"(?<=[\u0e00-\u0eff])\.(?=[\u0e00-\u0eff])|ค\.ศ\.\s?")  # "มี.ค." is one word
_THAI_SHORT_YEAR = re.compile(
    r"((?<!\d)\d{1,2}\s?(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)?"
    r"(?:คม|ยน|พันธ์|มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค)\.?\s?)([4-7]\d)(?![\d:.])"
)
_HAN_NUMERALS = "〇零○一二三四五六七八九十廿卅"
_HAN_DAY = re.compile(rf"([{_HAN_NUMERALS[:-3]}]{{4}})年([{_HAN_NUMERALS}]{{1,3}})月([{_HAN_NUMERALS}]{{1,3}})日")
_HAN_VALUES = {"〇": 0, "零": 0, "○": 0, **{numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}}
_LEVANTINE = {
    "كانون الثاني": "يناير", "شباط": "فبراير", "آذار": "مارس", "اذار": "مارس",
    "نيسان": "أبريل", "أيار": "مايو", "ايار": "مايو", "حزيران": "يونيو", "تموز": "يوليو", "آب": "أغسطس",
    "أيلول": "سبتمبر", "ايلول": "سبتمبر", "تشرين الأول": "أكتوبر", "تشرين الاول": "أكتوبر",
    "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر", "كانون الاول": "ديسمبر",
}  # fmt: skip
_LEVANTINE_MONTH = re.compile(
    rf"(?<=\d )({'|'.join(_LEVANTINE)})(?:\s?[/-]\s?[\u0620-\u06ff]+)?(?=[\s،,]{{1,2}}\d)"
    rf"|(?<=\d )([\u0620-\u06ff]+)\s?[/-]\s?(?:{'|'.join(_LEVANTINE)})(?=[\s،,]{{1,2}}\d)"
)
_NUMERIC_BUDDHIST = re.compile(r"(?<!\d)(\d{1,2}[/.-]\d{1,2}[/.-])(25[3-9]\d)(?!\d)")
_SOLAR_HIJRI = re.compile(r"(?<!\d)(1[34]\d\d)([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")
_JALALI_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "فروردین",
            "اردیبهشت",
            "خرداد",
            "تیر",
            "مرداد امرداد",
            "شهریور",
            "مهر",
            "آبان",
            "آذر",
            "دی",
            "بهمن",
            "اسفند",
        ),
        1,
    )
    for name in names.split()
}
_JALALI_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s{{1,3}}({'|'.join(_JALALI_MONTHS)})(?:\s{{0,2}}ماه)?[\s،,]{{1,4}}(1[34]\d\d)(?!\d)"
)


def westernised(text: str) -> str:
    """Rewrite the text with Western digits and Gregorian years; an unknown calendar is left unchanged."""
    text = text.translate(_DIGITS)
    if "年" in text:
        text = _HAN_DAY.sub(_gregorian_han, _ERA.sub(_gregorian_era, text))
    if _THAI.search(text):
        text = _THAI_SHORT_YEAR.sub(lambda match: f"{match[1]}25{match[2]}", _THAI_DOT.sub("", text))
        text = _BUDDHIST.sub(lambda match: str(int(match[1]) - 543), text)
    if any("\u0600" <= c <= "\u06ff" for c in text):
        text = _LEVANTINE_MONTH.sub(lambda match: match[2] or _LEVANTINE[match[1]], text)
        text = text.replace("ي", "ی").replace("ك", "ک")
        text = _JALALI_WORDS.sub(lambda m: _solar(int(m[3]), _JALALI_MONTHS[m[2]], int(m[1]), m[0]), text)
    text = _NUMERIC_BUDDHIST.sub(_gregorian_tail, text)
    return _SOLAR_HIJRI.sub(lambda m: _solar(int(m[1]), int(m[3]), int(m[4]), m[0]), text)


def _gregorian_era(match: re.Match[str]) -> str:
    start = _ERAS[match[1].removeprefix("中華").removeprefix("中华")]
    return f"{start + (1 if match[2] == '元' else int(match[2]))}年"


def _gregorian_han(match: re.Match[str]) -> str:
    year = "".join(str(_HAN_VALUES[numeral]) for numeral in match[1])
    return f"{year}年{_han_number(match[2])}月{_han_number(match[3])}日"


def _han_number(numerals: str) -> int:
    """Parse a Han numeral below forty: 三 is 3, 十二 12, 二十 20, 廿一 21, 三十一 31."""
    numerals = numerals.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numerals.partition("十")
    if not ten:
        return int("".join(str(_HAN_VALUES[numeral]) for numeral in numerals))
    return 10 * _HAN_VALUES.get(tens or "一", 0) + _HAN_VALUES.get(ones, 0)


def may_hold_day(text: str) -> bool:
    """Return whether a text may contain a day.

    It has digits of any script, or Han numerals before the sign for year.
    """
    return bool(_ANY_DIGIT.search(text))


_ANY_DIGIT = re.compile(r"\d|[〇零○一二三四五六七八九]{4}年")


def _gregorian_tail(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) - 543}"


def _solar(year: int, month: int, day: int, stated: str) -> str:
    found = solar_hijri(year, month, day)
    return found.isoformat() if found else stated


def solar_hijri(year: int, month: int, day: int) -> date | None:
    """Convert an Iranian day to a Gregorian one; None when it does not exist.

    Nowruz 1300 was 1921-03-21.
    """
    if not (1300 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    leaps = sum(1 for y in range(1300, year) if y % 33 in (1, 5, 9, 13, 17, 22, 26, 30))
    days = (year - 1300) * 365 + leaps + min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1
    return date(1921, 3, 21) + timedelta(days=days)
