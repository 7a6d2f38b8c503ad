"""What the parts of a spider need of it: the poller and the walk back in time get the spider as this."""

from typing import Protocol

from scrapy.settings import BaseSettings

from crawler.catalogue.source import Source
from crawler.engine.session import Session
from crawler.fetch.ask import Reply


class Crawl(Protocol):
    """The crawl of one source. Its methods note what the reader of the summary should know."""

    @property
    def source(self) -> Source: ...

    session: Session
    run_id: int
    settings: BaseSettings

    async def ask(self, url: str) -> Reply: ...

    def bound(self, what: str) -> None: ...

    def warn(self, what: str) -> None: ...

    def left_unfollowed(self, url: str) -> None: ...
