"""The numbers of presence, reach and control."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, param


class Presence(Parameters):
    """How force makes itself felt over distance, and how control of daily life follows it."""

    reach: Share = param(
        0.5,
        unit="share of strength",
        low=0.2,
        high=0.8,
        source="A01",
        doc="part of a unit's strength that can act in a neighbouring cell on a dry paved road",
    )
    patrol_reach: Share = param(
        0.8,
        unit="share of strength",
        low=0.4,
        high=1.0,
        source="A07",
        doc="part of a mobile peacekeeper unit's strength that can come to a neighbouring cell",
    )
    call: Positive = param(
        6.0,
        unit="hours",
        low=2.0,
        high=24.0,
        source="A520",
        doc="from an alarm to departure, where no liaison officer passes it on",
    )
    drive: Positive = param(
        20.0,
        unit="km an hour",
        low=8.0,
        high=40.0,
        source="A520",
        doc="speed of a patrol on a dry paved road, escorts and checks included",
    )
    rain_drag: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A02",
        doc="loss of reach off paved roads at the height of the rains",
    )
    colocated: Share = param(
        0.8,
        unit="share",
        low=0.3,
        high=0.9,
        source="A748",
        doc="part of mission police who go round local police posts",
    )
    seconded: Positive = param(
        150.0,
        unit="km",
        low=50.0,
        high=400.0,
        source="A780",
        doc="distance from its base over which the posts that a unit's police go round fall to a "
        "third",
    )
    rounds: Share = param(
        0.7,
        unit="share",
        low=0.2,
        high=0.9,
        source="A762",
        doc="of what local police do at their post that they do next door, on a dry paved road",
    )
    observer_sight: Positive = param(
        0.02,
        unit="per person",
        low=0.005,
        high=0.05,
        source="A03",
        doc="how much one observer adds to the share of incidents that are seen (saturating)",
    )
    control_rate: Share = param(
        0.08,
        unit="share of gap a week",
        low=0.03,
        high=0.2,
        source="A04",
        doc="speed at which control follows the balance of force",
    )
    control_half: Positive = param(
        3.0,
        unit="persons per 1,000 inhabitants",
        low=1.0,
        high=10.0,
        source="Quinlivan1995",
        doc="force at which half of the people are under control where nobody contests it",
    )
    rebel_weight: Positive = param(
        4.0,
        unit="soldiers per fighter",
        low=2.0,
        high=10.0,
        source="A05",
        doc="soldiers that one hidden fighter can offset in the contest for control",
    )
    memory: NonNegative = param(
        0.22,
        unit="share a week",
        low=0.1,
        high=0.45,
        source="A06",
        doc="rate at which recent violence and danger fade from memory",
    )
    office: NonNegative = param(
        1.5,
        unit="persons per 1,000 inhabitants",
        low=0.5,
        high=4.0,
        source="A493",
        doc="force that a complete administration is worth in the contest for control",
    )
    nearby: Share = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.6,
        source="A494",
        doc="weight of forces next door, against those in the place, in that contest",
    )
