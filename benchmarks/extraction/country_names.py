"""Write the names of countries that no author is called: `python -m benchmarks.extraction.country_names`.

They are the Unicode CLDR's, as packaged by Babel, which takes 17 MB of memory where it gives them itself.
"""

import json
from pathlib import Path

import crawler.extract.authors
from archive.codes import ALSO, LOCALES, name_key, names_in

FILE = Path(crawler.extract.authors.__file__).with_name("countries.toml")
_HEAD = """\
# Names of countries and territories, without case and accents (archive.codes.name_key), in the languages of enrichment.
# Written by benchmarks/extraction/country_names.py from the Unicode CLDR.

"""
_WIDTH = 140


def text() -> str:
    """Return the content of the file: those names of each language that no earlier one has; codes are left out."""
    known: set[str] = set()
    parts = []
    for locale in LOCALES:
        names = {name_key(name) for name in names_in("countries", locale).values()}
        names |= set(ALSO["countries"]) if locale == "en" else set()
        new = sorted(name for name in names - known if len(name) > 3 or not name.isascii())
        known |= names
        parts.append(f"{locale} = [\n{_lines(new)}]\n")
    return _HEAD + "\n".join(parts)


def _lines(names: list[str]) -> str:
    lines, line = [], " "
    for name in names:
        item = f" {json.dumps(name, ensure_ascii=False)},"
        if len(line) + len(item) > _WIDTH:
            lines.append(line)
            line = " "
        line += item
    return "\n".join([*lines, line, ""])


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
