"""Integrity checks: what is damaged or misconfigured, and how to fix it. Each check returns a one-line finding."""

from archive.doctor.examine import examine
from archive.doctor.finding import Finding

__all__ = ["Finding", "examine"]
