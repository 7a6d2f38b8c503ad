"""An archive as a Python program reads it: articles as values, and as tables of Arrow, pandas and polars."""
