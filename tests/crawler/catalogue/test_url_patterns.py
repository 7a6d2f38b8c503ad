"""Patterns are bounded at both ends."""

import time

from crawler.catalogue.url_patterns import MAX_URL, complaint, found_in


def test_a_pattern_that_explodes_is_cut_short_and_counts_as_no_match() -> None:
    started = time.perf_counter()
    assert not found_in(r"^(\w+\s?)*$", "https://a.example/" + "a" * 500 + "!")
    assert not found_in(r"(a+)+b$", "a" * 1_000)
    assert time.perf_counter() - started < 1


def test_an_address_beyond_all_measure_matches_nothing() -> None:
    assert not found_in("a", "a" * (MAX_URL + 1))


def test_a_bad_pattern_is_named() -> None:
    assert "(unclosed" in complaint("(unclosed")
    assert complaint(r"^https://a\.example/\d{4}/") == ""
