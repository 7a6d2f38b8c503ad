"""robots.txt (RFC 9309): parser, matching, cache, middleware."""
