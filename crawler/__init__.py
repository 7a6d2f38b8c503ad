"""The crawler: all that touches the web. It finds, fetches and extracts articles and hands them to the archive."""
