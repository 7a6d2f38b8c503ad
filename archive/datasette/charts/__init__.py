"""Charts of the desk, drawn as SVG on the server."""
