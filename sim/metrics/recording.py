"""Filling the weekly series: a few compiled calls a week, each over the tables of one subject.

Kernels get the tables that they read rather than all of them: that compiles and calls faster.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import inlined, kernel, lent
from sim.metrics.weeks import RULE, VIOLENT_WEEKS, Weeks
from sim.state import codes
from sim.state.world import World

STATE_BASED, NON_STATE = codes.STATE_BASED, codes.NON_STATE
CIVILIANS = codes.CIVILIANS
ACTIVE, WAR, POLICE = codes.ACTIVE, codes.WAR, codes.POLICE
CESSATION, PRELIMINARY, DEFINITIVE, SETTLED = (
    codes.CESSATION,
    codes.PRELIMINARY,
    codes.DEFINITIVE,
    codes.SETTLED,
)
LONG_AGO = -1_000_000


@inlined
def dead_of(event: Any, now: Any) -> None:
    """Add an event to the deaths of its week by kind, victim and perpetrator."""
    armed = event.deaths_a + event.deaths_b
    deaths = armed + event.deaths_civilians + event.deaths_peacekeepers
    now.deaths += deaths
    now.answered += event.response
    now.deaths_civilians += event.deaths_civilians
    now.deaths_peacekeepers += event.deaths_peacekeepers
    forces = 0.0
    if event.side_a == 0:
        forces += event.deaths_a
    if event.side_b == 0:
        forces += event.deaths_b
    now.deaths_forces += forces
    now.deaths_fighters += armed - forces
    if event.violence == STATE_BASED:
        now.deaths_state_based += deaths
        now.battle_deaths += deaths
        now.civilians_crossfire += event.deaths_civilians
    elif event.violence == NON_STATE:
        now.deaths_non_state += deaths
        if event.side_a == CIVILIANS or event.side_b == CIVILIANS:
            now.civilians_by_communities += event.deaths_civilians
        else:
            now.battle_deaths += deaths
            now.civilians_crossfire += event.deaths_civilians
    else:
        now.deaths_one_sided += deaths
        if event.initiator == 0:
            now.civilians_by_state += event.deaths_civilians
        else:
            now.civilians_by_groups += event.deaths_civilians


@kernel
def violence(s: Any, week: int, events: Any, first: int, end: int, last: Any) -> None:
    """Count events `first` to `end`; note in `last`, by cell, the last week with a killing."""
    now = s[week]
    now.week = week
    now.events = end - first
    for i in range(first, end):
        event = events[i]
        before = now.deaths
        dead_of(event, now)
        if now.deaths > before:
            last[event.cell] = week


@kernel
def crime(s: Any, week: int, books: Any) -> None:
    """Killings by nobody's armed men."""
    s[week].deaths_crime = books[0].crime_week


@kernel
def places(s: Any, week: int, cells: Any, last: Any) -> None:
    """Count inhabited cells with a killing in the last weeks."""
    inhabited = 0
    violent = 0
    for i in range(len(cells)):
        if cells[i].communities > 0:
            inhabited += 1
            if week - last[i] < VIOLENT_WEEKS:
                violent += 1
    s[week].violent_cells = violent / max(inhabited, 1)


@kernel
def living(s: Any, week: int, communities: Any, away: Any, last: Any) -> None:
    """How people live; `away` holds the displaced of the week before and is brought up to date."""
    population, displaced, fled, returned = 0.0, 0.0, 0.0, 0.0
    people, in_violence, needs, food, income = 0.0, 0.0, 0.0, 0.0, 0.0
    control, under_state, under_groups = 0.0, 0.0, 0.0
    for i in range(len(communities)):
        one = communities[i]
        size = one.population + one.hosted
        people += size
        population += one.population + one.away
        displaced += one.away
        change = one.away - away[i]
        away[i] = one.away
        fled += max(change, 0.0)
        returned += max(-change, 0.0)
        if week - last[one.cell] < VIOLENT_WEEKS:
            in_violence += size
        needs += size * one.needs
        food += size * one.food
        income += size * one.income
        control += size * one.control
        if one.control > RULE:
            under_state += size
        elif one.control < -RULE:
            under_groups += size
    each = 1.0 / max(people, 1.0)
    now = s[week]
    now.population, now.displaced, now.fled, now.returned = population, displaced, fled, returned
    now.in_violence, now.needs, now.food = each * in_violence, each * needs, each * food
    now.income, now.control = each * income, each * control
    now.under_state, now.under_groups = each * under_state, each * under_groups


@kernel
def feeling(s: Any, week: int, communities: Any, groups: Any) -> None:
    """How people feel about their lot and about those with guns."""
    people, grievance, fear, cohesion, inclusion = 0.0, 0.0, 0.0, 0.0, 0.0
    state, forces, rebels, mission, versed = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(communities)):
        one = communities[i]
        size = one.population + one.hosted
        people += size
        grievance += size * one.grievance
        fear += size * one.fear
        cohesion += size * one.cohesion
        inclusion += size * groups[one.group].inclusion
        state += size * one.trust_state
        forces += size * one.trust_forces
        rebels += size * one.trust_rebels
        mission += size * one.trust_mission
        versed += size * one.versed
    each = 1.0 / max(people, 1.0)
    now = s[week]
    now.grievance, now.fear, now.cohesion = each * grievance, each * fear, each * cohesion
    now.inclusion = each * inclusion
    now.trust_state, now.trust_forces = each * state, each * forces
    now.trust_rebels, now.trust_mission = each * rebels, each * mission
    now.versed = each * versed


@kernel
def armed(s: Any, week: int, bands: Any, factions: Any, forces: Any) -> None:
    """Bands, armed groups and local forces."""
    count, fighters, largest, active = 0, 0.0, 0.0, 0
    for i in range(len(bands)):
        band = bands[i]
        if band.alive != 0:
            count += 1
            fighters += band.fighters
            largest = max(largest, band.fighters)
    for i in range(1, len(factions)):
        if factions[i].status == ACTIVE:
            active += 1
    personnel, police, skill, conduct, pay = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(forces)):
        unit = forces[i]
        personnel += unit.personnel
        if unit.kind == POLICE:
            police += unit.personnel
        skill += unit.personnel * (unit.intelligence + unit.tactics + unit.crisis)
        conduct += unit.personnel * unit.conduct
        pay += unit.personnel * unit.pay
    each = 1.0 / max(personnel, 1.0)
    now = s[week]
    now.bands, now.fighters, now.largest_band, now.groups_active = count, fighters, largest, active
    now.personnel, now.police = personnel, police
    now.skill, now.conduct, now.pay = each * skill / 3.0, each * conduct, each * pay


@kernel
def institutions(s: Any, week: int, districts: Any) -> None:
    """Institutions of the districts, weighted by the people who live there."""
    people, courts, administration, accountability, services, rents = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    dependency, vacuum, independence, policing = 0.0, 0.0, 0.0, 0.0
    for i in range(len(districts)):
        district = districts[i]
        size = district.population
        people += size
        courts += size * district.courts
        administration += size * district.administration
        accountability += size * district.accountability
        services += size * district.services
        rents += size * district.rents
        dependency += size * district.dependency
        vacuum += size * district.vacuum
        independence += size * district.independence
        policing += size * district.policing
    each = 1.0 / max(people, 1.0)
    now = s[week]
    now.courts, now.administration = each * courts, each * administration
    now.accountability, now.services, now.rents = (
        each * accountability,
        each * services,
        each * rents,
    )
    now.dependency, now.vacuum = each * dependency, each * vacuum
    now.independence, now.policing = each * independence, each * policing


@kernel
def politics(s: Any, week: int, dyads: Any, agreements: Any) -> None:
    """Pairs of parties and the agreements between them."""
    now = s[week]
    for i in range(len(dyads)):
        pair = dyads[i]
        if pair.active == 0:
            continue
        now.pairs += 1.0
        if pair.stage == WAR:
            now.at_war += 1.0
        if pair.agreement < 0:
            continue
        kind = agreements[pair.agreement].kind
        if kind == CESSATION:
            now.cessations += 1.0
        elif kind == PRELIMINARY:
            now.preliminary += 1.0
        elif kind == DEFINITIVE:
            now.definitive += 1.0
        elif kind == SETTLED:
            now.settlements += 1.0


@kernel
def neighbours(s: Any, week: int, ties: Any) -> None:
    """Truces between neighbouring communities."""
    now = s[week]
    for i in range(len(ties)):
        now.truces += 1.0 if ties[i].truce >= 0 else 0.0
        now.truces_signed += float(ties[i].truces)
        now.truces_broken += float(ties[i].truces_broken)


@kernel
def mission(s: Any, week: int, one: Any, clock: Any) -> None:
    """The mission, and the week's weather and prices."""
    now = s[week]
    now.mission_stage = one[0].stage
    now.authorised = one[0].authorised
    now.deployed = one[0].deployed
    now.mission_troops = one[0].armed
    now.mission_police = one[0].police
    now.consent = one[0].consent
    now.legitimacy = one[0].legitimacy
    now.will = one[0].will
    now.spent = one[0].spent
    now.attacks = one[0].attacks
    now.hours = one[0].hours
    now.patrols = one[0].patrols
    now.overlap = one[0].overlap
    now.hot = one[0].hot
    now.gaps = one[0].gaps
    now.friendly_fire = one[0].friendly_fire
    now.leaks = one[0].leaks
    now.responses = one[0].responses
    now.rain = clock[0].rain
    now.drought = clock[0].drought
    now.price = clock[0].price


@kernel
def whole_week(s: Any, week: int, t: Any, first: int, last: Any, away: Any) -> None:
    """All of the above, for the week whose events begin at row `first`."""
    violence(s, week, t.events, first, int(t.clock[0].events), last)
    crime(s, week, t.books)
    places(s, week, t.cells, last)
    living(s, week, t.communities, away, last)
    feeling(s, week, t.communities, t.groups)
    armed(s, week, t.bands, t.factions, t.forces)
    institutions(s, week, t.districts)
    politics(s, week, t.dyads, t.agreements)
    neighbours(s, week, t.ties)
    mission(s, week, t.mission, t.clock)


class Recorder:
    """Keeps the weekly series of a world: call :meth:`record` once after each week.

    Attributes:
        weeks: how many weeks have been recorded.
    """

    def __init__(self, world: World, weeks: int) -> None:
        """Start before the first week, with room for `weeks` rows (more are made when needed)."""
        self.world = world
        self.weeks = 0
        self._table = Weeks(max(weeks, 1))
        self._events = int(world.clock.events[0])
        self._last = lent(np.full(len(world.cells), LONG_AGO, np.int64))
        self._away = lent(world.communities.away.copy())

    def record(self) -> None:
        """Add the week that the world has just lived through."""
        if self.weeks == len(self._table):
            self._table.extend(2 * len(self._table))
        world = self.world
        whole_week(self._table.rows, self.weeks, world.rows, self._events, self._last, self._away)
        self._events = int(world.clock.cols["events"][0])
        self.weeks += 1

    def latest(self, name: str) -> float:
        """The value of a column in the week recorded last; NaN before the first."""
        return self._table.cols[name][self.weeks - 1] if self.weeks else float("nan")

    @property
    def series(self) -> NDArray[Any]:
        """The weeks recorded so far, as a structured array with the columns of `Weeks`."""
        return self._table.as_records(slice(self.weeks))

    @property
    def events(self) -> NDArray[Any]:
        """The acts of violence of these weeks, as a structured array with columns of `Events`."""
        return self.world.events.as_records(slice(self._events))
