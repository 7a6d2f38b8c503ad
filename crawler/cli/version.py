"""What the program calls itself where it is cited."""

from importlib.metadata import PackageNotFoundError, version


def program() -> str:
    """Name and version, `Spacebeat 1.2.3`; the name alone when it was never installed."""
    try:
        return f"Spacebeat {version('spacebeat')}"
    except PackageNotFoundError:
        return "Spacebeat"
