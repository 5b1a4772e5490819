"""What lasts of the work on institutions: stocks that grow with work and decay without upkeep.

Districts' institutions, skills of local forces, inclusion of groups, roads, the standing of the
mission with people and with its host. Work comes in through channels; with no mission they are
empty, and stocks fall back to what the state keeps up by itself (Blair 2021: the rule of law is
built from outside in peace more than in war, and slowly).
"""

from typing import Any

from sim.kernels import clamp, inlined, kernel, relax
from sim.state import codes
from sim.state.formulas import propped_up
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param

WEEK = 1.0 / 52.0
DEPLOYING, GONE = codes.DEPLOYING, codes.GONE


class Institutions(Parameters):
    """How fast institutions, skills and standing are built, and how fast they are lost."""

    decay: Share = param(
        0.004,
        unit="share of gap a week",
        low=0.001,
        high=0.01,
        source="A220",
        doc="loss of capacity beyond what the state keeps up by itself, when unfunded",
    )
    adopt: Share = param(
        0.0025,
        unit="share of gap a week",
        low=0.0005,
        high=0.006,
        source="A221",
        doc="speed at which the state takes over what was built, where its officials are paid",
    )
    ruin: NonNegative = param(
        0.004,
        unit="share a week",
        low=0.001,
        high=0.015,
        source="A222",
        doc="capacity destroyed in a week of heavy fighting in a district",
    )
    heavy: Positive = param(
        10.0,
        unit="deaths per 100,000",
        low=3.0,
        high=30.0,
        source="A223",
        doc="recent deaths at which half of that is reached",
    )
    # A clinic without salaries closes within a year or two, not at once.
    lapse: Share = param(
        0.02,
        unit="share a week",
        low=0.005,
        high=0.05,
        source="A537",
        doc="of what the state took over by agreement, lost while its upkeep is not paid",
    )
    curb: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.9,
        source="A224",
        doc="rents that go for every unit of accountability gained",
    )
    lesson: Share = param(
        0.65,
        unit="share of gap",
        low=0.3,
        high=0.9,
        source="A225",
        doc="gap to mastery that one whole course in one subject closes",
    )
    mentor: Share = param(
        0.006,
        unit="share of gap a week",
        low=0.002,
        high=0.015,
        source="A226",
        doc="what a week with mentors adds to tactics, crisis management and conduct",
    )
    interest: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=1.0,
        source="BiddleMacdonaldBaker2018",
        doc="how far lessons in conduct depend on officials being accountable and men being paid",
    )
    standing: Share = param(
        0.015,
        unit="share of gap a week",
        low=0.005,
        high=0.04,
        source="A227",
        doc="speed at which people's trust in the mission follows what it does",
    )
    disappoint: Share = param(
        0.06,
        unit="share",
        low=0.01,
        high=0.2,
        source="A228",
        doc="trust lost in a week of killings near peacekeepers, at most",
    )
    welcome: Share = param(
        0.7,
        unit="share",
        low=0.4,
        high=0.9,
        source="A229",
        doc="consent of a host whom nothing annoys",
    )
    impatience: Share = param(
        0.03,
        unit="share a year",
        low=0.0,
        high=0.1,
        source="A230",
        doc="consent that a year of foreign presence costs",
    )
    forget: Share = param(
        0.015,
        unit="share of gap a week",
        low=0.005,
        high=0.04,
        source="A231",
        doc="speed at which a host gets over friction",
    )
    resent: NonNegative = param(
        0.02,
        unit="share per unit of friction",
        low=0.005,
        high=0.06,
        source="A232",
        doc="consent lost by an act against those in power",
    )
    mend: Share = param(
        0.03,
        unit="share of gap a week",
        low=0.01,
        high=0.08,
        source="A514",
        doc="what complete envoys' work with its leaders adds to a host's getting over friction",
    )
    potholes: Share = param(
        0.1,
        unit="share a year",
        low=0.03,
        high=0.3,
        source="A233",
        doc="decay of roads that engineers built",
    )


@inlined
def grow(stock: float, own: float, work: float, loss: float, decay: float) -> float:
    """One week of a stock: work with diminishing returns, decay to what is kept up, ruin."""
    lost = decay * max(0.0, stock - own) if work <= 0.0 else 0.0
    recovered = 0.5 * decay * max(0.0, own - stock)
    return clamp(stock + work * WEEK * (1.0 - stock) - lost + recovered - loss * stock, 0.02, 0.95)


@inlined
def taken_over(own: float, stock: float, adopt: float) -> float:
    """What the state keeps up by itself, a week on; at first, what there is."""
    if own < 0.0:
        return stock
    return relax(own, stock, adopt) if stock > own else own


@inlined
def agree(one: Any, upkept: float, lapse: float) -> None:
    """One week of the upkeep that the state took over in district `one`: more of it, or lapsing."""
    one.borne += 0.25 * one.takeover * propped_up(one)
    lost = lapse * (1.0 - upkept) * one.borne
    if lost > 0.0:
        one.borne -= lost
        one.courts_own = max(0.0, one.courts_own - lost)
        one.administration_own = max(0.0, one.administration_own - lost)
        one.accountability_own = max(0.0, one.accountability_own - lost)
        one.services_own = max(0.0, one.services_own - lost)


@kernel
def build(t: Any, q: Any) -> None:
    """One week of districts' institutions and of groups' inclusion."""
    p = q[0]
    adopt = p.adopt * t.factions[0].pay
    for d in range(len(t.districts)):
        one = t.districts[d]
        deaths = 100_000.0 * one.violence / max(one.population, 1_000.0)
        loss = p.ruin * deaths / (deaths + p.heavy)
        take = adopt
        if one.takeover > 0.0 or one.borne > 0.0:
            take += one.takeover
            agree(one, t.factions[0].upkept, p.lapse)
        one.courts_own = taken_over(one.courts_own, one.courts, take)
        one.administration_own = taken_over(one.administration_own, one.administration, take)
        one.accountability_own = taken_over(one.accountability_own, one.accountability, take)
        one.services_own = taken_over(one.services_own, one.services, take)
        decay = p.decay * (1.0 - min(1.0, one.upkeep))
        before = one.accountability
        one.courts = grow(one.courts, one.courts_own, one.court_work, loss, decay)
        one.administration = grow(
            one.administration, one.administration_own, one.admin_work, loss, decay
        )
        one.accountability = grow(
            one.accountability, one.accountability_own, one.oversight_work, loss, decay
        )
        one.services = grow(one.services, one.services_own, one.service_work, loss, decay)
        one.rents = clamp(one.rents - p.curb * (one.accountability - before), 0.02, 0.8)
    for g in range(len(t.groups)):
        group = t.groups[g]
        group.inclusion += group.reform * WEEK * max(0.0, 0.8 - group.inclusion)


@kernel
def learn(t: Any, q: Any) -> None:
    """One week of courses and mentors in the local forces."""
    p = q[0]
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.course > 0.0:
            unit.course = max(0.0, unit.course - 1.0)
        guided = p.mentor * min(1.0, unit.mentoring)
        # Schooling sticks to men who are paid and stay.
        stays = 0.4 + 0.6 * unit.pay
        unit.intelligence += p.lesson * stays * unit.intelligence_taught * (1.0 - unit.intelligence)
        unit.tactics += (p.lesson * stays * unit.tactics_taught + guided) * (1.0 - unit.tactics)
        unit.crisis += (p.lesson * stays * unit.crisis_taught + guided) * (1.0 - unit.crisis)
        # Conduct is learnt as far as superiors want it (the principal-agent problem).
        wanted = 1.0 - p.interest * (1.0 - t.districts[unit.district].accountability * stays)
        taught = p.lesson * unit.conduct_taught + guided
        unit.conduct += wanted * taught * (1.0 - unit.conduct)


@kernel
def regard(t: Any, q: Any) -> None:
    """One week of what people and the host think of the mission."""
    p = q[0]
    mission = t.mission[0]
    if mission.stage < DEPLOYING or mission.stage == GONE:
        return
    weight = 0.0
    people = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        cell = t.cells[one.cell]
        thousands = max(cell.population, 500.0) * 0.001
        guard = cell.pk_force + cell.pk_reach + cell.pk_police
        near = guard / (guard + thousands)
        killed = cell.killings / thousands
        failed = killed / (killed + 0.3)
        aid = one.food_aid + one.health_aid + one.shelter_aid + one.jobs
        fair = 0.35 + 0.4 * near * (1.0 - one.fear) + 0.3 * min(1.0, 2.0 * aid)
        # To be asked is something; to be asked through one's own representatives is more.
        asked = one.engagement + one.contact * (0.25 + 0.75 * one.representation)
        fair += 0.3 * min(1.0, asked)
        # Those who stand by while people are killed are blamed for it.
        one.trust_mission = relax(one.trust_mission, min(fair, 1.0), p.standing) * (
            1.0 - p.disappoint * near * failed
        )
        weight += one.population * one.trust_mission
        people += one.population
    mission.legitimacy = weight / max(people, 1.0)
    mission.strain += 0.08 * (mission.friction * mission.tact - mission.strain)
    mission.consent = clamp(
        mission.consent
        + (p.forget + p.mend * min(1.0, mission.goodwill)) * max(0.0, p.welcome - mission.consent)
        - p.impatience * WEEK * mission.consent
        - p.resent * mission.friction * mission.tact,
        0.0,
        1.0,
    )


@kernel
def maintain(t: Any, q: Any) -> None:
    """One week of building and wear of roads."""
    p = q[0]
    for i in range(len(t.cells)):
        cell = t.cells[i]
        if cell.road_work <= 0.0 and cell.built <= 0.0:
            continue
        more = cell.road_work * WEEK * max(0.0, 0.9 - cell.road)
        worn = p.potholes * WEEK * cell.built if cell.road_work <= 0.0 else 0.0
        cell.road += more - worn
        cell.built = max(0.0, cell.built + more - worn)


def update(world: World) -> None:
    """One week of institutions, skills, roads, and of the mission's standing."""
    rows, q = world.rows, world.params["institutions"]
    build(rows, q)
    learn(rows, q)
    regard(rows, q)
    maintain(rows, q)
