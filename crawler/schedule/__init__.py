"""Which sources are due, and the timers that crawl them."""
