"""Which site a host belongs to, by the public suffix list that ships with tldextract: no network, ever.

Private suffixes count (`a.github.io` and `b.github.io` are two sites), because whoever can put pages on a
shared host must not be able to speak for its neighbours.
"""

from functools import lru_cache

from tldextract import TLDExtract

_SUFFIXES = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


@lru_cache(maxsize=4096)
def split_host(host: str) -> tuple[str, str]:
    """Split `news.esa.int` into (`news`, `esa.int`). IP addresses and single names have no first part.

    A host that is itself a public suffix (`gov.uk`, with `www.gov.uk`) is taken as a site of its own.
    """
    parts = _SUFFIXES(host)
    if not parts.suffix:
        return "", host
    if parts.domain in ("", "www"):
        return parts.domain, parts.suffix
    return parts.subdomain, f"{parts.domain}.{parts.suffix}"


def registrable_domain(host: str) -> str:
    """Give the site of a host: `news.bbc.co.uk` -> `bbc.co.uk`; IP addresses and single names as is."""
    return split_host(host.lower().rstrip("."))[1]
