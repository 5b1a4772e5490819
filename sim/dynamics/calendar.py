"""Seasons, droughts, prices, elections, coups, and the instructor's own events.

What comes at random is drawn with the run's seed; what a scenario injects comes on its date.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import Streams
from sim.units import NonNegative, Positive, Share, param

ELECTION_WINDOW = 6  # weeks before and after a vote in which people are on edge


class Calendar(Parameters):
    """What the year and chance bring."""

    wet_start: NonNegative = param(
        22.0, unit="week of year", low=0.0, high=51.0, source="A140", doc="start of the rains"
    )
    wet_weeks: Positive = param(
        20.0, unit="weeks", low=8.0, high=30.0, source="A141", doc="length of the rainy season"
    )
    drought_years: Share = param(
        0.15, unit="share of years", low=0.05, high=0.35, source="A142", doc="years with drought"
    )
    drought_depth: Share = param(
        0.4, unit="share", low=0.2, high=0.7, source="A143", doc="severity of an average drought"
    )
    price_gain: NonNegative = param(
        0.6,
        unit="ratio",
        low=0.2,
        high=1.5,
        source="A144",
        doc="rise of the price of food in a complete drought",
    )
    election_years: NonNegative = param(
        5.0, unit="years", low=4.0, high=7.0, source="A145", doc="years between elections"
    )
    election_heat: Share = param(
        0.03,
        unit="share a week",
        low=0.0,
        high=0.1,
        source="A146",
        doc="rise of tension between neighbours in a week around an election",
    )
    coup_base: NonNegative = param(
        0.03,
        unit="per year",
        low=0.0,
        high=0.15,
        source="A147",
        doc="scale of coups in a year: a paid army that does not lose has 0.3 of it",
    )


@dataclass(frozen=True, slots=True)
class Inject:
    """An event on a date, with names resolved to rows (see `sim.scenario.InjectSpec`).

    Attributes:
        week: first week. kind: what happens. size: how much, in the unit of the kind.
        weeks: how long. faction, district: rows that it concerns (0 where it does not matter).
    """

    week: int
    kind: str
    size: float
    weeks: int
    faction: int = 0
    district: int = 0


def turn(world: World, injects: Sequence[Inject]) -> None:
    """Bring the calendar to this week: rain, drought, prices, elections, coups, injects."""
    p = world.settings["calendar"]
    clock: dict[str, Any] = world.clock.cols
    week = world.week
    of_year = week % 52
    draws = Streams(world.seed, week)
    since = (of_year - p.wet_start) % 52
    wet = math.sin(math.pi * since / p.wet_weeks) if since < p.wet_weeks else 0.0
    clock["rain"][0] = wet
    clock["harvest"][0] = 1.0 - ((of_year - p.wet_start - p.wet_weeks) % 52) / 52.0
    if of_year == 0:
        dry = draws.uniform("calendar.drought") < p.drought_years
        depth = 2.0 * p.drought_depth * draws.uniform("calendar.depth")
        clock["drought"][0] = min(1.0, depth) if dry else 0.0
    clock["price"][0] = 1.0 + p.price_gain * clock["drought"][0]
    cycle = int(52 * p.election_years)
    near = min(week % cycle, cycle - week % cycle) if week >= ELECTION_WINDOW else cycle
    clock["election"][0] = 1 if near <= ELECTION_WINDOW else 0
    if near <= ELECTION_WINDOW:
        world.ties.tension = world.ties.tension + p.election_heat * (1.0 - world.ties.tension)
    for inject in injects:
        if inject.week <= week < inject.week + max(1, inject.weeks):
            apply(world, inject)
    _coup(world, draws)


def _coup(world: World, draws: Streams) -> None:
    """An unpaid and losing army may take power for itself (Powell 2012)."""
    p = world.settings["calendar"]
    state, clock = world.factions.cols, world.clock.cols
    unpaid = 1.0 - state["pay"][0]
    losing = state["losses"][0] / (state["losses"][0] + 200.0)
    risk = p.coup_base * (0.3 + unpaid + losing)
    clock["coup_risk"][0] = risk
    if draws.uniform("calendar.coup") < risk / 52.0:
        coup(world)


def coup(world: World) -> None:
    """Officers take power: accountability and inclusion fall, the state's promises are doubted."""
    world.districts.accountability = world.districts.accountability * 0.7
    world.groups.inclusion = world.groups.inclusion * 0.9
    world.communities.trust_state = world.communities.trust_state * 0.8
    world.dyads.credence_b = world.dyads.credence_b * 0.7
    row = note(world.rows, world.seed, world.week, world.capital, codes.ABUSE, codes.COUP)
    world.events.side_a[row] = 0
    world.events.side_b[row] = codes.CIVILIANS
    world.events.initiator[row] = 0
    close(world.rows, row)


def apply(world: World, inject: Inject) -> None:
    """Carry out one week of an instructor's event."""
    kind, size = inject.kind, inject.size
    first = world.week == inject.week
    if kind == "drought":
        world.clock.drought[0] = max(float(world.clock.drought[0]), size)
        world.clock.price[0] = 1.0 + world.settings["calendar"].price_gain * size
    elif kind == "price_shock":
        world.clock.price[0] = float(world.clock.price[0]) * (1.0 + size)
    elif kind == "election":
        world.clock.election[0] = 1
        world.ties.tension = world.ties.tension + 0.1 * size * (1.0 - world.ties.tension)
    elif kind == "coup" and first:
        coup(world)
    elif kind == "sponsor":
        # Size is thousand US dollars a week, for as long as the event lasts.
        world.factions.money[inject.faction] += size
        world.books.raised[0] += size
    elif kind == "massacre" and first:
        massacre(world, inject)
    elif kind == "consent_crisis" and first:
        world.mission.consent[0] = max(0.0, float(world.mission.consent[0]) - size)


def massacre(world: World, inject: Inject) -> None:
    """An armed party kills `size` people in the largest community of a district."""
    rows = world.rows
    inside = world.communities.district == inject.district
    victim = int((world.communities.population * inside).argmax())
    by = inject.faction
    row = note(
        rows,
        world.seed,
        world.week,
        int(world.communities.cell[victim]),
        codes.ABUSE if by == 0 else codes.ATTACK_CIVILIANS,
        codes.INJECTED,
    )
    events = world.events
    events.side_a[row] = by
    events.side_b[row] = codes.CIVILIANS
    events.group_b[row] = int(world.communities.group[victim])
    events.initiator[row] = by
    events.deaths_civilians[row] = kill_civilians(rows, victim, float(round(inject.size)))
    harm = world.communities.harm_state if by == 0 else world.communities.harm_rebels
    harm[victim] = bump(float(harm[victim]), float(inject.size), 5.0)
    close(rows, row)
