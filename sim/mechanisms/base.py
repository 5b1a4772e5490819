"""What every element of a strategy is: levers, a cost, an act, a sentence about itself."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from sim.effects import Effects
from sim.kernels import inlined
from sim.state.params import Parameters, pack
from sim.state.world import World
from sim.streams import Streams
from sim.units import Share, param
from sim.yaml_source import FieldProblem, FieldProblems

INDICATORS = ("violence", "needs", "trust")
"""What monitoring measures and goals are set in: columns ``measured_*`` of the districts."""


def measured(world: World) -> dict[str, NDArray[np.float64]]:
    """What the mission knows of each district, by indicator."""
    known = world.districts
    return {
        "violence": known.measured_violence,
        "needs": known.measured_needs,
        "trust": known.measured_trust,
    }


class Mechanism(Parameters):
    """An element of a strategy: one thing that a mission can do.

    Fields are its levers. It holds no state: whatever lasts lies in columns of tables. It reads the
    world as it was when the week began, writes columns that it owns, and asks for everything else
    through :class:`~sim.effects.Effects`. No lever is an effect: the world decides what follows.

    Class attributes:
        name: key in a strategy's YAML and in the ledger. title: for people.
        channels: what it asks for. owns: columns that it may write.
        serves: indicators that it can improve, so that effort can be moved towards it.
        counts: unit of its failures in the ledger (money that was lacking is always in dollars).
        prompt: whether its programme runs from the authorisation on, ahead of civilian staff.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    channels: ClassVar[tuple[str, ...]]
    owns: ClassVar[tuple[str, ...]] = ()
    serves: ClassVar[tuple[str, ...]] = ()
    counts: ClassVar[str]
    prompt: ClassVar[bool] = False

    level: Share = param(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="A200",
        doc="how much of what the other levers describe is done; 0 switches the element off",
    )

    @model_validator(mode="before")
    @classmethod
    def _bare_level(cls, value: Any) -> Any:
        """Read ``training: 0.6`` as ``training: {level: 0.6}``."""
        if isinstance(value, Mapping | Mechanism) or value is None:
            return value
        return {"level": value}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell editors that a bare level stands for the whole."""
        whole = handler.resolve_ref_schema(handler(schema))
        level = {"type": "number", "minimum": 0, "maximum": 1, "description": "its level"}
        return {"title": cls.__name__, "anyOf": [level, {**whole, "title": "Levers"}]}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if found := list(self.problems()):
            raise FieldProblems(found)
        return self

    def problems(self) -> Iterable[FieldProblem]:
        """What is wrong between levers, each of which is right by itself."""
        return ()

    @cached_property
    def numbers(self) -> Any:
        """The levers as kernels read them: ``q[0].name``."""
        return pack(self)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with values changed; what was derived from the old ones is left behind."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("numbers", None)
        return copied

    def set_up(self, world: World) -> None:
        """Make room in tables before a run starts: rows for units, teams, convoys."""

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """Do one week's work. Called while the mission is in the theatre and `level` is above 0."""
        raise NotImplementedError

    @property
    def weeks_after(self) -> int:
        """Weeks after the mission's exit in which something of it stays."""
        return 0

    @property
    def weeks_longer(self) -> int:
        """Weeks beyond the mission's planned end for which the plan pays."""
        return 0

    def linger(self, world: World, effects: Effects, rng: Streams) -> None:
        """Do one week's work after the mission's exit. Called while `weeks_after` last, and once
        more."""

    def cost_after(self, people: float) -> float:  # noqa: ARG002
        """US dollars a week after the mission's exit."""
        return 0.0

    def end(self, world: World) -> None:
        """Take away from the tables what leaves with the mission. Called once, at its exit."""

    def cost(self, people: float) -> float:
        """US dollars a week at full pace in a theatre of `people` inhabitants."""
        raise NotImplementedError

    def narrative(self) -> str:
        """What it does as configured, in one plain sentence."""
        raise NotImplementedError


def inhabitants(world: World) -> float:
    """People of the theatre as the mission's plans count them."""
    return world.mission.cols["people"][0]


def pace(world: World, effects: Effects, element: Mechanism) -> float:
    """How much of its full programme an element runs this week.

    Its level, as far as the mission is set up (`mission.tempo`, or `mission.prompt`), as money
    allows (`Effects.share`), less what serving many goals takes from all work (`mission.focus`).
    """
    mission = world.mission.cols
    tempo = mission["prompt" if element.prompt else "tempo"][0]
    return element.level * tempo * effects.share(element.name) * mission["focus"][0]


@inlined
def danger(place: Any, caution: float) -> float:
    """Chance that civilians call off what they planned in a cell: reported violence, half at
    `caution` deaths, less where somebody guards them."""
    guard = (place.pk_reach + 0.3 * place.state_force) * 0.02
    return place.reported / (place.reported + caution) / (1.0 + guard)
