"""Search by meaning: vectors of the articles, derived from their titles and beginnings, and the nearest of them."""
