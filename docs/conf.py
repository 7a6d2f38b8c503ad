"""Settings of Sphinx for `make docs`.

The pages are plain Markdown, to be read in a checkout as well. Sphinx with Furo was chosen over MkDocs Material, whose
maintenance ends in May 2027 and which is the heavier install (166 MB instead of 123). A link to nowhere is a warning,
and warnings fail the build.
"""

import tomllib
from pathlib import Path

_PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]

project = "Spacebeat"
author = "The Spacebeat maintainers"
release = _PROJECT["version"]
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Spacebeat {release}"
html_show_copyright = False
