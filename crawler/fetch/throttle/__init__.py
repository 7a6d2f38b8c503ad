"""Rate limits per host, pauses and Retry-After."""
