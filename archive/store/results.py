"""What extraction made of captures: an article, or the reason why there is none, written where each is looked for."""

from dataclasses import replace

from sqlite_utils import Database

from archive.clock import later, seconds_between
from archive.records import WITHOUT_HEADLINE, Article, Capture, Rejection, State
from archive.store import articles
from archive.store.address_states import DAY, HOUR, MONTH, WEEK
from archive.store.articles import Added, Origin
from archive.store.frontier import Frontier
from archive.store.identity import is_in_place_of_articles
from archive.store.reopening import Reopening
from archive.store.runs import Runs
from archive.store.tombstones import FORGOTTEN
from archive.store.unite import unite_at

# When an archived article is looked at again: at growing ages, and no more once it has been still for long.

RECHECK_STEPS = (HOUR, DAY, WEEK, MONTH)  # seconds since the last change


def next_recheck(now: str, last_change: str) -> str | None:
    """Return when to fetch the article again, None when it has not changed for a month."""
    still = max(0.0, seconds_between(last_change, now))
    step = next((s for s in RECHECK_STEPS if s > still), None)
    return later(last_change, step) if step else None


class Results:
    """Its methods are part of the caller's transaction."""

    def __init__(self, db: Database, frontier: Frontier, runs: Runs) -> None:
        self.db = db
        self.frontier = frontier
        self.reopening = Reopening(db)
        self.runs = runs

    def add(
        self, capture: Capture, result: Article | Rejection, extractor: str, for_run_id: int | None, why: str = ""
    ) -> Added | Rejection:
        """Record one result. It counts for the run that fetched the capture, or for `for_run_id`.

        `why` is the reason why the article has no text, if that is so.
        """
        run_id, origin = self.db.execute("select run_id, origin from captures where id = ?", [capture.id]).fetchone()
        run_id = for_run_id or run_id
        if isinstance(result, Article) and self._is_forgotten(capture, result):
            result = Rejection("gone", FORGOTTEN)
        if isinstance(result, Article) and is_in_place_of_articles(
            self.db, capture.source_id, result, _addresses(capture), capture.lead.title
        ):
            result = Rejection("not-article", WITHOUT_HEADLINE)
        outcome: Added | Rejection
        if isinstance(result, Rejection):
            outcome = result
            if not origin:  # what others were shown is no evidence of what we shall be shown
                self.frontier.refuse_answer(capture.source_id, capture.requested_url, result.state, result.reason)
            counts = {"failed" if result.state == "failed" else "rejected": 1}
            label = f"{result.state}: {result.reason}"
        else:
            outcome = self._add_article(capture, result, extractor, why)
            counts = {outcome.outcome: 1, "copies": int(outcome.is_copy)}
            label = outcome.outcome
        self.db.execute("update captures set outcome = ? where id = ?", [label, capture.id])
        self.runs.count(run_id, **counts)
        return outcome

    def _is_forgotten(self, capture: Capture, article: Article) -> bool:
        """Return whether the page is a forgotten article by its address, or by the one that it declares."""
        urls = [url for url in (article.url, capture.url, capture.requested_url) if url]
        return self.frontier.tombstones.covers(capture.source_id, *urls)

    def _add_article(self, capture: Capture, article: Article, extractor: str, why: str) -> Added:
        addresses = _addresses(capture)
        origin = Origin(capture.source_id, addresses, capture.fetched_at, capture.id, extractor, capture.lead.title)
        added = articles.add(self.db, article, origin)
        if added.outcome != "new":
            left_id = unite_at(self.db, added.article_id, capture.source_id, (added.url, *addresses))
            added = replace(added, article_id=left_id)
        why = why or ("shows less than what is kept" if added.shows_less else "")
        changed = article.modified_at or article.published_at or capture.fetched_at
        last_change = capture.fetched_at if added.outcome == "revised" else min(changed, capture.fetched_at)
        again = next_recheck(capture.fetched_at, last_change)
        self.reopening.end_refusal(capture.source_id, capture.requested_url)
        self.frontier.add(capture.source_id, article.attachments)
        parts = [part.url for part in capture.parts]
        for address in dict.fromkeys((added.url, *addresses, *parts)):
            self.frontier.alias(address, capture.source_id, added.article_id)
        self.frontier.settle(capture.source_id, parts, "archived")
        if added.is_past:
            return added
        seen_before = added.outcome == "unchanged"
        state: State = "unchanged" if seen_before else "archived"
        self.frontier.settle(capture.source_id, [capture.requested_url], state, why, again)
        return added


def _addresses(capture: Capture) -> tuple[str, ...]:
    """Return the addresses of a page; that of a web archive's copy is where it was read, not where it lies."""
    return (capture.requested_url,) if capture.lead.replay else (capture.url, capture.requested_url)
