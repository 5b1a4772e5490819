"""The strategy at work in one run: the purse, the calendar of the mission, and who acts when."""

import math
from typing import Any

import numpy as np

from sim.effects import Effects, Reason
from sim.mechanisms.base import Mechanism
from sim.mechanisms.deployment import Deployment
from sim.state import codes
from sim.state.world import World
from sim.strategy import Strategy, plan
from sim.streams import Streams


class Operation:
    """The mission of one run. Everything that lasts is in the world's tables.

    Attributes:
        strategy: what is done. effects: the requests of the week and the ledger of the run.
    """

    def __init__(self, strategy: Strategy, world: World, weeks: int) -> None:
        """Write the mandate into the world and make room for units, teams and convoys.

        Args:
            strategy: what is to be done. world: at week 0. weeks: that the run is planned to last.
        """
        self.strategy = strategy
        self._elements: dict[str, Mechanism] = strategy.elements
        self._acting = tuple(self._elements.values())
        self._idle = strategy.idle
        self.effects = Effects(world, weeks, (Deployment.name, *self._elements))
        self._emphasis: dict[tuple[float, ...], tuple[dict[str, float], dict[str, float]]] = {}
        self._people = float(world.communities.founders.sum())
        self._after = tuple(one for one in self._acting if one.weeks_after > 0)
        self._costs = {name: one.cost(self._people) for name, one in self._elements.items()}
        if self._idle:
            return
        costs = plan(strategy, self._people)
        self._mission = costs[Deployment.name].tolist()
        planned = np.sum(list(costs.values()), axis=0)
        self._longer = max((one.weeks_longer for one in self._acting), default=0)
        # The last week of the plan in which the mission is there.
        self._last = len(planned) - 1 - max((one.weeks_after for one in self._after), default=0)
        # US dollars still to be spent by the plan, from each week on.
        self._ahead = np.cumsum(planned[::-1])[::-1]
        budget = strategy.budget * self._people if strategy.budget > 0.0 else self._ahead[0]
        strategy.mission.raise_mission(world, float(budget))
        for element in self._elements.values():
            element.set_up(world)

    def act(self, world: World) -> None:
        """One week: share out the money, let the mission and its elements act, apply requests."""
        effects, mission = self.effects, world.mission.cols
        effects.open(world.week)
        if self._idle:
            return
        if mission["stage"][0] == codes.GONE:
            self._linger(world)
            return
        rng = Streams(world.seed, world.week)
        self._fund(world)
        self.strategy.mission.act(world, effects, rng)
        if mission["stage"][0] == codes.GONE:
            for element in self._elements.values():
                element.end(world)
        else:
            for element in self._acting:
                if _tempo(world, element) > 0.0:
                    element.act(world, effects, rng)
        effects.close()
        self._pay(world)

    def _linger(self, world: World) -> None:
        """One week of what stays after the mission's exit, as far as money was left for it."""
        effects, mission = self.effects, world.mission
        left = max(0.0, float(mission.budget[0] - mission.spent[0]))
        gone = world.week - int(mission.end[0])
        for element in self._after:
            if gone > element.weeks_after:
                continue
            ahead = float(self._ahead[self._place(world)])
            share = min(1.0, left / ahead) if ahead > 0.0 else 1.0
            effects.shares[element.name] = share
            if share < 1.0:
                lacking = (1.0 - share) * element.cost_after(self._people)
                effects.fail(element.name, Reason.NO_FUNDS, lacking)
            element.linger(world, effects, Streams(world.seed, world.week))
        effects.close()
        mission.spent += effects.spent()

    def _pay(self, world: World) -> None:
        """Take what was booked this week from the money."""
        mission: dict[str, Any] = world.mission.cols
        spent = self.effects.spent()
        mission["burn"][0] += 0.125 * (spent - mission["burn"][0])
        mission["spent"][0] += spent

    def _place(self, world: World) -> int:
        """The week of the plan in which the mission is: its calendar stands still while it stays
        longer, and runs on from the draw-down."""
        mission, week = world.mission.cols, world.week
        late = mission["end"][0] > mission["start"][0] + mission["term"][0]
        if self._after or self._longer or late:
            if mission["stage"][0] >= codes.DRAWING_DOWN:
                week = max(0, self._last + week - mission["end"][0])
            else:
                week = min(week, self.strategy.mission.planned_leave + self._longer)
        return min(week, len(self._ahead) - 1)

    def _fund(self, world: World) -> None:
        """Set what part of its plan each element can pay for this week.

        Where the money left falls short of the plan ahead, all are cut, those that serve the
        largest gaps to the objectives least. Where it suffices, objectives move it between
        civilian elements.
        """
        mission: dict[str, Any] = world.mission.cols
        effects = self.effects
        left = mission["budget"][0] - mission["spent"][0]
        week = self._place(world)
        ahead = float(self._ahead[week])
        leave = min(self.strategy.mission.planned_leave, len(self._ahead) - 1)
        kept = self._ahead[max(week, leave)] - self._ahead[min(leave + self._longer, self._last)]
        mission["spare"][0] = left - ahead + max(0.0, float(kept))
        part = min(1.0, max(0.0, left) / ahead) if ahead > 0.0 else 1.0
        part *= mission["dues"][0]  # whoever is in arrears pays for less, this week
        weights, moved = self._weights(world)
        effects.shares.update(moved)
        if part >= 1.0:
            return
        acting = self._elements
        asks = {n: cost * _tempo(world, acting[n]) for n, cost in self._costs.items()}
        asks[Deployment.name] = self._mission[week]
        for name, share in cut(asks, weights, part).items():
            effects.shares[name] = share * moved[name]
            effects.fail(name, Reason.NO_FUNDS, (1.0 - share) * asks[name])

    def _weights(self, world: World) -> tuple[dict[str, float], dict[str, float]]:
        """Weight of each element by the objectives, 1 without them, and the factors on plans that
        follow from them. The mission itself is not moved."""
        goals = self.strategy.objectives
        mission = world.mission.cols
        gaps = (mission["gap_violence"][0], mission["gap_needs"][0], mission["gap_trust"][0])
        if gaps not in self._emphasis:  # gaps change at reviews only
            weights = {n: goals.emphasis(gaps, e.serves) for n, e in self._elements.items()}
            moved = {**_balanced(self._costs, weights), Deployment.name: 1.0}
            self._emphasis = {gaps: ({**weights, Deployment.name: 1.0}, moved)}
        return self._emphasis[gaps]


def _tempo(world: World, element: Mechanism) -> float:
    """How far the programme of an element is running."""
    tempo: float = world.mission.cols["prompt" if element.prompt else "tempo"][0]
    return tempo


def _balanced(asks: dict[str, float], weights: dict[str, float]) -> dict[str, float]:
    """Factors in proportion to weights that leave the sum of asks as it is."""
    total = math.fsum(asks.values())
    if total <= 0.0:
        return dict.fromkeys(asks, 1.0)
    moved = math.fsum(asks[name] * weights[name] for name in asks)
    return {name: weights[name] * total / moved for name in asks}


def cut(asks: dict[str, float], weights: dict[str, float], part: float) -> dict[str, float]:
    """Share of each ask that can be paid when only `part` of their sum is there.

    In proportion to weights; whoever has all that it asks for leaves the rest to the others.
    """
    shares = dict.fromkeys(asks, 1.0)
    money = part * math.fsum(asks.values())
    waiting = [name for name, ask in asks.items() if ask > 0.0]
    while waiting:
        base = math.fsum(asks[name] * weights[name] for name in waiting)
        rate = money / base if base > 0.0 else 0.0
        full = [name for name in waiting if rate * weights[name] >= 1.0]
        if not full:
            shares.update({name: rate * weights[name] for name in waiting})
            break
        money -= math.fsum(asks[name] for name in full)
        waiting = [name for name in waiting if name not in full]
    return shares
