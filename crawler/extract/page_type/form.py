"""Say which form an article has where it is none of continuous prose: live blog, interview, transcript, photo gallery.

The site's own word (JSON-LD) decides first; then the structure of the text: speakers before a colon, questions between
paragraphs, captions and little else. A word of the headline ("In pictures", "Interview:") is too little alone, as an
article about an interview has it as well; it lowers what the structure has to show.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from archive.blocks import TextBlock
from archive.records import Form
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page_type.live_blog import entry_times
from crawler.html.word_lists import read_word_lists

_DECLARED: dict[str, Form] = {"LiveBlogPosting": "live-blog", "Interview": "interview"}
_SPEAKER = re.compile(r"(?:\[?[\d:.]{4,12}\]? )?([^\W\d_][^:：?!]{0,39})[:：](?=\s|$)")
_QUESTION = re.compile(r"[?？؟][”\"»’']?$")
_LEAST = 6  # paragraphs of speakers from which a text is spoken
_SHARE = 0.5  # of the paragraphs, those that begin with a speaker
_QUESTIONS = 3  # of an interview without names
_PICTURES = 5  # captions of a gallery
_ENTRIES = 4  # clock times of a live blog that no JSON-LD declares


def form_of(structured: Structured, title: str, blocks: Sequence[TextBlock]) -> Form:
    """Return the form of an article; "" for prose, and in doubt."""
    for name in json_ld.types(structured.article) & _DECLARED.keys():
        return _DECLARED[name]
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
    labels = Counter(found[1].strip().casefold() for line in lines if (found := _SPEAKER.match(line)))
    speakers = {label: number for label, number in labels.items() if number > 1}
    number = sum(speakers.values())
    if len(speakers) < 2 or number < _LEAST / (2 if hinted else 1) or number < _SHARE * len(lines):
        return ""
    asked = [line for line in lines if _QUESTION.search(line)]
    asking = Counter(found[1].strip().casefold() for line in asked if (found := _SPEAKER.match(line)))
    is_table = len(speakers) > 2 and len(set(speakers.values())) == 1  # "Myth: … Fact: … Tip: …", again and again
    if not hinted and (is_table or not asking):
        return ""
    # In an interview one asks and the others answer; at a briefing many ask.
    is_interview = any(asking[label] > turns / 2 and turns >= number / 3 for label, turns in speakers.items())
    return "interview" if hinted == "interview" or (is_interview and hinted != "transcript") else "transcript"


def _asked(prose: Sequence[str], hinted: str) -> Form:
    """Return whether paragraphs that are questions lead through a text that calls itself an interview."""
    if hinted != "interview":
        return ""
    questions = [bool(_QUESTION.search(text)) for text in prose]
    answered = sum(is_one and not is_next for is_one, is_next in pairwise(questions))
    return "interview" if answered >= _QUESTIONS else ""


def _hinted(title: str) -> str:
    return next((form for form, pattern in _HINTS.items() if pattern.search(title)), "")


def _compiled(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words; those of scripts without spaces may have others next to them."""
    parts = [re.escape(word) if word[0] >= "\u0e00" else rf"\b{re.escape(word)}\b" for word in words]
    return re.compile("|".join(parts), re.IGNORECASE)


_HINTS = {
    form: _compiled([word for several in by_language.values() for word in several])
    for form, by_language in read_word_lists(__package__, "forms.toml").items()
}
_LIVE = _HINTS.pop("live-blog")
