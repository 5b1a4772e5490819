"""A week of the teams: travel, learn, talk; and the strength that backs what is signed."""

from typing import Any

from sim.kernels import kernel, uniform
from sim.state import codes
from sim.streams import stream

ROAD = stream("mediation.road")
PAIR, LOCAL = codes.PAIR_OF_PARTIES, codes.LOCAL_DISPUTE
DEPLOYED, TROOPS = codes.DEPLOYED, codes.TROOPS
TALKS, DISPUTES, PEOPLE, HELD_UP, IDLE, REFUSED, ALIVE = range(7)  # slots of counters


@kernel
def influence(t: Any, i: int) -> float:
    """What a team can move: craft times knowledge times the trust of both sides."""
    team = t.mediators[i]
    known = 0.3 + 0.7 * team.knowledge
    if team.level == 0:
        return team.skill * known * (1.0 - 0.5 * abs(team.partiality))
    # Both sides have to listen: who leans to one is shut out by the other.
    by_state = 1.0 - max(0.0, -team.partiality)
    by_rebels = 1.0 - max(0.0, team.partiality)
    return team.skill * known * by_state * by_rebels


@kernel
def reachable(t: Any, cell: int, u: float) -> int:
    """1 if a team can work in a cell this week: calm, or guarded by somebody."""
    place = t.cells[cell]
    guard = place.pk_reach + 0.2 * place.state_force
    risk = place.reported / (place.reported + 5.0) * (1.0 - guard / (guard + 40.0))
    return 1 if u >= risk else 0


@kernel
def talk(t: Any, q: Any, requests: Any, tally: Any, seed: int, week: int) -> None:
    """One week of every team: travel, learn, work. Fills requests[slot] with rows and amounts."""
    p = q[0]
    for i in range(len(t.mediators)):
        team = t.mediators[i]
        if team.alive == 0:
            continue
        tally[ALIVE] += 1
        if team.case < 0 or (team.work == LOCAL and t.ties[team.case].a < 0):
            tally[IDLE] += 1
            continue
        if team.case != team.last_case:
            # A new case: little of what was known helps, and a week goes into travel.
            team.last_case = team.case
            team.knowledge = p.local_knowledge + 0.4 * max(0.0, team.knowledge - p.local_knowledge)
            if team.work == LOCAL:
                team.cell = t.communities[t.ties[team.case].a].cell
            continue
        if team.work == PAIR:
            if t.mission[0].consent < 0.25:
                tally[REFUSED] += 1
                continue
            team.knowledge += p.learning * (1.0 - team.knowledge)
            n = tally[TALKS]
            requests[TALKS, 0, n] = team.case
            requests[TALKS, 1, n] = influence(t, i) * (1.0 - 0.3 * p.roots)
            tally[TALKS] = n + 1
            continue
        if reachable(t, team.cell, uniform(seed, ROAD, week, i, 0)) == 0:
            tally[HELD_UP] += 1
            continue
        team.knowledge += p.learning * (1.0 - team.knowledge)
        tie = t.ties[team.case]
        n = tally[DISPUTES]
        requests[DISPUTES, 0, n] = team.case
        requests[DISPUTES, 1, n] = influence(t, i)
        requests[PEOPLE, 0, 2 * n] = tie.a
        requests[PEOPLE, 0, 2 * n + 1] = tie.b
        requests[PEOPLE, 1, 2 * n] = 0.5 * influence(t, i)
        requests[PEOPLE, 1, 2 * n + 1] = 0.5 * influence(t, i)
        tally[DISPUTES] = n + 1
        tally[PEOPLE] = 2 * n + 2


@kernel
def committed(t: Any) -> float:
    """Deployed troops, weighted by what they can and are willing to do."""
    force = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED and unit.kind == TROOPS:
            force += unit.personnel * unit.quality * unit.will
    return force
