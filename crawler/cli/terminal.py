"""What goes to a terminal: hostile titles made harmless, widths that hold for any language."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\t\n]+")


def printable(text: str) -> str:
    """One line in which control and direction-changing characters are shown, not obeyed."""
    return _CONTROL.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0][0]
    if character in "\t\n":
        return " "
    code = ord(character)
    return f"^{chr(code ^ 64)}" if code < 128 else f"<U+{code:04X}>"
