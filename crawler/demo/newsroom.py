"""Outlets and reports of the demo, read from newsroom.toml."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Report:
    """One invented article. `published` is ISO 8601 with the outlet's offset."""

    outlet: str
    slug: str
    title: str
    author: str
    published: str
    section: str
    paragraphs: tuple[str, ...]
    language: str = "en"

    @property
    def path(self) -> str:
        return f"/{self.published[:4]}/{self.published[5:7]}/{self.slug}/"


@dataclass(frozen=True)
class Outlet:
    """One invented site. `theme` selects its page template, `endpoint` how it lists its articles."""

    id: str
    name: str
    country: str
    kind: str
    focus: str
    timezone: str
    theme: str
    endpoint: str
    reports: tuple[Report, ...] = ()

    @cached_property
    def by_path(self) -> dict[str, Report]:
        return {report.path: report for report in self.reports}


def load_newsroom() -> tuple[Outlet, ...]:
    """Return all outlets with their reports, newest first."""
    data = tomllib.loads(files("crawler.demo").joinpath("newsroom.toml").read_text("utf-8"))
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
