"""Analyses of the articles over time: comparisons of searches, bursts, and where they find most."""
