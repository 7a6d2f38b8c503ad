"""Which addresses may be articles of a source, by what its catalogue entry says."""

from crawler.catalogue.patterns import MAX_URL, found_in
from crawler.catalogue.source import Source


def refusal(source: Source, url: str) -> str:
    """Why this address is no article of the source, as a short stable phrase; empty when it may be one."""
    if len(url) > MAX_URL:
        return "address too long"
    if url in (source.homepage, *(endpoint.url for _, endpoint in source.endpoints())):
        return "homepage or endpoint"
    if source.exclude_url_re and found_in(source.exclude_url_re, url):
        return "matches exclude_url_re"
    if source.article_url_re and not found_in(source.article_url_re, url):
        return "outside article_url_re"
    return ""


def admits(source: Source, url: str) -> bool:
    """Whether the address may be an article of the source, by its patterns."""
    return not refusal(source, url)
