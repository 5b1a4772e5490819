"""The levers of training and mentoring, with unit, range and source."""

from sim.mechanisms.base import Mechanism
from sim.units import Duration, Money, NonNegative, Positive, Share, param


class Levers(Mechanism):
    """Places, lessons, mentors, exercises, pay in hand, and what they cost."""

    places_per_1000: NonNegative = param(
        0.6,
        unit="places a year per 1,000 inhabitants",
        low=0.1,
        high=2.0,
        source="A270",
        doc="course places at level 1",
    )
    course: Duration = param(
        16.0, unit="weeks", low=6, high=30, source="A271", doc="length of a course"
    )
    intelligence: Share = param(
        0.2, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="finding out"
    )
    tactics: Share = param(
        0.3, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="fighting"
    )
    crisis: Share = param(
        0.2, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="managing crises"
    )
    conduct: Share = param(
        0.3, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="conduct and law"
    )
    mentors: NonNegative = param(
        3.0, unit="persons a unit", low=0.0, high=12.0, source="A273", doc="with trained units"
    )
    mentoring: Duration = param(
        52.0, unit="weeks", low=0, high=156, source="A274", doc="that mentors stay after a course"
    )
    exercises: NonNegative = param(
        2.0,
        unit="weeks a year",
        low=0.0,
        high=6.0,
        source="A617",
        doc="of exercises with troops and with staffs, for units that have been on a course",
    )
    pay_reform: Share = param(
        0.3,
        unit="share of men",
        low=0.0,
        high=1.0,
        source="A619",
        doc="who are counted, and paid into their own hands, in the units taught",
    )
    equipment: Share = param(
        0.0,
        unit="share of need",
        low=0.0,
        high=1.0,
        source="A793",
        doc="of the fuel, vehicles and ammunition that units taught lack, which they are given",
    )
    fit: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.95,
        source="A275",
        doc="how well language, trainers and examples fit those who are taught",
    )
    evaluation: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A276",
        doc="places given by tested need; the rest goes to units near the capital",
    )
    absent: Share = param(
        0.15, unit="share", low=0.05, high=0.4, source="A277", doc="units away on courses at most"
    )
    place: Money = param(
        6_000.0,
        unit="US dollars",
        low=2_000,
        high=15_000,
        source="A278",
        doc="a place on a course, with trainers, kit and stipend",
    )
    mentor_year: Money = param(
        180_000.0,
        unit="US dollars",
        low=90_000,
        high=300_000,
        source="A279",
        doc="a mentor for a year, security included",
    )
    exercise_week: Money = param(
        50.0,
        unit="US dollars",
        low=15,
        high=150,
        source="A618",
        doc="fuel, ammunition, umpires and rations of a member on exercise for a week",
    )
    kit_year: Money = param(
        800.0,
        unit="US dollars",
        low=300,
        high=3_000,
        source="A793",
        doc="fuel, spares and ammunition of a member for a year, where all is given",
    )
    pay_year: Money = param(
        30.0,
        unit="US dollars",
        low=8,
        high=100,
        source="A620",
        doc="registers, cards and audits by which a member is paid directly for a year",
    )
    mentor_half: Positive = param(
        3.0, unit="persons a unit", low=1.0, high=8.0, source="A280", doc="for half of full effect"
    )
