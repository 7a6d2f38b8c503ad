"""A page without its text keeps what its scripts and its head state."""

from benchmarks.extraction.pages import LabelledPage
from benchmarks.extraction.scripts import without_text


def test_of_a_page_without_its_text_the_scripts_are_left() -> None:
    html = (
        '<html><head><title>Talks</title><script type="application/ld+json">{}</script></head>'
        "<body><h1>Talks</h1><p>Text</p><script>var state = 1</script></body></html>"
    )
    page = LabelledPage("1", "https://courier.example/1", html.encode(), {})
    assert without_text(page) == (
        "<html><head><title>Talks</title></head><body><div id=root></div><script>var state = 1</script></body></html>"
    )
