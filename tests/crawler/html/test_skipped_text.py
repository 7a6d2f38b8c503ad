"""A text in noscript or in a button without an end is read where the page has it nowhere else."""

from crawler.extract.body.body import extract_body
from crawler.html.document import parse

URL = "https://courier.example/2031/orbit-talks"
STORY = "".join(
    f"<p>Delegation {name} said on {name}day that the draft rule for debris goes further than it can sign, and "
    f"that the committee has to come back to the question of cost in its {name} session before it votes.</p>"
    for name in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")
)
MENU = "".join(f'<li><a href="/{n}">The section number {n} of the courier and all its news</a></li>' for n in range(80))


def text(body: str) -> str:
    html = f"<html><head><title>Orbit talks</title></head><body><ul>{MENU}</ul>{body}</body></html>"
    return extract_body(parse(html.encode(), URL)).text


def test_a_story_in_noscript_next_to_much_else_is_read() -> None:
    found = text(f"<div id=app></div><noscript><article>{STORY}</article></noscript>")
    assert found.startswith("Delegation alpha")
    assert found.endswith("hotel session before it votes.")


def test_all_that_follows_a_noscript_without_end_is_read() -> None:
    found = text(f'<noscript><img src="https://stats.example/p.gif"><main><article>{STORY}</article></main>')
    assert found.count("Delegation") == 8


def test_a_second_copy_in_noscript_is_not_read() -> None:
    assert text(f"<article>{STORY}</article><noscript>{STORY}</noscript>").count("Delegation alpha") == 1


def test_a_menu_and_a_notice_in_noscript_stay_unread() -> None:
    notice = (
        "This application needs scripts. Please switch them on in the settings of your browser and load it again. " * 3
    )
    for other in (f"<ul>{MENU.replace('section', 'chapter')}</ul>", f"<p>{notice}</p>"):
        document = parse(
            f"<html><body><article>{STORY}</article><noscript>{other}</noscript></body></html>".encode(), URL
        )
        assert document.tree.find(".//noscript") is not None


def test_all_that_follows_a_button_without_end_is_read() -> None:
    menu = '<header><button class="menu"><svg></svg><nav><a href="/">Home</a></nav>'
    found = text(f"{menu}<button>Search</button><main><h1>Orbit talks</h1>{STORY}</main></header>")
    assert found.startswith("Delegation alpha")
    assert found.endswith("hotel session before it votes.")


def test_labels_and_menus_in_buttons_stay_unread() -> None:
    share = "<button>Share this story with all who follow the talks</button>" * 40
    for button in (
        share,
        f"<button>{MENU}</button>",
        f"<button><style>{'.icon { color: red } ' * 80}</style></button>",
    ):
        document = parse(f"<html><body><article>{STORY}</article>{button}</body></html>".encode(), URL)
        assert document.tree.find(".//button") is not None
