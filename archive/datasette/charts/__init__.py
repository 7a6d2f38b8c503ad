"""Charts drawn as SVG on the server, so that they need no scripts."""
