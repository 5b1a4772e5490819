"""A strategy: the mission and what it does, as a costed record read from YAML.

To add an element, import it and give :class:`Strategy` one more field: YAML, schema, messages,
ledger, costing and tests follow from that line. Sizes are per 1,000 inhabitants (or per million)
and money is per inhabitant, so that a strategy can be tried in any scenario, small or large.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from sim.mechanisms.aid import Aid
from sim.mechanisms.base import Mechanism
from sim.mechanisms.coordination import Coordination
from sim.mechanisms.deployment import Deployment
from sim.mechanisms.diplomacy import Diplomacy
from sim.mechanisms.engagement import Engagement
from sim.mechanisms.governance import Governance
from sim.mechanisms.logistics import Logistics
from sim.mechanisms.mediation import Mediation
from sim.mechanisms.monitoring import Monitoring
from sim.mechanisms.objectives import Objectives
from sim.mechanisms.technology import Technology
from sim.mechanisms.training import Training
from sim.mechanisms.transition import Transition
from sim.paths import scenarios_dir
from sim.state.params import Parameters
from sim.units import Money, param
from sim.yaml_source import FieldProblem, FieldProblems, draft, validate

REFERENCE_PEOPLE = 12_000_000
"""Inhabitants of the theatre in which strategies are compared by cost."""


class Strategy(Parameters):
    """What a mission is and does. An element that is not mentioned is off."""

    name: str = "none"
    thinking: str = ""
    budget: Money = param(
        0.0,
        unit="US dollars an inhabitant",
        low=50.0,
        high=500.0,
        source="A340",
        doc="for the whole mission, authorisation to last unit out; 0: as much as its plan costs",
    )
    mission: Deployment = Deployment()
    objectives: Objectives = Objectives(level=0.0)
    diplomacy: Diplomacy = Diplomacy(level=0.0)
    coordination: Coordination = Coordination(level=0.0)
    engagement: Engagement = Engagement(level=0.0)
    training: Training = Training(level=0.0)
    governance: Governance = Governance(level=0.0)
    mediation: Mediation = Mediation(level=0.0)
    aid: Aid = Aid(level=0.0)
    monitoring: Monitoring = Monitoring(level=0.0)
    transition: Transition = Transition(level=0.0)
    logistics: Logistics = Logistics(level=0.0)
    technology: Technology = Technology(level=0.0)

    @property
    def elements(self) -> dict[str, Mechanism]:
        """The elements that are on, by name, in the order of the registry."""
        found = {name: getattr(self, name) for name in registered(type(self))}
        return {name: element for name, element in found.items() if element.level > 0.0}

    @property
    def idle(self) -> bool:
        """Whether there is no mission at all."""
        return not self.elements and not sum(self.mission.uniformed(1e6).values())

    def narrative(self) -> str:
        """What the strategy does, a sentence for the mission and for each element that is on."""
        if self.idle:
            return "No mission."
        whole = [self.mission.narrative()]
        whole += [f"{one.title}: {one.narrative()}" for one in self.elements.values()]
        return "\n".join(whole)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if found := list(self._problems()):
            raise FieldProblems(found)
        return self

    def _problems(self) -> Iterator[FieldProblem]:
        mission = self.mission
        dates = (("mission", "start"), ("mission", "duration"), ("mission", "draw_down"))
        if mission.draw_down > mission.duration:
            yield FieldProblem(
                ("mission", "draw_down"),
                f"a draw-down of {mission.draw_down:g} weeks is longer than the mission",
                f"at most its duration of {mission.duration:g} weeks",
                "shorten the draw-down or lengthen the mission",
                depends=dates,
            )
        uniformed = sum(mission.uniformed(1e6).values())
        first = 0.3 * mission.pledge + mission.prepare + mission.ship
        stay = mission.duration - mission.draw_down
        if uniformed and 0.0 <= stay < first:
            yield FieldProblem(
                ("mission", "draw_down"),
                f"the draw-down begins {stay:.0f} weeks after authorisation, before the first "
                f"unit can be there",
                f"more than {first:.0f} weeks for pledge, preparation and passage",
                "shorten the draw-down or lengthen the mission",
                depends=(
                    *dates,
                    ("mission", "pledge"),
                    ("mission", "prepare"),
                    ("mission", "ship"),
                ),
            )
        for i, goal in enumerate(self.objectives.goals):
            if self.objectives.level > 0.0 and goal.by > mission.duration:
                yield FieldProblem(
                    ("objectives", "goals", i, "by"),
                    f"the goal is due {goal.by:g} weeks after the mission's start",
                    f"at most its duration of {mission.duration:g} weeks",
                    "set an earlier date",
                    depends=dates,
                )


@cache
def registered(kind: type[Strategy]) -> dict[str, type[Mechanism]]:
    """The elements that a strategy of a class can have, by name.

    A subclass with one more field, such as ``football: Football = Football()``, has one more
    element: that is how to try one out without a change to this file.
    """
    return {
        name: field.annotation
        for name, field in kind.model_fields.items()
        if isinstance(field.annotation, type)
        and issubclass(field.annotation, Mechanism)
        and name != Deployment.name
    }


ELEMENTS = registered(Strategy)
"""The elements that a strategy can have, by name: the registry."""


def load_strategy(source: str) -> Strategy:
    """Read a strategy from a file, or a shipped one by name.

    Raises:
        InputErrors: everything that is wrong, with file, line and column.
    """
    return validate(draft(source, [scenarios_dir() / "strategies"]), Strategy)


def plan(strategy: Strategy, people: float) -> dict[str, NDArray[np.float64]]:
    """US dollars by week of the run that a strategy is planned to cost, by element.

    The planner expects units to arrive at average speed and programmes to run as long as they are
    meant to; nothing goes wrong. Between full strength and the draw-down lies the longer stay that
    is paid for in case conditions are not met; after the end, what stays.
    """
    mission, elements = strategy.mission, strategy.elements
    if strategy.idle:
        return {}
    leave, end = mission.planned_leave, mission.planned_end
    longer = max((one.weeks_longer for one in elements.values()), default=0)
    after = max((one.weeks_after for one in elements.values()), default=0)
    dates = [*range(leave), *[leave] * longer, *range(leave, end + 1)]
    strength = np.array([mission.strength(week) for week in dates])
    tempo = np.array([mission.tempo(week, leave, end) for week in dates])
    prompt = np.array([mission.prompt_tempo(week, leave, end) for week in dates])
    costs = {Deployment.name: mission.cost(people) * np.append(strength, np.zeros(after))}
    for name, element in elements.items():
        stays = (np.arange(after) < element.weeks_after) * element.cost_after(people)
        during = prompt if element.prompt else tempo
        costs[name] = np.append(element.cost(people) * during, stays)
    return costs


def planned_cost(strategy: Strategy, people: float = REFERENCE_PEOPLE) -> dict[str, float]:
    """US dollars that a strategy is planned to cost over the whole mission, by element."""
    return {name: float(dollars.sum()) for name, dollars in plan(strategy, people).items()}


def total_cost(strategy: Strategy, people: float = REFERENCE_PEOPLE) -> float:
    """US dollars that a strategy is planned to cost over the whole mission."""
    return math.fsum(planned_cost(strategy, people).values())
