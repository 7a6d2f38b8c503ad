"""Make tables of elements that are only said to be tables: `role="table"`, `role="cell"` (WAI-ARIA 1.2, 5.3.3).

Front ends lay them out by style, so that in the text nothing is between two cells: "France31 %".
"""

import lxml.html

_CELL = 'role="cell"'
_TAGS = {"table": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "columnheader": "th", "rowheader": "th"}
_NAMED = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))


def make_tables(tree: lxml.html.HtmlElement, html: str) -> bool:
    """Rename the elements of such tables in place; return whether there were any."""
    if _CELL not in html:
        return False
    renamed = False
    for table in tree.iterfind(".//*[@role='table']"):
        for element in table.iter("*"):
            tag = _TAGS.get(element.get("role") or "")
            if tag and element.tag not in _NAMED:
                element.tag = tag
                renamed = True
    return renamed
