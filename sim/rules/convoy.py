"""How an aid convoy decides: drive on this week, or wait for the road ahead to calm down; and
whether to go round a bad stretch where another way is known."""

import math
from typing import Any

from sim.kernels import gumbel, kernel, uniform
from sim.state.formulas import passable
from sim.state.params import Parameters
from sim.streams import stream
from sim.units import NonNegative, Positive, param

CHOICE = stream("convoy.choice")
SPREAD = 0.6180339887498949  # golden section: multiples of it fill 0 to 1 evenly


class ConvoyRule(Parameters):
    """What weighs how much when a convoy leader chooses."""

    urgency: NonNegative = param(
        1.5, unit="utility", low=0.5, high=3.0, source="A58", doc="drive to deliver"
    )
    danger: NonNegative = param(
        3.0,
        unit="utility",
        low=1.0,
        high=5.0,
        source="A59",
        doc="weight of reported violence on the road",
    )
    escort: NonNegative = param(
        1.0, unit="utility", low=0.2, high=2.0, source="A60", doc="comfort of an escort in reach"
    )
    temperature: Positive = param(
        0.5, unit="utility", low=0.2, high=1.0, source="A61", doc="noise of a choice"
    )
    robbed: NonNegative = param(
        0.2,
        unit="deaths per tonne",
        low=0.05,
        high=1.0,
        source="A569",
        doc="that a load known to have been robbed on a stretch counts for, beside violence",
    )
    around: NonNegative = param(
        0.1,
        unit="weight",
        low=0.02,
        high=0.4,
        source="A486",
        doc="weight of violence reported from a neighbouring cell, against the cell itself",
    )


@kernel
def trouble(t: Any, q: Any, cell: int) -> float:
    """What crossing a cell costs a driver: time by road, ground and rain, and reported danger."""
    place = t.cells[cell]
    going = passable(place.road, place.terrain, t.clock[0].rain, 0.6)
    danger = place.reported + q[0].robbed * place.robbed
    return (1.0 + q[0].danger * danger / (danger + 6.0)) / max(going, 0.02)


@kernel
def beside(t: Any, a: int, b: int) -> bool:
    """Whether two cells touch."""
    one = t.cells[a]
    other = t.cells[b]
    return abs(one.x - other.x) <= 1 and abs(one.y - other.y) <= 1


@kernel
def way_round(t: Any, q: Any, here: int, through: int, after: int) -> int:
    """The cell by which to go from `here` to `after`: the usual one, or a better one beside it.

    A second way has to be known for the stretch: `mission.routes` says of how many it is; route
    teams work all over the country at once.
    """
    turn = through * SPREAD
    if turn - math.floor(turn) >= t.mission[0].routes:
        return through
    best = through
    least = trouble(t, q, through)
    for k in range(8):
        n = t.neighbours[here, k]
        if n >= 0 and n != through and n != after and beside(t, n, after):
            value = trouble(t, q, n)
            if value < least:
                least = value
                best = n
    return best


@kernel
def rule(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for convoy `i`."""
    p = q[0]
    convoy = t.convoys[i]
    cell = t.cells[convoy.cell]
    ahead = cell.reported + p.robbed * cell.robbed
    for k in range(8):
        n = t.neighbours[convoy.cell, k]
        if n >= 0:
            ahead += p.around * t.cells[n].reported
    guard = cell.pk_reach / (cell.pk_reach + 20.0)
    value = (
        p.urgency
        - p.danger * ahead / (ahead + 6.0)
        + p.escort * guard
        + p.temperature * gumbel(uniform(seed, CHOICE, week, i, 0))
    )
    convoy.proceed = 1 if value > 0.0 else 0


@kernel
def all_rows(t: Any, q: Any, order: Any, seed: int, week: int, start: int) -> int:
    """Decide for every convoy in the order given, from place `start` on."""
    for k in range(start, len(order)):
        convoy = t.convoys[order[k]]
        if convoy.alive == 0:
            continue
        if convoy.overridden != 0:
            return k
        rule(t, q, seed, week, order[k])
    return len(order)


@kernel
def one_row(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for convoy `i` alone."""
    rule(t, q, seed, week, i)
