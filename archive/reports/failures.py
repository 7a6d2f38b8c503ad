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
    ("broke off", r"process ended|interrupted|broke|shutdown"),
)
PASSING = ("server error", "unreachable", "broke off", "other")  # classes of failures that are likely to pass


def failure_class(reason: str) -> str:
    """Classify a reason as one of a few classes, fit for counting."""
    return next((name for name, pattern in _CLASSES if re.search(pattern, reason)), "other" if reason else "")
