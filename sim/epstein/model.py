"""Epstein's model of civil violence as a Mesa model on compiled kernels."""

from collections.abc import Mapping
from typing import Any

from sim.compat import DataCollector, ModelBase
from sim.epstein import rule
from sim.epstein.agents import Citizen, Cop, Person, TownGrid
from sim.epstein.parameters import Settings
from sim.epstein.town import Town
from sim.streams import run_key


class CivilViolence(ModelBase):
    """Rebellion against a central authority (Epstein 2002, model 1); ``step()`` lets all act once.

    >>> from sim.epstein import Citizen, CitizenState, CivilViolence
    >>> model = CivilViolence(width=20, height=20, legitimacy=0.6, rng=1)
    >>> for _ in range(10):
    ...     model.step()
    >>> model.active + model.quiet + model.arrested == len(model.agents_by_type[Citizen])
    True
    >>> rebels = model.agents_by_type[Citizen].select(lambda c: c.state is CitizenState.ACTIVE)
    >>> len(rebels) == model.active
    True

    The parameters (see `Settings`) are attributes of the model as well. Those in `CHANGEABLE` can
    be assigned while it runs: ``model.legitimacy = 0.5``. Agents and the grid are made when
    somebody asks for them.

    Attributes:
        town: all numbers.
        running: False once more than `max_iters` steps were made; stepping on is allowed.
        datacollector: `active`, `quiet` and `arrested` at the start and after every step.
    """

    active: int
    quiet: int
    arrested: int
    legitimacy: float

    def __init__(self, rng: Any = 1, *, seed: int | None = None, **parameters: Any) -> None:
        """Build a town.

        Args:
            rng: key of everything random: a whole number; or None for a fresh one; or a NumPy
                generator or seed sequence to draw one from.
            seed: the same as `rng`, by Mesa's older name.
            parameters: those of `Settings`, by name; the defaults are those of Mesa's example.

        Raises:
            ValidationError: there is no such parameter, or a value is not accepted.
            TypeError, ValueError: `rng` is not of the sort described.
        """
        key = run_key(rng, seed)
        settings = Settings(**parameters)
        super().__init__(key, settings)
        self.town = Town(settings, key)
        self._everybody: list[Person] = []
        self._grid: TownGrid | None = None
        self.datacollector = DataCollector(model_reporters={name: name for name in STATES})
        self.datacollector.collect(self)

    def step(self) -> None:
        """Let all agents act, in an order drawn for the step."""
        self.town.advance()
        self.datacollector.collect(self)
        self.running = self.town.step <= self.town.settings.max_iters

    # ------------------------------------------------------------ agents and grid, when asked for

    @property
    def agents(self) -> Any:
        """Everybody: Mesa's AgentSet, citizens before cops."""
        self._gather()
        return super().agents

    @property
    def agents_by_type(self) -> Mapping[type, Any]:
        """Citizens and cops, by class."""
        self._gather()
        by_type: Mapping[type, Any] = super().agents_by_type
        return by_type

    @property
    def agent_types(self) -> list[type]:
        """The classes of agents."""
        return list(self.agents_by_type)

    def person(self, row: int) -> Person:
        """Who has a row of the table of people."""
        self._gather()
        return self._everybody[row]

    @property
    def grid(self) -> TownGrid:
        """The torus: ``model.grid[(x, y)].agents``, ``neighborhood``, ``is_empty``."""
        if self._grid is None:
            self._grid = TownGrid(self)
        return self._grid

    def _gather(self) -> None:
        """Make the objects of all rows, once."""
        if self._everybody or not len(self.town.people):
            return
        for kind in (Citizen, Cop):
            self.ensure_type(kind)
        citizens = self.town.citizens
        # Made before it is kept: an agent that registers itself asks for nobody.
        self._everybody = [
            (Citizen if row < citizens else Cop)(self, row) for row in range(len(self.town.people))
        ]


STATES = {"active": rule.ACTIVE, "quiet": rule.QUIET, "arrested": rule.ARRESTED}
CHANGEABLE = (
    "legitimacy",
    "active_threshold",
    "arrest_prob_constant",
    "max_jail_term",
    "movement",
    "max_iters",
)
"""Parameters that can be assigned while the model runs."""


def _count(state: int) -> property:
    return property(lambda model: int(model.town.tally[state]), doc="How many citizens are so now.")


def _parameter(name: str) -> property:
    def get(model: CivilViolence) -> Any:
        return getattr(model.town.settings, name)

    def put(model: CivilViolence, value: Any) -> None:
        model.town.change(**{name: value})

    doc = Settings.model_fields[name].description
    return property(get, put if name in CHANGEABLE else None, doc=doc)


for _name, _state in STATES.items():
    setattr(CivilViolence, _name, _count(_state))
for _name in Settings.model_fields:
    setattr(CivilViolence, _name, _parameter(_name))
