"""Removal of what an archive holds: of old captures (prune), and of articles and sources for good (forget)."""
