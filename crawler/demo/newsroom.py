"""Outlets and reports of the demo, read from newsroom.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files

import tomli


@dataclass(frozen=True, slots=True)
class Report:
    """One invented article. Times are ISO 8601 with the outlet's offset; `edits` replace wordings later.

    After that the outlet lists it at a second address, which names the first as the canonical one.
    """

    outlet: str
    slug: str
    title: str
    author: str
    published: str
    section: str
    paragraphs: tuple[str, ...]
    language: str = "en"
    edits: Mapping[str, str] = field(default_factory=dict)
    is_edited: bool = False

    def edited(self) -> "Report":
        """Return the report as it reads after its edits."""
        if not self.edits:
            return self
        texts = list(self.paragraphs)
        for before, after in self.edits.items():
            texts = [text.replace(before, after) for text in texts]
        return replace(self, paragraphs=tuple(texts), is_edited=True)

    @property
    def canonical_path(self) -> str:
        return f"/{self.published[:4]}/{self.published[5:7]}/{self.slug}/"

    @property
    def path(self) -> str:
        return f"{self.canonical_path.rstrip('/')}-mise-a-jour/" if self.is_edited else self.canonical_path


@dataclass(frozen=True)
class Outlet:
    """One invented site. `theme` selects its page template, `endpoint` how it lists its articles.

    A `status` other than 200 is its answer to every request.
    """

    id: str
    name: str
    country: str
    kind: str
    focus: str
    timezone: str
    theme: str
    endpoint: str
    status: int = 200
    reports: tuple[Report, ...] = ()

    @cached_property
    def by_path(self) -> dict[str, Report]:
        return {report.path: report for report in self.reports}

    def edited(self) -> "Outlet":
        """Return the outlet after the edits of its reports."""
        return replace(self, reports=tuple(report.edited() for report in self.reports))


def load_newsroom() -> tuple[Outlet, ...]:
    """Return all outlets with their reports, newest first."""
    data = tomli.loads(files("crawler.demo").joinpath("newsroom.toml").read_text("utf-8"))
    paragraphs = {entry["slug"]: entry.get("paragraphs", []) for entry in data["report"]}
    reports = [_report(entry, paragraphs) for entry in data["report"]]
    return tuple(
        Outlet(**entry, reports=_newest_first(r for r in reports if r.outlet == entry["id"]))
        for entry in data["outlet"]
    )


def _report(entry: dict[str, object], paragraphs: dict[str, list[str]]) -> Report:
    fields = {name: value for name, value in entry.items() if name not in ("copy_of", "paragraphs")}
    return Report(paragraphs=tuple(paragraphs[str(entry.get("copy_of", entry["slug"]))]), **fields)  # type: ignore[arg-type]


def _newest_first(reports: Iterable[Report]) -> tuple[Report, ...]:
    return tuple(sorted(reports, key=lambda report: report.published, reverse=True))
