"""Filling the weekly series: one compiled call a week reads all tables once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import INTERPRETED, inlined, kernel
from sim.metrics.weeks import RULE, VIOLENT_WEEKS, Weeks
from sim.state import codes
from sim.state.world import World

STATE_BASED, NON_STATE = codes.STATE_BASED, codes.NON_STATE
CIVILIANS = codes.CIVILIANS
ACTIVE, WAR, POLICE = codes.ACTIVE, codes.WAR, codes.POLICE
LOCAL_TRUCE, CESSATION, PRELIMINARY, DEFINITIVE, SETTLED = (
    codes.LOCAL_TRUCE,
    codes.CESSATION,
    codes.PRELIMINARY,
    codes.DEFINITIVE,
    codes.SETTLED,
)
LONG_AGO = -1_000_000


@inlined
def dead_of(t: Any, s: Any, i: int, week: int) -> None:
    """Add event `i` to the deaths of its week by kind, victim and perpetrator."""
    event = t.events[i]
    now = s[week]
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


@inlined
def violence(t: Any, s: Any, last: Any, week: int, first: int) -> None:
    """Acts of violence of the week, and where somebody was killed lately."""
    s[week].events = t.clock[0].events - first
    for i in range(first, t.clock[0].events):
        event = t.events[i]
        dead_of(t, s, i, week)
        if (
            event.deaths_a + event.deaths_b + event.deaths_civilians + event.deaths_peacekeepers
            > 0.0
        ):
            last[event.cell] = week
    inhabited = 0
    violent = 0
    for i in range(len(t.cells)):
        if t.cells[i].communities > 0:
            inhabited += 1
            if week - last[i] < VIOLENT_WEEKS:
                violent += 1
    s[week].violent_cells = violent / max(inhabited, 1)


@inlined
def people_of(t: Any, s: Any, last: Any, away: Any, week: int) -> None:
    """How people live and feel: sums over communities, weighted by who lives there."""
    now = s[week]
    for i in range(len(t.communities)):
        one = t.communities[i]
        size = one.population + one.hosted
        now.population += one.population + one.away
        now.displaced += one.away
        change = one.away - away[i]
        away[i] = one.away
        if change > 0.0:
            now.fled += change
        else:
            now.returned -= change
        if week - last[one.cell] < VIOLENT_WEEKS:
            now.in_violence += size
        now.needs += size * one.needs
        now.food += size * one.food
        now.income += size * one.income
        now.grievance += size * one.grievance
        now.fear += size * one.fear
        now.cohesion += size * one.cohesion
        now.trust_state += size * one.trust_state
        now.trust_forces += size * one.trust_forces
        now.trust_rebels += size * one.trust_rebels
        now.trust_mission += size * one.trust_mission
        now.control += size * one.control
        now.inclusion += size * t.groups[one.group].inclusion
        if one.control > RULE:
            now.under_state += size
        elif one.control < -RULE:
            now.under_groups += size


@inlined
def share_out(s: Any, week: int, people: float) -> None:
    """Turn the sums over people into means."""
    now = s[week]
    each = 1.0 / max(people, 1.0)
    now.in_violence *= each
    now.needs *= each
    now.food *= each
    now.income *= each
    now.grievance *= each
    now.fear *= each
    now.cohesion *= each
    now.trust_state *= each
    now.trust_forces *= each
    now.trust_rebels *= each
    now.trust_mission *= each
    now.control *= each
    now.inclusion *= each
    now.under_state *= each
    now.under_groups *= each


@inlined
def armed(t: Any, s: Any, week: int) -> None:
    """Bands, armed groups and local forces."""
    now = s[week]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive != 0:
            now.bands += 1.0
            now.fighters += band.fighters
            now.largest_band = max(now.largest_band, band.fighters)
    for i in range(1, len(t.factions)):
        if t.factions[i].status == ACTIVE:
            now.groups_active += 1.0
    for i in range(len(t.forces)):
        unit = t.forces[i]
        now.personnel += unit.personnel
        if unit.kind == POLICE:
            now.police += unit.personnel
        now.skill += unit.personnel * (unit.intelligence + unit.tactics + unit.crisis)
        now.conduct += unit.personnel * unit.conduct
        now.pay += unit.personnel * unit.pay
    each = 1.0 / max(now.personnel, 1.0)
    now.skill *= each / 3.0
    now.conduct *= each
    now.pay *= each


@inlined
def institutions(t: Any, s: Any, week: int) -> None:
    """Institutions of the districts, weighted by the people who live there."""
    now = s[week]
    people = 0.0
    for i in range(len(t.districts)):
        district = t.districts[i]
        size = district.population
        people += size
        now.courts += size * district.courts
        now.administration += size * district.administration
        now.accountability += size * district.accountability
        now.services += size * district.services
        now.rents += size * district.rents
    each = 1.0 / max(people, 1.0)
    now.courts *= each
    now.administration *= each
    now.accountability *= each
    now.services *= each
    now.rents *= each


@inlined
def politics(t: Any, s: Any, week: int) -> None:
    """Pairs of parties and the agreements between them."""
    now = s[week]
    for i in range(len(t.dyads)):
        pair = t.dyads[i]
        if pair.active == 0:
            continue
        now.pairs += 1.0
        if pair.stage == WAR:
            now.at_war += 1.0
        if pair.agreement < 0:
            continue
        kind = t.agreements[pair.agreement].kind
        if kind == LOCAL_TRUCE:
            now.truces += 1.0
        elif kind == CESSATION:
            now.cessations += 1.0
        elif kind == PRELIMINARY:
            now.preliminary += 1.0
        elif kind == DEFINITIVE:
            now.definitive += 1.0
        elif kind == SETTLED:
            now.settlements += 1.0


@inlined
def mission(t: Any, s: Any, week: int) -> None:
    """The mission, and the week's weather and prices."""
    now = s[week]
    one = t.mission[0]
    now.mission_stage = one.stage
    now.authorised = one.authorised
    now.deployed = one.deployed
    now.mission_troops = one.armed
    now.mission_police = one.police
    now.consent = one.consent
    now.legitimacy = one.legitimacy
    now.will = one.will
    now.spent = one.spent
    now.attacks = one.attacks
    now.responses = one.responses
    clock = t.clock[0]
    now.rain = clock.rain
    now.drought = clock.drought
    now.price = clock.price


@kernel
def fill(t: Any, s: Any, last: Any, away: Any, week: int, first: int) -> None:
    """Write row `week` of the series `s`, which is still at its defaults.

    `last` holds by cell the last week with a killing, `away` by community the displaced of the
    week before; both are brought up to date. Events from row `first` on are those of the week.
    """
    s[week].week = week
    violence(t, s, last, week, first)
    people_of(t, s, last, away, week)
    people = 0.0
    for i in range(len(t.communities)):
        people += t.communities[i].population + t.communities[i].hosted
    share_out(s, week, people)
    armed(t, s, week)
    institutions(t, s, week)
    politics(t, s, week)
    mission(t, s, week)


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
        view: Any = memoryview if INTERPRETED else np.asarray
        self._last = view(np.full(len(world.cells), LONG_AGO, np.int64))
        self._away = view(world.communities.away.copy())

    def record(self) -> None:
        """Add the week that the world has just lived through."""
        if self.weeks == len(self._table):
            self._table.extend(2 * len(self._table))
        rows, last, away = self._table.rows, self._last, self._away
        fill(self.world.rows, rows, last, away, self.weeks, self._events)
        self._events = int(self.world.clock.events[0])
        self.weeks += 1

    @property
    def series(self) -> NDArray[Any]:
        """The weeks recorded so far, as a structured array with the columns of `Weeks`."""
        return self._table.data[: self.weeks]

    @property
    def events(self) -> NDArray[Any]:
        """The acts of violence of these weeks, as a structured array with columns of `Events`."""
        return self.world.events.data[: self._events]
