"""Export formats, one streaming module per format."""
