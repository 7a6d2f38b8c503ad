"""Precision and recall of enrichment on labelled headlines, and its speed.

    python -m benchmarks.enrichment.measure [--focus space] [--batch 8] [--headline]
        [--errors | --added 2026-11-30 | --agreement]

README.md describes how the texts were labelled. The half of a text is decided by the first bit of the SHA-256 of its
headline: terms may be tuned on "tuning"; "confirming" is only looked at to report. "fresh", "later" and "checks" were
written after. Headlines about real events (events.jsonl) are halved alike: "events" and "events, unseen". Those of
named outlets (press.jsonl) are halved by outlet, so that no wording of an outlet is in both halves; those of readers
who know nothing of the data (independent.jsonl) by the headline.
"""

import argparse
import hashlib
import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.records import Article, Enrichment
from crawler.enrich.data import load_data
from crawler.enrich.enrich import actors, enrich, topics
from crawler.enrich.gazetteer import INSTRUMENT_TYPES

LABELLED = Path(__file__).with_name("labelled.jsonl")
EVENTS = Path(__file__).with_name("events.jsonl")
PRESS = Path(__file__).with_name("press.jsonl")
INDEPENDENT = Path(__file__).with_name("independent.jsonl")
PARTS = ("tuning", "confirming", "fresh", "later", "checks", "events", "events, unseen", "press", "press, unseen",
         "independent", "independent, unseen")  # fmt: skip
SEEN = ("tuning", "events", "press", "independent")  # whose mistakes may be listed
# Types of actors for which the writers of "independent" were not asked, and what the others could not name: the data
# did not know it yet.
UNASKED = frozenset({"programme", "site"})
UNKNOWN = frozenset({"parliament", "government", "court"})
# Actors and instruments that the data did not know when "events" and "press" were labelled, besides those of offices.
LATER = frozenset(Path(__file__).with_name("later_names.txt").read_text("utf-8").split())
OFFICES = re.compile(
    r"[a-z]{2}-(?:[a-z]+-ministry|[a-z]+-authority|telecom-regulator|court-of-auditors|prosecutors|a[a-z]+-forces?)"
)
KINDS = ("topics", "countries", "actors", "instruments")


@dataclass(frozen=True)
class Row:
    """One labelled text and what enrichment makes of it."""

    label: dict[str, Any]
    part: str
    found: Enrichment


@cache
def instruments() -> frozenset[str]:
    """Return the actors that are instruments as well. Read when first asked for: the data take two seconds to load."""
    return frozenset(actor.id for actor in actors() if actor.type in INSTRUMENT_TYPES)


def article(label: dict[str, Any]) -> Article:
    """Return the labelled text as an article."""
    return Article(url="", title=label["title"], text=label["lead"], language=label["language"])


def part_of(label: dict[str, Any], file: Path = LABELLED) -> str:
    """Return which part a text belongs to."""
    if "part" in label:
        return str(label["part"])
    is_unseen = hashlib.sha256(label.get("outlet", label["title"]).encode()).digest()[0] & 1
    if file != LABELLED:
        return f"{file.stem}, unseen" if is_unseen else file.stem
    return "confirming" if is_unseen else "tuning"


def labels_of(batch: int | None = None, *, headline: bool = False) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the labels with their parts, of one batch or all; `headline`: without the leads."""
    for file in (LABELLED, EVENTS, PRESS, INDEPENDENT):
        for line in file.read_text("utf-8").splitlines():
            label = json.loads(line)
            if batch in (None, label.get("batch")):
                yield label | {"lead": "" if headline else label["lead"]}, part_of(label, file)


def rows(labels: Iterable[tuple[dict[str, Any], str]], focus: str = "general") -> list[Row]:
    """Return the labelled texts, enriched."""
    return [Row(label, part, enrich(article(label), focus=focus)) for label, part in labels]


def ratio(part: float, whole: float) -> float:
    """Return a share; the share of an empty whole is 1."""
    return part / whole if whole else 1.0


def relevance(of: Sequence[Row]) -> tuple[float, float]:
    """Return precision and recall of the verdict."""
    right = sum(row.found.relevant and row.label["relevant"] for row in of)
    return ratio(right, sum(row.found.relevant for row in of)), ratio(right, sum(row.label["relevant"] for row in of))


def mentions(of: Iterable[Row], kind: str) -> tuple[float, float]:
    """Return precision and recall of topics, countries, actors or instruments over the relevant texts.

    Labels name what the text is mainly about, so that precision counts true but minor finds as wrong, unless a second
    reader named them. Treaties and laws count as instruments, not as actors too.
    """
    right = named = hit = labelled = 0
    for row in of:
        if row.label["relevant"] and kind in row.label:
            wanted, second = _labelled(row, kind)
            found = _found(row, kind)
            right += len(found & (wanted | second))
            named += len(found)
            hit += len(found & wanted & second)
            labelled += len(wanted & second)
    return ratio(right, named), ratio(hit, labelled)


def _labelled(row: Row, kind: str) -> tuple[set[str], set[str]]:
    """Return what the first reader named, and the second; "second" is all that counts as right where one wrote both."""
    wanted = set(row.label[kind]) - (instruments() if kind == "actors" else set())
    return wanted, set(row.label.get(f"second_{kind}", wanted))


def _found(row: Row, kind: str) -> set[str]:
    """Return what was found and counts: treaties are no actors, nor is what a reader could not name."""
    found = {mention.id: mention.kind for mention in getattr(row.found, kind)}
    is_independent = row.part.startswith("independent")
    if kind == "instruments" and not is_independent:
        return found.keys() - LATER.difference(*_labelled(row, kind))
    if kind != "actors":
        return set(found)
    unasked = {
        actor
        for actor, type_ in found.items()
        if type_ in (UNASKED if is_independent else UNKNOWN)
        or (not is_independent and (actor in LATER or OFFICES.fullmatch(actor)))
    }
    return found.keys() - instruments() - unasked.difference(*_labelled(row, kind))


def read_topics(of: Iterable[Row]) -> tuple[float, float]:
    """Return precision and recall of topics as readers judge them.

    A topic that any reader named, as main or as also true, is right; missed is a main one on which all agree.
    """
    right = named = hit = labelled = 0
    for row in of:
        label = row.label
        if label["relevant"]:
            found = {mention.id for mention in row.found.topics}
            main, second = set(label["topics"]), set(label.get("second", label["topics"]))
            right += len(found & (main | second | set(label.get("also", ())) | set(label.get("second_also", ()))))
            named += len(found)
            hit += len(found & main & second)
            labelled += len(main & second)
    return ratio(right, named), ratio(hit, labelled)


def show(title: str, of: Sequence[Row]) -> None:
    """Print one line of figures."""
    figures = [f"{value:5.2f}" for value in (*relevance(of), *read_topics(of))]
    for kind in KINDS:
        figures += [f"{value:5.2f}" for value in mentions(of, kind)]
    print(f"{title:<14}{len(of):>4}  " + "  ".join(figures))


def agreement(labels: Sequence[dict[str, Any]]) -> tuple[int, float, float]:
    """Return how many texts two readers labelled, and Cohen's kappa and F1 of their main topics.

    Each topic of each text is one decision. Artstein, Poesio, Inter-Coder Agreement for Computational Linguistics,
    Computational Linguistics 34(4), 2008.
    """
    read = [label for label in labels if "second" in label]
    pairs = [(topic.id in label["topics"], topic.id in label["second"]) for label in read for topic in topics()]
    by_first, by_second = (ratio(sum(pair[reader] for pair in pairs), len(pairs)) for reader in (0, 1))
    observed = ratio(sum(first == second for first, second in pairs), len(pairs))
    by_chance = by_first * by_second + (1 - by_first) * (1 - by_second)
    both = ratio(sum(first and second for first, second in pairs), len(pairs))
    return len(read), ratio(observed - by_chance, 1 - by_chance), ratio(2 * both, by_first + by_second)


def speed(of: Sequence[Row], words: int = 800) -> None:
    """Print the time of one article of so many words, by script."""
    for language in ("en", "de", "ru", "zh", "ar", "hi"):
        texts = [row.label["lead"] for row in of if row.label["language"] == language]
        text = "\n\n".join(texts * 20)
        text = text[: words * 2] if language == "zh" else " ".join(text.split(" ")[:words])
        sample = Article(url="", title=texts[0], text=text, language=language)
        times = []
        for _ in range(40):
            start = time.perf_counter()
            enrich(sample, focus="general")
            times.append(time.perf_counter() - start)
        print(f"  {language}: {min(times) * 1e6:6.0f} µs ({len(text)} characters)")


def main() -> None:
    """Print all figures; with --errors what was judged wrongly in the halves that may be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the mistakes in the halves that may be read")
    parser.add_argument("--added", metavar="DATE", help="figures of the texts that were added on that day")
    parser.add_argument("--batch", metavar="NUMBER", type=int, help="only this batch of independent.jsonl")
    parser.add_argument("--headline", action="store_true", help="the headlines alone, without their leads")
    parser.add_argument("--agreement", action="store_true", help="how far two readers agree on topics")
    parser.add_argument("--focus", default="general", choices=("general", "space"))
    arguments = parser.parse_args()
    load_data.cache_clear()  # this module has loaded them
    start = time.perf_counter()
    load_data(None)
    print(f"data loaded in {time.perf_counter() - start:.3f} s")
    all_rows = rows(labels_of(arguments.batch, headline=arguments.headline), arguments.focus)
    if arguments.errors:
        for row in all_rows:
            if row.part in SEEN:
                report(row)
    elif arguments.agreement:
        show_agreement(all_rows)
    elif arguments.added:
        added = [row for row in all_rows if row.label.get("added") == arguments.added]
        show_parts(added)
        show("all of them", added)
    elif arguments.batch:
        show_parts(all_rows)
        show("all of them", all_rows)
    elif arguments.headline:
        show_parts(all_rows)
    else:
        show_parts(all_rows)
        print("time of one article of 800 words (best of 40):")
        speed(all_rows)


def show_parts(of: Sequence[Row]) -> None:
    """Print the figures of each part and its languages."""
    print(" " * 21 + "relevance     topics, read  topics, main  countries     actors        instruments")
    print(" " * 17 + "n   " + "   ".join(["prec   rec "] * 6))
    for part in PARTS:
        if chosen := [row for row in of if row.part == part]:
            show(part, chosen)
            for language in sorted({row.label["language"] for row in chosen}):
                show(f"  {language}", [row for row in chosen if row.label["language"] == language])


def show_agreement(of: Sequence[Row]) -> None:
    """Print how far two readers agree on each part that has two."""
    for part in PARTS:
        count, kappa, f1 = agreement([row.label for row in of if row.part == part])
        if count:
            print(f"{part:<14}{count:>4} texts, kappa {kappa:.2f}, F1 {f1:.2f}")


def report(row: Row) -> None:
    """Print what is wrong with one text."""
    label, found = row.label, row.found
    wrong = [] if found.relevant == label["relevant"] else [f"relevant={found.relevant} ({found.relevance})"]
    if label["relevant"]:
        for kind in set(KINDS) & set(label):
            ids, (wanted, second) = _found(row, kind), _labelled(row, kind)
            missing, extra = wanted & second - ids, ids - wanted - second
            if missing or (extra and kind != "topics"):
                wrong.append(f"{kind} -{sorted(missing)} +{sorted(extra)}")
    if wrong:
        print(f"{label['language']} {label['title']}\n    {label['lead']}\n    " + "; ".join(wrong))


if __name__ == "__main__":
    main()
