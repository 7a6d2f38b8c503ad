"""Asks an endpoint only for what is new (RFC 9110, 13.1).

Both validators are sent back as they came. Every so many polls none is sent, since some feeds change and
keep their ETag.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scrapy.http import Request, Response

from crawler.fetch.decompression_middleware import TRUNCATED

_LONGEST = 1024  # a validator beyond this is no validator, and would be carried on for years


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified as the server wrote them; "" where it gave none."""

    etag: str = ""
    last_modified: str = ""


def validators_of(response: Response) -> Validators:
    """The validators of an answer; none unless it is a whole 200, for nothing else may be confirmed."""
    if response.status != 200 or TRUNCATED in response.flags:
        return Validators()
    return Validators(_field(response, "ETag"), _field(response, "Last-Modified"))


def conditional_headers(held: Validators, confirmed_in_a_row: int, unconditional_every: int) -> Mapping[str, str]:
    """The header fields for the next poll.

    `confirmed_in_a_row` counts the answers 304 since the last whole answer; after `unconditional_every` - 1
    of them the poll is unconditional (0: never).
    """
    if unconditional_every and confirmed_in_a_row >= unconditional_every - 1:
        return {}
    headers = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_conditional(request: Request | None) -> bool:
    """Whether a request carries a validator, so that 304 is an answer to it."""
    return request is not None and any(name in request.headers for name in ("If-None-Match", "If-Modified-Since"))


def _field(response: Response, name: str) -> str:
    value = (response.headers.get(name) or b"").decode("latin-1").strip()
    return value if len(value) <= _LONGEST and value.isprintable() else ""
