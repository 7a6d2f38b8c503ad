"""Labels and an order of headings for Datasette's own pages, which have neither (WCAG 2.2, 1.3.1 and 4.1.2).

Datasette's templates cannot be changed in parts, and copies of them would age; so the few elements without a name are
named in what they render. Values of cells are escaped there, so nothing in the data looks like one of these elements.
"""

import re

from markupsafe import Markup

_NAMES = {
    "_filter_column": "Column to filter by",
    "_filter_op": "Comparison",
    "_filter_value": "Value",
    "_sort": "Sort by",
    "sql": "SQL",
}
_CONTROL = re.compile(r'(<(?:select|textarea|input type="text")[^<>]{0,80}? name="(\w{1,30}?)(?:_\d{1,4})?")')
_HEADING = re.compile(r"<(/?)h3>")


def mend(html: Markup) -> Markup:
    """Name the controls without a label, fold the descriptions of columns, and let no heading skip a level."""
    start, columns, rest = str(html).partition('<dl class="column-descriptions">')
    if columns:  # thirty of them would push the table off the screen
        descriptions, end, rest = rest.partition("</dl>")
        fold = '<details class="numbers"><summary>What the columns mean</summary>'
        start = f"{start}{fold}{columns}{descriptions}{end}</details>"
    start, heading, rest = f"{start}{rest}".partition("<h2")
    return Markup(_CONTROL.sub(_named, _HEADING.sub(r"<\1h2>", start) + heading + rest))


def _named(match: re.Match[str]) -> str:
    name = _NAMES.get(match[2])
    return f'{match[1]} aria-label="{name}"' if name else match[1]
