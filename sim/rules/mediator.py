"""How a mediator's team decides which case to take: high-level talks, or the local dispute that is
most heated where it can travel. A team keeps a case while there is work, since knowing the people
takes months."""

from typing import Any

from sim.kernels import draw_numbers, gumbel, kernel, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.streams import stream
from sim.units import NonNegative, Positive, param

CHOICE = stream("mediator.choice")
NOTHING, PAIR, LOCAL = codes.NOTHING, codes.PAIR_OF_PARTIES, codes.LOCAL_DISPUTE
WAR = codes.WAR


class MediatorRule(Parameters):
    """What weighs how much when a team chooses its case."""

    heat: NonNegative = param(
        1.5, unit="utility", low=0.5, high=3.0, source="A55", doc="pull of recent bloodshed"
    )
    stay: NonNegative = param(
        1.5, unit="utility", low=0.5, high=3.0, source="A56", doc="pull of the case in hand"
    )
    temperature: Positive = param(
        0.5, unit="utility", low=0.2, high=1.0, source="A57", doc="noise of a choice"
    )
    talks: NonNegative = param(
        0.5,
        unit="utility",
        low=0.0,
        high=1.5,
        source="A484",
        doc="pull of talks between parties, whatever has happened lately",
    )
    rest: NonNegative = param(
        0.2,
        unit="utility",
        low=0.0,
        high=0.6,
        source="A485",
        doc="value below which no case is worth the journey",
    )


@kernel
def rule(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for team `i`."""
    p = q[0]
    team = t.mediators[i]
    best = p.rest
    work = NOTHING
    case = -1
    if team.level != 0:
        for k in range(len(t.dyads)):
            dyad = t.dyads[k]
            if dyad.active == 0:
                continue
            heat = dyad.deaths / (dyad.deaths + 50.0)
            value = p.talks + p.heat * heat
            value += p.temperature * gumbel(uniform(seed, CHOICE, week, i, k))
            if team.work == PAIR and team.case == k:
                value += p.stay
            if value > best:
                best = value
                work = PAIR
                case = k
    else:
        # A team hears of what happens within some days' travel: the ties it samples this month.
        draw_numbers(t.draws, 40, seed, CHOICE, week // 4, i, 0)
        for k in range(40):
            row = int(t.draws[0, k] * len(t.ties))
            if k == 39 and team.work == LOCAL:
                row = team.case
            tie = t.ties[row]
            heat = tie.tension + tie.revenge / (tie.revenge + 3.0)
            value = p.heat * heat
            if team.work == LOCAL and team.case == row:
                value += p.stay * tie.tension
            if value > best:
                best = value
                work = LOCAL
                case = row
    team.work = work
    team.case = case


@kernel
def all_rows(t: Any, q: Any, order: Any, seed: int, week: int, start: int) -> int:
    """Decide for every team in the order given, from place `start` on."""
    for k in range(start, len(order)):
        team = t.mediators[order[k]]
        if team.alive == 0:
            continue
        if team.overridden != 0:
            return k
        rule(t, q, seed, week, order[k])
    return len(order)


@kernel
def one_row(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for team `i` alone."""
    rule(t, q, seed, week, i)
