"""Whether a list already shows that an article is about something else, so that its page need not be fetched.

A general outlet lists a whole newspaper. Of 204 labelled headlines with their summaries that are about space policy,
200 have a trace of it; of 156 about something else, 136 have none (benchmarks/enrichment).
"""

from dataclasses import dataclass

from archive.records import Article, Lead
from crawler.enrich.enrich import enrich

FEWEST = 60  # characters of a summary from which the lack of any trace says something


@dataclass(frozen=True, slots=True)
class Headlines:
    """What an outlet lists; `language` is its main one, `country` its own (ISO 3166-1 alpha-2)."""

    leads: tuple[Lead, ...]
    language: str
    country: str


def without_trace(task: Headlines) -> tuple[bool, ...]:
    """Return for each lead whether headline, summary, section and tags show nothing of space."""
    return tuple(_has_no_trace(lead, task) for lead in task.leads)


def _has_no_trace(lead: Lead, task: Headlines) -> bool:
    if not lead.title or len(lead.summary) < FEWEST:
        return False
    summary = " ".join((lead.summary, lead.section, *lead.tags))
    article = Article(url=lead.url, title=lead.title, text="", summary=summary, language=lead.language or task.language)
    found = enrich(article, focus="general", country=task.country)
    return not (found.relevance or found.topics or found.actors or found.instruments)
