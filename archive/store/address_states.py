"""The states of an address at a source, and when it is asked again.

No verdict on an address is final but two: that its article is archived, and that a user wants it forgotten. Sites
refuse for a day, publish a page minutes after they list it, and put walls up and take them down; the catalogue's
patterns are repaired. So every refusal comes back, ever more rarely, and what refused it re-opens it when it changes.

| state         | the address ...                           | asked again                                          |
| ---           | ---                                       | ---                                                  |
| `pending`     | is to be fetched                          | now, or when its host may be asked                   |
| `archived`    | gave an article                           | an hour, day, week, month after its last change      |
| `unchanged`   | gave the same article again               | as `archived`                                        |
| `blocked`     | is refused: HTTP status, robots.txt, wall | after an hour, day, week, month, quarter             |
| `gone`        | is missing: 404, 410, soft 404            | as `blocked`                                         |
| `not-article` | gave a page that is no article            | as `blocked`; outside the patterns: when they change |
| `failed`      | could not be had, or not be read          | as `blocked`; if it is likely to pass, after         |
|               |                                           | 1 and 6 hours, 1, 3, 10 and 30 days                  |
| `irrelevant`  | gave an article outside the focus         | judged again, not fetched, when the focus changes    |

At the end of its ladder an address comes back each quarter for as long as an endpoint lists it. Whichever rung it is
on, it is due at once when an address that the source refused for the same reason is admitted again
(`archive.store.reopening`).
"""

from dataclasses import dataclass

from archive.clock import later
from archive.records import State

HOUR, DAY = 3600, 86_400
WEEK, MONTH, QUARTER = 7 * DAY, 30 * DAY, 91 * DAY

REFUSAL_STEPS = (HOUR, DAY, WEEK, MONTH, QUARTER)  # seconds from one refusal to the next request
FAILURE_STEPS = (HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY, MONTH)  # the same after a failure that is likely to pass
FARTHEST = 100 * DAY  # no time lies further ahead; what does was written by a clock that was wrong

REFUSED: tuple[State, ...] = ("blocked", "gone", "not-article", "failed")


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often an address was asked for before, when it was found, and when an endpoint listed it last."""

    number: int
    first_seen_at: str
    last_listed_at: str | None


def next_try(state: State, attempts: Attempts, moment: str, *, is_temporary: bool = False) -> str | None:
    """Return when to ask again an address that was refused at `moment`, None when it is not to be asked."""
    if state not in REFUSED:
        return None
    steps = FAILURE_STEPS if is_temporary else REFUSAL_STEPS
    if attempts.number < len(steps):
        return later(moment, steps[attempts.number])
    listed = max(attempts.last_listed_at or "", attempts.first_seen_at)
    return later(moment, QUARTER) if listed >= later(moment, -QUARTER) else None
