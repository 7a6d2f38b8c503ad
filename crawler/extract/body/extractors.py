"""The extractors that vote on a page's blocks, each as a function from a document to plain text.

None of them is believed alone: trafilatura is the best of the open ones and looks at structure; resiliparse
is cheap and errs elsewhere, which is what makes a second voter worth having.
"""

import logging
from functools import cache

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from trafilatura.settings import Extractor

from crawler.html.document import Document

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its "discarding data" is no news: our caller decides


@cache
def _options(thorough: bool) -> Extractor:
    """Its settings, read once: it would read its configuration file's numbers again for each page."""
    return Extractor(output_format="python", fast=not thorough, comments=False)


def by_trafilatura(document: Document, *, thorough: bool = False) -> str:
    """Body text by trafilatura on the shared tree (it copies what it changes); no comments, no metadata.

    `thorough` lets it compare its own extractor with its fallbacks, which costs half as much again.
    """
    found = trafilatura.bare_extraction(document.tree, options=_options(thorough))
    return str(getattr(found, "text", None) or "")


def by_resiliparse(document: Document) -> str:
    """Main content by resiliparse, which parses for itself (lexbor, 2 ms)."""
    tree = HTMLTree.parse(document.html)
    return str(
        extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False)
    )
