"""The levers of aid: how much, in what form, with whom, and under whose guard."""

from collections.abc import Iterable

from sim.mechanisms.base import Mechanism
from sim.units import Duration, Money, NonNegative, Positive, Share, Tonnes, param
from sim.yaml_source import FieldProblem

GOODS = ("food", "health", "shelter")
FORMS = ("in_kind", "projects", "cash", "work")


class Levers(Mechanism):
    """Levers of :class:`sim.mechanisms.aid.Aid`."""

    spending: Money = param(
        12.0,
        unit="US dollars a year and inhabitant",
        low=2.0,
        high=40.0,
        source="A300",
        doc="budget at level 1",
    )
    in_kind: Share = param(
        0.6, unit="share of budget", low=0.0, high=1.0, source="A301", doc="for goods"
    )
    projects: Share = param(
        0.1,
        unit="share of budget",
        low=0.0,
        high=1.0,
        source="A301",
        doc="for works that communities can see: wells, roads, clinics, schools",
    )
    cash: Share = param(
        0.1, unit="share of budget", low=0.0, high=1.0, source="A301", doc="given in money"
    )
    work: Share = param(
        0.2, unit="share of budget", low=0.0, high=1.0, source="A301", doc="for paid work"
    )
    food: Share = param(
        0.6, unit="share of goods", low=0.0, high=1.0, source="A302", doc="spent on food"
    )
    health: Share = param(
        0.2, unit="share of goods", low=0.0, high=1.0, source="A302", doc="spent on health"
    )
    shelter: Share = param(
        0.2, unit="share of goods", low=0.0, high=1.0, source="A302", doc="spent on shelter"
    )
    food_tonne: Money = param(
        1_100.0, unit="US dollars", low=700, high=2_500, source="A303", doc="a tonne of food, moved"
    )
    health_tonne: Money = param(
        12_000.0, unit="US dollars", low=6_000, high=30_000, source="A303", doc="a tonne for health"
    )
    shelter_tonne: Money = param(
        3_000.0, unit="US dollars", low=1_500, high=6_000, source="A303", doc="a tonne of shelter"
    )
    job_year: Money = param(
        900.0, unit="US dollars", low=400, high=2_000, source="A304", doc="a place in paid work"
    )
    convoy_load: Tonnes = param(
        100.0, unit="tonnes", low=30, high=300, source="A305", doc="food on a convoy of trucks"
    )
    convoys_per_million: NonNegative = param(
        8.0, unit="per million people", low=2.0, high=20.0, source="A306", doc="convoys that exist"
    )
    ration: Share = param(
        0.35,
        unit="share of need",
        low=0.1,
        high=0.8,
        source="A307",
        doc="part of a community's need that aid covers at most while its stocks last",
    )
    targeting: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A308",
        doc="how far assessments tell greater from smaller need",
    )
    caution: Positive = param(
        6.0,
        unit="reported deaths",
        low=2.0,
        high=20.0,
        source="A309",
        doc="recent violence at a place at which half of the convoys are not sent",
    )
    diversion: Share = param(
        0.25,
        unit="share",
        low=0.05,
        high=0.5,
        source="A310",
        doc="of goods at a hub that vanish where everything is for sale and nobody answers for it",
    )

    noticed: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A562",
        doc="of diversion that is prevented where every load is tracked",
    )

    # Small works of missions and soldiers cost 10,000 to 100,000 dollars; roads and dams millions.
    size: Positive = param(
        60.0,
        unit="thousand US dollars",
        low=10.0,
        high=600.0,
        source="A720",
        doc="cost of one project",
    )
    build: Duration = param(
        26.0, unit="weeks", low=8, high=104, source="A720", doc="in which a project is built"
    )
    consult: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A721",
        doc="of a community whom experts ask what is to be built, before it is begun",
    )
    experts: Share = param(
        0.12,
        unit="share of projects' money",
        low=0.0,
        high=0.3,
        source="A721",
        doc="for engineers and development staff who ask, plan and supervise",
    )
    in_operations: Share = param(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="A722",
        doc="of projects put where forces operate, to win people there, and not where need is",
    )
    # Banks and agents take 2 to 10 % of transfers in poor countries.
    fee: Share = param(
        0.06,
        unit="share of cash",
        low=0.02,
        high=0.2,
        source="A723",
        doc="kept by agents who hand it out",
    )
    favour: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=1.0,
        source="A723",
        doc="of cash and of money for works that goes to clients where officials answer to nobody",
    )
    # In the Liberian programme men to whom a payment was still due stayed out of the next war.
    later: Share = param(
        0.3,
        unit="share of pay",
        low=0.0,
        high=0.8,
        source="A724",
        doc="of paid work that is paid later, to men who have stayed out of armed groups",
    )
    term: Duration = param(
        39.0,
        unit="weeks",
        low=8,
        high=104,
        source="A724",
        doc="by which it is put off, in the mean",
    )
    escort: Share = param(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="A725",
        doc="of convoys with peacekeepers on board",
    )
    riders: Positive = param(
        20.0, unit="persons", low=8.0, high=60.0, source="A725", doc="with each of them"
    )
    zones_per_million: NonNegative = param(
        0.2,
        unit="per million people",
        low=0.0,
        high=1.0,
        source="A726",
        doc="safe zones for displaced people, at level 1",
    )
    # Six enclaves with 7,600 soldiers promised of 34,000 asked for (Bosnia); camps: a company each.
    zone_troops: Positive = param(
        120.0,
        unit="effective peacekeepers",
        low=40.0,
        high=800.0,
        source="A726",
        doc="promised to each safe zone",
    )
    zone_least: Share = param(
        0.5,
        unit="share of promise",
        low=0.0,
        high=1.0,
        source="A726",
        doc="that must be in reach before a zone is declared; 0: declared whatever is there",
    )
    zone_year: Money = param(
        800_000.0,
        unit="US dollars",
        low=300_000,
        high=3_000_000,
        source="A727",
        doc="staff, fences, water and light of a zone for a year",
    )
    protection: Share = param(
        0.4,
        unit="index",
        low=0.0,
        high=1.0,
        source="A728",
        doc="how strongly patrols are asked for where displaced people and aid works are",
    )
    agencies: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A729",
        doc="of what agencies plan and send that the others know of",
    )
    agencies_year: Money = param(
        0.3,
        unit="US dollars a year and inhabitant",
        low=0.05,
        high=1.0,
        source="A729",
        doc="to coordinate all of them",
    )
    authorities: Share = param(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="A730",
        doc="of the choice of who gets aid that is made with the state's local officials",
    )
    authorities_year: Money = param(
        0.15,
        unit="US dollars a year and inhabitant",
        low=0.03,
        high=0.5,
        source="A730",
        doc="for offices with them, at full share",
    )
    survey_known: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.9,
        source="A731",
        doc="of what assessments miss that officials with full capacity know",
    )

    def problems(self) -> Iterable[FieldProblem]:
        """Aid in no form, goods of no kind."""
        if sum(getattr(self, form) for form in FORMS) <= 0.0:
            yield FieldProblem(
                ("in_kind",),
                "the shares of the budget are all 0",
                f"at least one of {', '.join(FORMS)} above 0",
                "give one a share, or set the level to 0",
            )
        if self.in_kind > 0.0 and sum(getattr(self, kind) for kind in GOODS) <= 0.0:
            yield FieldProblem(
                ("food",),
                "the shares of goods are all 0",
                "at least one of food, health and shelter above 0",
                "give one a share, or set in_kind to 0",
            )
