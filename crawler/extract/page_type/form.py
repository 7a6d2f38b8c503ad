"""Say which form an article has where it is none of continuous prose: live blog, interview, transcript, photo gallery.

The site's own word (JSON-LD) decides first; then the structure of the text: speakers before a colon, questions between
paragraphs, captions and little else. A word of the headline ("In pictures", "Interview:") is too little alone, as an
article about an interview has it as well; it lowers what the structure has to show.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archive.blocks import TextBlock
from archive.records import Form
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page_type.live_blog import entry_times
from crawler.html.text import key
from crawler.html.word_lists import read_word_lists

_DECLARED: dict[str, Form] = {"LiveBlogPosting": "live-blog", "Interview": "interview"}
_SPEAKER = re.compile(r"(?:\[?[\d:.]{4,12}\]? )?([^\W\d_][^:：?!]{0,39})[:：](?=\s|$)")
_QUESTION = re.compile(r"[?？؟][”\"»’']?$")
_SENTENCE = re.compile(r"[.!?…。！？؟।][\W\d]{0,3}$")
_QUOTES = "\"'“”„«»‘’「」『』"
_MANY = 10  # of turns of several paragraphs
_LEAST = 6  # paragraphs of speakers from which a text is spoken
_SHARE = 0.5  # of the paragraphs, those that begin with a speaker
_QUESTIONS = 3  # of an interview without names, whose headline calls it one
_UNNAMED = 5  # of one whose headline does not
_ADDRESSES, _ANSWERS = 0.25, 0.4  # shares of the questions to a person, and of the answers in the first person
_TURN = 6  # paragraphs of a speaker, on average at most
_PICTURES = 5  # captions of a gallery
_ENTRIES = 4  # clock times of a live blog that no JSON-LD declares


def form_of(structured: Structured, title: str, blocks: Sequence[TextBlock]) -> Form:
    """Return the form of an article; "" for prose, and in doubt."""
    for name in json_ld.types(structured.article) & _DECLARED.keys():
        return _DECLARED[name]
    if any("LiveBlogPosting" in json_ld.types(node) and _is_of(node, title) for node in structured.nodes):
        return "live-blog"
    if _LIVE.search(title) and len(entry_times(structured)) >= _ENTRIES:
        return "live-blog"
    prose = [block.text for block in blocks if block.kind in ("paragraph", "heading", "quotation", "list-item")]
    captions = sum(block.kind == "caption" for block in blocks)
    hinted = _hinted(title)
    if captions >= _PICTURES and captions > (len(prose) if hinted != "photo-gallery" else len(prose) / 2):
        return "photo-gallery"
    return _spoken(prose, hinted) or _asked(prose, hinted)


def _spoken(prose: Sequence[str], hinted: str) -> Form:
    """Return what a text is in which names before a colon say who speaks."""
    lines = [line for text in prose for line in text.split("\n")]
    labelled = [found[1].strip().casefold() if (found := _SPEAKER.match(line)) else "" for line in lines]
    labels = Counter(filter(None, labelled))
    speakers = {label: number for label, number in labels.items() if number > 1}
    number = sum(speakers.values())
    if len(speakers) < 2 or number < _LEAST / (2 if hinted else 1):
        return ""
    turns_at = [at for at, label in enumerate(labelled) if label in speakers]
    spoken = turns_at[-1] - turns_at[0] + 1  # paragraphs between the first speaker and the last
    is_long = number >= _MANY and _SHARE * len(lines) <= spoken <= _TURN * number  # turns of several paragraphs
    if number < _SHARE * len(lines) and not is_long:
        return ""
    if sum(bool(_SENTENCE.search(lines[at])) for at in turns_at) < _SHARE * number:
        return ""  # sizes and prices
    asking = Counter(label for label, line in zip(labelled, lines, strict=True) if label and _QUESTION.search(line))
    is_table = len(speakers) > 2 and len(set(speakers.values())) == 1  # "Myth: … Fact: … Tip: …", again and again
    if not hinted and (is_table or not asking):
        return ""
    # In an interview one asks and the others answer; at a briefing many ask.
    is_interview = any(asking[label] > turns / 2 and turns >= number / 3 for label, turns in speakers.items())
    return "interview" if hinted == "interview" or (is_interview and hinted != "transcript") else "transcript"


def _asked(prose: Sequence[str], hinted: str) -> Form:
    """Return whether paragraphs that are questions lead through a text.

    One that does not call itself an interview has questions to a person, who answers in the first person: in lists of
    questions that are often asked, the reader asks.
    """
    asked = [at for at, text in enumerate(prose) if _is_question(text)]
    answered = [at for at, following in pairwise([*asked, len(prose)]) if following > at + 1]
    if hinted == "interview":
        return "interview" if len(answered) >= _QUESTIONS else ""
    if len(answered) < _UNNAMED or not _SHARE * len(prose) <= asked[-1] - asked[0] + 1 <= _TURN * len(answered):
        return ""
    ends = dict(pairwise([*asked, len(prose)]))
    addressed = sum(bool(_ADDRESSED.search(prose[at])) for at in answered)
    of_oneself = sum(any(map(_ONESELF.search, prose[at + 1 : ends[at]])) for at in answered)
    return "interview" if min(addressed / _ADDRESSES, of_oneself / _ANSWERS) >= len(answered) else ""


def _is_question(text: str) -> bool:
    """Return whether a paragraph ends with a question that is not quoted, as in the dialogue of a story."""
    return _QUESTION.search(text) is not None and text[0] not in _QUOTES and text[-1] not in _QUOTES


def _is_of(node: json_ld.Node, title: str) -> bool:
    """Return whether a node lists updates and is of this page, by its headline."""
    updates, stated = node.get("liveBlogUpdate"), key(json_ld.first(node.get("headline")))
    return (
        isinstance(updates, list) and len(updates) > 1 and (not stated or stated in key(title) or key(title) in stated)
    )


def _hinted(title: str) -> str:
    return next((form for form, pattern in _HINTS.items() if pattern.search(title)), "")


def _compiled(words: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern for any of the words; those of scripts without spaces may have others next to them."""
    parts = [re.escape(word) if word[0] >= "\u0e00" else rf"\b{re.escape(word)}\b" for word in words]
    return re.compile("|".join(parts), flags)


def _of_persons(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for words of which a small first letter may be a capital."""
    return _compiled((form for word in words for form in (word, word[0].upper() + word[1:])), flags=0)


_WORDS = {
    form: [word for several in by_language.values() for word in several]
    for form, by_language in read_word_lists(__package__, "forms.toml").items()
}
_ADDRESSED, _ONESELF = _of_persons(_WORDS.pop("addressed")), _of_persons(_WORDS.pop("oneself"))
_LIVE = _compiled(_WORDS.pop("live-blog"))
_HINTS = {form: _compiled(words) for form, words in _WORDS.items()}
