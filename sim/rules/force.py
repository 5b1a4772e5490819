"""How a unit of local security forces decides: garrison, patrol, respond or sweep, and where.

Units answer for a district and act in cells around their station, on what they have been told
(`cells.known`), as far as pay, supplies and their own losses let them (on the agency of soldiers:
Butler, Gates & Leiblein 2007).
"""

from typing import Any

from sim.kernels import draw_numbers, gumbel, gumbel_most, kernel, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

CHOICE, PLACE = stream("force.choice"), stream("force.place")
ARMY, POLICE = codes.ARMY, codes.POLICE
GARRISON, PATROL, RESPOND, SWEEP, IN_TRAINING = (
    codes.GARRISON,
    codes.PATROL,
    codes.RESPOND,
    codes.SWEEP,
    codes.TRAINING,
)


class ForceRule(Parameters):
    """What weighs how much when a unit chooses."""

    boldness: NonNegative = param(
        0.6,
        unit="utility",
        low=0.2,
        high=1.2,
        source="A40",
        doc="drive of a well-paid, well-supplied unit to leave its post",
    )
    lead: NonNegative = param(
        2.5,
        unit="utility",
        low=1.0,
        high=4.0,
        source="A41",
        doc="weight of fighters whose whereabouts are known",
    )
    unrest: NonNegative = param(
        1.4,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A42",
        doc="weight of recent violence in a place",
    )
    dread: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="ButlerGatesLeiblein2007",
        doc="how strongly own losses keep a unit at its post",
    )
    temperature: Positive = param(
        0.7, unit="utility", low=0.3, high=1.2, source="A43", doc="noise of a choice"
    )
    mud: NonNegative = param(
        0.8,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A481",
        doc="reluctance to leave for a neighbouring cell without a road",
    )
    post: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A482",
        doc="reluctance of police to leave the cell of their station",
    )
    honour: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=0.9,
        source="A773",
        doc="of its readiness to seek a fight that a unit gives up for a local arrangement",
    )
    unruly: Share = param(
        0.3,
        unit="share",
        low=0.1,
        high=0.6,
        source="A483",
        doc="recent violence (saturating) above which the army sweeps a place, not patrols it",
    )


@kernel
def rule(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for unit `i`."""
    p = q[0]
    unit = t.forces[i]
    unit.action = GARRISON
    unit.target = unit.home
    if unit.course > 0.0:
        unit.action = IN_TRAINING
        return
    heart = unit.pay * min(1.0, unit.supply * 0.5)
    heat = p.temperature
    draw_numbers(t.draws, 12, seed, CHOICE, week, i, 0)  # ten are read; they come in fours
    best = p.dread * unit.fear + heat * gumbel(t.draws[0, 9])
    for k in range(9):
        cell_row = unit.home if k == 8 else t.neighbours[unit.home, k]
        if cell_row < 0:
            continue
        place = t.cells[cell_row]
        force = unit.personnel * (0.5 + unit.tactics)
        lead = place.known / (place.known + 20.0)
        beatable = force / (force + 2.0 * place.known + 1.0)
        # What forces have done to people is no unrest to them.
        blood = place.violence - place.abused
        unrest = blood / (blood + 6.0)
        drive = place.tempo * (1.0 - p.honour * place.pact)
        value = (
            p.boldness * heart
            + drive * (p.lead * lead * beatable + p.unrest * unrest)
            - (0.0 if k == 8 else p.mud * (1.0 - place.road))
        )
        if value + heat * gumbel_most(t.draws[0, k]) <= best:
            continue
        value += heat * gumbel(t.draws[0, k])
        if unit.kind == POLICE and k != 8:
            value -= p.post
        if value > best:
            best = value
            unit.target = cell_row
            if place.known > 0.0 and uniform(seed, PLACE, week, i, k) < lead + 0.3:
                unit.action = RESPOND
            elif unit.kind == ARMY and unrest > p.unruly:
                unit.action = SWEEP
            else:
                unit.action = PATROL


@kernel
def all_rows(t: Any, q: Any, order: Any, seed: int, week: int, start: int) -> int:
    """Decide for every unit in the order given, from place `start` on."""
    for k in range(start, len(order)):
        if t.forces[order[k]].overridden != 0:
            return k
        rule(t, q, seed, week, order[k])
    return len(order)


@kernel
def one_row(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for unit `i` alone."""
    rule(t, q, seed, week, i)
