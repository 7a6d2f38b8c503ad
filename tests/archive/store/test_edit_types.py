import pytest

from archive.store.edit_types import classify

TEXT = "The minister said that 12 satellites may be launched in March. Officials from Paris agreed."


@pytest.mark.parametrize(
    ("title", "text", "change"),
    [
        ("T", TEXT, None),
        ("T", TEXT.replace(". ", ".\n\n"), None),
        ("Other", TEXT, "headline"),
        ("T", TEXT.replace("launched", "lauched"), "minor"),
        ("T", TEXT.replace("that 12", "that, 12"), "minor"),
        ("T", TEXT.replace("12", "21"), "substantive"),
        ("T", TEXT.replace("may be", "will be"), "substantive"),
        ("T", TEXT.replace("Paris", "Berlin"), "substantive"),
        ("T", TEXT + " They will meet again.", "substantive"),
        ("T", TEXT + " Correction: an earlier version named the wrong month.", "correction"),
        ("T", TEXT + " 訂正があります。", "correction"),
    ],
)
def test_an_edit_is_classed_by_what_it_touches(title: str, text: str, change: str | None) -> None:
    assert classify("T", TEXT, title, text) == change
