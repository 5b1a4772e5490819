"""The standing of the mission with people and with its host."""

from typing import Any

from sim.kernels import clamp, kernel, relax
from sim.state import codes
from sim.units import WEEKS_PER_YEAR

WEEK = 1.0 / WEEKS_PER_YEAR
DEPLOYING, GONE = codes.DEPLOYING, codes.GONE


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
