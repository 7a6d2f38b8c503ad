"""The name under which the archive records who read an article, so that a later reading can be told from an
earlier one.

Raise it whenever the same capture may give another article.
"""

EXTRACTOR_VERSION = "spacebeat-extract/2"
