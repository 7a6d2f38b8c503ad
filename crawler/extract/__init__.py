"""From a capture to an article: pure functions over bytes and values, so they run in any process, at any time."""
