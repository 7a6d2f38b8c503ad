"""One endpoint while it is read: its first answer and the pages that follow from it, and what they add up to."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.clock import later
from archive.store.polls import Poll
from archive.text import counted
from crawler.catalogue.source import Endpoint
from crawler.fetch.conditional_requests import Validators
from crawler.spiders.poll_interval import Bounds, Plan, Seen, plan_after_failure, plan_after_success

BARREN = 2  # pages in a row that bring nothing this endpoint has not listed yet, after which it is at its end
FEWEST_MISFITS = 3  # entries outside the pattern from which a list in which nothing fits counts as broken
CHILD_CEILING = 7  # times the usual longest interval: a sitemap of years ago hardly ever changes

PAST_THE_END = (400, 404, 410)  # how interfaces and pagers answer for a page after the last


@dataclass
class Chain:
    """`mark` is the row of the frontier up to which an entry counts as known; `first` means that nothing was read yet.

    `entries` and `known` count what was admitted and what of it was known before, `listed_entries` all that was listed,
    `fitting` and `misfits` what fits the source's pattern of articles and what does not, `left_out` what is too old.
    `is_older` marks the past of a feed, which leaves no poll behind; `is_wanted` what is asked before its time, and all
    that it names. With `paused_until` nothing was asked, since the host does not want to be. `nofollow` means that
    links were left because the page asks so.
    """

    endpoint: Endpoint
    poll: Poll
    mark: int
    first: bool = True
    depth: int = 0
    is_older: bool = False
    is_wanted: bool = False
    open: int = 0
    pages: int = 0
    entries: int = 0
    known: int = 0
    barren: int = 0
    listed_entries: int = 0
    fitting: int = 0
    misfits: int = 0
    left_out: int = 0
    reason: str = ""
    paused_until: str = ""
    unchanged: bool = False
    bounded: bool = False
    nofollow: bool = False
    recorded: bool = False
    is_emptied: bool = False
    ttl_s: int = 0
    max_age_s: int = 0
    retry_after_s: int = 0
    asked: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)

    def is_past_the_end(self, status: int) -> bool:
        """Return whether this answer to a further page means that there is none."""
        return (self.pages > 1 or self.is_older) and status in PAST_THE_END

    def is_repeated(self, body_hash: str) -> bool:
        """Return whether a page repeats another one of this chain, as pagers do past their end."""
        seen = body_hash in self.bodies
        self.bodies.add(body_hash)
        return seen

    def answered_whole(self, validators: Validators, body_hash: str) -> None:
        """Note what identifies a whole answer the next time it is requested."""
        self.poll = replace(
            self.poll, etag=validators.etag, last_modified=validators.last_modified, body_hash=body_hash, confirmed=0
        )

    def leave_out(self, count: int, since: str) -> None:
        """Count entries that are too old, and note the day: a poll that wants earlier ones asks for a whole answer."""
        self.left_out += count
        if count:
            self.poll = replace(self.poll, left_out_before=max(self.poll.left_out_before, since))

    def add_page(self, urls: Iterable[str], admitted: int, known: int) -> bool:
        """Count a page. Return whether to read on: pages are followed while they list what was not known before."""
        urls = set(urls)
        is_barren = urls <= self.listed
        self.listed |= urls
        self.entries += admitted
        self.known += known
        self.barren = self.barren + 1 if is_barren else 0
        if self.first:
            return self.barren < BARREN
        return known < admitted and not is_barren

    def unfinished(self) -> Poll:
        """Return what to store before further pages are read: that this poll is not at its end."""
        blank = replace(self.poll, etag="", last_modified="", body_hash="")
        return replace(blank, resume_from=None if self.first else self.mark)

    def outcome(self, moment: str, bounds: Bounds) -> tuple[Poll, bool]:
        """Return what to store at the end, and whether entries were lost between this poll and the one before."""
        if self.paused_until:
            poll = self.unfinished() if self.recorded else self.poll
            due = max(self.paused_until, poll.next_due_at or "")
            return replace(poll, next_due_at=due, reason=self.reason), False
        if self.fits_nothing():
            # Without validators the next poll reads the list again: an answer 304 would hide that nothing fits.
            self.poll = replace(self.poll, etag="", last_modified="", body_hash="")
            self.reason = f"none of {counted(self.misfits, 'entry', 'entries')} fits article_url_re"
        elif self.lists_nothing_any_more():
            self.is_emptied = True
            self.poll = replace(self.poll, etag="", last_modified="", body_hash="")
            self.reason = f"lists nothing any more, where it listed {counted(self.poll.listed, 'entry', 'entries')}"
        elif self.shows_no_article():
            self.is_emptied = True
            self.poll = replace(self.poll, etag="", last_modified="", body_hash="")
            self.reason = "lists nothing that looks like an article; `link` or `article_url_re` can say which links are"
        if self.reason:
            return self._failed(moment, bounds), False
        ceiling = bounds.ceiling_s * (CHILD_CEILING if self.depth and self.unchanged else 1)
        plan = plan_after_success(self.poll.interval_s, self._seen(), replace(bounds, ceiling_s=ceiling))
        poll = replace(
            _next(self.poll, moment, plan),
            checked_at=moment,
            reason=self._shortfall(),
            failures=0,
            failing_since=None,
            listed=self.poll.listed if self.unchanged else self.listed_entries,
            overlap=plan.overlap,
            resume_from=None,
        )
        # Where nothing was listed the last time, nothing has come and gone since.
        return poll, plan.lost and self.poll.listed > 0

    def fits_nothing(self) -> bool:
        """Return whether the source's pattern refuses all that is listed: one of the two has changed.

        A sitemap below an index may be one of pages that are no articles, a list by year is empty in January, and one
        or two entries prove nothing.
        """
        return not self._is_partial() and not self.fitting and self.misfits >= FEWEST_MISFITS

    def lists_nothing_any_more(self) -> bool:
        """Return whether a list that had entries is empty: its page was redesigned, or its feed broke."""
        is_read = not (self.reason or self.unchanged or self._is_partial())
        return is_read and not self.listed_entries and self.poll.listed >= FEWEST_MISFITS

    def shows_no_article(self) -> bool:
        """Return whether a page that was never read before lists nothing: its links are made by scripts, or odd."""
        is_read = not (self.reason or self.unchanged or self.nofollow or self._is_partial())
        return is_read and self.first and self.poll.kind == "listing" and not (self.listed_entries or self.misfits)

    def _is_partial(self) -> bool:
        return self.depth > 0 or self.is_older or self.endpoint.url != self.poll.url

    def _shortfall(self) -> str:
        """Why not all was read of what is listed."""
        if self.bounded:
            return "bounded"
        was_nofollow = self.unchanged and self.poll.reason == "nofollow"
        return "nofollow" if self.nofollow or was_nofollow else ""

    def _failed(self, moment: str, bounds: Bounds) -> Poll:
        """Return the poll after a failure: the state before, unless recorded pages lack their successors."""
        failures = self.poll.failures + 1
        seen = Seen(retry_after_s=self.retry_after_s)
        poll = self.unfinished() if self.recorded else self.poll
        plan = plan_after_failure(poll.interval_s, failures, seen, bounds)
        since = poll.failing_since or moment
        return replace(_next(poll, moment, plan), reason=self.reason, failures=failures, failing_since=since)

    def _seen(self) -> Seen:
        return Seen(
            entries=self.entries,
            known=self.known,
            unchanged=self.unchanged,
            first=self.first,
            ttl_s=self.poll.asked_s() if self.unchanged else self.ttl_s,
            max_age_s=self.max_age_s,
        )


def _next(poll: Poll, moment: str, plan: Plan) -> Poll:
    return replace(poll, interval_s=plan.interval_s, next_due_at=later(moment, plan.wait_s))
