"""A scenario: the country, its conflict and the strategy, read from YAML, checked and frozen."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from sim import markup
from sim.paths import scenarios_dir
from sim.processes import Dynamics
from sim.state.params import Parameters
from sim.strategy import Strategy
from sim.units import Count, Distance, NonNegative, People, Positive, Share, Tonnes, Weeks, param
from sim.yaml_source import (
    Document,
    FieldProblem,
    FieldProblems,
    draft,
    set_value,
    validate,
)

Where = Literal["centre", "north", "east", "south", "west", "northeast", "southeast", "southwest"]
Kind = Literal["rebel", "militia"]
Dimension = Literal["political", "territorial", "military", "economic"]
Aim = Literal["centre", "territory", "local"]
InjectKind = Literal[
    "drought", "price_shock", "election", "coup", "sponsor", "massacre", "consent_crisis"
]
NEEDS = {"sponsor": "faction", "massacre": "district"}  # what an injected event must name
MOST_FACTIONS = 16  # rows of the faction table: the government, those declared, and splinters


class Map(Parameters):
    """The land: size, ruggedness, roads, districts. Drawn from `seed`, the same in every run."""

    width: Count = param(32, unit="cells", low=8, high=200, source="A160", doc="from west to east")
    height: Count = param(32, unit="cells", low=8, high=200, source="A188", doc="south to north")
    cell: Distance = param(25.0, unit="km", low=5, high=50, source="A189", doc="side of a cell")
    seed: Count = param(1, unit="number", low=0, high=10_000, source="A161", doc="draws the land")
    ruggedness: Share = param(
        0.35, unit="share", low=0.1, high=0.8, source="A162", doc="mean difficulty of the ground"
    )
    roads: Share = param(
        0.55, unit="share", low=0.1, high=0.95, source="A163", doc="quality of main roads"
    )
    water: Share = param(
        0.08, unit="share of cells", low=0.0, high=0.3, source="A164", doc="lakes and sea"
    )
    rivers: Count = param(
        0,
        unit="rivers",
        low=0,
        high=6,
        source="A686",
        doc="navigable rivers: the main stems of so many of the largest catchments",
    )
    districts: Count = param(12, unit="districts", low=2, high=60, source="A165", doc="how many")
    capital: Where = "centre"


class Group(Parameters):
    """An identity group: its share of people, where it lives, its place in power."""

    name: str
    share: Share = param(..., unit="share of people", low=0.05, high=0.8, source="A166", doc="size")
    home: Where
    inclusion: Share = param(
        0.5, unit="share", low=0.05, high=0.95, source="A167", doc="share in power at the centre"
    )
    livelihood: Share = param(
        0.5, unit="share", low=0.2, high=0.9, source="A168", doc="productive capacity of its land"
    )


class Population(Parameters):
    """Who lives there."""

    population: People = param(
        12_000_000,
        unit="persons",
        low=300_000,
        high=30_000_000,
        source="A169",
        doc="in the theatre",
    )
    communities: Count = param(
        800, unit="communities", low=20, high=20_000, source="A170", doc="how many"
    )
    groups: tuple[Group, ...]
    hostility: Share = param(
        0.4, unit="share", low=0.05, high=0.9, source="A171", doc="prejudice between groups"
    )
    mixing: Share = param(
        0.12,
        unit="share",
        low=0.0,
        high=0.5,
        source="A172",
        doc="communities that live away from the home of their group",
    )
    cohesion: Share = param(
        0.5, unit="share", low=0.2, high=0.8, source="A173", doc="mean cohesion of communities"
    )
    civic: Share = param(
        0.3, unit="share", low=0.05, high=0.8, source="Varshney2001", doc="ties across groups"
    )
    arms: NonNegative = param(
        15.0, unit="per 1,000 persons", low=1, high=100, source="A174", doc="small arms in hand"
    )


class State(Parameters):
    """The government: forces and institutions at the start."""

    name: str = "Government"
    army: People = param(
        24_000, unit="persons", low=500, high=200_000, source="A175", doc="soldiers"
    )
    police: People = param(
        16_000, unit="persons", low=300, high=150_000, source="A190", doc="police officers"
    )
    intelligence: Share = param(
        0.25, unit="share", low=0.1, high=0.7, source="A176", doc="skill in finding out"
    )
    tactics: Share = param(
        0.35, unit="share", low=0.1, high=0.7, source="A191", doc="skill in fighting"
    )
    crisis: Share = param(
        0.2, unit="share", low=0.05, high=0.6, source="A192", doc="skill in managing crises"
    )
    conduct: Share = param(
        0.4, unit="share", low=0.1, high=0.9, source="A193", doc="respect for civilians"
    )
    courts: Share = param(0.25, unit="share", low=0.05, high=0.8, source="A177", doc="courts")
    administration: Share = param(
        0.3, unit="share", low=0.05, high=0.8, source="A194", doc="administration"
    )
    accountability: Share = param(
        0.25, unit="share", low=0.05, high=0.8, source="A195", doc="consequences of abuse"
    )
    services: Share = param(
        0.3, unit="share", low=0.05, high=0.8, source="A196", doc="public services"
    )
    rents: Share = param(
        0.3, unit="share", low=0.0, high=0.7, source="A178", doc="public money captured"
    )
    consent: Share = param(
        0.7, unit="share", low=0.3, high=1.0, source="A179", doc="consent to a mission"
    )


class Faction(Parameters):
    """An armed group, active or latent (no fighters) at the start."""

    name: str
    kind: Kind = "rebel"
    aim: Aim = "centre"
    group: str
    fighters: People = param(
        0, unit="persons", low=0, high=20_000, source="A180", doc="under arms at the start"
    )
    sponsor: NonNegative = param(
        0.0,
        unit="thousand US dollars a week",
        low=0.0,
        high=200.0,
        source="A181",
        doc="support from abroad",
    )
    money: NonNegative = param(
        500.0, unit="thousand US dollars", low=0.0, high=5_000.0, source="A197", doc="war chest"
    )
    predation: Share = param(
        0.3, unit="share", low=0.05, high=0.9, source="Weinstein2007", doc="lives off civilians"
    )
    cohesion: Share = param(
        0.6, unit="share", low=0.2, high=0.95, source="A182", doc="members obey leaders"
    )
    bombs: Share = param(
        0.15, unit="share", low=0.0, high=0.7, source="A183", doc="attacks made with roadside bombs"
    )


class HubSpec(Parameters):
    """A port, airfield or depot."""

    name: str
    at: Where
    throughput: Positive = param(
        400.0, unit="tonnes a week", low=50, high=3_000, source="A184", doc="handling capacity"
    )
    food: Tonnes = param(500.0, unit="tonnes", low=0, high=20_000, source="A198", doc="in store")


class InjectSpec(Parameters):
    """An instructor's event on a date."""

    week: Weeks = param(..., unit="week of run", low=0, high=780, source="A185", doc="first week")
    kind: InjectKind
    size: NonNegative = param(
        0.5, unit="of the kind", low=0.0, high=1_000.0, source="A199", doc="how much"
    )
    weeks: Weeks = param(1, unit="weeks", low=1, high=104, source="A480", doc="how long")
    faction: str | None = None
    district: Count | None = None
    note: str = ""


class Signed(Parameters):
    """A settlement with an armed group that is already signed when the run starts."""

    faction: str
    share: Share = param(
        0.35, unit="share of power", low=0.1, high=0.6, source="A186", doc="promised to it"
    )
    dimensions: tuple[Dimension, ...] = ("political", "military")


class Scenario(Parameters):
    """A country and its conflict, with the strategy that is tried on it. Frozen."""

    name: str
    title: str
    about: str = ""
    weeks: Weeks = param(
        780, unit="weeks", low=104, high=1_560, source="A187", doc="length of a run"
    )
    map: Map = Field(default_factory=Map)
    people: Population
    state: State = Field(default_factory=State)
    factions: tuple[Faction, ...] = ()
    hubs: tuple[HubSpec, ...]
    injects: tuple[InjectSpec, ...] = ()
    settlements: tuple[Signed, ...] = ()
    dynamics: Dynamics = Field(default_factory=Dynamics)
    strategy: Strategy = Field(default_factory=Strategy)

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = list(self._problems())
        if problems:
            raise FieldProblems(problems)
        return self

    def _problems(self) -> list[FieldProblem]:
        found = []
        groups = [g.name for g in self.people.groups]
        total = sum(g.share for g in self.people.groups)
        if abs(total - 1.0) > 0.01:
            found.append(
                FieldProblem(
                    ("people", "groups"),
                    f"the shares of the groups add up to {total:.3g}",
                    "1",
                    "change the shares so that they add up to 1",
                )
            )
        for i, faction in enumerate(self.factions):
            if faction.group not in groups:
                found.append(_unknown(("factions", i, "group"), faction.group, groups, "group"))
        names = [f.name for f in self.factions]
        found += self._inject_problems([*names, self.state.name])
        for i, settlement in enumerate(self.settlements):
            if settlement.faction not in names:
                path = ("settlements", i, "faction")
                found.append(_unknown(path, settlement.faction, names, "faction"))
        if len(self.factions) > MOST_FACTIONS - 4:
            found.append(
                FieldProblem(
                    ("factions",),
                    f"{len(self.factions)} armed groups",
                    f"at most {MOST_FACTIONS - 4}",
                    "merge some: room is kept for groups that split",
                )
            )
        if self.map.width * self.map.height > 250_000 or min(self.map.width, self.map.height) < 4:
            found.append(
                FieldProblem(
                    ("map", "width"),
                    f"a map of {self.map.width} x {self.map.height} cells",
                    "at least 4 x 4 and at most 250,000 cells",
                    "change width, height or the size of a cell",
                )
            )
        return found

    def _inject_problems(self, names: list[str]) -> list[FieldProblem]:
        """What is wrong with injected events, given the names of all parties."""
        found = []
        for i, inject in enumerate(self.injects):
            if inject.faction is not None and inject.faction not in names:
                path = ("injects", i, "faction")
                found.append(_unknown(path, inject.faction, names, "faction"))
            if inject.district is not None and inject.district >= self.map.districts:
                found.append(
                    FieldProblem(
                        ("injects", i, "district"),
                        f"district {inject.district} does not exist",
                        f"a number from 0 to {self.map.districts - 1}",
                        "choose one of the districts of map.districts",
                    )
                )
            if inject.kind in NEEDS and getattr(inject, NEEDS[inject.kind]) is None:
                found.append(
                    FieldProblem(
                        ("injects", i, "kind"),
                        f"a {inject.kind} without a {NEEDS[inject.kind]}",
                        f"the {NEEDS[inject.kind]} that it concerns",
                        f"add a line with {NEEDS[inject.kind]}",
                    )
                )
            if inject.week >= self.weeks:
                found.append(
                    FieldProblem(
                        ("injects", i, "week"),
                        f"week {inject.week} is after the end of the run",
                        f"a week below {self.weeks}",
                        "choose an earlier week or a longer run",
                    )
                )
        return found

    @classmethod
    def load(cls, source: str | Path, strategy: str | Path | None = None) -> "Scenario":
        """Read a scenario from a file, or a shipped one by name, with a strategy if given.

        Raises:
            InputErrors: everything that is wrong, with file, line and column.
        """
        return validate(cls.document(source, strategy), cls)

    @staticmethod
    def document(source: str | Path, strategy: str | Path | None = None) -> Document:
        """The YAML of a scenario with its strategy in place, before validation.

        A ``strategy:`` in the file may be a mapping or the name of a strategy's file.

        Raises:
            InputErrors: a file cannot be read or is no YAML of the kind accepted.
        """
        shipped = scenarios_dir()
        document = draft(source, [shipped])
        named = document.data.get("strategy") if strategy is None else str(strategy)
        if isinstance(named, str):
            document = document.with_part(("strategy",), draft(named, [shipped / "strategies"]))
        return document

    def varied(self, changes: Mapping[str, Any]) -> "Scenario":
        """A copy with values at dotted paths changed, checked like a file.

        Raises:
            InputErrors: a path does not exist or a value is not accepted.
        """
        document = Document.from_data(self.model_dump(mode="json"))
        for path, value in changes.items():
            document = set_value(document, path, value)
        return validate(document, type(self))

    def with_strategy(self, strategy: str | Path) -> "Scenario":
        """A copy under another strategy, a shipped one by name or a file.

        Raises:
            InputErrors: the strategy cannot be read or is not accepted.
        """
        document = Document.from_data(self.model_dump(mode="json"))
        other = draft(strategy, [scenarios_dir() / "strategies"])
        return validate(document.with_part(("strategy",), other), type(self))

    def _repr_html_(self) -> str:
        """Show a notebook who lives there, who is armed and what is tried."""
        people, land = self.people, self.map
        groups = ", ".join(f"{one.name} ({one.share:.0%})" for one in people.groups)
        armed = [f"{self.state.name} ({self.state.army + self.state.police:,.0f})"]
        armed += [f"{one.name} ({one.fighters:,.0f})" for one in self.factions]
        rows = {
            "people": f"{people.population:,.0f} in {people.communities:,} communities",
            "groups": groups,
            "under arms": ", ".join(armed),
            "map": f"{land.width} x {land.height} cells of {land.cell:g} km",
            "length of a run": f"{self.weeks:g} weeks",
            "strategy": self.strategy.name,
        }
        return markup.titled(self.name, f": {self.title}") + markup.table(rows.items())

    def hash(self) -> str:
        """Twelve hexadecimal digits that identify the content."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _unknown(path: tuple[str | int, ...], name: str, known: list[str], what: str) -> FieldProblem:
    return FieldProblem(
        path,
        f"{name!r} is no {what} of this scenario",
        f"one of {', '.join(known) or 'none'}",
        f"correct the name or declare the {what}",
    )
