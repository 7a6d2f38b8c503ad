"""Fuzzing of all that reads bytes of strangers."""
