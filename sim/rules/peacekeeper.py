"""How a peacekeeper unit decides where to patrol: near its base, where the mission believes that
people are in danger. It sees `cells.reported`, not the truth."""

from typing import Any

from sim.kernels import clamp, draw_numbers, gumbel, gumbel_most, kernel
from sim.state import codes
from sim.state.params import Parameters
from sim.streams import stream
from sim.units import NonNegative, Positive, param

CHOICE = stream("peacekeeper.choice")
DEPLOYED, OBSERVERS = codes.DEPLOYED, codes.OBSERVERS


class PeacekeeperRule(Parameters):
    """What weighs how much when a unit chooses its patrol."""

    need: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A50",
        doc="pull of places from which violence is reported",
    )
    people: NonNegative = param(
        0.8,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A51",
        doc="pull of places where many people live",
    )
    road: NonNegative = param(
        1.0, unit="utility", low=0.2, high=2.0, source="A52", doc="reluctance to leave good roads"
    )
    safety: NonNegative = param(
        1.0,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A53",
        doc="how strongly own losses keep a unit at its base",
    )
    tasked: NonNegative = param(
        3.0,
        unit="utility",
        low=1.0,
        high=6.0,
        source="A517",
        doc="pull of the cell that a common plan gives the unit, where it is known and followed",
    )
    alert: NonNegative = param(
        1.0,
        unit="utility",
        low=0.3,
        high=2.5,
        source="A587",
        doc="pull of places of which analysts warn",
    )
    ward: NonNegative = param(
        2.0,
        unit="utility",
        low=0.5,
        high=4.0,
        source="A709",
        doc="pull of places for which patrols are asked, to protect people and aid",
    )
    fuel: NonNegative = param(
        1.0,
        unit="utility",
        low=0.3,
        high=2.0,
        source="A589",
        doc="reluctance to leave the base with no supplies in hand",
    )
    temperature: Positive = param(
        0.6, unit="utility", low=0.3, high=1.2, source="A54", doc="noise of a choice"
    )


@kernel
def rule(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for unit `i`."""
    p = q[0]
    unit = t.peacekeepers[i]
    unit.target = unit.base
    best = -1e9
    ordered = p.tasked * min(1.0, t.mission[0].tasking)
    short = p.fuel * (1.0 - clamp(0.5 * unit.supply, 0.0, 1.0))
    draw_numbers(t.draws, 9, seed, CHOICE, week, i, 0)
    for k in range(9):
        row = unit.base if k == 8 else t.neighbours[unit.base, k]
        if row < 0:
            continue
        place = t.cells[row]
        away = 0.0 if k == 8 else 1.0
        value = (
            p.need * place.reported / (place.reported + 4.0)
            + p.people * place.population / (place.population + 20_000.0)
            + p.alert * place.warning
            + p.ward * min(1.0, place.protect)
            - away * short
            - away * p.road * (1.0 - place.road) * (1.0 - 0.5 * unit.mobility)
            - away * p.safety * (unit.losses / (unit.losses + 3.0) + 0.5 * unit.fatigue)
            + (ordered if row == unit.sector else 0.0)
        )
        if value + p.temperature * gumbel_most(t.draws[0, k]) <= best:
            continue
        value += p.temperature * gumbel(t.draws[0, k])
        if value > best:
            best = value
            unit.target = row


@kernel
def all_rows(t: Any, q: Any, order: Any, seed: int, week: int, start: int) -> int:
    """Decide for every deployed unit in the order given, from place `start` on."""
    for k in range(start, len(order)):
        unit = t.peacekeepers[order[k]]
        if unit.stage != DEPLOYED:
            continue
        if unit.overridden != 0:
            return k
        rule(t, q, seed, week, order[k])
    return len(order)


@kernel
def one_row(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for unit `i` alone."""
    rule(t, q, seed, week, i)
