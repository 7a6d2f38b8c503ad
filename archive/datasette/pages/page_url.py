"""URLs of pages of the web interface with the arguments that are set."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


def page_url(datasette: Any, to: str, arguments: Mapping[str, Any]) -> str:
    """Return the URL of a page, below the base URL of Datasette, without empty arguments."""
    filled = {name: value for name, value in arguments.items() if value}
    return str(datasette.urls.path(to)) + ("?" + urlencode(filled) if filled else "")
