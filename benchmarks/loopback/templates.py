"""Page templates of an outlet: generated, or cut out of a real page.

What a crawler or an extractor costs depends on the mark-up around an article: scripts, navigation, teasers, data for
machines. A generated template has as much of each as the median of 698 real news pages (180 kB, 770 elements); one that
is cut out of a page keeps all that the page has, and gets another title, text, date and address for each article.
"""

import html
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_WORDS = (
    "agency orbit satellite treaty committee launch budget station debris spectrum policy minister delegation mission "
    "lunar payload contract parliament industry licence guideline operator insurer astronaut observatory programme "
    "regulator proposal capsule engine supplier alliance council report review hearing statement deadline forecast"
).split()
_VERBS = "adopts reviews delays welcomes publishes rejects extends funds questions approves".split()
_PARAGRAPH = re.compile(r"(<p\b[^>]*>)([^<]{60,})(?=<)")
_LINK = re.compile(r"(<a\b[^>]*?\shref=)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]+)</title>", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:canonical|og:url)[\"'][^>]{0,80}?(?:href|content)=[\"'](https?://[^\"']{12,300})", re.IGNORECASE
)
_DATE = re.compile(r"(?:published_time|datePublished)[\"'][^0-9]{1,40}(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MIN_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Story:
    """What varies from article to article; `link` returns the address that the nth link of the page leads to."""

    url: str
    title: str
    day: str
    link: Callable[[int], str]


class Template(Protocol):
    """The page of an article, without the article."""

    def headline(self, draw: random.Random) -> str: ...

    def render(self, story: Story, draw: random.Random) -> str: ...


@dataclass(frozen=True, slots=True)
class GeneratedTemplate:
    """Mark-up that is the same on all pages of an outlet, made from a seed."""

    name: str
    head: str
    navigation: str
    footer: str

    def headline(self, draw: random.Random) -> str:
        return f"{_word(draw).title()} {draw.choice(_VERBS)} {_word(draw)} {_word(draw)} of the {_word(draw)}"

    def render(self, story: Story, draw: random.Random) -> str:
        author = f"{_word(draw).title()} {_word(draw).title()}"
        text = "\n".join(f"<p>{_prose(draw, draw.randint(2, 5))}</p>" for _ in range(draw.randint(7, 18)))
        node = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": f"{story.day}T08:00:00Z",
            "author": {"@type": "Person", "name": author},
            "mainEntityOfPage": story.url,
        }
        teasers = "".join(
            f'<div class="teaser card--small"><a href="{story.link(at)}"><h3>{self.headline(draw)}</h3></a>'
            f'<p class="teaser__text">{_prose(draw, 1)}</p></div>'
            for at in range(12)
        )
        return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>{story.title} - {self.name}</title><link rel="canonical" href="{story.url}">
<meta property="og:title" content="{story.title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{story.day}T08:00:00Z">
<script type="application/ld+json">{json.dumps(node)}</script>{self.head}</head><body class="single">{self.navigation}
<main class="page-layout"><article class="article"><header class="article-header"><h1>{story.title}</h1>
<p class="byline">By <a rel="author" href="{story.link(0)}">{author}</a></p>
<time datetime="{story.day}T08:00:00Z">{story.day}</time></header>
<div class="article-body">{text}</div></article>
<aside class="related"><h2>More news</h2>{teasers}</aside></main>{self.footer}</body></html>"""


def generated(name: str, seed: int) -> GeneratedTemplate:
    """Make the template of an outlet."""
    draw = random.Random(seed)
    style = "".join(
        f".c{at}-{_word(draw)}{{margin:{at}px;color:#{draw.randrange(1 << 24):06x}}}\n" for at in range(900)
    )
    script = "".join(f"window.q{at}={{k:'{_word(draw)}',v:{draw.random()}}};\n" for at in range(1200))
    menu = "".join(
        f'<li class="menu-item menu-item-{at}"><a href="/topics/{at}/">{_word(draw)} {_word(draw)}</a></li>'
        for at in range(140)
    )
    foot = "".join(f'<li><a href="/about/{at}/">{_word(draw).title()} {_word(draw)}</a></li>' for at in range(60))
    return GeneratedTemplate(
        name,
        f"<style>{style}</style><script>{script}</script>",
        f'<header class="site-header"><nav class="main-navigation"><ul>{menu}</ul></nav></header>',
        f'<footer class="site-footer"><ul>{foot}</ul><p>All rights reserved.</p></footer><script>{script}</script>',
    )


class CutTemplate:
    """A real page, cut once into what stays and what varies: paragraphs, links, title, address and date."""

    def __init__(self, page: str) -> None:
        self._title = _first(_TITLE, page)
        self._address = _first(_ADDRESS, page)
        self._date = _first(_DATE, page)
        self.sentences = [
            sentence.strip()
            for found in _PARAGRAPH.finditer(page)
            for sentence in _SENTENCE.split(html.unescape(found[2]))
            if 30 <= len(sentence.strip()) <= 400
        ]
        places = [(found.start(2), found.end(2), "text") for found in _PARAGRAPH.finditer(page)]
        places += [(found.start(2), found.end(2), "link") for found in _LINK.finditer(page)]
        self._parts: list[str | tuple[str, int]] = []
        at = 0
        for start, end, kind in sorted(places):
            if start >= at:
                self._parts += [page[at:start], (kind, end - start)]
                at = end
        self._parts.append(page[at:])

    def headline(self, draw: random.Random) -> str:
        return draw.choice(self.sentences)[:90].strip()

    def render(self, story: Story, draw: random.Random) -> str:
        pieces = []
        for place, part in enumerate(self._parts):
            if isinstance(part, str):
                pieces.append(part)
            elif part[0] == "link":
                pieces.append(f'"{story.link(place)}"')
            else:
                pieces.append(html.escape(self._prose(draw, part[1]), quote=False))
        page = "".join(pieces)
        for old, new in ((self._address, story.url), (self._title, html.escape(story.title)), (self._date, story.day)):
            page = page.replace(old, new) if len(old) > 8 else page
        return page

    def _prose(self, draw: random.Random, size: int) -> str:
        text = draw.choice(self.sentences)
        while len(text) < size:
            text += f" {draw.choice(self.sentences)}"
        return text


def cut_templates(folder: Path) -> list[CutTemplate]:
    """Read the pages of a folder (`*.html`) that have enough text to be a template."""
    pages = (CutTemplate(file.read_text("utf-8", "replace")) for file in sorted(folder.glob("*.html")))
    return [page for page in pages if len(page.sentences) >= _MIN_SENTENCES]


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found[1] if found else ""


def _word(draw: random.Random) -> str:
    return draw.choice(_WORDS)


def _prose(draw: random.Random, sentences: int) -> str:
    return " ".join(_sentence(draw, _WORDS) for _ in range(sentences))


def _sentence(draw: random.Random, words: Sequence[str]) -> str:
    chosen = [draw.choice(words) for _ in range(draw.randint(8, 22))]
    return f"The {' '.join(chosen)}, the {draw.choice(words)} said on {draw.randint(2, 28)} May."
