"""Selection of due sources, and the timers that crawl them."""
