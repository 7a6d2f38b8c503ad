"""Analyses of the articles over time: comparisons of searches, and bursts."""
