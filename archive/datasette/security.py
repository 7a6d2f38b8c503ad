"""Security headers for every response, and rejection of paths that mislead browsers.

The content security policy allows no resources from other hosts, and only scripts from this host or with the nonce of
the response (W3C CSP 3). Datasette 0.65 answers `/\\example.com/` with a redirect that browsers follow to that host
(WHATWG URL: a backslash is a slash), so such paths are rejected here.

Search engines may list the pages of numbers and names, without arguments, and those of dossiers. Pages with texts of
outlets (articles, hits, tables, captures) are not ours to publish a second time, and pages with arguments are endless.
"""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from archive.datasette.plugin_state import Desk

NONCE = "spacebeat_nonce"
_NOT_FOR_THE_PUBLIC = frozenset(
    f"/-/{name}" for name in ("databases", "threads", "settings", "config", "plugins", "versions", "metadata", "actor")
) | {"/-/messages", "/-/allow-debug", "/-/patterns", "/-/permissions", "/-/auth-token", "/-/logout"}
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
MAY_BE_LISTED = ("/-/sources", "/-/questions", "/-/compare", "/-/actors", "/-/countries", "/-/dossiers")
DOSSIER = "/-/dossier"
Application = Callable[[Any, Any, Any], Awaitable[None]]


def policy(nonce: str) -> str:
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def secured(app: Application, desk: Callable[[], Desk], front: str) -> Application:
    """Wrap the application so that responses have the security headers once it serves an archive.

    `front` is the path of the front page.
    """

    async def wrapper(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        listed = _may_be_listed(scope, front)

        async def send_secured(message: Any) -> None:
            if message["type"] == "http.response.start" and desk().archives:
                message = dict(message, headers=_with_ours(message.get("headers", []), policy(nonce), listed))
            await send(message)

        if _misleads(scope):
            await _answer(send_secured, 400, "Bad request: invalid path.")
        elif desk().public and _stem(scope["path"]) in _NOT_FOR_THE_PUBLIC:
            await _answer(send_secured, 404, "Not found.")
        else:
            await app(dict(scope, **{NONCE: nonce}), receive, send_secured)

    return wrapper


def _misleads(scope: Any) -> bool:
    raw = scope.get("raw_path") or b""
    return any(path.startswith("//") or "\\" in path for path in (scope["path"], raw.decode("latin-1")))


def _page(path: str) -> str:
    """Return the path of a page of Datasette's or ours without `base_url`; empty for any other."""
    return "".join(path.partition("/-/")[1:])


def _stem(path: str) -> str:
    """Return the path of the page without `base_url` and format."""
    return _page(path).rstrip("/").removesuffix(".json").removesuffix(".jsono")


def _may_be_listed(scope: Any, front: str) -> bool:
    page = _page(scope["path"])
    if scope["query_string"]:
        return page == DOSSIER
    return page in MAY_BE_LISTED or scope["path"] == front


def _with_ours(headers: Any, content_policy: str, listed: bool) -> list[tuple[bytes, bytes]]:
    ours = {"content-security-policy": content_policy, **_HEADERS}
    if not listed:
        ours["x-robots-tag"] = "noindex"
    kept = [(name, value) for name, value in headers if name.lower().decode("latin-1") not in ours]
    return kept + [(name.encode(), value.encode()) for name, value in ours.items()]


async def _answer(send: Any, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
