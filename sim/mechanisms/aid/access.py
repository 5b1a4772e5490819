"""Who lets aid through, who steers it, who gets it first: what all forms of aid have in common."""

from typing import Any

from sim.kernels import kernel


@kernel
def clients(t: Any, district: int) -> float:
    """Part of what passes through a district's officials that could go to clients, 0 to 1.

    All of it where everything is for sale and nobody answers for it; more where they also choose.
    """
    office = t.districts[district]
    sale = office.rents * (1.0 - office.accountability)
    return min(1.0, sale * (1.0 + t.mission[0].steered))


@kernel
def refused(t: Any, i: int, u: float) -> bool:
    """Whether the armed group that rules community `i` turns aid away, by the draw `u`."""
    one = t.communities[i]
    row = t.cells[one.cell].bands
    if row < 0 or one.control >= 0.0:
        return False
    return u < -one.control * (1.0 - t.factions[t.bands[row].faction].regard)


@kernel
def weight(t: Any, i: int) -> float:
    """Weight of community `i` in the choice of who gets aid, beside its need.

    Officials who take part in the choice leave out places that the other side rules.
    """
    one = t.communities[i]
    fair = 1.0 - t.mission[0].steered * max(0.0, -one.control)
    return t.districts[one.district].effort * one.voice * fair
