"""Header fields of a response as text, for those who read one or two of them by name."""

from scrapy.http import Response


def fields_of(response: Response) -> dict[str, str]:
    """Return the header fields by lower-case name, the first of each, decoded as Latin-1 (RFC 9110, 5.5)."""
    return {n.decode("latin-1").lower(): v[0].decode("latin-1") for n, v in response.headers.items() if v}


def field_of(response: Response, name: str) -> str:
    """Return the first header field of a name, decoded in the same way; empty without one."""
    return (response.headers.get(name) or b"").decode("latin-1")
