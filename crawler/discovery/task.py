"""What a worker does with the body of an endpoint: read it within the limits of a page.

Feeds and sitemaps come from strangers, as pages do. One that takes minutes or gigabytes, or crashes a parser, must cost
that endpoint alone: 190 KB of `<![CDATA[` once held up every source of a crawl for 13 seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crawler.catalogue.source import Endpoint, Source
from crawler.discovery.endpoint import read_endpoint
from crawler.discovery.result import EndpointError, Found
from crawler.html.limits import SECONDS, ExtractionLimitError, worker_limits


@dataclass(frozen=True, slots=True)
class EndpointBody:
    """One answer of an endpoint, as `read_endpoint` takes it."""

    kind: str
    body: bytes
    url: str
    headers: Mapping[str, str]
    source: Source
    endpoint: Endpoint
    since: str = ""
    follow: bool = True

    @property
    def name(self) -> str:
        return self.url


def read_body(task: EndpointBody) -> Found:
    """Return the leads of an answer. Raises EndpointError when it cannot be read, or not within the limits."""

    def read() -> Found:
        place = (task.kind, task.body, task.url, task.headers, task.source, task.endpoint)
        return read_endpoint(*place, since=task.since, follow=task.follow)

    return read_within_limits(task.url, read)


def read_within_limits(url: str, read: Callable[[], Found], seconds: float = SECONDS) -> Found:
    """Return what `read` makes of the body at this address. Raises EndpointError when a limit ends it."""
    try:
        with worker_limits(seconds):
            return read()
    except ExtractionLimitError as error:
        raise EndpointError(f"{url} cannot be read: it {error}") from error
