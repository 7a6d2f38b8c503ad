"""The legal basis on which the user mines text; it decides whether a reservation is binding."""

from typing import Literal, get_args

from archive.errors import WrongUsageError

Basis = Literal["research", "general"]
"""The legal basis on which the user mines text.

"research": a research organisation, which a reservation does not bind (Directive (EU) 2019/790, article 3).
"general": anybody else, whom it binds (article 4).
"""

SETTING = "SPACEBEAT_TDM_BASIS"
BASES: tuple[Basis, ...] = get_args(Basis)


class BasisError(WrongUsageError):
    """The named legal basis does not exist."""


def read_basis(value: str) -> Basis:
    """Return the legal basis of that name, "research" for an empty one.

    Raises BasisError.
    """
    for basis in BASES:
        if (value.strip().lower() or BASES[0]) == basis:
            return basis
    allowed = " or ".join(BASES)
    raise BasisError(f"the basis (--basis or {SETTING}) is {allowed}, not {value!r}; see docs/explanation/rights.md")
