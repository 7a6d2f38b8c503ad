"""How the crawler introduces itself.

The product token is the name under which a webmaster addresses us in robots.txt (RFC 9309, 2.2.1) and in
X-Robots-Tag and meta elements, so it is written down once.
"""

import re

PRODUCT_TOKEN = "spacebeat"

_NO_CONTACT = "research archive of space-policy news; its operator gave no contact"
_UNSAFE_IN_COMMENT = re.compile(r"[^\x20-\x7e]|[()\\]")  # RFC 9110, 5.6.5, without the need of quoting


def user_agent(version: str, contact: str = "") -> str:
    """The User-Agent header: product, version and how to reach the operator (a mail or web address)."""
    contact = _UNSAFE_IN_COMMENT.sub("", contact).strip()
    return f"{PRODUCT_TOKEN}/{version} ({'+' + contact if contact else _NO_CONTACT})"
