"""Recognise a Japanese name written without a space, as bylines have it: a known surname, and up to three letters.

Names of places begin with surnames too ("山口県"), and so do the words after one ("中村撮影").
"""

from functools import cache

import regex

from crawler.html.word_lists import read_word_lists

_NOT_GIVEN = (
    "撮影|提供|監督|教授|博士|選手|投手|議員|首相|大臣|知事|市長|社長|会長|所長|[部局課支]長|取締|代表|容疑|被告|弁護|記者|記念|研究|財団|通り"
    "|新聞|日報|放送|通信|テレビ|出版|書店|電機|電気|重工|工業|製薬|ゴルフ|動物|建設|銀行|証券|組|氏|さん|らは?$|第[一二三]|[都府県市区町村郡州国駅港城線川湖島岳峠寺庁]"
    "|空港|大学|高校|支[社局]|総局|地[方区検裁]|方面|沖|発$|版$"
)
_ENDS_OTHERS = "社業園地館院校線店器具券所員官相督会部局党型機式用内外下前後断邸菓団"  # "松下電器", "宮崎駿監督"


@cache
def japanese_surnames() -> str:
    """Return the surnames as a pattern, the longest first."""
    return "|".join(read_word_lists(__package__, "japanese_surnames.toml")["surnames"])


def japanese_name() -> str:
    """Return the pattern of a name in full."""
    return rf"(?:{japanese_surnames()})(?!{_NOT_GIVEN})[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}]{{1,3}}"


def japanese_person(text: str) -> str:
    """Return a text that is a name of four or five letters, else nothing: of three, most are other words."""
    return text if 4 <= len(text) <= 5 and text[-1] not in _ENDS_OTHERS and _name().fullmatch(text) else ""


@cache
def _name() -> "regex.Pattern[str]":
    return regex.compile(japanese_name())
