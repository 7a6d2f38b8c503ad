"""Request an endpoint only if it has changed (RFC 9110, 13.1).

Both validators are sent back verbatim. Every so many polls neither is sent, since some feeds change and keep
their ETag.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scrapy.http import Request, Response

from crawler.fetch.decompression_middleware import TRUNCATED
from crawler.fetch.header_fields import field_of

_MAX_LENGTH = 1024  # anything longer is not a validator, and would be stored for years


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified as the server sent them; "" where it did not."""

    etag: str = ""
    last_modified: str = ""


def validators_of(response: Response) -> Validators:
    """Return the validators of a response; none unless it is a complete 200.

    Nothing else may be confirmed by a 304.
    """
    if response.status != 200 or TRUNCATED in response.flags:
        return Validators()
    return Validators(_validator(response, "ETag"), _validator(response, "Last-Modified"))


def conditional_headers(validators: Validators, confirmed_in_a_row: int, unconditional_every: int) -> Mapping[str, str]:
    """Return the header fields for the next poll.

    `confirmed_in_a_row` counts the 304 responses since the last complete response; after `unconditional_every`
    - 1 of them the poll is unconditional (0: never).
    """
    if unconditional_every and confirmed_in_a_row >= unconditional_every - 1:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_conditional(request: Request | None) -> bool:
    """Return whether a request has a validator, so that it may be answered with 304."""
    return request is not None and any(name in request.headers for name in ("If-None-Match", "If-Modified-Since"))


def _validator(response: Response, name: str) -> str:
    value = field_of(response, name).strip()
    return value if len(value) <= _MAX_LENGTH and value.isprintable() else ""
