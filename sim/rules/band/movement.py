"""Where a band wants to be: among people who feed it, near its mates, away from danger."""

from typing import Any

from sim.kernels import gumbel, kernel, uniform
from sim.state import codes
from sim.state.formulas import apart
from sim.streams import stream

STEP = stream("band.step")
CENTRE, WAR = codes.AIM_CENTRE, codes.WAR


@kernel
def supporters(t: Any, cell: int, faction: int) -> tuple[float, float]:
    """People of a cell, and those among them who feed and hide a faction's bands, in persons."""
    place = t.cells[cell]
    people = 0.0
    support = 0.0
    for j in range(place.first, place.first + place.communities):
        community = t.communities[j]
        people += community.population
        if community.group == t.factions[faction].group:
            support += community.population * (0.3 + 0.7 * community.trust_rebels)
    return people, support


@kernel
def attraction(t: Any, q: Any, cell: int, faction: int, strength: float) -> float:
    """How much a band of some strength would like to be in a cell."""
    p = q[0]
    place = t.cells[cell]
    people, support = supporters(t, cell, faction)
    threat = (place.state_force + place.state_reach + place.pk_reach) * (
        0.3 + 0.7 * place.tips_state
    )
    prey = place.state_force / (place.state_force + 50.0)
    beatable = strength / (strength + 0.2 * place.state_force + 1.0)
    return (
        p.home * (support / max(people, 1.0))
        + p.mates * place.fighters / (place.fighters + 60.0)
        + p.advance * prey * beatable
        - p.caution * (place.danger / (place.danger + 5.0) + threat / (threat + 10.0 * strength))
        + p.shelter * place.terrain
    )


@kernel
def step(t: Any, q: Any, seed: int, week: int, i: int, strength: float) -> int:
    """The cell where band `i` wants to be: its own, or a better neighbour."""
    p = q[0]
    band = t.bands[i]
    rally = 0.0
    height = t.cells[max(t.factions[band.faction].focus, 0)]
    called = t.factions[band.faction].focus >= 0 and height.district == t.cells[band.cell].district
    if called and apart(height, t.cells[band.cell]) > 1:
        rally = p.rally
    if uniform(seed, STEP, week, i, 8) >= (p.called if rally > 0.0 else p.restless):
        return band.cell
    best = band.cell
    score = attraction(t, q, band.cell, band.faction, strength) + p.inertia
    score += p.temperature * 0.4 * gumbel(uniform(seed, STEP, week, i, 9))
    rain = t.clock[0].rain
    # Centre-seekers who have the upper hand close in on the capital.
    pair = t.dyads[t.pair[0, band.faction]]
    bold = 0.0
    if t.factions[band.faction].aim == CENTRE and pair.stage == WAR:
        bold = p.bold * p.advance * max(0.0, pair.belief_b - 0.4)
    goal = t.cells[t.clock[0].capital]
    here = t.cells[band.cell]
    far = abs(goal.x - here.x) + abs(goal.y - here.y)
    for k in range(8):
        n = t.neighbours[band.cell, k]
        if n < 0:
            continue
        place = t.cells[n]
        value = attraction(t, q, n, band.faction, strength)
        value += p.temperature * 0.4 * gumbel(uniform(seed, STEP, week, i, k))
        value -= p.mud * rain * (1.0 - place.road)
        value += bold * (far - abs(goal.x - place.x) - abs(goal.y - place.y))
        value += rally * float(apart(height, here) - apart(height, place))
        if value > score:
            score = value
            best = n
    return best
