"""Name the place of an element in an outlet's page template: the tags and stable classes from the root down.

What varies from page to page must not be in the name: numbers (`postid-4711`, `css-1x9f`), and the class lists by
which content management systems tag an article with its categories and its author.
"""

import re
import zlib
from functools import lru_cache

_VARYING = re.compile(r"\d|category-|tag-|author-")
_MANY = 12  # classes from which a list describes the article and not the template
_FEW = 2


@lru_cache(maxsize=1 << 14)
def element_path(parent: int, signature: str) -> int:
    """Return 32 bits of the path of an element, given those of its parent and its own tag and classes.

    The same in every process. Two paths of one outlet share a number once in a million templates.
    """
    tag, _, classes = signature.partition(".")
    names = [name for name in classes.split() if not _VARYING.search(name)]
    if len(names) > _MANY:
        names = names[:_FEW]
    return zlib.crc32(" ".join((">", tag, *names)).encode("utf-8", "replace"), parent)
