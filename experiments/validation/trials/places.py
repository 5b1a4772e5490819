"""Programmes by lot among places: projects, cash, lessons for people, dialogue, police."""

import numpy as np
from numpy.typing import NDArray

from experiments.validation.trials.base import (
    MONTH,
    Trial,
    at_risk,
    by_insurgents,
    deaths_of,
    events_of,
    paired_by_lot,
)
from sim.state import codes
from sim.state.world import World

START = 26
"""Week in which programmes begin: fighting has taken shape by then."""

YEAR = 52


class Projects(Trial):
    """Visible projects, or cash, in half of the contested cells.

    A cell is contested as a programme begins if armed men have been near it and neither side holds
    it altogether. Arms: ``projects`` (of PROJECT, built in BUILD weeks, asked for by people),
    ``cash`` (CASH of a full living for CASH_WEEKS), any other: nothing, in the same places.
    """

    PROJECT = 120.0  # thousand US dollars: about 8 a head, as in the Philippines
    BUILD = 26
    CASH, CASH_WEEKS = 0.1, 78  # a fifth of the income of half of the households
    SPAN = 52

    def __init__(self, world: World, arm: str) -> None:
        """Wait for the week in which contested places are known."""
        super().__init__(world, arm)
        self._risky = at_risk(world)
        self._group = np.full(len(world.cells), -1)
        self._counts: dict[str, float] = {}

    def act(self, world: World) -> None:
        """Draw the places, then carry out the programme of the arm there."""
        since = world.week - START
        if since == 0:
            treated, control = paired_by_lot(self.lot, *self._contested(world))
            self._group[treated], self._group[control] = 1, 0
        if since < 0:
            return
        one = world.communities
        inside = self._group[one.cell] == 1
        if self.arm == "projects":
            if since == 0:
                one.asked[inside] = 0.8
                one.site[inside] += self.PROJECT
            unfinished = inside & (one.site > 0)
            self.ask(world, "communities.building", unfinished, self.PROJECT / self.BUILD)
        elif self.arm == "cash" and since < self.CASH_WEEKS:
            self.ask(world, "communities.cash", inside, self.CASH)

    def note(self, world: World, first: int) -> None:
        """Count acts and dead by group and time since the beginning."""
        since = world.week - 1 - START
        if since < 0:
            return
        events = events_of(world, first)
        events = events[events["kind"] != codes.COMMUNAL]  # conflict between armed parties
        dead, rebels = deaths_of(events), by_insurgents(events)
        for group, name in ((0, "control"), (1, "treated")):
            inside = self._group[events["cell"]] == group
            if since < self.SPAN:
                self._add(f"early.{name}", float(dead[inside].sum()))
                self._add(f"early_insurgents.{name}", float(dead[inside & rebels].sum()))
            elif since < 2 * self.SPAN:
                self._add(f"later.{name}", float(dead[inside].sum()))
            if since < 9 * 52 / 12:
                self._add(f"acts.{name}", float(inside.sum()))

    def measures(self) -> dict[str, float]:
        """Dead and acts by group, and how many places each group has."""
        names = ("early", "early_insurgents", "later", "acts")
        found = {f"{n}.{g}": 0.0 for n in names for g in ("control", "treated")}
        found |= self._counts
        found["places"] = float((self._group == 1).sum())
        return found

    def _contested(self, world: World) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        cells, people = world.cells, world.communities
        size = np.bincount(people.cell, people.population, len(cells))
        held = np.bincount(people.cell, people.population * people.control, len(cells))
        even = np.abs(held / np.maximum(size, 1.0)) < 0.8
        armed = cells.fighters > 0
        near = (world.neighbours >= 0) & armed[world.neighbours]
        chosen = self._risky[(even & (armed | near.any(axis=1)))[self._risky]]
        return chosen, np.asarray(size[chosen], np.float64)

    def _add(self, name: str, value: float) -> None:
        self._counts[name] = self._counts.get(name, 0.0) + value


class Towns(Trial):
    """A year of lessons in settling disputes in half of the towns, by lot.

    Neighbours are then of three classes: both trained, one trained (`spill`), none. Lessons go on
    until 15 % of adults know it (Blattman, Hartman & Blair 2014).
    """

    GOAL = 0.15

    def __init__(self, world: World, arm: str) -> None:
        """Draw the towns from pairs of like size."""
        super().__init__(world, arm)
        rows = np.arange(len(world.communities))
        treated, _ = paired_by_lot(self.lot, rows, world.communities.population)
        self._treated = np.isin(rows, treated)
        real = world.ties.a >= 0
        self._class = self._treated[world.ties.a].astype(int) + self._treated[world.ties.b]
        self._class[~real] = -1
        self._open = np.zeros((2, 3))
        self._violent: dict[int, NDArray[np.float64]] = {}

    def act(self, world: World) -> None:
        """Teach, in the arm with lessons."""
        since = world.week - START
        if self.arm == "lessons" and 0 <= since < YEAR:
            one = world.communities
            left = self._treated & (one.versed < self.GOAL)
            # The stock closes this part of the gap to everybody in a year.
            self.ask(world, "communities.lessons", left, 1.3 * self.GOAL)

    def note(self, world: World, first: int) -> None:  # noqa: ARG002 - as the base has it
        """Look at open and violent disputes 12 and 36 months on."""
        since = world.week - START
        for place, middle in enumerate((YEAR, 3 * YEAR)):
            # A quarter on either side: open disputes of one week are few.
            if abs(since - middle) <= 13:
                self._open[place] += self._by_class(world.ties.disputes)
        if since in (YEAR // 2, 3 * YEAR // 2):
            self._violent[since] = self._by_class(world.ties.violent_disputes)

    def measures(self) -> dict[str, float]:
        """Open disputes (sums over weeks) and new violent ones by class of neighbours."""
        found = {}
        early = self._violent.get(YEAR // 2, np.full(3, np.nan))
        late = self._violent.get(3 * YEAR // 2, np.full(3, np.nan))
        for i, name in enumerate(("none", "spill", "both")):
            found[f"open_12.{name}"] = float(self._open[0, i])
            found[f"open_36.{name}"] = float(self._open[1, i])
            found[f"violent.{name}"] = float(late[i] - early[i])
        return found

    def _by_class(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        known = self._class >= 0
        return np.asarray(np.bincount(self._class[known], values[known], 3), np.float64)


class Dialogue(Trial):
    """Facilitated meetings in half of the districts, by lot; clashes by district and month."""

    MEETINGS = 0.3

    def __init__(self, world: World, arm: str) -> None:
        """Draw the districts."""
        super().__init__(world, arm)
        rows = np.arange(len(world.districts))
        treated, _ = paired_by_lot(self.lot, rows, world.districts.population)
        self._treated = np.isin(rows, treated)
        self._month = np.zeros(len(rows), bool)
        self._hit = np.zeros(2)

    def act(self, world: World) -> None:
        """Let people meet, in the arm with dialogue."""
        if self.arm == "dialogue" and world.week >= START:
            inside = self._treated[world.communities.district]
            self.ask(world, "communities.dialogue", inside, self.MEETINGS)

    def note(self, world: World, first: int) -> None:
        """Note where there was a clash this month."""
        if world.week <= START + YEAR // 2:
            return  # meetings need some months to matter
        events = events_of(world, first)
        events = events[events["kind"] == codes.COMMUNAL]
        self._month[world.cells.district[events["cell"]]] = True
        if world.week % MONTH == 0:
            for group in (0, 1):
                self._hit[group] += self._month[self._treated == bool(group)].sum()
            self._month[:] = False

    def measures(self) -> dict[str, float]:
        """District-months with a clash, by group."""
        return {"clash_months.control": self._hit[0], "clash_months.treated": self._hit[1]}


class PolicePatrols(Trial):
    """Better trained police in half of the towns that have a station, by lot.

    Every EVERY weeks the town's station has a fifth of a whole course in crises and conduct, and in
    between it is visited by those who teach it.
    """

    COURSE, EVERY, VISITED = 0.2, 20, 0.3
    SPAN = 61  # fourteen months

    def __init__(self, world: World, arm: str) -> None:
        """Draw the towns."""
        super().__init__(world, arm)
        stations = world.forces.cell[world.forces.kind == codes.POLICE]
        cells = np.unique(stations[world.cells.population[stations] > 0])
        size = world.cells.population[cells]
        self._treated, self._control = paired_by_lot(self.lot, cells, size)
        self._crimes = np.zeros(2)
        self._state = np.zeros((2, 2))

    def act(self, world: World) -> None:
        """Teach and visit the stations of treated towns."""
        if self.arm != "patrols" or not 0 <= world.week - START < self.SPAN:
            return
        units = world.forces
        police = (units.kind == codes.POLICE) & np.isin(units.cell, self._treated)
        if (world.week - START) % self.EVERY == 0:
            self.ask(world, "forces.crisis_taught", police, self.COURSE)
            self.ask(world, "forces.conduct_taught", police, self.COURSE)
        self.ask(world, "forces.mentoring", police, self.VISITED)

    def note(self, world: World, first: int) -> None:  # noqa: ARG002 - as the base has it
        """Count crimes; at the end of the fourteenth month, ask people."""
        since = world.week - 1 - START
        people = world.communities
        for group, cells in enumerate((self._control, self._treated)):
            inside = np.isin(people.cell, cells)
            if since == 0:
                self._crimes[group] = -people.crimes[inside].sum()
            elif since == self.SPAN - 1:
                self._crimes[group] += people.crimes[inside].sum()
                self._state[group] = (
                    people.tip_state[inside].mean(),
                    people.trust_forces[inside].mean(),
                )

    def measures(self) -> dict[str, float]:
        """Killings by gangs and mobs, willingness to report, trust in local forces, by group."""
        found = {}
        for i, name in enumerate(("control", "treated")):
            found[f"crime.{name}"] = float(self._crimes[i])
            found[f"reporting.{name}"] = float(self._state[i, 0])
            found[f"trust.{name}"] = float(self._state[i, 1])
        return found
