"""The extractors that are compared: ours, and the open ones that are installed.

Each gets what it is made for and its own defaults, unless its documentation names a better mode for
articles.
"""

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import lxml.html

Reader = Callable[[bytes, str], str]


def available() -> tuple[dict[str, Reader], list[str]]:
    """Return the readers by name, ours first, and a line for each that is missing."""
    readers: dict[str, Reader] = {"spacebeat (body)": _spacebeat}
    missing = []
    for name, module, reader in _OTHERS:
        try:
            found = importlib.import_module(module)
        except ImportError:
            missing.append(f"{name}: skipped, {module.split('.')[0]} is not installed (pip install 'spacebeat[bench]')")
            continue
        readers[name] = _bind(reader, found)
    return readers, missing


def _bind(reader: Callable[[ModuleType, bytes, str], str], module: ModuleType) -> Reader:
    return lambda body, url: reader(module, body, url)


def _spacebeat(body: bytes, url: str) -> str:
    from crawler.extract.body.body import extract_body
    from crawler.extract.metadata import json_ld, structured_data
    from crawler.html.document import parse

    document = parse(body, url)
    stated = json_ld.first(structured_data.read(document).article.get("articleBody"))
    return extract_body(document, structured_text=stated).text


def _trafilatura(options: dict[str, Any]) -> Callable[[ModuleType, bytes, str], str]:
    def read(module: ModuleType, body: bytes, url: str) -> str:
        found = module.bare_extraction(body, url=url, with_metadata=True, **options)
        return str(getattr(found, "text", None) or "")

    return read


def _newspaper(module: ModuleType, body: bytes, url: str) -> str:
    article = module.Article(url, fetch_images=False)
    article.download(input_html=body.decode("utf-8", "replace"))
    article.parse()
    return str(article.text)


def _readability(module: ModuleType, body: bytes, url: str) -> str:
    summary = module.Document(body.decode("utf-8", "replace"), url=url).summary(html_partial=True)
    return str(lxml.html.fromstring(summary).text_content())


def _resiliparse(module: ModuleType, body: bytes, url: str) -> str:
    return str(module.extract_plain_text(body.decode("utf-8", "replace"), main_content=True, alt_texts=False))


_OTHERS: tuple[tuple[str, str, Callable[[ModuleType, bytes, str], str]], ...] = (
    ("trafilatura + metadata", "trafilatura", _trafilatura({})),
    ("trafilatura, no comments", "trafilatura", _trafilatura({"include_comments": False})),
    (
        "trafilatura, precision",
        "trafilatura",
        _trafilatura({"include_comments": False, "favor_precision": True}),
    ),
    ("newspaper4k", "newspaper", _newspaper),
    ("readability-lxml", "readability", _readability),
    ("resiliparse", "resiliparse.extract.html2text", _resiliparse),
)
