"""Running a scenario: :func:`simulate` for all of it, :class:`Simulation` week by week."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics import Measures, Moment, Place, Window, digest, ground, moment
from sim.model import PeacekeepingModel
from sim.provenance import provenance
from sim.replay.film import Film
from sim.results import CLAIM, FILES, HEADLINES, OUTCOMES, Result
from sim.scenario import Scenario

__all__ = [
    "CLAIM",
    "FILES",
    "HEADLINES",
    "OUTCOMES",
    "Result",
    "Simulation",
    "as_it_stands",
    "simulate",
    "window_of",
]

SNAPSHOT_WEEKS = 26


def simulate(
    scenario: Scenario,
    seed: int = 1,
    weeks: int | None = None,
    measures: Measures | None = None,
) -> Result:
    """Run a scenario with its strategy, and return what came out.

    Args:
        scenario: as `Scenario.load` gives it.
        seed: of everything random; two strategies with one seed share their luck.
        weeks: how many to run, by default those of the scenario.
        measures: thresholds, gap rule, discount rate and weights of the stability index.
    """
    simulation = Simulation(scenario, seed, weeks, measures)
    for _ in range(simulation.asked):
        simulation.step()
    return simulation.result()


class Simulation:
    """A run in the making, for whoever wants to watch or to stop it.

    Attributes:
        model: the Mesa model. asked: weeks that are to be run.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        weeks: int | None = None,
        measures: Measures | None = None,
        model: Callable[..., Any] = PeacekeepingModel,
        *,
        filmed: bool = True,
    ) -> None:
        """Build the world.

        Args:
            scenario, seed, weeks, measures: see :func:`simulate`.
            model: called with (scenario, rng=seed), for a subclass of the model.
            filmed: whether to keep the map over time, for a replay; it takes some 5 % of the time.
        """
        self._began = time.perf_counter()
        self.scenario = scenario
        self.seed = seed
        self.asked = scenario.weeks if weeks is None else weeks
        self.measures = measures or Measures()
        self.model = model(scenario, rng=seed)
        self._ground = ground(self.model.world)
        self._moments: list[Moment] = [moment(self.model.world)]
        self._film = Film(self.model.world) if filmed else None

    def step(self) -> None:
        """Run one week."""
        self.model.step()
        if self._film is not None:
            self._film.watch(self.model.world)
        if self.model.recorder.weeks % SNAPSHOT_WEEKS == 0:
            self._moments.append(moment(self.model.world))

    def result(self) -> Result:
        """Return what has come out so far."""
        world, recorder = self.model.world, self.model.recorder
        weeks = recorder.weeks
        moments = list(self._moments)
        if moments[-1].week != world.week:
            moments.append(moment(world))
        place = Place(
            width=world.width,
            cell_km=world.cell_km,
            district=world.cells.district.copy(),
            names=world.names,
            parents=world.factions.parent.copy(),
        )
        about = {
            **provenance(),
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash(),
            "strategy": self.scenario.strategy.name,
            "seed": self.seed,
            "weeks_asked": self.asked,
            "weeks": weeks,
            "partial": weeks < self.asked,
            "digest": digest(world),
            "measures": self.measures.as_dict(),
            "seconds": round(time.perf_counter() - self._began, 3),
        }
        return Result(
            scenario=self.scenario,
            seed=self.seed,
            weeks=weeks,
            partial=weeks < self.asked,
            window=window_of(self.scenario),
            measures=self.measures,
            series_data=recorder.series,
            events_data=recorder.events,
            agreements=world.agreements.as_records(world.agreements.alive != 0),
            costs_data=self._costs(weeks),
            failures_data=self.model.mission.effects.failures[:weeks].copy(),
            requests_data=self.model.mission.effects.requested[:weeks].copy(),
            pairs=np.stack([world.dyads.a, world.dyads.b], axis=1),
            place=place,
            ground=self._ground,
            moments=tuple(moments),
            film={} if self._film is None else self._film.arrays(world),
            provenance=about,
        )

    def _costs(self, weeks: int) -> dict[str, NDArray[np.float64]]:
        """US dollars by week, for every element that is on."""
        effects = self.model.mission.effects
        return {
            name: effects.dollars[:weeks, place].copy()
            for place, name in enumerate(effects.elements)
        }


def as_it_stands(model: PeacekeepingModel) -> Result:
    """Return what has come of a model that somebody steps: a result so far, without a film."""
    seed = model.world.seed
    return Simulation(model.scenario, seed, model=lambda *_, **__: model, filmed=False).result()


def window_of(scenario: Scenario) -> Window:
    """Return the planned dates of the mission.

    A strategy without a mission keeps the dates that a mission would have had, so that what
    happened without one is measured over the same weeks.
    """
    mission = scenario.strategy.mission
    return Window(round(mission.start), mission.planned_end)
