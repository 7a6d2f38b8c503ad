"""References to characters (`&#8217;`) that no parser lets pass.

Serializers that count in UTF-16 write a character beyond the first 65,536 as two references, one to each surrogate
(`&#55357;&#56960;` is a rocket). One of them, or a number that is no character, ended the reading of a whole feed.
"""

import re

_REFERENCE = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));")
_DIGITS = 8  # without leading zeros, more than any character has


def mend_references(text: str) -> str:
    """Return a text whose references are all to characters of XML: pairs of surrogates united, others taken out."""
    if "&#" not in text:
        return text
    kept, place, high = [], 0, 0
    for found in _REFERENCE.finditer(text):
        number = _number(found)
        is_second = high and found.start() == place and 0xDC00 <= number < 0xE000
        if not is_second and is_character(number):
            high = 0
            continue
        kept.append(text[place : found.start()])
        place = found.end()
        if is_second:
            kept.append(chr(0x10000 + ((high - 0xD800) << 10) + number - 0xDC00))
        high = number if 0xD800 <= number < 0xDC00 else 0
    return "".join([*kept, text[place:]])


def is_character(number: int) -> bool:
    """Return whether a number is that of a character of XML 1.0 (section 2.2)."""
    is_plain = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
    return is_plain or 0x10000 <= number <= 0x10FFFF


def _number(found: re.Match[str]) -> int:
    digits, base = (found[1], 10) if found[1] else (found[2], 16)
    digits = digits.lstrip("0") or "0"
    return int(digits, base) if len(digits) <= _DIGITS else -1
