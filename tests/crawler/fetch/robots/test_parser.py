from time import process_time

import pytest

from crawler.fetch.robots.parser import READ_AT_MOST, parse_robots

HOST = "https://example.org"


def allowed(robots: str | bytes, path: str, token: str = "spacebeat") -> bool:
    body = robots.encode() if isinstance(robots, str) else robots
    return parse_robots(body, token).allow(HOST + path)


# --- Lines and groups (RFC 9309, 2.1 and 2.2.1) -------------------------------------------------------------


@pytest.mark.parametrize(
    "robots",
    [
        "User-agent: spacebeat\nDisallow: /no",
        "user-AGENT:spacebeat\ndisALLOW:/no",
        "  User-agent :  spacebeat  \r\n\tDisallow :  /no  ",
        "User-agent: spacebeat\rDisallow: /no\r",
        "User-agent: spacebeat # us\nDisallow: /no # private",
        "\ufeffUser-agent: spacebeat\nDisallow: /no",
        "User-agent: SPACEBEAT\n\n\nDisallow: /no",
        "User-agent: spacebeat/1.0\nDisallow: /no",
        "User-agent: Spacebeat news crawler\nDisallow: /no",
        "User-agent: spacebeat*\nDisallow: /no",
        "User-agent: other\nUser-agent: spacebeat\nDisallow: /no",
        "User-agent: spacebeat\nUser-agent: other\nDisallow: /no",
        "User-agent: spacebeat\nSitemap: /s.xml\nUser-agent: other\nDisallow: /no",
        "User-agent: spacebeat\nSomething: else\nUser-agent: other\nDisallow: /no",
        "User-agent: spacebeat\nnonsense\nDisallow: /no",
        "User-agent spacebeat\nDisallow /no",
        "Useragent: spacebeat\nDisalow: /no",
        *(f"User-agent: *\n{word}: /no" for word in "Dissallow Dissalow Disalow Diasllow Disallaw".split()),
        "User-agent: *\nDisallow: /no",
        "User-agent: * # all\nDisallow: /no",
        "User-agent: * all of them\nDisallow: /no",
        "User-agent: *\nAllow: /\nUser-agent: spacebeat\nDisallow: /no",
        "User-agent: spacebeat\nDisallow: /no\nUser-agent: *\nAllow: /",
        "User-agent: spacebeat\nAllow: /y\nUser-agent: x\nDisallow: /\nUser-agent: spacebeat\nDisallow: /no",
    ],
)
def test_the_rules_for_this_crawler_are_found(robots: str) -> None:
    assert not allowed(robots, "/no/story")
    assert allowed(robots, "/yes/story")


@pytest.mark.parametrize(
    "robots",
    [
        "",
        "# User-agent: *\n# Disallow: /",
        "Disallow: /",
        "Allow: /x\nDisallow: /\nUser-agent: spacebeat\n",
        "User-agent: other\nDisallow: /",
        "User-agent: spacebeatbot\nDisallow: /",
        "User-agent: space\nDisallow: /",
        "User-agent: my-spacebeat\nDisallow: /",
        "User-agent: *\nDisallow: /\nUser-agent: spacebeat\nDisallow:",
        "User-agent: *\nDisallow: /\nUser-agent: spacebeat\n",
        "User-agent: spacebeat\nAllow:\n\nUser-agent: *\nDisallow: /",
        "User-agent: other\nDisallow: /\nUser-agent: spacebeat\nDisallow: /x",
        "User-agent:\nDisallow: /",
        "<!DOCTYPE html><html>\nUser-agent: *\nDisallow: /\n</html>",
        "\n <HTML>\nUser-agent: *\nDisallow: /",
        "User-agent: *\nDisallow: http://example.org/",
    ],
)
def test_rules_for_others_and_no_rules_allow_everything(robots: str) -> None:
    assert allowed(robots, "/story")


def test_every_agent_of_a_group_gets_its_rules() -> None:
    robots = "User-agent: a\nUser-agent: b\nDisallow: /1\nUser-agent: c\nDisallow: /2\nUser-agent: a\nDisallow: /3"
    verdicts = {token: [allowed(robots, f"/{n}", token) for n in (1, 2, 3)] for token in "abc"}
    assert verdicts == {"a": [False, True, False], "b": [False, True, True], "c": [True, False, True]}


# --- Matching (2.2.2 and 2.2.3) -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "path", "verdict"),
    [
        ("Disallow: /a", "/a", False),
        ("Disallow: /a", "/abc?d", False),
        ("Disallow: /a", "/A", True),
        ("Disallow: /a", "/b/a", True),
        ("Disallow: /a/", "/a", True),
        ("Disallow: /\nAllow: /a", "/a/b", True),
        ("Allow: /a\nDisallow: /a/b", "/a/b", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /a.html\nAllow: /*.html", "/a.html", True),
        ("Allow: /a\nDisallow: /*.html", "/a.html", False),
        ("Disallow: /*.pdf", "/x/y.pdf?z", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*.pdf$", "/x/y.pdf.pdf", False),
        ("Disallow: *.pdf$", "/x.pdf", False),
        ("Disallow: /a*b*c$", "/a-b-b-c", False),
        ("Disallow: /a*b*c$", "/a-c-b", True),
        ("Disallow: /ab*ab$", "/ab", True),
        ("Disallow: /a*b$", "/ab", False),
        ("Disallow: /a*b*b", "/a-b", True),
        ("Disallow: */a", "/a", False),
        ("Disallow: /*b$", "/a#b", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /a$b", "/a$b", False),
        ("Disallow: /a%24", "/a$", False),
        ("Disallow: /a%2A", "/a*", False),
        ("Disallow: /a%2A", "/ab", True),
        ("Disallow: /a%2Ab", "/a*b", False),
        ("Disallow: /**", "/a", False),
        ("Disallow: /$\nAllow: /", "/", False),
        ("Disallow: /\nAllow: /$", "/", True),
        ("Disallow: /\nAllow: /$", "/a", False),
        ("Disallow: /?", "/?a", False),
        ("Disallow: /?", "/?", False),
        ("Disallow: /?", "/", True),
        ("Disallow: /?a", "?a", False),
        ("Disallow: /a?", "/a?#b", False),
        ("Disallow: /a#", "/a", False),
        ("Disallow: /a?b=*&c", "/a?b=1&c=2", False),
        ("Disallow: /é", "/%C3%A9", False),
        ("Disallow: /À", "/%C3%80", False),
        ("Disallow: /%c3%a9", "/é", False),
        ("Disallow: /%62%61%7A", "/baz", False),
        ("Disallow: /~a", "/%7Ea", False),
        ("Disallow: /a%2fb", "/a%2Fb", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /a?b=https://c.d", "/a?b=https%3A%2F%2Fc.d", False),
        ("Disallow: /\nAllow: /a/index.html", "/a/", True),
        ("Disallow: /\nAllow: /a/index.html", "/a/b", False),
        ("Disallow: private", "/private", False),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_most_specific_rule_decides(rules: str, path: str, verdict: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}", path) is verdict


def test_undecodable_bytes_match_themselves() -> None:
    assert not allowed(b"User-agent: *\nDisallow: /caf\xe9", "/caf%E9")


# --- Other lines of the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 10\nDisallow: /x", 10),
        ("User-agent: *\nDisallow: /x\nCrawl-delay: 0.5", 0.5),
        ("User-agent: slow\nCrawl-delay: 60\nUser-agent: *\nDisallow: /x", None),
        ("User-agent: *\nDisallow: /x\nUser-agent: slow\nCrawl-delay: 60", None),
        ("User-agent: *\nCrawl-delay: 60\n\nUser-agent: spacebeat\nDisallow: /x", None),
        ("User-agent: *\nCrawl-delay: 60\n\nUser-agent: spacebeat\nCrawl-delay: 5", 5),
        ("User-agent: spacebeat\nUser-agent: other\nCrawl-delay: 5", 5),
        ("User-agent: *\nCrawl-delay: 0", 0),
        ("User-agent: *\nCrawl-delay: often", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: inf", None),
        ("Crawl-delay: 5", None),
    ],
)
def test_the_crawl_delay_is_parsed(robots: str, delay: float | None) -> None:
    assert parse_robots(robots.encode(), "spacebeat").crawl_delay == delay


USAGE = """
User-agent: *
Allow: /
Content-Usage: bots=n
Content-Usage: /open/ bots=y, train-ai=n
Content-Usage: /open/closed/*.html$ bots=n
Content-Usage: /open/closed/*.html$ bots=y
Content-Usage: /nothing nothing
"""


@pytest.mark.parametrize(
    ("path", "usage"),
    [
        ("/a", (("bots", "n"),)),
        ("/open/a", (("bots", "y"), ("train-ai", "n"))),
        ("/open/closed/a.html", (("bots", "n"),)),
        ("/open/closed/a.htm", (("bots", "y"), ("train-ai", "n"))),
        ("/nothing", (("bots", "n"),)),
    ],
)
def test_the_longest_path_decides_how_content_may_be_used(path: str, usage: tuple[tuple[str, str], ...]) -> None:
    assert parse_robots(USAGE.encode(), "spacebeat").usage(f"{HOST}{path}") == usage


def test_the_usage_of_a_specific_group_outweighs_that_of_all() -> None:
    robots = USAGE + "\nUser-agent: SpaceBeat\nDisallow: /never\ncontent-usage:\tsearch=n # not that"
    rules = parse_robots(robots.encode(), "spacebeat")
    assert rules.usage(f"{HOST}/a") == (("search", "n"),)
    assert not rules.allow(f"{HOST}/never")
    assert parse_robots(b"User-agent: Spacebeat\nAllow: /\n" + USAGE.encode(), "spacebeat").usage(f"{HOST}/a") == ()


def test_a_content_usage_line_does_not_end_a_group() -> None:
    robots = b"User-agent: other\nContent-Usage: bots=n\nUser-agent: *\nDisallow: /a"
    rules = parse_robots(robots, "spacebeat")
    assert not rules.allow(f"{HOST}/a")
    assert rules.usage(f"{HOST}/a") == ()


def test_the_address_of_a_sitemap_does_not_end_a_group() -> None:
    robots = b"User-agent: other\nSitemap: https://a/1.xml\nUser-agent: *\nDisallow: /a"
    assert not parse_robots(robots, "spacebeat").allow(f"{HOST}/a")


def test_only_the_first_500_kib_are_read_and_no_truncated_rule_is_used() -> None:
    filler = b"#" * 99 + b"\n"
    head = b"User-agent: *\nDisallow: /first\n"
    body = head + filler * ((READ_AT_MOST - len(head)) // 100)
    end = b"\nDisallow: /whole\nDisallow: /"
    body += b"#" * (READ_AT_MOST - len(body) - len(end)) + end + b"cut\nDisallow: /last"
    rules = parse_robots(body, "spacebeat")
    refused = [name for name in ("first", "whole", "cut", "last", "other") if not rules.allow(f"{HOST}/{name}")]
    assert refused == ["first", "whole"]


def test_a_file_of_just_500_kib_is_read_to_its_end() -> None:
    assert READ_AT_MOST == 512_000  # RFC 9309, 2.5: at least that much
    last = b"User-agent: *\nDisallow: /a"
    assert not allowed(b"#" * (READ_AT_MOST - len(last) - 1) + b"\n" + last, "/a")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xef\xbb", b"\xef"])
def test_what_is_left_of_a_byte_order_mark_is_no_part_of_a_line(mark: bytes) -> None:
    assert not allowed(mark + b"User-agent: *\nDisallow: /a", "/a")


def test_utf_16_is_read() -> None:
    assert not allowed("User-agent: *\nDisallow: /a".encode("utf-16"), "/a")


@pytest.mark.parametrize(
    "body",
    [
        b"\0" * 9999,
        bytes(range(256)) * 99,
        b":" * 9999,
        b"User-agent:*\nAllow\n:\n*:",
        b"\r\n<!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>",  # of a home page with status 200
        b"<html>\nUser-agent: *\nDisallow: /",
    ],
)
def test_junk_is_ignored(body: bytes) -> None:
    assert allowed(body, "/a")


def test_hostile_patterns_cost_little() -> None:
    robots = b"User-agent: *\n" + b"".join(b"Disallow: /%s%d\n" % (b"*a" * 500, n) for n in range(300))
    started = process_time()
    assert allowed(robots, "/" + "a" * 2000)
    assert process_time() - started < 1
