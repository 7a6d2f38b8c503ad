"""Refuse a request before Datasette sees it: a foreign name, a body, an endless address, too much work.

This wraps the application as the server runs it; a Datasette that somebody else starts with our plugin is not changed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from archive.datasette.hosts import AllowedHosts, PublicAddress, addressed_to, host_field
from archive.datasette.kept_responses import KeptResponses
from archive.datasette.work_budget import WorkBudget, client_of

LONGEST_TARGET = 8192  # bytes of path and query; what servers should support (RFC 9110, 4.1)
LARGEST_BODY = 64 * 1024  # of the forms that the private desk has
Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for what. `public` admits no method that has a body, and only so much work for a client."""

    hosts: AllowedHosts
    address: PublicAddress | None = None
    public: bool = False
    budget: WorkBudget = field(default_factory=WorkBudget)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer in place of the page."""

    status: int
    text: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


def guarded(app: Application, access: Access) -> Application:
    """Wrap an application so that only requests which `access` admits reach it.

    What the public reads is kept (`kept_responses`): a client is charged for the work that it causes.
    """
    kept = KeptResponses()

    async def wrapper(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if (refusal := _refusal(scope, access)) is not None:
            await _refuse(send, refusal)
            return
        if access.address is not None:
            scope = addressed_to(scope, access.address)
        if not access.public:
            await app(scope, receive, send)
            return
        # No page depends on any other field, so that a cache may give one client's page to others.
        scope = dict(scope, headers=[header for header in scope["headers"] if header[0] == b"host"])
        client = client_of(scope["client"][0] if scope.get("client") else "")
        if wait := access.budget.begin(client):
            await _refuse(send, Refusal(429, f"Too many requests: try again in {wait} s.", _retry_after(wait)))
            return
        try:
            await kept.answer(scope, send, partial(_charge, app, scope, receive, access.budget, client))
        finally:
            access.budget.end(client)

    return wrapper


async def _charge(app: Application, scope: Any, receive: Any, budget: WorkBudget, client: str, send: Any) -> None:
    spent = -budget.enter()

    async def send_uncharged(message: Any) -> None:
        nonlocal spent
        spent += budget.leave()
        try:
            await send(message)
        finally:
            spent -= budget.enter()

    try:
        await app(scope, receive, send_uncharged)
    finally:
        budget.charge(client, spent + budget.leave())


def _refusal(scope: Any, access: Access) -> Refusal | None:
    host = host_field(scope)
    if not access.hosts.allow(host):
        return Refusal(421, "This server is not known by that name: start it with --url, the address that you use.")
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
        return Refusal(414, f"The address is longer than {LONGEST_TARGET} bytes.")
    if access.public and scope["method"] not in ("GET", "HEAD"):
        return Refusal(405, "Nothing can be sent to this server.", ((b"allow", b"GET, HEAD"),))
    if _has_body_over(scope, 0 if scope["method"] in ("GET", "HEAD") else LARGEST_BODY):
        return Refusal(413, "The body of the request is too large.", ((b"connection", b"close"),))
    return None


def _has_body_over(scope: Any, most: int) -> bool:
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"0")
    return b"transfer-encoding" in headers or not length.isdigit() or len(length) > 12 or int(length) > most


def _retry_after(seconds: int) -> tuple[tuple[bytes, bytes], ...]:
    return ((b"retry-after", str(seconds).encode()),)


async def _refuse(send: Any, refusal: Refusal) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(refusal.text) + 1).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *refusal.headers,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{refusal.text}\n".encode()})
