"""Canned queries ("questions") from questions.toml: SQL with titles, descriptions and default values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import tomli

from archive.clock import is_day

_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "day": (is_day, "2026-03-04"),
    "month": (lambda value: is_day(f"{value}-01"), "2026-03"),
    "number": (lambda value: value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdecimal(), "2"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; `default` is used if the user enters nothing."""

    name: str
    label: str
    default: str = ""
    hint: str = ""
    form: str = ""
    choices: tuple[str, ...] = ()

    def problem(self, value: str) -> str:
        """Return why a value is none of this parameter, or nothing.

        SQL compares texts: months from `2025-1` would be those from October, and `abc` as a number is 0.
        """
        if value and self.form and not _FORMS[self.form][0](value):
            return f"“{value[:20]}” is no {self.form}; write it as {_FORMS[self.form][1]}"
        if value and self.choices and value not in self.choices:
            return f"{self.label} can be {', '.join(self.choices[:-1])} or {self.choices[-1]}, not “{value[:20]}”"
        return ""


@dataclass(frozen=True, slots=True)
class Question:
    """One canned query. `name` is its URL; `chart` names the columns of months, numbers and, optionally, series.

    `link` is the target of a bar of the chart: `to`, and for each argument a value, which may be `since` and `until`
    (the month's first and last day), `series`, or a parameter with its colon.
    """

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    chart: tuple[str, ...] = ()
    link: dict[str, str] = field(default_factory=dict)

    def parameter(self, name: str) -> Parameter | None:
        return next((one for one in self.parameters if one.name == name), None)


@cache
def questions() -> dict[str, Question]:
    """Return all questions in the order of the file."""
    with (Path(__file__).parent / "questions.toml").open("rb") as file:
        tables = tomli.load(file)["question"]
    return {table["name"]: _question(table) for table in tables}


def canned() -> dict[str, dict[str, Any]]:
    """Return the queries in Datasette's format, as new dictionaries each time, since it modifies them."""
    return {
        one.name: {
            "sql": one.sql,
            "title": one.title,
            "description_html": f"<p>{escape(one.description)}</p>",
            "params": [parameter.name for parameter in one.parameters],
            "hide_sql": True,
        }
        for one in questions().values()
    }


def _question(table: dict[str, Any]) -> Question:
    parameters = tuple(
        Parameter(**parameter | {"choices": tuple(parameter.get("choices", ()))})
        for parameter in table.pop("parameter", [])
    )
    chart = tuple(table.pop("chart", ()))
    link = table.pop("link", {})
    texts = {key: value.strip() for key, value in table.items()}
    return Question(parameters=parameters, chart=chart, link=link, **texts)
