from trafilatura import external

from crawler.extract.body.extractors import by_trafilatura
from crawler.html.document import parse

_URL = "https://outlet.example/"
_SENTENCE = (
    "The committee adopted the guidelines on debris, and the delegations said that they are a step for all of us. "
)


def test_the_last_resort_knows_the_stop_words_of_all_languages() -> None:
    menu = "<div>Home</div><div>About</div>"
    document = parse(f"<html><body>{menu}<div>{_SENTENCE * 3}</div></body></html>".encode(), _URL)

    paragraphs = [line.text for line in external.try_justext(document.tree, None, None)]

    assert paragraphs == [(_SENTENCE * 3).strip()]


def test_its_stop_words_are_kept_once() -> None:
    by_trafilatura(parse(b"<html><body><p>Imprint</p></body></html>", _URL), thorough=True)

    assert not isinstance(external.JT_STOPLIST, tuple)  # as trafilatura keeps them next to the set of jusText
