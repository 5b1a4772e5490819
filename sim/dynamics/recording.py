"""Writing down an act of violence: the only way by which anybody in the model dies."""

from typing import Any

from sim.kernels import inlined, kernel, uniform
from sim.state import codes
from sim.streams import stream

DAY = stream("events.day")
VIOLENCE_OF_EVENT = codes.VIOLENCE_OF_EVENT
ABUSE = codes.ABUSE


@kernel
def note(t: Any, seed: int, week: int, cell: int, kind: int, cause: int) -> int:
    """Open an event and return its row; the caller fills in sides and deaths, then closes it."""
    row = t.clock[0].events
    event = t.events[row]
    t.clock[0].events = row + 1
    event.week = week
    event.day = week * 7 + int(7.0 * uniform(seed, DAY, week, row, 0))
    event.cell = cell
    event.dx = uniform(seed, DAY, week, row, 1)
    event.dy = uniform(seed, DAY, week, row, 2)
    event.violence = VIOLENCE_OF_EVENT[kind]
    event.kind = kind
    event.cause = cause
    event.side_a = -1
    event.side_b = -1
    event.group_a = -1
    event.group_b = -1
    event.initiator = -1
    event.deaths_a = 0.0
    event.deaths_b = 0.0
    event.deaths_civilians = 0.0
    event.deaths_peacekeepers = 0.0
    event.response = 0
    return row


@kernel
def close(t: Any, row: int) -> None:
    """Let the place remember the event, and the books count the dead civilians."""
    event = t.events[row]
    cell = t.cells[event.cell]
    deaths = event.deaths_a + event.deaths_b + event.deaths_civilians + event.deaths_peacekeepers
    cell.violence += deaths
    cell.killings += event.deaths_civilians
    if event.kind == ABUSE:
        cell.abused += event.deaths_civilians
    t.districts[cell.district].violence += deaths
    t.books[0].civilians_dead += event.deaths_civilians


@kernel
def kill_civilians(t: Any, community: int, wanted: float) -> float:
    """Take up to `wanted` lives from a community, hosted and resident alike; the number taken.

    Hosted people are booked to the community that they fled from only when they return, so the
    dead are taken from residents; a community cannot lose more than a tenth of them in one event.
    """
    people = t.communities[community]
    taken = min(wanted, float(int(0.1 * people.population)))
    people.population -= taken
    people.dead += taken
    people.loss += 1000.0 * taken / max(people.population, 1.0)
    return taken


@inlined
def bump(harm: float, deaths: float, half: float) -> float:
    """Harm remembered after an event with `deaths`: grows with deaths, saturating, at most 3."""
    return min(3.0, harm + 0.15 + deaths / (deaths + half))
