"""Read the articles of a list of addresses with fundus and a parser written for them: `run_fundus.py URLS FOLDER`.

fundus reads the publishers for whom somebody has written a parser. This one is for the generated templates of
`benchmarks.loopback.templates`; of pages cut from real ones it finds the structured data only.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import requests
from fundus.parser import ArticleBody, BaseParser, ParserProxy, attribute
from fundus.parser.utility import extract_article_body_with_selector, generic_author_parsing, generic_date_parsing
from lxml.etree import XPath

urls, folder = Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])


class Parser(ParserProxy):
    class V1(BaseParser):
        _paragraphs = XPath("//div[@class='article-body']/p")

        @attribute
        def body(self) -> ArticleBody | None:
            return extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=self._paragraphs)

        @attribute
        def authors(self) -> list[str]:
            return generic_author_parsing(self.precomputed.ld.bf_search("author"))

        @attribute
        def publishing_date(self) -> datetime | None:
            return generic_date_parsing(self.precomputed.ld.bf_search("datePublished"))

        @attribute
        def title(self) -> str | None:
            return self.precomputed.meta.get("og:title")


parser = Parser()(datetime.now().date())
session = requests.Session()
with ThreadPoolExecutor(8) as pool:
    for place, answer in enumerate(pool.map(session.get, urls)):
        found = parser.parse(answer.text, "suppress")
        (folder / f"{place}.json").write_text(json.dumps({name: str(value) for name, value in found.items()}))
