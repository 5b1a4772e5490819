"""The numbers of institutions, skills and standing."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, param


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
    vet: Share = param(
        0.01,
        unit="share a week",
        low=0.003,
        high=0.03,
        source="A610",
        doc="of abusive policemen who are found out and dismissed where all rules are enforced",
    )
    unlearn: Share = param(
        0.08,
        unit="share a year",
        low=0.02,
        high=0.25,
        source="A611",
        doc="of those taught to settle disputes who forget it, move away or die",
    )
    potholes: Share = param(
        0.1,
        unit="share a year",
        low=0.03,
        high=0.3,
        source="A233",
        doc="decay of roads that engineers built",
    )
