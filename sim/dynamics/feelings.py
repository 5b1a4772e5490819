"""Grievance, fear, trust and cohesion of communities, and what they are willing to tell.

Grievance grows from deprivation, exclusion, abuse and loss (Gurr 1970; Cederman, Wimmer & Min
2010); trust is earned slowly and lost fast (Slovic 1993); information goes to the side that is
trusted and not feared, and harm costs the doer information for some weeks (Berman, Shapiro &
Felter 2011; Condra & Shapiro 2012).
"""

from typing import Any

from sim.kernels import clamp, kernel, relax
from sim.state.formulas import impartial
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param


class Feelings(Parameters):
    """How communities come to feel about their lot and about those with guns."""

    grievance_rate: Share = param(
        0.02,
        unit="share of gap a week",
        low=0.005,
        high=0.05,
        source="A10",
        doc="speed at which grievance follows the conditions of life",
    )
    deprivation: NonNegative = param(
        0.35,
        unit="weight",
        low=0.1,
        high=0.6,
        source="Gurr1970",
        doc="weight of unmet needs in grievance",
    )
    exclusion: NonNegative = param(
        0.45,
        unit="weight",
        low=0.2,
        high=0.7,
        source="CedermanWimmerMin2010",
        doc="weight of exclusion from power in grievance",
    )
    injustice: NonNegative = param(
        0.2,
        unit="weight",
        low=0.05,
        high=0.5,
        source="A11",
        doc="weight of missing justice and unaccountable officials in grievance",
    )
    abuse: NonNegative = param(
        0.06,
        unit="grievance per unit of harm and week",
        low=0.02,
        high=0.15,
        source="A12",
        doc="grievance added by harm from state forces",
    )
    bereavement: NonNegative = param(
        0.15,
        unit="weight",
        low=0.0,
        high=0.3,
        source="A13",
        doc="weight of the dead of past years in grievance (half of it at 10 dead per 1,000)",
    )
    fear_gain: Positive = param(
        0.35,
        unit="share",
        low=0.1,
        high=0.7,
        source="A14",
        doc="how far fear follows violence seen in one week",
    )
    fear_fade: Share = param(
        0.06,
        unit="share a week",
        low=0.02,
        high=0.15,
        source="A15",
        doc="rate at which fear fades in quiet weeks",
    )
    fear_half: Positive = param(
        0.3,
        unit="deaths per 1,000",
        low=0.1,
        high=1.0,
        source="A16",
        doc="recent deaths nearby at which a week's alarm is half of the most that it can be",
    )
    trust_gain: Share = param(
        0.01,
        unit="share of gap a week",
        low=0.003,
        high=0.03,
        source="Slovic1993",
        doc="speed at which trust is earned",
    )
    trust_loss: Share = param(
        0.12,
        unit="share per unit of harm and week",
        low=0.05,
        high=0.3,
        source="Slovic1993",
        doc="share of trust in those who harm that is lost a week",
    )
    harm_fade: Share = param(
        0.35,
        unit="share a week",
        low=0.2,
        high=0.6,
        source="CondraShapiro2012",
        doc="rate at which anger at harm fades: effects end within two months",
    )
    feud_fade: Share = param(
        0.04,
        unit="share a week",
        low=0.02,
        high=0.1,
        source="A17",
        doc="rate at which harm by neighbours fades",
    )
    loss_fade: Share = param(
        0.006,
        unit="share a week",
        low=0.003,
        high=0.015,
        source="A18",
        doc="rate at which the dead of a war stop to count: half after about two years",
    )
    tip_fear: Positive = param(
        2.0,
        unit="weight",
        low=1.0,
        high=4.0,
        source="Kalyvas2006",
        doc="how strongly control by the other side silences informers",
    )
    tip_harm: NonNegative = param(
        0.8,
        unit="share per unit of harm",
        low=0.3,
        high=1.5,
        source="CondraShapiro2012",
        doc="how strongly recent harm by a side cuts what people tell it",
    )
    owing: NonNegative = param(
        1.0,
        unit="ratio",
        low=0.0,
        high=2.0,
        source="BermanShapiroFelter2011",
        doc="how much more people tell the state where all would lose what peace brings them",
    )
    nearby: NonNegative = param(
        0.15,
        unit="weight",
        low=0.05,
        high=0.4,
        source="A487",
        doc="weight of violence in a neighbouring cell, against the cell itself, in fear",
    )
    anger: NonNegative = param(
        0.5,
        unit="share per unit of harm",
        low=0.1,
        high=1.0,
        source="A488",
        doc="how much more people tell a side when the other has harmed them",
    )
    self_rule: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A590",
        doc="how far self-rule of one's own district makes up for power at the centre",
    )


@kernel
def feel(t: Any, q: Any) -> None:
    """One week of every community's grievance, fear, trust and willingness to inform."""
    p = q[0]
    weights = p.deprivation + p.exclusion + p.injustice + p.bereavement
    for i in range(len(t.communities)):
        people = t.communities[i]
        cell = t.cells[people.cell]
        district = t.districts[people.district]
        group = t.groups[people.group]
        thousands = max(cell.population, 1000.0) * 0.001

        near = cell.violence
        for k in range(8):
            n = t.neighbours[people.cell, k]
            if n >= 0:
                near += p.nearby * t.cells[n].violence
        alarm = near / thousands
        seen = alarm / (alarm + p.fear_half)
        people.fear = clamp(
            people.fear + p.fear_gain * seen * (1.0 - people.fear) - p.fear_fade * people.fear,
            0.0,
            1.0,
        )

        # Who governs himself at home minds less that others govern at the centre.
        at_home = p.self_rule * district.self_rule if district.group == people.group else 0.0
        voice = group.inclusion + at_home * (1.0 - group.inclusion)
        justice = 0.5 * impartial(district) + 0.5 * district.accountability
        target = (
            p.deprivation * (1.0 - people.needs)
            + p.exclusion * (1.0 - voice)
            + p.injustice * (1.0 - justice)
            + p.bereavement * people.loss / (people.loss + 10.0)
        ) / weights
        people.grievance = clamp(
            relax(people.grievance, target, p.grievance_rate)
            + p.abuse * people.harm_state * (1.0 - people.grievance),
            0.0,
            1.0,
        )

        office = 0.5 * district.services * max(people.control, 0.0) + 0.5 * voice
        people.trust_state = relax(people.trust_state, office, p.trust_gain)
        guard = cell.state_force / (cell.state_force + 3.0 * thousands)
        fair = 0.25 + 0.75 * guard * (1.0 - people.fear)
        people.trust_forces = relax(
            people.trust_forces, fair * (0.4 + 0.6 * group.inclusion), p.trust_gain
        ) * (1.0 - p.trust_loss * min(people.harm_state, 1.0))
        cause = people.grievance * (1.0 - people.trust_state)
        people.trust_rebels = relax(people.trust_rebels, cause, p.trust_gain) * (
            1.0 - p.trust_loss * min(people.harm_rebels, 1.0)
        )

        # Tips: to those whom one trusts, unless the other side rules and would punish.
        silence_state = 1.0 / (1.0 + p.tip_fear * max(-people.control, 0.0) * (1.0 + people.fear))
        silence_rebel = 1.0 / (1.0 + p.tip_fear * max(people.control, 0.0))
        anger_state = 1.0 / (1.0 + p.tip_harm * people.harm_state)
        anger_rebel = 1.0 / (1.0 + p.tip_harm * people.harm_rebels)
        # Anger at one side is a reason to talk to the other.
        people.tip_state = clamp(
            people.trust_forces
            * (1.0 - people.trust_rebels)
            * silence_state
            * anger_state
            * (1.0 + p.anger * people.harm_rebels)
            * (1.0 + p.owing * people.bound),
            0.0,
            1.0,
        )
        people.tip_rebels = clamp(
            people.trust_rebels * silence_rebel * anger_rebel * (1.0 + p.anger * people.harm_state),
            0.0,
            1.0,
        )

        # The mission hears from those whom it visits, who trust it and dare to be seen with it.
        people.tip_mission = (
            people.trust_mission * people.contact * silence_state * (1.0 - people.fear)
        )

        people.harm_state *= 1.0 - p.harm_fade
        people.harm_rebels *= 1.0 - p.harm_fade
        people.harm_communal *= 1.0 - p.feud_fade
        people.loss *= 1.0 - p.loss_fade
        people.cohesion = clamp(
            relax(people.cohesion, 0.5 + 0.2 * people.leader, 0.005)
            - 0.02 * people.away / max(people.founders, 1.0),
            0.05,
            0.95,
        )


@kernel
def pass_on(t: Any) -> None:
    """Collect by cell what communities tell each side, weighted by people."""
    for i in range(len(t.cells)):
        cell = t.cells[i]
        people = 0.0
        to_state = 0.0
        to_rebels = 0.0
        to_mission = 0.0
        for j in range(cell.first, cell.first + cell.communities):
            community = t.communities[j]
            size = community.population + community.hosted
            people += size
            to_state += size * community.tip_state
            to_rebels += size * community.tip_rebels
            to_mission += size * community.tip_mission
        cell.population = people
        cell.tips_state = to_state / max(people, 1.0)
        cell.tips_rebels = min(1.0, to_rebels / max(people, 1.0) + cell.leaks)
        cell.tips_mission = to_mission / max(people, 1.0)


def update(world: World) -> None:
    """One week of feelings, then what people pass on."""
    feel(world.rows, world.params["feelings"])
    pass_on(world.rows)
