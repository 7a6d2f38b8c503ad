"""Pages of the desk that are not plain tables."""
