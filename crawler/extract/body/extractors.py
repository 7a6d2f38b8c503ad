"""The extractors that vote on a page's blocks, as functions from a document to plain text.

None of them is trusted alone: trafilatura is the best of the open ones and uses the structure; resiliparse is
cheap and makes different errors, which makes it worth having as a second voter.
"""

import logging
from collections.abc import Iterator
from functools import cache

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from trafilatura import external
from trafilatura.settings import Extractor

from crawler.html.document import Document

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its "discarding data" is noise: the caller decides


class _StopWords:
    """The stop words of jusText, trafilatura's last resort, read when they are first looked at.

    jusText makes a set of them and keeps it. trafilatura would keep another 154,000 strings, 17 MB in each process, and
    work out the hash of them all on each page to find that set.
    """

    def __iter__(self) -> Iterator[str]:
        words = external.jt_stoplist_init()
        external.JT_STOPLIST = self  # type: ignore[assignment]
        return iter(words)


external.JT_STOPLIST = _StopWords()  # type: ignore[assignment]


@cache
def _options(thorough: bool) -> Extractor:
    """Return trafilatura's settings, cached.

    Otherwise it reads the numbers of its configuration file again for each page.
    """
    return Extractor(output_format="python", fast=not thorough, comments=False)


def by_trafilatura(document: Document, *, thorough: bool = False) -> str:
    """Extract the body text with trafilatura, without comments and metadata.

    It works on the shared tree and copies what it changes. `thorough` lets it compare its own extractor with
    its fallbacks, which costs half as much again.
    """
    found = trafilatura.bare_extraction(document.tree, options=_options(thorough))
    return str(getattr(found, "text", None) or "")


def by_resiliparse(document: Document) -> str:
    """Extract the main content with resiliparse, which uses its own parser (lexbor, 2 ms)."""
    tree = HTMLTree.parse(document.html)
    return str(
        extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False)
    )
