"""Read the copies that web archives show as the pages they are copies of.

The address of a copy has the time of the capture, and the archive puts its toolbar, with that day, into the page.
"""

import re

import lxml.html

_COPY = re.compile(
    r"https?://[^/]{1,100}/(?:[\w-]{1,40}/){0,2}\d{14}(?:[a-z]{2}_)?/+(https?:/.*|[\w.-]{3,100}/.*)", re.DOTALL
)
_SCHEME = re.compile(r"^(https?:)/+")
_TOOLBARS = ("wm-ipp-base", "wm-ipp-print", "wm-ipp", "donato")  # the Internet Archive's


def original(url: str) -> str:
    """Return the address of the page that a web archive's address shows a copy of; any other as it is."""
    match = _COPY.fullmatch(url)
    if match is None:
        return url
    return _SCHEME.sub(r"\1//", match[1]) if match[1].startswith("http") else f"http://{match[1]}"


def drop_toolbar(tree: lxml.html.HtmlElement, html: str) -> bool:
    """Remove the toolbar of a web archive; return whether there was one."""
    if "wm-ipp" not in html:
        return False
    found = [element for element in tree.iter("*") if element.get("id") in _TOOLBARS]
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(found)
