"""Canned queries ("questions") from questions.toml: SQL with titles, descriptions and default values."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; `default` is used if the user enters nothing."""

    name: str
    label: str
    default: str = ""
    hint: str = ""


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
        tables = tomllib.load(file)["question"]
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
    parameters = tuple(Parameter(**parameter) for parameter in table.pop("parameter", []))
    chart = tuple(table.pop("chart", ()))
    link = table.pop("link", {})
    texts = {key: value.strip() for key, value in table.items()}
    return Question(parameters=parameters, chart=chart, link=link, **texts)
