"""OPML 2.0 (opml.org/spec2.opml), in which readers of feeds keep and exchange their subscriptions.

OPML knows no countries, no kinds and one language a feed: they travel in `category`, whose slashed values the
specification allows, and what comes without them is taken in as general, so that relevance decides what is kept.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, get_args
from urllib.parse import urlsplit

import lxml.etree as etree

from crawler.catalogue.codes import COUNTRIES, LANGUAGES
from crawler.catalogue.errors import CatalogueError
from crawler.catalogue.source import Endpoint, Focus, Kind, Source

MAX_OUTLINES = 20_000
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=(https?:)?)", re.IGNORECASE)  # draft-obasanjo-feed-URI-scheme


def export_opml(sources: Iterable[Source]) -> bytes:
    """Return the enabled feeds of the sources as OPML, in one folder for each kind."""
    opml = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = "Spacebeat"
    body = etree.SubElement(opml, "body")
    folders: dict[str, etree._Element] = {}
    for source in sources:
        for feed in source.feed:
            if feed.enabled:
                if source.kind not in folders:
                    folders[source.kind] = etree.SubElement(body, "outline", text=source.kind)
                folders[source.kind].append(_outline(source, feed))
    return bytes(etree.tostring(opml, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _outline(source: Source, feed: Endpoint) -> etree._Element:
    about = {"id": source.id, "kind": source.kind, "focus": source.focus, "country": source.country}
    about["languages"] = "-".join(source.languages)
    name = f"{source.name} ({feed.scope})" if feed.scope else source.name
    return etree.Element(
        "outline",
        type="rss",
        text=name,
        title=source.name,
        xmlUrl=feed.url,
        htmlUrl=source.homepage,
        language=feed.lang or source.languages[0],
        category=",".join(f"/{key}/{value}" for key, value in about.items()),
    )


def import_opml(data: bytes, file: str) -> tuple[Source, ...]:
    """Return the feeds of an OPML file as sources, those of one home page together; `file` is its name in messages.

    Raises CatalogueError when the data is no OPML, or holds no feed.
    """
    root = _root(data, file)
    drafts: dict[str, dict[str, Any]] = {}
    for outline in _outlines(root):
        draft = _draft(outline)
        known = drafts.setdefault(draft["id"] if "/id/" in outline.get("category", "") else draft["homepage"], draft)
        if draft is not known and draft["feed"][0].url not in {feed.url for feed in known["feed"]}:
            known["feed"] += draft["feed"]
            known["languages"] = tuple(dict.fromkeys((*known["languages"], *draft["languages"])))
    if not drafts:
        raise CatalogueError(f"{file}: there is no feed in this OPML")
    return tuple(_sources(drafts.values()))


def _root(data: bytes, file: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise CatalogueError(f"{file}: is not XML ({error.msg})") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise CatalogueError(f"{file}: is not OPML")
    return root


def _outlines(root: etree._Element) -> Iterator[etree._Element]:
    for number, outline in enumerate(root.iter("outline")):
        url = _FEED_SCHEME.sub(_web_scheme, (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip())
        if number < MAX_OUTLINES and urlsplit(url).scheme in ("http", "https"):
            outline.set("xmlUrl", url)
            yield outline


def _web_scheme(scheme: re.Match[str]) -> str:
    return "" if scheme[1] else "http://"


def _draft(outline: etree._Element) -> dict[str, Any]:
    category = dict(re.findall(r"/(id|kind|focus|country|languages)/([^,/]+)", outline.get("category") or ""))
    parent = outline.getparent()
    folder = (parent.get("text") or "") if parent is not None else ""
    url = str(outline.get("xmlUrl"))
    name = " ".join((outline.get("title") or outline.get("text") or urlsplit(url).netloc).split())
    home = (outline.get("htmlUrl") or "").strip()
    spoken = (outline.get("language") or "").strip().lower()[:2]
    stated = [code for code in (*category.get("languages", "").split("-"), spoken) if code in LANGUAGES]
    languages = tuple(dict.fromkeys(stated)) or ("en",)
    kind = category.get("kind", folder)
    focus, country = category.get("focus", ""), category.get("country", "")
    return {
        "id": category.get("id") or identity(name) or identity(urlsplit(url).netloc) or "feed",
        "name": name,
        "homepage": home if urlsplit(home).scheme in ("http", "https") else _home(url),
        "country": country if country in COUNTRIES else "INT",
        "languages": languages,
        "kind": kind if kind in get_args(Kind) else "general-press",
        "focus": focus if focus in get_args(Focus) else "general",
        "feed": [Endpoint(url=url, lang=spoken if spoken in LANGUAGES and spoken != languages[0] else "")],
    }


def _sources(drafts: Iterable[dict[str, Any]]) -> Iterator[Source]:
    taken: set[str] = set()
    for draft in drafts:
        identity, number = draft["id"], 2
        while identity in taken:
            identity, number = f"{draft['id'][:60]}-{number}", number + 1
        taken.add(identity)
        yield Source(**draft | {"id": identity, "feed": tuple(draft["feed"])})


def identity(name: str) -> str:
    """Return an id made of a name: its letters without marks, hyphens for the rest, 64 characters at most."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].rstrip("-")


def _home(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
