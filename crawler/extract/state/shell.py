"""Read a page that shows no text: what its scripts would put there.

Elements of React are the page as a reader would see it, and are put into it; of any other state the article is read.
"""

from dataclasses import replace

from crawler.extract.body.fallback_text import as_text
from crawler.extract.body.script_state import matches_summary, state_text
from crawler.extract.body.shingle_overlap import Ballot, shingles
from crawler.extract.state.rich_text import rich_text
from crawler.extract.state.story import Story, read_story
from crawler.extract.state.values import state_values
from crawler.html.document import Document, parse
from crawler.html.text import tokens

_LEAST = 60  # words of paragraphs from which a page shows a text
_PARAGRAPH = 20  # words of a paragraph
_LONGER = 1.3  # times the words of another text
_SHARE = 0.8  # of the words of a text from which another has it


def _is_shell(document: Document) -> bool:
    paragraphs = (
        len(words)
        for block, words in zip(document.blocks.blocks, document.blocks.words, strict=True)
        if len(words) >= _PARAGRAPH and block.linked < len(block.text) * 0.4
    )
    return sum(paragraphs) < _LEAST


def read_shell(document: Document) -> tuple[Document, Story | None]:
    """Return the page with the elements that its scripts would add, or with the article in its state.

    A page that shows a text is returned as it is.
    """
    if not _is_shell(document):
        return document, None
    values = list(state_values(document.tree))
    if (found := read_story(values, document.titles)) and (story := _confirmed(found, document)):
        return document, story
    html = max((rich_text(value) for value in values if isinstance(value, list)), key=len, default="")
    text = as_text(html)
    is_page = len(tokens(text)) >= _LEAST and matches_summary(text, document.titles, document.description)
    return (_with(document, html) if is_page else document), None


def _confirmed(story: Story, document: Document) -> Story | None:
    """Return the article, with the text that the strings of the scripts show to be it where that is another or longer.

    A lead may be next to the headline and the text elsewhere; then headline, names and dates are right all the same.
    Strings under one name may as well be the leads of other articles, so a longer text in one mapping with headline and
    date is not given up for them.
    """
    literal = state_text(document.tree, document.titles, document.description)
    text, found = as_text(literal), as_text(story.html)
    is_matching = matches_summary(found, document.titles, document.description)
    is_longest = len(tokens(found)) >= len(tokens(text))
    if not text or (story.is_dated and (is_matching or is_longest)):
        return story if is_matching or story.is_dated else None
    if not is_matching and Ballot(text).support(shingles(tokens(found))) < _SHARE:
        return Story(literal)
    return replace(story, html=literal) if len(tokens(text)) > _LONGER * len(tokens(found)) else story


def _with(document: Document, html: str) -> Document:
    start = document.html.rfind("</body")
    page = document.html[:start] if start >= 0 else document.html
    added = parse(f"{page}<main>{html}</main>".encode("utf-8", "replace"), document.url, "text/html; charset=utf-8")
    return replace(added, encoding=document.encoding)
