"""The words and patterns by which pages are recognised: TOML files, each next to the module that uses it."""

from importlib import resources
from typing import Any

import tomli


def read_word_lists(package: str, name: str) -> dict[str, Any]:
    """Read a file of a package."""
    return tomli.loads(resources.files(package).joinpath(name).read_text("utf-8"))
