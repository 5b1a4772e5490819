"""One week of the world, as a table of contents. No arithmetic here: open the process you want."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.dynamics import (
    arrangements,
    bands,
    calendar,
    campaigns,
    civic,
    coalition,
    command,
    communal,
    convoys,
    cooperation,
    crime,
    dependence,
    displacement,
    economy,
    feelings,
    fighting,
    grouping,
    institutions,
    politics,
    presence,
    relief,
    reporting,
    supply,
)
from sim.kernels import BATCH, draw_rows, kernel, lent
from sim.rules import band, community, convoy, force, mediator, peacekeeper
from sim.state.world import World
from sim.streams import stream

ROOM = 256  # band rows that must be free before a week starts
RULES: dict[str, Any] = {
    "communities": (community, "community_rule", stream("order.communities")),
    "mediators": (mediator, "mediator_rule", stream("order.mediators")),
    "convoys": (convoy, "convoy_rule", stream("order.convoys")),
    "peacekeepers": (peacekeeper, "peacekeeper_rule", stream("order.peacekeepers")),
    "forces": (force, "force_rule", stream("order.forces")),
    "bands": (band, "band_rule", stream("order.bands")),
}
Decide = Callable[[str, int], None]


class Acting(Protocol):
    """What acts for the mission: see `sim.mission.Operation`."""

    def act(self, world: World) -> None:
        """Let the elements of the strategy act for one week."""


def advance(  # noqa: PLR0915 - a table of contents is as long as the book
    world: World, mission: Acting, injects: Sequence[Any], decide: Decide | None
) -> None:
    """Advance the world by one week.

    Args:
        mission: acts for the strategy. injects: events that the scenario puts on dates.
        decide: called with (table name, row) for rows whose agent decides in Python.
    """
    world.make_room(ROOM)
    calendar.turn(world, injects)
    # The mission acts on what was reported up to last week; its effects hold for this week.
    mission.act(world)
    institutions.update(world)
    civic.update(world)
    command.deploy(world)
    cooperation.tune(world)
    presence.fade(world)
    presence.locate(world)
    fighting.reconnoitre(world)
    reporting.report(world)
    campaigns.update(world)
    # All decide on the same picture; nothing happens until everybody has decided.
    orders = {kind: decisions(world, kind, decide) for kind in RULES}
    bands.movement(world)
    convoys.drive(world)
    presence.patrols(world)
    presence.locate(world)
    cooperation.survey(world)
    supply.update(world)
    fresh: int = world.clock.cols["events"][0]  # events from here on are the news of the week
    # Attackers have the initiative: bands first, then the operations of local forces.
    fighting.band_attacks(world, orders["bands"])
    fighting.operations(world, orders["forces"])
    campaigns.date(world, fresh)
    cooperation.mishaps(world, fresh)
    arrangements.update(world, fresh)
    communal.update(world)
    crime.update(world)
    displacement.update(world)
    bands.recruits(world)
    bands.upkeep(world)
    grouping.regroup(world)
    relief.update(world)
    dependence.update(world)
    economy.update(world)
    feelings.update(world)
    presence.control(world)
    politics.strength(world)
    politics.bargaining(world)
    politics.overthrow(world)
    coalition.update(world, fresh)
    world.week += 1


@kernel
def shuffle(order: Any, draws: Any, seed: int, name: int, week: int) -> None:
    """Put the numbers 0 to n - 1 into `order`, in an order drawn for the week (Fisher & Yates)."""
    n = len(order)
    for i in range(n):
        order[i] = i
    for i in range(n - 1, 0, -1):
        place = i % BATCH
        if place == BATCH - 1 or i == n - 1:
            draw_rows(draws, 1, seed, name, week, i - place)
        j = int(draws[1, place] * (i + 1))
        kept = order[i]
        order[i] = order[j]
        order[j] = kept


def decisions(world: World, kind: str, decide: Decide | None) -> NDArray[np.int64] | Any:
    """Let all rows of a kind decide, in an order drawn for the week; the order."""
    rule, params, name = RULES[kind]
    order = lent(np.empty(len(getattr(world, kind)), np.int64))
    shuffle(order, world.draws, world.seed, name, world.week)
    q = world.params[params]
    place = 0
    while True:
        place = rule.all_rows(world.rows, q, order, world.seed, world.week, place)
        if place >= len(order):
            return order
        if decide is not None:
            decide(kind, int(order[place]))
        place += 1
