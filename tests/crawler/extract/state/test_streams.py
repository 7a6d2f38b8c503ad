"""Values that a front end writes in pieces are put together as it puts them together."""

import json

import pytest

from crawler.extract.state.rich_text import rich_text
from crawler.extract.state.streams import flight_rows, put_together


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$$5 million", "$5 million"),
        ("$D2031-03-17T09:30:00.000Z", "2031-03-17T09:30:00.000Z"),
        ("$1", {"list": ["a", ["$", "p", None, {"children": "b"}]]}),
        ("$1:list:0", "a"),
        ("$1:list:1:props:children", "b"),
        ("$1:list:7", None),
        ("$1:none:0", None),
        ("$5", "$12 million"),
        ("$undefined", None),
        ("$Sreact.suspense", None),
        ("$", "$"),
        ("a $1", "a $1"),
    ],
)
def test_a_string_of_a_row_stands_for(written: str, value: object) -> None:
    text = "$12 million"
    rows = f'1:{{"list":["a",["$","p",null,{{"children":"b"}}]]}}\n5:T{len(text):x},{text}9:{json.dumps([written])}\n'
    assert flight_rows(rows)[-1] == [value]


def test_of_a_component_that_is_not_known_its_children_are_read() -> None:
    paragraphs = [["$", "p", None, {"children": text}] for text in ("One", ["In ", 2031, " two"], "$$3")]
    row = json.dumps(["$", "$L2", None, {"children": paragraphs}])
    (value,) = flight_rows(f"2:I[1,[]]\n4:{row}\n")
    assert rich_text(value) == "<p>One</p><p>In 2031 two</p><p>$3</p>"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ([{"_1": 2}, "name", "Ada"], {"name": "Ada"}),
        ([{"_1": 2}, {"_1": 1}, [2, 2]], {}),  # a name that is no text, but what has it as its name
        ([{"_9": 1, "_1": 2}, "name", "Ada"], {"name": "Ada"}),
        ([[["Reactive"], 1], {"name": 2}, "Ada"], [[["Reactive"], 1], {"name": 2}, "Ada"]),
        ([["Reactive", 1], {"name": 2}, "Ada"], {"name": "Ada"}),
    ],
)
def test_a_list_of_places_stands_for(written: list[object], value: object) -> None:
    assert put_together(written) == value
