"""Instruments: those known by name, and those cited by number, each under one id however it is written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.records import Mention
from crawler.enrich.folding import Folded
from crawler.enrich.gazetteer import INSTRUMENT_TYPES, UNION, Citation
from crawler.enrich.matcher import Hit, Matcher
from crawler.enrich.overlaps import Cover
from crawler.enrich.steps import Cited, steps_of
from crawler.enrich.tables import InstrumentRow

_WINDOW = (60, 160)  # characters before and after an anchor within which a citation must lie
_DROPPED = re.compile(r"\.(?!\d)|[,’']+")  # A/AC.105 keeps its dot, H.Res. does not
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(r"-{2,}")


def instrument_mentions(
    named: Iterable[Hit],
    anchors: Sequence[Hit],
    text: Folded,
    steps: Matcher,
    languages: tuple[str, ...],
    numbers: Mapping[str, InstrumentRow],
) -> tuple[Mention, ...]:
    """Count instruments by name and find those by number, most cited first.

    `numbers`: instruments that citations by number stand for.
    """
    rows: dict[str, tuple[str, str]] = {}
    places: list[Cited] = []
    taken = Cover(len(text.plain))
    for start, stop, row in named:
        taken.add(start, stop)
        rows[row.id] = (row.kind, row.name)
        places.append(Cited(start, stop, row.id, row.kind))
    ends = {place.stop for place in places}
    for place, name in _citations(anchors, taken, text):
        if _opening(text.plain, place.start) in ends:
            continue  # "the Space Act (Law No. 51)": the number of what is named
        known = numbers.get(place.id)
        found = Cited(place.start, place.stop, known.id, known.kind) if known else place
        rows.setdefault(found.id, (found.kind, known.name if known else name))
        places.append(found)
    counts = Counter(place.id for place in places)
    taken_steps = steps_of(places, steps, text, languages) if places else {}
    return tuple(
        Mention(found, float(count), *rows[found], taken_steps.get(found, ())) for found, count in counts.most_common()
    )


def _opening(text: str, start: int) -> int:
    """Return where the text before a bracket ends that opens next to `start`, or -1."""
    before = text[max(0, start - 12) : start]
    bracket = max(before.rfind(sign) for sign in "(（")
    return start - len(before) + len(before[:bracket].rstrip()) if bracket >= 0 else -1


def treaties(actors: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the treaties, agreements and laws among the actors as instruments."""
    for start, stop, value in actors:
        actor = value.actor
        if actor.type in INSTRUMENT_TYPES:
            is_of_one = (
                actor.of_country and actor.of_country != UNION
            )  # that of the Union goes with names of its members
            of = (actor.of_country,) if is_of_one else ()
            yield Hit(start, stop, InstrumentRow(id=actor.id, kind=actor.type, name=actor.name, of=of))


def _citations(anchors: Sequence[Hit], taken: Cover, text: Folded) -> Iterator[tuple[Cited, str]]:
    """Find numbered instruments that do not overlap one already found.

    A pattern is tried in a short window around its anchor only, so that the time is linear in the text.
    """
    fits: dict[int, bool] = {}
    for hit in anchors:
        citation: Citation = hit.value
        begin, end = max(0, hit.start - _WINDOW[0]), hit.stop + _WINDOW[1]
        for match in citation.pattern.finditer(text.plain, begin, end):
            here = match.start() <= hit.stop and hit.start <= match.end()
            if here and id(citation) not in fits:  # last: it is looked for in the whole text
                fits[id(citation)] = not citation.context or citation.context.search(text.folded) is not None
            if here and fits[id(citation)] and not taken.touches(*match.span()):
                taken.add(*match.span())
                cited, name = _canonical(citation, match)
                yield Cited(*match.span(), cited, citation.row.kind), name


def _canonical(citation: Citation, match: re.Match[str]) -> tuple[str, str]:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    plain = {
        name: _BLANKS.sub("-" if name == "title" else "", _DROPPED.sub("", value).strip()).casefold()
        for name, value in groups.items()
    }
    cited = _DASHES.sub("-", citation.row.id.format_map(plain)).strip("-/")
    name = citation.row.name.format_map({name: value.strip() for name, value in groups.items()})
    return cited, " ".join(name.split())
