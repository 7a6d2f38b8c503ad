"""Read the whole numbers that mark-up states: of columns, rows, levels.

A stranger may state any: `str.isdigit` is true of "²", and `int` refuses more than 4,300 digits, both by a ValueError.
"""

_DIGITS = 9
_LARGEST = 10**_DIGITS - 1


def whole_number(stated: str | None) -> int | None:
    """Return the number that an attribute states, at most 999,999,999; None where it states none."""
    if not stated or not (stated.isascii() and stated.isdigit()):
        return None
    return int(stated) if len(stated) <= _DIGITS else _LARGEST
