"""Citations are read back with third-party parsers, and must equal the row."""

import io
import json
from collections.abc import Callable
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from archive.export.bibtex import write_bibtex
from archive.export.citation import STYLES, cite
from archive.export.csl_json import write_csl_json
from archive.export.reference import reference
from archive.export.ris import write_ris

MakeRow = Callable[..., dict[str, Any]]

# The fields and types of csl-data.json that exports use; an unknown field is an error there as here.
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
TEXT = {"type": "string", "minLength": 1}
NAME = {
    "type": "object",
    "properties": dict.fromkeys(
        ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal"), TEXT
    ),
    "additionalProperties": False,
}
TEXTS = (
    *("title", "container-title", "publisher", "URL", "archive", "archive_location", "language"),
    *("section", "keyword", "abstract"),
)
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": TEXT,
            "type": {"enum": ["article-newspaper", "report", "webpage"]},
            "author": {"type": "array", "items": NAME},
            "issued": DATE,
            "accessed": DATE,
            **dict.fromkeys(TEXTS, TEXT),
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
HOSTILE = "50% of $2 & {braces} #1 ~a^b_c \\alpha\nsecond line"


def read_bibtex(text: str) -> list[Any]:
    library = bibtexparser.entrypoint.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    return library.entries


def test_bibtex_round_trips(row: MakeRow) -> None:
    (entry,) = read_bibtex(cite(row(), "bibtex"))
    fields = entry.fields_dict
    assert entry.entry_type == "article"
    assert fields["author"].value == "van der Meer, Jan"
    assert fields["title"].value.strip("{}") == row()["title"]
    assert (fields["journal"].value, fields["year"].value) == ("SpaceNews", "2024")
    assert fields["url"].value == row()["url"]
    assert fields["urldate"].value == "2024-04-07"
    assert "web.archive.org/web/20240306010203/https://spacenews.example" in fields["note"].value


def test_bibtex_survives_the_special_characters_of_tex(row: MakeRow) -> None:
    (entry,) = read_bibtex(cite(row(title=HOSTILE, authors=["A {B} & Co"]), "bibtex"))
    assert "50% of $2 & {braces} #1" in entry.fields_dict["title"].value
    assert "second line" in entry.fields_dict["title"].value


def test_ris_round_trips(row: MakeRow) -> None:
    (entry,) = rispy.loads(cite(row(title=HOSTILE), "ris"))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == ["van der Meer, Jan"]
    assert entry["title"] == " ".join(HOSTILE.split())
    assert entry["urls"] == [row()["url"]]
    assert entry["date"] == "2024/03/05/"
    assert entry["access_date"] == "2024/04/07/"
    assert entry["keywords"] == ["Artemis", "diplomacy"]


@pytest.mark.parametrize(
    ("kind", "document_type", "expected"),
    [
        ("general-press", "", "article-newspaper"),
        ("trade-press", "report-or-analysis", "article-newspaper"),
        ("think-tank", "", "report"),
        ("government", "report-or-analysis", "report"),
        ("agency", "", "webpage"),
    ],
)
def test_the_item_type_follows_the_kind_of_source(row: MakeRow, kind: str, document_type: str, expected: str) -> None:
    (item,) = json.loads(cite(row(source_kind=kind, document_type=document_type), "csl-json"))
    assert item["type"] == expected


def test_csl_json_is_valid_and_leaves_out_unknown_fields(row: MakeRow) -> None:
    bare = row(authors=[], published_at=None, tags=[], summary="", section="", language="")
    items = json.loads(cite(row(), "csl-json")) + json.loads(cite(bare, "csl-json"))
    jsonschema.validate(items, CSL_DATA)
    assert items[0]["author"] == [{"family": "Meer", "given": "Jan", "non-dropping-particle": "van der"}]
    assert "issued" not in items[1]
    assert "author" not in items[1]


def test_a_citation_processor_renders_the_csl_json(row: MakeRow) -> None:
    items = json.loads(cite(row(), "csl-json"))
    for item in items:
        item.pop("language")  # citeproc-py would look for the locale of that name
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    bibliography.register(Citation([CitationItem(items[0]["id"])]))
    (rendered,) = map(str, bibliography.bibliography())
    assert rendered.startswith("van der Meer, J. (2024) “Three more states sign the Artemis Accords”, SpaceNews")
    assert "Accessed: April 7, 2024" in rendered


def test_the_day_is_in_the_outlets_time_zone(row: MakeRow) -> None:
    assert reference(row(published_zone="+05:30")).issued == (2024, 3, 6)
    assert reference(row(published_zone="-03:00")).issued == (2024, 3, 5)
    assert reference(row(published_zone="+05:30", published_precision="day")).issued == (2024, 3, 5)


@pytest.mark.parametrize(
    ("precision", "known", "bibtex", "ris"),
    [
        ("month", [2024, 3], "year = {2024},\n  month = mar,\n  url", "2024/03//"),
        ("year", [2024], "year = {2024},\n  url", "2024///"),
    ],
)
def test_no_more_of_a_date_is_cited_than_is_known(
    row: MakeRow, precision: str, known: list[int], bibtex: str, ris: str
) -> None:
    report = row(published_at="2024-03-01T00:00:00Z", published_precision=precision)
    (item,) = json.loads(cite(report, "csl-json"))
    assert item["issued"] == {"date-parts": [known]}
    assert bibtex in cite(report, "bibtex")
    assert f"DA  - {ris}\n" in cite(report, "ris")
    assert f"SpaceNews, {'-'.join(f'{part:02}' for part in known)}. https://" in cite(report, "plain")


def test_the_key_does_not_depend_on_the_archive(row: MakeRow) -> None:
    assert reference(row(id=1)).key == reference(row(id=99, published_at=None)).key
    assert reference(row(url="https://spacenews.example/other")).key != reference(row()).key


def test_plain_text_reads_like_a_citation(row: MakeRow) -> None:
    text = cite(row(authors=["Jan van der Meer", "Sally Ride"], title="Who owns the Moon?"), "plain")
    assert text.startswith("van der Meer, Jan, Sally Ride. “Who owns the Moon?” SpaceNews, 2024-03-05. https://")
    assert "accessed 2024-04-07" in text


@pytest.mark.parametrize("style", STYLES)
def test_every_style_accepts_an_article_with_few_fields(row: MakeRow, style: Any) -> None:
    bare = row(authors=[], published_at=None, published_zone=None, published_precision=None, tags=[])
    assert row()["url"] in cite(bare, style)


def test_files_have_one_record_per_row(row: MakeRow) -> None:
    rows = [row(url=f"https://spacenews.example/{n}") for n in range(3)]
    bibtex, ris, csl = io.StringIO(), io.StringIO(), io.StringIO()
    assert [write_bibtex(rows, bibtex), write_ris(rows, ris), write_csl_json(rows, csl)] == [3, 3, 3]
    assert len({entry.key for entry in read_bibtex(bibtex.getvalue())}) == 3
    assert len(rispy.loads(ris.getvalue())) == 3
    assert len(json.loads(csl.getvalue())) == 3


def test_an_empty_file_is_still_a_file_of_its_format() -> None:
    csl = io.StringIO()
    assert write_csl_json([], csl) == 0
    assert json.loads(csl.getvalue()) == []
