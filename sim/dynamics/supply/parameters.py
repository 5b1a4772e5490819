"""The parameters of the mission's supplies, with unit, range and source."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, Tonnes, param


class Supply(Parameters):
    """What a mission uses, how it is bought, and what happens to it by road, water and air."""

    use: Positive = param(
        0.05,
        unit="tonnes a person and week",
        low=0.025,
        high=0.12,
        source="A563",
        doc="rations, fuel, water treatment and spares of a uniformed person",
    )
    lead: Positive = param(
        12.0,
        unit="weeks",
        low=6.0,
        high=26.0,
        source="A564",
        doc="from an order to its landing at a hub, without standing contracts",
    )
    tender: Share = param(
        0.5,
        unit="share of the lead time",
        low=0.2,
        high=0.8,
        source="A564",
        doc="that goes into tenders, and that standing contracts save",
    )
    stock: Positive = param(
        4.0, unit="weeks", low=2.0, high=8.0, source="A565", doc="usual stock of hubs"
    )
    correct: Share = param(
        0.1,
        unit="share of gap a week",
        low=0.04,
        high=0.3,
        source="A565",
        doc="of what stocks lack that is added to the orders of a week",
    )
    shift: Share = param(
        0.2,
        unit="share a week",
        low=0.05,
        high=0.5,
        source="A565",
        doc="of what a hub has too much that is driven to hubs that lack it",
    )
    wear: Share = param(
        0.1,
        unit="share a year",
        low=0.03,
        high=0.3,
        source="A566",
        doc="of throughput built at hubs that is lost where no work is done",
    )
    ambush: NonNegative = param(
        0.04,
        unit="per week and cell",
        low=0.01,
        high=0.12,
        source="A567",
        doc="attacks by a strong band near the road on the supplies of a base, on plain ground",
    )
    loot: Share = param(
        0.3,
        unit="share of load",
        low=0.1,
        high=0.6,
        source="A567",
        doc="taken in such an attack; the rest turns back",
    )
    deaths: NonNegative = param(
        0.01,
        unit="deaths per fighter",
        low=0.002,
        high=0.04,
        source="A567",
        doc="peacekeepers killed per fighter in an attack of mean intensity on their supplies",
    )
    guard: NonNegative = param(
        7.0,
        unit="fighters a soldier",
        low=2.0,
        high=15.0,
        source="A567",
        doc="that one soldier's week of escorts keeps from attacking",
    )
    low: Positive = param(
        3.0,
        unit="weeks",
        low=1.0,
        high=6.0,
        source="A568",
        doc="supply of a base below which it is fed from the air",
    )
    ground: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A568",
        doc="flights lost at the height of the rains in mountains",
    )
    radius: Positive = param(
        250.0,
        unit="km",
        low=100.0,
        high=600.0,
        source="A568",
        doc="distance at which aircraft carry half of what they carry nearby",
    )
    parcel: Tonnes = param(
        12.0,
        unit="tonnes",
        low=3.0,
        high=40.0,
        source="A568",
        doc="aid flown to one community in a week, at most",
    )
    rounds: Positive = param(
        250.0,
        unit="km",
        low=80.0,
        high=600.0,
        source="A682",
        doc="way by water at which barges carry half of what they carry nearby: they are slow",
    )
    shallow: Share = param(
        0.6,
        unit="share of load",
        low=0.2,
        high=1.0,
        source="A683",
        doc="that a barge on a river has to leave behind in the dry season of a year of rain",
    )
    landing: NonNegative = param(
        0.1,
        unit="per week",
        low=0.02,
        high=0.4,
        source="A684",
        doc="attacks by a strong band at a landing on what a barge has brought, on plain ground",
    )
    ashore: Tonnes = param(
        20.0,
        unit="tonnes",
        low=5.0,
        high=80.0,
        source="A685",
        doc="aid of a kind put ashore for one community in a week, at most",
    )
