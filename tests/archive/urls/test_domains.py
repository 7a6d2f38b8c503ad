"""Which site a host belongs to, from the list that is installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.urls.domains import registrable_domain, split_by_registry


@pytest.mark.parametrize(
    ("host", "site", "by_registry"),
    [
        ("news.esa.int", "esa.int", "esa.int"),
        ("www.bbc.co.uk", "bbc.co.uk", "bbc.co.uk"),
        ("observer.github.io", "observer.github.io", "github.io"),
        ("orbit.blogspot.com", "orbit.blogspot.com", "blogspot.com"),
        ("www.gov.uk", "gov.uk", "www.gov.uk"),
        ("10.0.0.1", "10.0.0.1", ""),
    ],
)
def test_hosts_under_a_private_suffix_are_sites_but_not_to_the_registry(host: str, site: str, by_registry: str) -> None:
    assert registrable_domain(host) == site
    assert split_by_registry(f"https://{host}/a").top_domain_under_public_suffix == by_registry


def test_nothing_is_kept_on_disk(tmp_path: Path) -> None:
    """A worker may have no right to write, and a home that is shared none to be filled."""
    code = (
        "from crawler.discovery import urls\n"
        "from crawler.extract.metadata.site_name import registrable_domain\n"
        "assert registrable_domain('https://www.esa.int/') == 'esa.int'\n"
        "assert urls.same_site('https://www.esa.int/a', 'https://esa.int/')\n"
    )
    environment = os.environ | {"TLDEXTRACT_CACHE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=Path(__file__).parents[3], check=True)
    assert list(tmp_path.iterdir()) == []
