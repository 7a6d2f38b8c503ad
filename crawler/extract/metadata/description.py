"""Read summary, section, tags and image of an article, each with its method."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from archive.records import Lead
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.site_name import SiteNames
from crawler.extract.metadata.structured_data import Structured
from crawler.html.text import key, plain

_MAX_TAGS, _MAX_TAG, _MAX_SUMMARY = 30, 60, 1_000
_SECTIONS = tuple(
    "article:section parsely-section cxenseparse:section dc.subject.section section category "
    "og:article:section sailthru.section articlesection".split()
)
_TAGS = tuple(
    "article:tag news_keywords parsely-tags sailthru.tags og:article:tag keywords citation_keywords dc.subject".split()
)
_NO_SECTION = frozenset(
    ",home,homepage,news article,article,uncategorized,uncategorised,all,index,page,post".split(",")
)


@dataclass(frozen=True, slots=True)
class About:
    """Each value with its method; both empty where the page has none."""

    summary: tuple[str, str]
    section: tuple[str, str]
    tags: tuple[str, ...]
    tags_method: str
    image: tuple[str, str]


def read_about(structured: Structured, names: SiteNames, lead: Lead, title: str) -> About:
    """Choose summary, section, tags and image: the page's values first, then the lead's."""
    tags, tags_method = _tags(structured, names, lead)
    return About(
        _summary(structured, lead, title),
        _section(structured, names, lead),
        tags,
        tags_method,
        _image(structured, lead),
    )


def _summary(structured: Structured, lead: Lead, title: str) -> tuple[str, str]:
    stated = (
        ("json-ld", structured.node_text("description", "abstract")),
        (
            "meta",
            structured.first(
                "og:description",
                "description",
                "twitter:description",
                "dc.description",
                "sailthru.description",
            ),
        ),
        (lead.found_by or "listing", plain(lead.summary)),
    )
    title_key = key(title)
    return next(
        ((text[:_MAX_SUMMARY], method) for method, text in stated if len(text) > 20 and key(text) != title_key),
        ("", ""),
    )


def _section(structured: Structured, names: SiteNames, lead: Lead) -> tuple[str, str]:
    stated = [("json-ld", text) for text in json_ld.strings(structured.article.get("articleSection"))]
    stated += [("meta", value) for name in _SECTIONS for value in structured.meta.get(name, ())]
    stated += [
        (lead.found_by or "listing", lead.section),
        *(("breadcrumb", name) for name in _breadcrumb(structured)),
    ]
    for method, text in stated:
        section = plain(text)
        if (
            key(section) not in _NO_SECTION
            and len(section) <= _MAX_TAG
            and not names.is_outlet(section)
            and not section.isdigit()
        ):
            return section, method
    return "", ""


def _breadcrumb(structured: Structured) -> Iterable[str]:
    """Yield the last step above the article of schema.org's BreadcrumbList."""
    for node in structured.nodes:
        steps = node.get("itemListElement")
        if "BreadcrumbList" in json_ld.types(node) and isinstance(steps, list) and len(steps) > 2:
            step = steps[-2]
            if isinstance(step, dict):
                item = step.get("item")
                yield json_ld.first(step.get("name")) or (
                    json_ld.first(item.get("name")) if isinstance(item, dict) else ""
                )


def _tags(structured: Structured, names: SiteNames, lead: Lead) -> tuple[tuple[str, ...], str]:
    stated = [("json-ld", json_ld.strings(structured.article.get("keywords")))]
    stated += [("meta", list(structured.meta.get(name, ()))) for name in _TAGS]
    stated.append((lead.found_by or "listing", list(lead.tags)))
    for method, values in stated:
        single = (
            values
            if len(values) > 2
            else [piece for value in values for piece in value.replace("、", ",").replace(";", ",").split(",")]
        )
        found = {
            key(tag): tag for value in single if 1 < len(tag := plain(value)) <= _MAX_TAG and not names.is_outlet(tag)
        }
        found.pop("", None)
        if found:
            return tuple(found.values())[:_MAX_TAGS], method
    return (), ""


def _image(structured: Structured, lead: Lead) -> tuple[str, str]:
    stated = (
        (
            "meta",
            structured.first("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"),
        ),
        ("json-ld", _image_address(structured.article.get("image"))),
        ("link", next(iter(structured.links.get("image_src", ())), "")),
        (lead.found_by or "listing", lead.image_url),
    )
    for method, address in stated:
        try:
            absolute = urljoin(structured.url, address.strip()) if address else ""
            if urlsplit(absolute).scheme in ("http", "https") and len(absolute) <= 2_000:
                return absolute, method
        except ValueError:
            continue
    return "", ""


def _image_address(value: object) -> str:
    if isinstance(value, list):
        return next((address for item in value if (address := _image_address(item))), "")
    if isinstance(value, dict):
        return json_ld.first(value.get("url") or value.get("contentUrl"))
    return value if isinstance(value, str) else ""
