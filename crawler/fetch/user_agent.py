"""Build the User-Agent header.

The product token is the name by which a webmaster addresses the crawler in robots.txt (RFC 9309, 2.2.1) and in
X-Robots-Tag and meta elements, so it is defined once.
"""

import re

PRODUCT_TOKEN = "spacebeat"

_NO_CONTACT = "research archive of space-policy news; its operator gave no contact"
_UNSAFE_IN_COMMENT = re.compile(r"[^\x20-\x7e]|[()\\]")  # RFC 9110, 5.6.5, without the need for quoting


def user_agent(version: str, contact: str = "") -> str:
    """Return the User-Agent header: product, version and the operator's contact (e-mail address or URL)."""
    contact = _UNSAFE_IN_COMMENT.sub("", contact).strip()
    return f"{PRODUCT_TOKEN}/{version} ({'+' + contact if contact else _NO_CONTACT})"
