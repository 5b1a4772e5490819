"""The levers of mediation, with unit, range and source."""

from sim.mechanisms.base import Mechanism
from sim.units import Money, NonNegative, Positive, Share, Signed, param


class Levers(Mechanism):
    """How many teams there are, what they are like, and what stands behind what is signed."""

    teams_per_million: NonNegative = param(
        2.5, unit="per million people", low=0.5, high=8.0, source="A250", doc="teams at level 1"
    )
    share_local: Share = param(
        0.8,
        unit="share of teams",
        low=0.0,
        high=1.0,
        source="A251",
        doc="teams for local dialogue; the rest, at least one, for high-level talks",
    )
    skill: Share = param(0.6, unit="share", low=0.3, high=0.9, source="A252", doc="craft of teams")
    partiality: Signed = param(
        0.0,
        unit="index -1 to 1",
        low=-0.6,
        high=0.6,
        source="Beber2012",
        doc="how far teams are seen to lean to the state (1) or to its enemies (-1)",
    )
    local_knowledge: Share = param(
        0.25,
        unit="share",
        low=0.1,
        high=0.7,
        source="A253",
        doc="knowledge of people and places with which a team starts a case",
    )
    learning: Share = param(
        0.03, unit="share of gap a week", low=0.01, high=0.08, source="A254", doc="gained on a case"
    )
    guarantee: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A255",
        doc="of its armed strength that the mission commits to punishing breaches of agreements",
    )
    commitment_half: Positive = param(
        0.4,
        unit="able and willing troops per 1,000",
        low=0.05,
        high=0.8,
        source="A256",
        doc="committed strength at which a guarantee is half of a complete one",
    )
    verification: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A257",
        doc="of what the mission sees that is investigated, attributed and told to both sides",
    )
    cases: NonNegative = param(
        0.02,
        unit="incidents a week and observer",
        low=0.005,
        high=0.06,
        source="A261",
        doc="that observers can travel to and look into afterwards",
    )
    roots: Share = param(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="A258",
        doc="how far terms take up causes of the war: harder to sign, reform after it",
    )
    team_year: Money = param(
        1_000_000.0,
        unit="US dollars",
        low=400_000,
        high=2_500_000,
        source="A259",
        doc="a team of six with travel, security and meetings, for a year",
    )
