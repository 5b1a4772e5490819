"""The levers of the mission itself, with unit, range and source."""

from sim.mechanisms.base import Mechanism
from sim.units import Count, Duration, Money, NonNegative, Positive, Share, months, param, years


class Levers(Mechanism):
    """Size, composition, dates, force generation, basing, upkeep and cost of a mission."""

    troops_per_1000: NonNegative = param(
        0.0,
        unit="per 1,000 inhabitants",
        low=0.0,
        high=2.0,
        source="A201",
        doc="armed troops authorised",
    )
    police_per_1000: NonNegative = param(
        0.0,
        unit="per 1,000 inhabitants",
        low=0.0,
        high=0.4,
        source="A201",
        doc="police authorised",
    )
    observers_per_1000: NonNegative = param(
        0.0,
        unit="per 1,000 inhabitants",
        low=0.0,
        high=0.1,
        source="A201",
        doc="unarmed observers authorised",
    )
    engineers_per_1000: NonNegative = param(
        0.0,
        unit="per 1,000 inhabitants",
        low=0.0,
        high=0.2,
        source="A201",
        doc="engineers authorised, who mend roads around their bases",
    )
    unit_size: Positive = param(
        130.0,
        unit="persons",
        low=60,
        high=400,
        source="GeoPKO2020",
        doc="persons in a unit (a company)",
    )
    nations: Count = param(
        8, unit="nations", low=1, high=30, source="A202", doc="nations that contribute units"
    )
    quality: Share = param(
        0.6, unit="share", low=0.3, high=0.9, source="A203", doc="mean training and equipment"
    )
    quality_spread: Share = param(
        0.15, unit="share", low=0.0, high=0.3, source="A203", doc="nations differ by up to this"
    )
    will: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.9,
        source="OIOS2014",
        doc="mean readiness to use force to protect, by mandate and caveats",
    )
    will_spread: Share = param(
        0.2, unit="share", low=0.0, high=0.4, source="A204", doc="nations differ by up to this"
    )
    mobility: Share = param(
        0.5, unit="share", low=0.2, high=0.9, source="A205", doc="vehicles and aircraft of units"
    )
    start: Duration = param(
        months(6), unit="weeks", low=0, high=156, source="A206", doc="authorisation, week of run"
    )
    duration: Duration = param(
        years(5), unit="weeks", low=52, high=520, source="A206", doc="authorisation to last out"
    )
    draw_down: Duration = param(
        years(1), unit="weeks", low=4, high=156, source="A206", doc="last part of it, leaving"
    )
    civil_delay: Duration = param(
        13.0, unit="weeks", low=4, high=39, source="A207", doc="before civilian work begins"
    )
    civil_build_up: Duration = param(
        39.0, unit="weeks", low=13, high=104, source="A207", doc="until civilian work is in full"
    )
    pledge: Duration = param(
        13.0, unit="weeks", low=4, high=40, source="A208", doc="mean wait for a unit's pledge"
    )
    prepare: Duration = param(
        12.0, unit="weeks", low=4, high=26, source="A208", doc="mean preparation of a unit"
    )
    ship: Duration = param(
        7.0, unit="weeks", low=1, high=16, source="A208", doc="mean passage to the theatre's hub"
    )
    tender: Share = param(
        0.4,
        unit="share of the passage",
        low=0.1,
        high=0.7,
        source="A560",
        doc="that goes into finding ships and aircraft, and that standing contracts save",
    )
    intake: Positive = param(
        500.0,
        unit="persons a week",
        low=150,
        high=2_000,
        source="A209",
        doc="that the theatre's hubs can receive as they are, and more by what is built there",
    )
    fleet: Positive = param(
        25.0,
        unit="trucks per 1,000 persons",
        low=10,
        high=60,
        source="A560",
        doc="that units bring and share for their supplies and their moves",
    )
    queue: Share = param(
        0.8,
        unit="share of travel",
        low=0.3,
        high=0.9,
        source="A560",
        doc="of a unit's way to its base that is waiting for trucks, shorter with more of them",
    )
    hardship: NonNegative = param(
        1.0,
        unit="ratio",
        low=0.2,
        high=3.0,
        source="A561",
        doc="wear that a lack of all supplies adds, against that of a usual rotation",
    )
    speed: Positive = param(
        100.0,
        unit="km a week",
        low=40,
        high=400,
        source="A210",
        doc="of a unit with all its containers on a dry paved road, waits for trucks included",
    )
    mud: Share = param(
        0.6, unit="share", low=0.3, high=0.9, source="A211", doc="of travel lost in full rains"
    )
    shortfall: Share = param(
        0.08, unit="share", low=0.0, high=0.25, source="Rappa2016", doc="authorised, never sent"
    )
    near_violence: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A212",
        doc="bases chosen by reported violence; the rest by population",
    )
    sites: Count = param(20, unit="sites", low=4, high=40, source="GeoPKO2020", doc="bases at most")
    rotation: Duration = param(
        52.0,
        unit="weeks",
        low=26,
        high=78,
        source="A213",
        doc="time to a unit's relief",
    )
    wear: Share = param(
        0.5, unit="share", low=0.1, high=0.9, source="A213", doc="fatigue at the end of a rotation"
    )
    supply_range: Positive = param(
        6.0,
        unit="weeks of travel",
        low=2.0,
        high=15.0,
        source="A214",
        doc="distance at which deliveries fall to half of what the hub could send",
    )
    replace: Share = param(
        0.04, unit="share a week", low=0.01, high=0.15, source="A215", doc="of losses made good"
    )
    patience: Positive = param(
        15.0,
        unit="recent dead per 1,000",
        low=4.0,
        high=60.0,
        source="A216",
        doc="losses at which a nation does not relieve a unit whose rotation ends",
    )
    patience_spread: Share = param(
        0.4, unit="share", low=0.0, high=0.8, source="A500", doc="nations differ by up to this"
    )
    diversity: Share = param(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        source="A501",
        doc="how widely nations are spread over doctrines and languages; 0: all were taught alike",
    )
    terms: Share = param(
        0.4,
        unit="share of gap",
        low=0.1,
        high=0.7,
        source="A502",
        doc="caveats that a complete agreement with a contributor lifts from units sent after it",
    )
    outspoken: Share = param(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="A217",
        doc="abuse by the state that the mission, having seen it, reports and takes up",
    )
    road_rate: NonNegative = param(
        0.01,
        unit="cell-share a year and engineer",
        low=0.002,
        high=0.03,
        source="A218",
        doc="road quality that one engineer builds",
    )
    consent_floor: Share = param(
        0.15, unit="share", low=0.05, high=0.35, source="A219", doc="consent below which it must go"
    )
    person_year: Money = param(
        62_000.0,
        unit="US dollars",
        low=45_000,
        high=110_000,
        source="GAO2018",
        doc="all-in cost of one uniformed person for a year",
    )
