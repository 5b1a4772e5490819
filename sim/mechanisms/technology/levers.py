"""The levers of technology, with unit, range and source."""

from sim.mechanisms.base import Mechanism
from sim.units import Duration, Money, NonNegative, Positive, Share, param


class Levers(Mechanism):
    """Drones, crews, sensors, analysts, communications, protection, and what limits them."""

    orbits: NonNegative = param(
        0.4,
        unit="per million people",
        low=0.1,
        high=2.0,
        source="A578",
        doc="drones, each with the spares to stay over one area around the clock",
    )
    sees: Positive = param(
        1.5,
        unit="eyes",
        low=0.5,
        high=3.0,
        source="A578",
        doc="sight of a drone that is always overhead: an observer on the spot has 0.02",
    )
    range_km: Positive = param(
        250.0,
        unit="km",
        low=80.0,
        high=600.0,
        source="A578",
        doc="from the airfields of hubs at which drones can work",
    )
    crews: NonNegative = param(
        3.0,
        unit="per drone",
        low=0.5,
        high=6.0,
        source="A579",
        doc="crews that fly them and read their pictures",
    )
    hours: Positive = param(
        30.0, unit="hours a week", low=15.0, high=45.0, source="A579", doc="over the area, by crew"
    )
    training: Duration = param(
        26.0,
        unit="weeks",
        low=8.0,
        high=60.0,
        source="A579",
        doc="until crews, analysts and posts of communications are found, trained and set up",
    )
    cloud: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=0.8,
        source="A580",
        doc="of a drone's sight lost at the height of the rains",
    )
    cover: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A580",
        doc="of a drone's sight lost over mountains and dense forest",
    )
    jamming: Share = param(
        0.7,
        unit="share",
        low=0.2,
        high=0.95,
        source="A580",
        doc="of a drone's sight lost over strong bands with a rich sponsor",
    )
    sensors: NonNegative = param(
        4.0,
        unit="per million people",
        low=0.5,
        high=15.0,
        source="A581",
        doc="radars, cameras and masts around bases",
    )
    sensor_view: Positive = param(
        0.1, unit="eyes", low=0.03, high=0.4, source="A581", doc="sight of one of them, with power"
    )
    analysts: NonNegative = param(
        3.0,
        unit="per million people",
        low=0.3,
        high=10.0,
        source="A582",
        doc="who keep the record of incidents and read it",
    )
    alarms: NonNegative = param(
        1.0,
        unit="places per million people",
        low=0.3,
        high=4.0,
        source="A582",
        doc="under warning at a time",
    )
    reading: Positive = param(
        1.0,
        unit="analysts a place",
        low=0.3,
        high=3.0,
        source="A582",
        doc="at which half of what the record says is found",
    )
    fade: Share = param(
        0.015,
        unit="share a week",
        low=0.005,
        high=0.05,
        source="Townsley2008",
        doc="at which past incidents lose weight in the record",
    )
    spread: Share = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.8,
        source="Townsley2008",
        doc="of an incident for a neighbouring place, against its own",
    )
    repeat: NonNegative = param(
        1.0,
        unit="weight",
        low=0.3,
        high=4.0,
        source="Townsley2008",
        doc="of what was reported lately, against a full record of the past",
    )
    communications: Share = param(
        0.6,
        unit="share of posts",
        low=0.1,
        high=1.0,
        source="A583",
        doc="that have radios and satellite terminals by which all are told at once",
    )
    cyber: Share = param(
        0.5, unit="share", low=0.0, high=0.95, source="A584", doc="of intrusions that are kept out"
    )
    intrusion: NonNegative = param(
        1.0,
        unit="per year",
        low=0.2,
        high=4.0,
        source="A584",
        doc="intrusions by foes with rich sponsors where all is connected and nothing protected",
    )
    breach: Positive = param(
        5.0, unit="weeks", low=2.0, high=12.0, source="A584", doc="mean time until one is found"
    )
    exposure: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A584",
        doc="of movements that intruders learn where all is connected",
    )
    orbit_year: Money = param(
        2_500_000.0,
        unit="US dollars",
        low=800_000,
        high=8_000_000,
        source="A578",
        doc="a drone with ground station, spares and fuel for a year",
    )
    crew_year: Money = param(
        400_000.0,
        unit="US dollars",
        low=200_000,
        high=900_000,
        source="A579",
        doc="a crew of three for a year",
    )
    sensor_year: Money = param(
        60_000.0, unit="US dollars", low=20_000, high=200_000, source="A581", doc="for a year"
    )
    analyst_year: Money = param(
        150_000.0, unit="US dollars", low=90_000, high=250_000, source="A582", doc="for a year"
    )
    comms_year: Money = param(
        700_000.0,
        unit="US dollars per million people",
        low=250_000,
        high=2_000_000,
        source="A583",
        doc="posts connected throughout, for a year",
    )
    cyber_year: Money = param(
        250_000.0,
        unit="US dollars per million people",
        low=80_000,
        high=800_000,
        source="A584",
        doc="as much protection as there is, for a year",
    )
