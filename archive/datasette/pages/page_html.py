"""Render a page so that its links stay in the archive that it shows, where several are served together."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from markupsafe import escape

from archive.datasette.plugin_state import other_archive

_PAGES = r"(?:-/(?:search|compare|actors|countries|dossiers?|questions|sources|article|capture|alarms)\b[^\"?#]{0,99})?"


async def html_page(datasette: Any, template: str, context: Mapping[str, Any], request: Any) -> Response:
    """Render a template as the response to a request."""
    html = await datasette.render_template(template, dict(context), request=request)
    name = other_archive(datasette, request)
    return Response.html(with_archive(html, str(datasette.urls.instance()), name) if name else html)


def with_archive(html: str, base: str, name: str) -> str:
    """Add `archive=NAME` to the links to pages below the base URL that do not name an archive.

    A page has its links from a dozen functions and templates, and one that forgets the archive leads to the article of
    the same number in another one. Values are escaped there, so nothing in the data looks like an attribute.
    """
    argument = escape(urlencode({"archive": name}))

    def changed(match: re.Match[str]) -> str:
        path, query, rest = match.groups("")
        if "archive=" in query:
            return match[0]
        return f'href="{path}{query}{"&amp;" if query else "?"}{argument}{rest}"'

    return re.sub(rf'\bhref="({re.escape(base)}{_PAGES})(\?[^"#]*)?(#[^"]*)?"', changed, html)
