"""The levers of transition: places for former fighters, handing over, and what stays after exit."""

from collections.abc import Iterable

from sim.mechanisms.base import Mechanism
from sim.units import Duration, Money, NonNegative, Positive, Share, param
from sim.yaml_source import FieldProblem

PAYMENTS = ("teaching", "at_once", "over_time")


class Levers(Mechanism):
    """Levers of :class:`sim.mechanisms.transition.Transition`."""

    # Programmes have taken 1 to 10 former fighters per 1,000 inhabitants over some years.
    places_per_1000: NonNegative = param(
        0.4,
        unit="places per 1,000 inhabitants",
        low=0.05,
        high=2.0,
        source="A550",
        doc="for former fighters at one time, at level 1",
    )
    # Budgets of national programmes divided by those who took part: 1,000 to 3,500.
    place: Money = param(
        2_000.0, unit="US dollars", low=600, high=5_000, source="A551", doc="a place, all in"
    )
    stay: Duration = param(
        52.0, unit="weeks", low=13, high=156, source="A551", doc="mean time in a place"
    )
    # Most money of past programmes went to training and a package at the start.
    teaching: Share = param(
        0.3, unit="share of a place", low=0.0, high=1.0, source="A552", doc="spent on training"
    )
    at_once: Share = param(
        0.2, unit="share of a place", low=0.0, high=1.0, source="A552", doc="given at the start"
    )
    over_time: Share = param(
        0.5,
        unit="share of a place",
        low=0.0,
        high=1.0,
        source="A552",
        doc="paid for work over the time of the place, as long as a man keeps the peace",
    )
    # Returns to schooling and to small capital lie around a tenth to a quarter a year.
    returns: Share = param(
        0.15,
        unit="share a year",
        low=0.05,
        high=0.4,
        source="A553",
        doc="income from what was spent on training or given at the start, where there is demand",
    )
    living: Positive = param(
        40.0,
        unit="US dollars a week",
        low=15.0,
        high=80.0,
        source="A553",
        doc="a full living of a man and his household",
    )
    # As convoys, which travel the same roads.
    caution: Positive = param(
        6.0,
        unit="reported deaths",
        low=2.0,
        high=20.0,
        source="A554",
        doc="recent violence at a place at which half of its men cannot be enrolled",
    )
    # Counts of recent deaths lie under 0.5 where there is peace and over 5 in the midst of war.
    calm: NonNegative = param(
        1.0,
        unit="measured deaths per 100,000",
        low=0.1,
        high=10.0,
        source="A555",
        doc="above which the mission is not to leave yet, where it may stay",
    )
    institutions: Share = param(
        0.35,
        unit="share",
        low=0.1,
        high=0.8,
        source="A555",
        doc="courts and administration that the state keeps up, below which it is not to leave",
    )
    forces: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A555",
        doc="conduct and tactics of local forces, in the mean, below which it is not to leave",
    )
    # Mandates are renewed by a quarter, half a year or a year at a time.
    latest: Duration = param(
        26.0,
        unit="weeks",
        low=0,
        high=156,
        source="A556",
        doc="longest stay beyond the planned date while conditions are not met; 0: by date alone",
    )
    reserve: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A556",
        doc="of the longest stay for which the plan sets money aside",
    )
    # Compacts on cost-sharing foresee one to four years and rarely the whole.
    local_share: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=0.95,
        source="A557",
        doc="upkeep of what was built that the state is to take over before the mission leaves",
    )
    handover: Duration = param(
        104.0, unit="weeks", low=13, high=208, source="A557", doc="over which it takes it over"
    )
    assistance: Money = param(
        0.3,
        unit="US dollars a year and inhabitant",
        low=0.05,
        high=1.5,
        source="A557",
        doc="advisers in ministries and districts while it is handed over",
    )
    # Political offices that followed missions had some dozens to 200 staff for one to four years.
    residual: Duration = param(
        104.0, unit="weeks", low=0, high=260, source="A558", doc="of presence after exit"
    )
    residual_fund: Money = param(
        0.6,
        unit="US dollars a year and inhabitant",
        low=0.0,
        high=4.0,
        source="A558",
        doc="after exit: places first, then upkeep of institutions",
    )
    residual_observers: NonNegative = param(
        3.0,
        unit="per million people",
        low=0.0,
        high=15.0,
        source="A558",
        doc="who look into breaches of agreements after exit",
    )
    residual_mentors: NonNegative = param(
        3.0,
        unit="per million people",
        low=0.0,
        high=15.0,
        source="A558",
        doc="with local forces after exit",
    )
    # As mentors of the training element.
    person_year: Money = param(
        180_000.0,
        unit="US dollars",
        low=90_000,
        high=300_000,
        source="A559",
        doc="an observer or a mentor for a year, after exit",
    )
    observers_half: Positive = param(
        40.0,
        unit="persons",
        low=10.0,
        high=150.0,
        source="A559",
        doc="observers after exit who can look into half of all breaches",
    )

    def problems(self) -> Iterable[FieldProblem]:
        """A place in which nothing is given."""
        if sum(getattr(self, part) for part in PAYMENTS) <= 0.0:
            yield FieldProblem(
                ("over_time",),
                "the shares of a place are all 0",
                "at least one share above 0",
                f"give one of {', '.join(PAYMENTS)} a share",
            )
