"""Weeks, named by their Mondays."""

from datetime import date, timedelta


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(last: date, count: int) -> list[str]:
    """The Mondays of `count` weeks, the last of which holds `last`."""
    end = monday(last)
    return [(end - timedelta(weeks=back)).isoformat() for back in range(count - 1, -1, -1)]


def sunday(week: str) -> str:
    """The last day of a week."""
    return (date.fromisoformat(week) + timedelta(days=6)).isoformat()
