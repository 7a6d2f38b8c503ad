"""Classes of reasons for which an endpoint or a page gives nothing."""

import re

_CLASSES = (
    ("refused", r"http 40[137]|http 402|http 429|http 451|refuses|disallow|cookie required"),
    ("robots.txt", r"robots(?!\.txt unreachable)"),
    ("gone", r"http 404|http 410"),
    ("server error", r"http 5\d\d"),
    ("unreachable", r"cannot reach|unreachable|paused|timeout|dns|connection|certificate|tls"),
    (
        "not what it was",
        r"is an? |is not |is empty|is JSON|declares|larger|cannot be read|fits article_url|lists nothing",
    ),
    # Of pages, with their state: what was made of them (archive.reports.pages).
    ("refused", r"x blocked: |not whole"),
    ("gone", r"x gone: "),
    ("not what it was", r"x not-article: |x failed: no html|articles have no "),
    ("broke off", r"process ended|interrupted|broke|shutdown"),
)
TITLED = ", titled: "  # in a reason, before the title of the page that came; its words are the site's
PASSING = ("server error", "unreachable", "broke off", "other")  # classes of failures that are likely to pass


def failure_class(reason: str) -> str:
    """Classify a reason as one of a few classes, fit for counting."""
    ours = reason.partition(TITLED)[0]
    return next((name for name, pattern in _CLASSES if re.search(pattern, ours)), "other" if reason else "")
