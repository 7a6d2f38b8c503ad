"""The headlines and the description that a page states, to know them when they recur in its text."""

import re

import lxml.html

_METAS = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_SITE = re.compile(r"\s+[-–—|·•»:]+\s+|\s*[|｜]\s*")  # what stands between a headline and the name of the site


def headlines(tree: lxml.html.HtmlElement, title: str = "") -> list[str]:
    """Give all texts that may be the headline, the one already known first."""
    found = [title, *_metas(tree, _METAS)]
    head = tree.find(".//title")
    found.append(head.text or "" if head is not None else "")
    found += [max(_SITE.split(text), key=len) for text in found[1:] if text]
    found += [" ".join(heading.text_content().split()) for heading in list(tree.iter("h1"))[:3]]
    return list(dict.fromkeys(text.strip() for text in found if text and text.strip()))


def description(tree: lxml.html.HtmlElement) -> str:
    """Give the page's own summary, or an empty string."""
    return next(iter(_metas(tree, _DESCRIPTIONS)), "")


def _metas(tree: lxml.html.HtmlElement, names: tuple[str, ...]) -> list[str]:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in names and meta.get("content"):
            stated.setdefault(name, meta.get("content", "").strip())
    return [stated[name] for name in names if stated.get(name)]
