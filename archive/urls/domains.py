"""Which site a host belongs to, by the public suffix list that ships with tldextract: no network, ever.

Private suffixes count (`a.github.io` and `b.github.io` are two sites), because whoever can put pages on a
shared host must not be able to speak for its neighbours; they do not where the outlet is looked for behind an address
(`split_by_registry`). The list is read once for both: a tree of 17,000 nodes.
"""

from functools import lru_cache

from tldextract import ExtractResult, TLDExtract

_SUFFIXES = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


@lru_cache(maxsize=4096)
def split_host(host: str) -> tuple[str, str]:
    """Split `news.esa.int` into (`news`, `esa.int`). IP addresses and single names have no first part.

    A host that is itself a public suffix (`gov.uk`, with `www.gov.uk`) is a site by itself. Where the list has no rule,
    the last label is the suffix (publicsuffix.org, "Algorithm": the rule `*`), so that `www.a.example` is `a.example`.
    """
    parts = _SUFFIXES(host)
    if not parts.suffix:
        *labels, suffix = host.split(".")
        if not labels or suffix.isdecimal() or ":" in host:
            return "", host
        return ".".join(labels[:-1]), f"{labels[-1]}.{suffix}"
    if parts.domain in ("", "www"):
        return parts.domain, parts.suffix
    return parts.subdomain, f"{parts.domain}.{parts.suffix}"


def split_by_registry(url: str) -> ExtractResult:
    """Split the host of a URL by the suffixes of registries alone: `a.github.io` is a host of `github.io`."""
    return _SUFFIXES(url, include_psl_private_domains=False)


def registrable_domain(host: str) -> str:
    """Return the site of a host: `news.bbc.co.uk` -> `bbc.co.uk`; IP addresses and single names as is."""
    return split_host(host.lower().rstrip("."))[1]
