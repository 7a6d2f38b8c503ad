"""Which lists are read after one that has been, within what a run may ask for: further pages, sitemaps of an index."""

from collections.abc import Container, Iterable

from crawler.discovery.result import Found
from crawler.discovery.urls import older_page
from crawler.spiders import store
from crawler.spiders.crawl import Crawl
from crawler.spiders.filters import without_traps
from crawler.spiders.poll_state import Chain
from crawler.spiders.sitemap_index import Child, known_children, record_children, targets_below
from crawler.spiders.targets import Target


class FurtherLists:
    """Of one source in one run. `asked` counts the lists that were asked for."""

    def __init__(self, crawl: Crawl) -> None:
        self.asked = 0
        self._crawl = crawl

    async def pages(self, found: Found, chain: Chain) -> list[str]:
        """Return the further pages of a list. That they are not read yet is recorded first."""
        following = (older_page(chain.poll.url, chain.pages + 2),) if chain.is_older else found.more
        urls = self._within_bounds(chain, without_traps(self._crawl, chain.poll.kind, following))
        if urls and not chain.recorded and not chain.is_older:
            chain.recorded = True
            await self._crawl.session.writer.call(store.save_poll, chain.unfinished())
        return urls

    async def named_sitemaps(self, found: Found, chain: Chain, begun: Container[str]) -> list[Target]:
        """Return the sitemaps that an index names, without the unchanged ones and those that are begun."""
        return await self._below(chain, await record_children(self._crawl, found, chain), begun)

    async def known_sitemaps(self, chain: Chain, begun: Container[str]) -> list[Target]:
        """Return the sitemaps of an index that has not changed which may have changed nevertheless."""
        children = await known_children(self._crawl.session, chain) if chain.poll.kind == "sitemap" else []
        return await self._below(chain, children, begun)

    async def _below(self, chain: Chain, children: Iterable[Child], begun: Container[str]) -> list[Target]:
        found = await targets_below(self._crawl.session, chain, children)
        return [found[url] for url in self._within_bounds(chain, (url for url in found if url not in begun))]

    def _within_bounds(self, chain: Chain, urls: Iterable[str]) -> list[str]:
        """Return those that no page of this list has led to, as many as the run may still ask for."""
        bounds = self._crawl.session.bounds
        chosen: list[str] = []
        for url in urls:
            if url in chain.asked:
                continue
            of_endpoint = len(chain.asked) >= bounds.pages
            if of_endpoint or self.asked + len(chosen) >= bounds.list_pages:
                chain.bounded = True
                stop = f"{bounds.pages} pages of {chain.poll.url}" if of_endpoint else f"{bounds.list_pages} list pages"
                self._crawl.bound(stop)
                break
            chain.asked.add(url)
            chosen.append(url)
        return chosen
