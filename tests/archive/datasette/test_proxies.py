"""The configurations of Caddy and nginx that the guide gives, in those programs, in front of a public desk."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from archive.datasette.admission import Access, guarded
from archive.datasette.hosts import AllowedHosts, PublicAddress
from archive.datasette.server import desk_over, listen, server_of
from archive.datasette.work_budget import WorkBudget

GUIDE = Path(__file__).parents[3] / "docs/how-to/share-a-read-only-desk.md"
NAME = "desk.your-institute.example"
ADDRESS = PublicAddress.parse(f"https://{NAME}/")
LIST = "/news/articles.json?_size=1"


def configuration(language: str) -> str:
    """Return a configuration of the guide, in which slow clients are given up after a second."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return block.replace("10s", "1s")


def caddy(folder: Path, port: int, desk: int) -> list[str]:
    block = configuration("caddyfile").replace("127.0.0.1:8001", f"127.0.0.1:{desk}")
    block = block.replace("{\n", "{\n    admin off\n    auto_https off\n", 1)
    file = folder / "Caddyfile"
    file.write_text(block.replace(f"{NAME} {{", f"http://{NAME}:{port} {{\n    bind 127.0.0.1"))
    return ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]


def nginx(folder: Path, port: int, desk: int) -> list[str]:
    block = re.sub(r"\n *ssl_\w+ .*;", "", configuration("nginx")).replace("127.0.0.1:8001", f"127.0.0.1:{desk}")
    block = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("/var/cache/nginx", str(folder))
    paths = "".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {paths}\n{block}\n}}"
    )
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(file)]


@contextmanager
def public_desk(path: Path) -> Iterator[tuple[int, WorkBudget]]:
    budget, listener, ready = WorkBudget(), listen("127.0.0.1", 0), Event()
    access = Access(AllowedHosts.of("127.0.0.1", ADDRESS), ADDRESS, public=True, budget=budget)
    desk = desk_over(path, public=True, address=ADDRESS)
    server = server_of(guarded(desk.app(), access), ready.set, ("127.0.0.1",))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        assert ready.wait(60)
        yield listener.getsockname()[1], budget
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdout=output, stderr=output, env=os.environ | {"XDG_CONFIG_HOME": str(log.parent)}
        ) as process,
    ):
        try:
            while process.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    time.sleep(0.05)
            assert process.poll() is None, log.read_text()
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module", params=[caddy, nginx], ids=["caddy", "nginx"])
def proxy(request: Any, filled: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, WorkBudget]]:
    if shutil.which(request.param.__name__) is None:
        pytest.skip(f"{request.param.__name__} is not installed")
    folder = tmp_path_factory.mktemp("proxy")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with public_desk(filled[0]) as (desk, budget), running(request.param(folder, port, desk), port, folder / "log"):
        yield port, budget


def ask(port: int, path: str, host: str = NAME, method: str = "GET", **options: Any) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, source_address=options.pop("source", None))
    try:
        connection.request(method, path, headers={"Host": host} | options.pop("headers", {}), **options)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_pages_are_shown_under_the_public_address_only(proxy: Any) -> None:
    port, _ = proxy
    hostile = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"}
    status, other = ask(port, LIST, "evil.example", headers=hostile)
    assert (status, "next_url" in other) != (200, True)
    assert "evil.example" not in other
    for _ in range(2):  # the second may be from a cache
        status, page = ask(port, LIST, headers=hostile)
        assert status == 200
        assert json.loads(page)["next_url"].startswith(f"https://{NAME}/news/articles.json?")


def test_the_desk_learns_the_client_from_the_proxy_and_not_from_the_client(proxy: Any) -> None:
    port, budget = proxy
    status, _ = ask(port, "/-/sources", source=("127.0.0.2", 0), headers={"X-Forwarded-For": "203.0.113.9"})
    assert status == 200
    budget.charge("127.0.0.2", 11.0)
    assert ask(port, "/-/search?q=india", source=("127.0.0.2", 0))[0] == 429
    assert ask(port, "/-/search?q=india", source=("127.0.0.3", 0))[0] == 200


def test_a_body_is_refused(proxy: Any) -> None:
    port, _ = proxy
    # The desk answers 405 without reading the body; a proxy that is still sending it then may say 502.
    assert ask(port, "/", method="POST", body=b"a" * 100)[0] in (405, 502)


def test_a_client_that_sends_its_request_slowly_is_given_up(proxy: Any) -> None:
    port, _ = proxy
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: " + NAME.encode())
        answer = b""
        while part := slow.recv(4096):  # until the proxy closes the connection
            answer += part
    assert b" 200 " not in answer
