"""The words and patterns by which pages are recognised: TOML files, each next to the module that uses it."""

import tomllib
from importlib import resources
from typing import Any


def read_word_lists(package: str, name: str) -> dict[str, Any]:
    """Read a file of a package."""
    return tomllib.loads(resources.files(package).joinpath(name).read_text("utf-8"))
