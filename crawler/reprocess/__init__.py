"""Re-extract, re-enrich and rehydrate stored captures."""
