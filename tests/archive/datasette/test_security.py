"""Every response has the security headers in both profiles, and no URL redirects to another host."""

import asyncio
import re
import resource
from typing import Any

import pytest

PAGES = [
    "/",
    "/-/search",
    "/-/sources",
    "/news",
    "/news/articles",
    "/news/articles.json",
    "/news/articles.csv",
    "/nothing",
    "/-/spacebeat/desk.css",
    "/robots.txt",
    "/-/article/1",
    "/news/share_of_voice?countries=",
    "/-/static/app.css",
]


@pytest.fixture(params=[False, True], ids=["home", "public"])
def either(request: Any, site: Any, public_site: Any) -> Any:
    return public_site if request.param else site


@pytest.mark.parametrize("page", PAGES)
def test_every_response_has_the_headers(either: Any, page: str) -> None:
    headers = either.get(page).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "page",
    ["/", "/news", "/news/articles", "/news/sources", "/news?sql=select+1", "/news/silent_edits", "/-/article/1"],
)
def test_no_page_runs_a_script_that_the_policy_forbids(site: Any, page: str) -> None:
    response = site.get(page)
    nonce = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])
    assert nonce
    for tag in re.findall(r"<script[^>]*>", response.text):
        assert "src=" in tag or f'nonce="{nonce[1]}"' in tag, tag
    assert not re.search(r"<[^>]+\son[a-z]+=", response.text)


@pytest.mark.parametrize(
    "page", ["/", "/-/search", "/-/sources", "/-/article/1", "/news", "/news/articles", "/news?sql=select+1"]
)
def test_no_page_loads_anything_from_another_host(site: Any, page: str) -> None:
    taken = re.findall(r"<(?:script|img|link|iframe)[^>]*?(?:src|href)=\"([^\"]+)\"", site.get(page).text)
    assert taken
    assert all(address.startswith(("/", "http://localhost/")) for address in taken)


@pytest.mark.parametrize(
    "raw",
    ["/\\example.com/", "//example.com/", "/%5Cexample.com/", "/%5cexample.com/a/", "//example.com", "/\\example.com"],
)
def test_no_url_redirects_to_another_host(either: Any, raw: str, runner: asyncio.Runner) -> None:
    status, headers = runner.run(raw_answer(either.desk.app(), raw))
    assert status == 400
    assert b"location" not in headers


async def raw_answer(app: Any, raw: str) -> tuple[int, dict[bytes, bytes]]:
    from urllib.parse import unquote

    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(raw),
        "raw_path": raw.encode(),
        "query_string": b"",
        "headers": [(b"host", b"desk.test")],
        "scheme": "http",
        "http_version": "1.1",
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.parametrize(
    "address",
    [
        "/news/a]b",
        "/news/articles?_sort=a]b",
        "/news/articles?_facet=a]b",
        "/news/articles?_col=a]b",
        "/news/articles?a]b=1",
        "/news/articles?a]b__gt=1",
        "/news/articles/]",
        "/a]b",
        "/news/articles.json?_nocol=]",
    ],
)
def test_a_name_that_is_none_is_an_error_of_the_request(either: Any, address: str) -> None:
    """Datasette quotes names in brackets, and fails at one that has a bracket."""
    assert 200 <= either.get(address).status_code < 500


@pytest.mark.parametrize(
    "value",
    [
        "randomblob(900000000)",
        "zeroblob(900000000)",
        "printf('%900000000d', 1)",
        "replace(hex(zeroblob(9000000)), '0', hex(zeroblob(1000)))",
        "quote(zeroblob(90000000))",
        "(with recursive a(t) as (select 'x' union all select t || t from a) select group_concat(t) from a)",
    ],
)
def test_one_value_cannot_fill_the_memory(site: Any, value: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    response = site.get("/news.json", params={"sql": f"select length({value})"})
    assert response.status_code == 400 or response.json()["rows"] == [[None]]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 << 10  # KiB
