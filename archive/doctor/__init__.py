"""The doctor: is everything whole, and if not, what is to be done? Each check gives one finding, in one line."""

from archive.doctor.examine import examine
from archive.doctor.finding import Finding

__all__ = ["Finding", "examine"]
