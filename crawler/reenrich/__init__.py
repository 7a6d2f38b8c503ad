"""Enrichment over the whole archive, after its data were edited: no page is fetched, no capture is read."""
