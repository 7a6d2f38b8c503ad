"""Which links of a page lead to pages of authors, by their paths.

Three quarters of a page's links are the navigation of its site: a path is judged once for all pages that have it.
"""

import re
from functools import lru_cache

_AUTHOR_PATH = re.compile(
    r"(?:[/_?]|/(?:blog|posts?|news|guest|our)-)(?:authors?|autor(?:en|es|i)?|auteurs?|autor[ei]|by|people|profiles?|editors?|reporters?|journalistes?"
    r"|journalists?|contributors?|writers?|staff|redakteure?|redactores|columnists?|periodistas?|firmas?|experts?|scholars?"
    r"|yazarlar|yazar|penulis|skribenter|signataires?|firme|columnistas|colunistas?|giornalist[ai]|autores)[/=](?!$)",
    re.IGNORECASE,
)
_STAFF_PATH = re.compile(
    r"/(?:(?:our|the|meet)-)?(?:team|people|leadership|attorneys|lawyers|doctors|faculty)/(?!$)", re.IGNORECASE
)


@lru_cache(maxsize=1 << 13)
def leads_to_author(href: str) -> bool:
    """Return whether an address is that of an author's page."""
    return _AUTHOR_PATH.search(href) is not None


@lru_cache(maxsize=1 << 13)
def leads_to_person(href: str) -> bool:
    """Return whether an address is that of an author's page or of one of the staff, which others have too."""
    return leads_to_author(href) or _STAFF_PATH.search(href) is not None
