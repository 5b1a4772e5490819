"""How a community decides: who joins, who comes home, who flees, who returns.

Joining is a threshold choice with a spread of thresholds among young men (Granovetter 1978; Epstein
2002), pushed by grievance, by the danger of not joining (Kalyvas & Kocher 2007) and by pay, held
back by risk and by a peaceful living. Flight follows danger and the cost of the road; return is
slower than flight (Melander & Oberg 2006; Adhikari 2013).
"""

import math
from typing import Any

from sim.kernels import BATCH, clamp, draw_places, inlined, kernel, round_random, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

JOIN = stream("community.join")
MILITIA = codes.MILITIA


class CommunityRule(Parameters):
    """What weighs how much when members of a community choose."""

    young: Share = param(
        0.10,
        unit="share of people",
        low=0.08,
        high=0.12,
        source="A20",
        doc="men of fighting age who could be drawn into armed groups",
    )
    grievance: NonNegative = param(
        6.0, unit="weight", low=3.0, high=9.0, source="Gurr1970", doc="push of grievance to join"
    )
    kin: NonNegative = param(
        1.6,
        unit="weight",
        low=0.5,
        high=3.0,
        source="Granovetter1978",
        doc="push of neighbours who have joined (half of it at 3 % of young men)",
    )
    danger: NonNegative = param(
        1.2,
        unit="weight",
        low=0.3,
        high=2.5,
        source="KalyvasKocher2007",
        doc="push of harm by the other side: not to join is dangerous too",
    )
    prospect: NonNegative = param(
        2.5,
        unit="weight",
        low=0.5,
        high=4.0,
        source="Kuran1989",
        doc="pull of a side that seems able to win (its own estimate of its chance)",
    )
    weariness: NonNegative = param(
        2.7,
        unit="weight",
        low=0.5,
        high=4.0,
        source="A28",
        doc="how strongly the dead of past years turn people from war (half of it at 3 per 1,000)",
    )
    pay: NonNegative = param(
        1.2,
        unit="weight",
        low=0.3,
        high=2.5,
        source="Weinstein2007",
        doc="pull of an armed group's pay where peaceful income is missing",
    )
    work: NonNegative = param(
        2.0,
        unit="weight",
        low=0.5,
        high=4.0,
        source="BlattmanAnnan2016",
        doc="hold of a peaceful living, programmes included",
    )
    risk: NonNegative = param(
        2.0,
        unit="weight",
        low=0.5,
        high=4.0,
        source="Epstein2002",
        doc="deterrence by the state's control of the place",
    )
    threshold: NonNegative = param(
        6.9,
        unit="utility",
        low=5.8,
        high=7.4,
        source="A21",
        doc="push at which half of the young men would join",
    )
    spread: Positive = param(
        0.6,
        unit="utility",
        low=0.35,
        high=1.0,
        source="A22",
        doc="spread of thresholds among young men",
    )
    join_rate: Share = param(
        0.02,
        unit="share of willing a week",
        low=0.01,
        high=0.08,
        source="A23",
        doc="speed at which the willing find a way to join",
    )
    quit_rate: Share = param(
        0.02,
        unit="share of unwilling a week",
        low=0.005,
        high=0.05,
        source="A24",
        doc="speed at which fighters who would rather be home get away",
    )
    flight: Share = param(
        0.10,
        unit="share of residents a week",
        low=0.03,
        high=0.25,
        source="A25",
        doc="residents who leave in a week at overwhelming danger",
    )
    flight_half: Positive = param(
        1.0,
        unit="deaths per 1,000",
        low=0.4,
        high=3.0,
        source="A26",
        doc="recent deaths here at which half of that rate is reached",
    )
    battle: Share = param(
        0.4,
        unit="weight",
        low=0.1,
        high=0.8,
        source="A414",
        doc="weight of any death nearby, against that of a civilian, in the danger that is seen",
    )
    calm: Share = param(
        0.1,
        unit="share of flight_half",
        low=0.02,
        high=0.3,
        source="A415",
        doc="recent deaths below which people dare to come home",
    )
    programme: NonNegative = param(
        3.0,
        unit="ratio",
        low=1.0,
        high=5.0,
        source="A416",
        doc="hold of a place in a work programme, against that of a full peaceful income",
    )
    return_rate: Share = param(
        0.02,
        unit="share of displaced a week",
        low=0.005,
        high=0.05,
        source="A27",
        doc="displaced who go home in a week when home is safe",
    )


@inlined
def bound_by_pay(q: Any, people: Any, push: float) -> float:
    """Share of young men willing to join among those whose pay is still to come if they do not.

    They are any young men, not those of the lowest thresholds (Blattman & Annan 2016).
    """
    p = q[0]
    resist = p.threshold - push + p.work * people.held_by
    return 1.0 / (1.0 + math.exp(clamp(resist / p.spread, -40.0, 40.0)))


@kernel
def rule(t: Any, q: Any, i: int, u: float) -> None:
    """Decide for community `i`, by the draw `u`."""
    p = q[0]
    people = t.communities[i]
    cell = t.cells[people.cell]
    everyone = people.population + people.away + people.recruits
    young = p.young * everyone
    faction = t.factions[people.joins] if people.joins >= 0 else t.factions[0]

    push = -1e9
    if people.joins >= 0:
        kin = people.recruits / (people.recruits + 0.03 * young + 1.0)
        push = (
            p.kin * kin
            + p.pay * faction.pay * (1.0 - people.income)
            - p.work * min(1.0, people.income + p.programme * people.jobs)
        )
        if faction.kind == MILITIA:
            # A militia defends: harm by others and forces that do not protect make it grow.
            threat = min(1.5, people.harm_communal + people.harm_rebels)
            push += p.grievance * people.fear * (1.0 - people.trust_forces) + p.danger * threat
            push -= p.risk * max(0.0, people.control)
        else:
            with_state = t.dyads[t.pair[0, people.joins]]
            hope = with_state.belief_b if with_state.active != 0 else 0.1
            push += (
                p.grievance * people.grievance
                + p.danger * min(1.0, people.harm_state)
                + p.prospect * hope
                + people.trust_rebels
                - p.risk * max(0.0, people.control)
                - p.weariness * people.loss / (people.loss + 3.0)
            )
    willing = young / (1.0 + math.exp(clamp((p.threshold - push) / p.spread, -40.0, 40.0)))
    if people.contracts > 0.0:
        part = min(1.0, people.contracts / max(young, 1.0))
        willing += part * (young * bound_by_pay(q, people, push) - willing)
    bound = min(young, people.enrolled + people.offered)
    if bound > 0.0:
        # Who has a place, or is offered one, also weighs what he would lose by going to war. Men
        # who have fought are those of the lowest thresholds.
        resist = p.threshold - push + p.work * people.stake
        loyal = young / (1.0 + math.exp(clamp(resist / p.spread, -40.0, 40.0)))
        willing -= min(bound, willing) - min(bound, loyal)
    gap = willing - people.recruits
    people.joining = people.leaving = 0.0
    if gap > 0.0:
        people.joining = min(
            round_random(p.join_rate * gap, u),
            float(int(0.2 * people.population)),
        )
    elif people.recruits > 0.0:
        people.leaving = p.quit_rate * -gap / people.recruits

    thousands = max(cell.population, 500.0) * 0.001
    danger = (cell.killings + p.battle * cell.violence) / thousands
    pull = danger / (danger + p.flight_half)
    people.fleeing = p.flight * pull * pull * (0.5 + people.fear)
    calm = 1.0 - people.fear
    people.returning = p.return_rate * calm * calm if danger < p.calm * p.flight_half else 0.0


@kernel
def all_rows(t: Any, q: Any, order: Any, seed: int, week: int, start: int) -> int:
    """Decide for every community in the order given, from place `start` on."""
    for k in range(start, len(order)):
        if t.communities[order[k]].overridden != 0:
            return k
        place = (k - start) % BATCH
        if place == 0:
            draw_places(t.draws, 1, order, k, seed, JOIN, week)
        rule(t, q, order[k], t.draws[1, place])
    return len(order)


@kernel
def one_row(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for community `i` alone."""
    rule(t, q, i, uniform(seed, JOIN, week, i, 0))
