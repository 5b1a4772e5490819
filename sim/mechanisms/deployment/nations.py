"""The nations behind the units: what they bear, what they allow, what a relief takes away."""

from typing import Any

from sim.kernels import inlined, kernel
from sim.state import codes

DEPLOYED = codes.DEPLOYED


@inlined
def tolerance(t: Any, n: int) -> float:
    """Recent dead per 1,000 that nation `n` bears: its patience, more where it is bound by an
    agreement, less where the whole coalition wavers."""
    return t.contingents[n].patience * (1.0 + t.contingents[n].agreed) * (0.2 + t.mission[0].will)


@kernel
def roll_call(t: Any) -> None:
    """Count every nation's members in the theatre and its recent dead; who has got over them."""
    for n in range(len(t.contingents)):
        t.contingents[n].members = 0.0
        t.contingents[n].losses = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED:
            t.contingents[unit.contingent].members += unit.personnel
            t.contingents[unit.contingent].losses += unit.losses
    for n in range(len(t.contingents)):
        nation = t.contingents[n]
        nation.losses = 1000.0 * nation.losses / max(nation.members, 1.0)
        if nation.members > 0.0 and nation.losses < 0.5 * tolerance(t, n):
            nation.leaving = 0


@inlined
def readiness(t: Any, q: Any, n: int) -> float:
    """Readiness to use force of units that nation `n` sends now, by caveats and agreements."""
    nation = t.contingents[n]
    return nation.will + q[0].terms * nation.agreed * (1.0 - nation.will)


@kernel
def relieve(t: Any, q: Any, i: int) -> None:
    """New people of the same nation take over unit `i`: rested, and strangers to the others."""
    unit = t.peacekeepers[i]
    unit.tour = 0.0
    unit.fatigue = 0.0
    unit.will = readiness(t, q, unit.contingent)
    nation = t.contingents[unit.contingent]
    kept = 1.0 - 0.5 * unit.personnel / max(nation.members, unit.personnel, 1.0)
    nation.local_practice *= kept
    count = len(t.contingents)
    for n in range(count):
        t.partners[unit.contingent * count + n].exercised *= kept
        if n != unit.contingent:
            t.partners[n * count + unit.contingent].exercised *= kept
