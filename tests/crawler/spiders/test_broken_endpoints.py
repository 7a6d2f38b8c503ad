"""What breaks while one endpoint is read ends neither the run nor the reading of the others."""

import pytest

from tests.crawler.spiders.test_polling import change, stories
from tests.outlets import endpoint, feed, source


@pytest.mark.parametrize("verb", [(), ("backfill", "courier", "--from", "2026-10-01")], ids=["crawl", "backfill"])
def test_the_run_goes_on_without_it_and_names_it(desk, new_outlet, verb) -> None:
    site = new_outlet()
    site.pages |= {"/bad": feed(site, stories(site, range(2), "bad")), "/good": feed(site, stories(site, range(2)))}
    desk.tables = [source(site, "courier", endpoint("feed", "/bad") + endpoint("feed", "/good"))]
    arguments = desk.crawl_arguments("--json")
    site.pages["/robots.txt"] = b""
    desk.run(*arguments, "--dry-run")
    change(desk, "delete from urls")
    change(desk, "delete from polls")
    change(
        desk,
        "create trigger refuse before insert on urls when new.url like '%/bad/%' "
        "begin select raise(abort, 'no room'); end",
    )
    done = desk.run(*(verb or ("crawl",)), *arguments[1:], timeout=60)
    assert "reading broke off" in done.stdout
    assert set(desk.states().values()) == {"archived"}
    assert len(desk.states()) == 2
