"""The Mesa model: a country and its conflict, stepped week by week under a strategy."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim import markup, tick
from sim.agents import MapGrid, Roster, RowAgent
from sim.agents.attributes import columns_of
from sim.agents.roster import living
from sim.build import build, timeline
from sim.compat import DataCollector, ModelBase
from sim.metrics import Recorder, Weeks
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state.world import World
from sim.streams import run_key

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

REPORTED = (
    "events",
    "deaths",
    "battle_deaths",
    "deaths_civilians",
    "displaced",
    "needs",
    "grievance",
    "fear",
    "trust_state",
    "control",
    "fighters",
    "at_war",
    "deployed",
)
"""Columns of the weekly series that the model's DataCollector keeps."""

LOOKED_AT = ("deaths", "displaced", "fighters", "deployed")
"""Columns of the last week that a notebook is shown."""

KIND_NAMES = {
    "communities": "communities",
    "forces": "units of local forces",
    "bands": "bands",
    "peacekeepers": "units of peacekeepers",
    "mediators": "mediators",
    "convoys": "convoys",
}
"""Kinds of agents, in words."""

A = TypeVar("A", bound=RowAgent)


class PeacekeepingModel(ModelBase):
    """A scenario as a Mesa model: ``step()`` is one week.

    >>> from sim.agents import Band, Community
    >>> model = PeacekeepingModel("classroom", rng=1)
    >>> for _ in range(4):
    ...     model.step()
    >>> model.week
    4
    >>> angry = model.agents_by_type[Community].select(lambda c: c.grievance > 0.4)
    >>> angry.agg("population", sum) > 0
    True
    >>> model.agents_by_type[Band].agg("fighters", sum) == model.fighters
    True

    Agents and the grid are made when somebody asks for them; a run that nobody looks into never
    makes them. The model's own `random` and `rng` are for code of your own: everything in the
    run itself is drawn from streams keyed by ``world.seed``.

    Attributes:
        scenario: country, conflict and strategy. world: all numbers. mission: what acts for the
            strategy. roster: who is there. recorder: the weekly series.
        running: False once the weeks of the scenario are over; stepping on is allowed.
        datacollector: one row a week of the columns named in `REPORTED`.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        rng: Any = 1,
        strategy: str | Path | None = None,
        kinds: Iterable[type[RowAgent]] | type[RowAgent] = (),
        *,
        seed: int | None = None,
    ) -> None:
        """Build the world of a scenario.

        Args:
            scenario: a `Scenario`, a file, or the name of a shipped one.
            rng: key of everything random: a whole number; or None for a fresh one; or a NumPy
                generator or seed sequence to draw one from.
            strategy: a file or the name of a shipped strategy, in place of the scenario's own.
            kinds: subclasses of the kinds of agents that decide in Python, see `RowAgent`.
            seed: the same as `rng`, by Mesa's older name.

        Raises:
            InputErrors: the scenario or strategy cannot be read or is not accepted.
            TypeError, ValueError: `rng` or `kinds` is not of the sort described.
        """
        if not isinstance(scenario, Scenario):
            scenario = Scenario.load(scenario, strategy)
        elif strategy is not None:
            scenario = scenario.with_strategy(strategy)
        key = run_key(rng, seed)
        super().__init__(key, scenario)
        self.world: World = build(scenario, key)
        self._timeline = timeline(scenario)
        self.mission = Operation(scenario.strategy, self.world, scenario.weeks)
        self.recorder = Recorder(self.world, scenario.weeks)
        self.datacollector = Weekly(model_reporters={name: name for name in REPORTED})
        self._grid: MapGrid | None = None
        chosen = [kinds] if isinstance(kinds, type) else list(kinds)
        self.roster = Roster(self, chosen)

    def step(self) -> None:
        """Live through one week."""
        tick.advance(self.world, self, self._timeline, self.roster.decide)
        self.roster.retire_ended()
        self.recorder.record()
        self.datacollector.collect(self)
        self.running = self.world.week < self.scenario.weeks

    def _repr_html_(self) -> str:
        """Show a notebook how far it is, who is there, and the last week."""
        there = [f"{words} {len(living(self.world, name)):,}" for name, words in KIND_NAMES.items()]
        rows = [
            ("week", f"{self.week:,} of {self.scenario.weeks:,}"),
            ("strategy", self.scenario.strategy.name),
            ("seed", str(self.world.seed)),
            ("there now", ", ".join(there)),
        ]
        if self.week:
            rows += [
                (Weeks.columns[name].doc, f"{self.recorder.latest(name):,.0f}")
                for name in LOOKED_AT
            ]
        return markup.titled(self.scenario.name, f": {self.scenario.title}") + markup.table(rows)

    def plot(self, style: str | None = None) -> "Figure":
        """Draw the map as it stands, with half a year of violence; a notebook shows it.

        Args:
            style: "light" or "dark"; by default that in force, which is light.
        """
        from sim.figures import plot
        from sim.run import as_it_stands

        return plot(as_it_stands(self), "map", style)

    def act(self, world: World) -> None:
        """Let the mission act, then hand new rows to the classes in `kinds`. Called by the tick."""
        self.mission.act(world)
        self.roster.enlist()

    @property
    def week(self) -> int:
        """How many weeks have been lived through."""
        return self.world.week

    # ------------------------------------------------------------ agents and grid, when asked for

    @property
    def agents(self) -> Any:
        """All agents that are there now: Mesa's AgentSet."""
        self.roster.sync()
        return super().agents

    @property
    def agents_by_type(self) -> Mapping[type, Any]:
        """The agents that are there now by class. A subclass's agents are under the subclass."""
        self.roster.sync()
        by_type: Mapping[type, Any] = super().agents_by_type
        return by_type

    @property
    def agent_types(self) -> list[type]:
        """The classes of agents that the model knows."""
        return list(self.agents_by_type)

    def agent(self, kind: type[A], row: int) -> A:
        """The agent of a row: ``model.agent(Band, 3)``.

        Raises:
            LookupError: nobody is in that row.
            TypeError: the agent there is of another class.
        """
        agent = self.roster.agent(kind.table, row)
        if not isinstance(agent, kind):
            raise TypeError(f"{agent!r} is no {kind.__name__}")
        return agent

    def table(self, kind: type[RowAgent]) -> "pd.DataFrame":
        """Everybody of a kind as a table to look at: ``model.table(Band)``.

        One row each, by number; one column an attribute, in the units that ``help(Band.morale)``
        gives, with names in place of codes. It is a copy: to change somebody, change the agent.
        """
        import pandas as pd

        rows = living(self.world, kind.table)
        return pd.DataFrame(columns_of(self.world, kind.table, rows), index=rows).rename_axis("row")

    @property
    def grid(self) -> MapGrid:
        """The map as Mesa's grid: ``model.grid[(x, y)].agents``, ``neighborhood``, ``terrain``."""
        if self._grid is None:
            self._grid = MapGrid(self)
        return self._grid


class Weekly(DataCollector):
    """Mesa's collector of attributes that are numbers, which need no deep copies."""

    def collect(self, model: "PeacekeepingModel") -> None:
        """Add a row: the attributes of the model as they are now."""
        for name, values in self.model_vars.items():
            values.append(getattr(model, name))


def _reported(name: str) -> property:
    column = Weeks.columns[name]

    def get(model: PeacekeepingModel) -> float:
        return model.recorder.latest(name)

    return property(get, doc=f"Last week: {column.doc} ({column.unit}); NaN before the first.")


for _name in REPORTED:
    setattr(PeacekeepingModel, _name, _reported(_name))
