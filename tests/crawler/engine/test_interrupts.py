"""A crawl that is interrupted stops, at whatever moment that happens."""

import signal
import subprocess

from tests.crawler.spiders.test_polling import stories
from tests.outlets import endpoint, feed, source


def test_also_while_its_spiders_are_opened(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    command = desk.command(*desk.crawl_arguments("--verbose"))
    with subprocess.Popen(command, env=desk.environment(), stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert any(b"Enabled item pipelines" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert site.log == []
    desk.crawl()
    assert set(desk.states().values()) == {"archived"}
