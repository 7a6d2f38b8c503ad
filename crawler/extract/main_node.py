"""Which of a page's JSON-LD nodes describes the article of this page.

Pages carry nodes for related stories, the site, the breadcrumb and the publisher beside it. The node of the
article is one of an article type that names the page's address or its headline; a lone article node that
contradicts neither is taken, one with another headline and another address is not.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.json_ld import Node, first, types
from crawler.extract.wording import key

_KINDS = frozenset(
    {
        "Report",
        "Review",
        "CreativeWork",
        "DiscussionForumPosting",
        "Recipe",
        "HowTo",
        "Interview",
        "Editorial",
        "TechArticle",
    }
    | {
        "AnalysisNewsArticle",
        "PressRelease",
        "LiveBlogPosting",
        "BlogPosting",
        "SocialMediaPosting",
        "ScholarlyArticle",
    }
)
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage"})
_MEDIA = frozenset({"VideoObject", "AudioObject", "PodcastEpisode", "Movie", "Event", "Episode"})


def main_node(nodes: Iterable[Node], titles: Iterable[str], addresses: Iterable[str]) -> Node:
    """The article's node, completed from nodes that describe the same thing; `{}` when there is none.

    `titles` are what the page calls itself elsewhere, `addresses` its own and stated ones.
    """
    known = [key(title) for title in titles if title]
    paths = {_path(address) for address in addresses if address} - {""}
    scored = [(score, -at, node) for at, node in enumerate(nodes) if (score := _score(node, known, paths)) > 0]
    if not scored:
        return {}
    best = max(scored, key=lambda entry: entry[:2])
    return _completed(best[2], [node for score, _, node in scored if score >= best[0] - 1])


def _score(node: Node, titles: Sequence[str], paths: set[str]) -> int:
    kinds = types(node)
    if kinds & _KINDS or any(kind.endswith("Article") for kind in kinds):
        score = 6
    elif kinds & _PAGES:
        score = 3
    elif kinds & _MEDIA:
        score = 1
    else:
        return 0
    headline = key(first(node.get("headline")) or first(node.get("name")))
    stated = {_path(address) for address in _addresses(node)} - {""}
    if headline and titles:
        score += 4 if _same_headline(headline, titles) else -3
    if stated and paths:
        score += 4 if stated & paths else -4
    return score


def _same_headline(headline: str, titles: Sequence[str]) -> bool:
    """Equal, one within the other, or mostly the same words (headlines are reworded for search engines)."""
    words = set(headline.split())
    for title in titles:
        if headline in title or (len(title) > 15 and title in headline):
            return True
        if words and len(words & set(title.split())) >= 0.6 * len(words):
            return True
    return False


def _addresses(node: Node) -> list[str]:
    page: Any = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    return [text for value in (node.get("url"), page, node.get("@id")) if (text := first(value)) and "/" in text]


def _path(address: str) -> str:
    try:
        return urlsplit(address.strip()).path.rstrip("/").lower()
    except ValueError:
        return ""


def _completed(node: Node, others: Iterable[Node]) -> Node:
    """Sites split one article over two nodes (the theme's and the plug-in's): the gaps of one are filled by
    the other.
    """
    whole = dict(node)
    headline = key(first(node.get("headline")) or first(node.get("name")))
    for other in others:
        name = key(first(other.get("headline")) or first(other.get("name")))
        if other is not node and name == headline:
            for property_name, value in other.items():
                if not whole.get(property_name):
                    whole[property_name] = value
    return whole
