"""Entries that came and went between two polls are looked for at once, also where it is not yet time to look."""

from tests.crawler.spiders.test_polling import make_due, poll, stories
from tests.outlets import endpoint, feed, sitemap, sitemap_index, source


def test_the_sitemaps_of_an_index_are_asked_before_their_time(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    site.pages["/map.xml"] = sitemap(site, stories(site, range(2)))
    site.pages["/index.xml"] = sitemap_index(site, ["/map.xml"])
    desk.tables = [source(site, "courier", endpoint("feed", "/feed") + endpoint("sitemap", "/index.xml"))]
    poll(desk)
    make_due(desk, f"{site.url}/feed")
    site.pages["/feed"] = feed(site, stories(site, range(6, 8)))
    site.pages["/map.xml"] = sitemap(site, stories(site, range(8)))
    assert poll(desk, "--due")["courier"]["discovered"] == 6
