"""A news web on this machine: outlets with different templates, articles of real weight, feeds and sitemaps."""
