"""Remove what marks the title of a version for printing: "Print: Launch put off", "Druckversion - Launch put off".

A headline may begin with the same word ("Print: what is left of it"). So the label goes only where the page shows the
rest on a line alone.
"""

import re

from crawler.extract.metadata.structured_data import Structured
from crawler.html.text import key

_LABEL = (
    r"(?:print(?:able|er[- ]friendly)?(?: (?:version|view|page|article|story))?|druck(?:en|version|ansicht)|imprimer"
    r"|version (?:imprimable|pour l[’']impression)|(?:versi[oó]n (?:para|de) )?imprimir"
    r"|vers[aã]o para (?:impress[aã]o|imprimir)|stampa|versione (?:stampabile|per la stampa)|(?:версия для )?печат[иь]"
    r"|打印(?:本页|版|预览)?|列印|印刷(?:用(?:ページ)?|する)?|인쇄(?:하기)?|طباعة|प्रिंट|yazdır|afdrukken|drukuj"
    r"|wersja do druku)"
)
_BEFORE = re.compile(rf"{_LABEL}\s?[:：|»>–—-]\s?(?=\S)", re.IGNORECASE)
_AFTER = re.compile(rf"\s[:|»–—-]\s{_LABEL}$", re.IGNORECASE)
_LONGEST = 400


def without_print_label(title: str, structured: Structured) -> str:
    """Return a title without the label of a version for printing, if the page shows the rest alone."""
    label = _BEFORE.match(title) or _AFTER.search(title)
    if label is None:
        return title
    rest = title[label.end() :] if label.start() == 0 else title[: label.start()]
    short = key(rest)
    shown = (line.partition("\n")[0] for line in structured.lines if len(line) <= _LONGEST)
    return rest.strip() if short and any(key(line) == short for line in shown) else title
