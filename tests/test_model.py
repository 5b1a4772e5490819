"""The Mesa model: Mesa's idioms, seeds, collection, and what is left when it is dropped."""

import doctest
import gc
import tracemalloc
import weakref
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest
import yaml

from sim.agents import Band, Community, ForceUnit, MapCell, RowAgent
from sim.model import REPORTED, PeacekeepingModel
from sim.yaml_source import InputErrors
from tests.agents.country import land, small


@pytest.fixture
def model() -> PeacekeepingModel:
    return PeacekeepingModel(small(), rng=1)


# ---------------------------------------------------------------- idioms of Mesa


def test_select_and_aggregate(model: PeacekeepingModel) -> None:
    people = model.world.communities
    angry = model.agents_by_type[Community].select(lambda c: c.grievance > 0.4)
    assert 0 < len(angry) < 60
    wanted = people.population[people.grievance > 0.4].sum()
    assert angry.agg("population", sum) == wanted
    assert angry.agg("population", [min, max]) == [
        people.population[people.grievance > 0.4].min(),
        people.population[people.grievance > 0.4].max(),
    ]


def test_get_and_set(model: PeacekeepingModel) -> None:
    people = model.agents_by_type[Community]
    assert people.get("grievance") == model.world.communities.grievance.tolist()
    assert people.get(["row", "cohesion"])[5] == [5, model.world.communities.cohesion[5]]
    people.set("grievance", 0.125)
    assert (model.world.communities.grievance == 0.125).all()


def test_do_and_shuffle_do(model: PeacekeepingModel) -> None:
    calls: list[int] = []
    people = model.agents_by_type[Community]
    people.do(lambda c: calls.append(c.row))
    assert calls == list(range(60))
    calls.clear()
    people.shuffle_do(lambda c: calls.append(c.row))
    assert sorted(calls) == list(range(60)) and calls != list(range(60))
    model.agents.do("rest")
    model.agents.shuffle_do("decide")
    assert model.world.forces.action.any()


def test_group_map_and_sort(model: PeacekeepingModel) -> None:
    units = model.agents_by_type[ForceUnit]
    assert units.groupby("kind_name").count() == {"army": 10, "police": 15}
    assert sum(units.map(lambda u: u.personnel)) == model.world.forces.personnel.sum()
    best = units.sort("tactics", ascending=False)
    assert next(iter(best)).tactics == model.world.forces.tactics.max()


def test_agents_are_mesa_agents(model: PeacekeepingModel) -> None:
    assert isinstance(model, mesa.Model)
    assert all(isinstance(a, mesa.Agent) for a in model.agents)
    assert sorted(model.agents.get("unique_id")) == list(range(1, len(model.agents) + 1))
    assert len(model.agents.select(agent_type=Band)) == len(model.agents_by_type[Band])
    assert {kind.__name__ for kind in model.agent_types} == {
        "Community",
        "ForceUnit",
        "Band",
        "Peacekeeper",
        "Mediator",
        "Convoy",
    }
    with pytest.raises(AttributeError):
        model.agents = []


def test_asking_twice_gives_the_same_objects(model: PeacekeepingModel) -> None:
    first = list(model.agents)
    assert list(model.agents) == first
    assert model.agent(Community, 7) is first[7]
    with pytest.raises(LookupError, match="no Community in row 60"):
        model.agent(Community, 60)
    with pytest.raises(LookupError, match="no Band in row -1"):
        model.agent(Band, -1)


def test_agent_reporters_of_a_data_collector(model: PeacekeepingModel) -> None:
    collector = mesa.DataCollector(agent_reporters={"cell": lambda a: a.cell_row})
    collector.collect(model)
    frame = collector.get_agent_vars_dataframe()
    assert len(frame) == len(model.agents)


# ---------------------------------------------------------------- weeks


def test_a_step_is_a_week(model: PeacekeepingModel) -> None:
    assert model.week == 0
    model.step()
    model.step()
    assert model.week == model.world.week == 2


def test_it_runs_to_the_end_of_the_scenario() -> None:
    model = PeacekeepingModel(small(weeks=8, name="short"), rng=1)
    model.run_model()
    assert model.week == 8 and not model.running
    model.step()
    assert model.week == 9


def test_totals_are_collected_every_week(model: PeacekeepingModel) -> None:
    assert all(np.isnan(getattr(model, name)) for name in REPORTED)
    for _ in range(5):
        model.step()
        for name in REPORTED:
            assert getattr(model, name) == model.recorder.series[name][-1]
            assert type(getattr(model, name)) in (int, float)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(REPORTED)
    for name in REPORTED:
        assert frame[name].tolist() == model.recorder.series[name].tolist()
    assert frame["fighters"].iloc[-1] == model.agents_by_type[Band].agg("fighters", sum)


def test_a_subclass_can_have_a_step_of_its_own() -> None:
    class Teaching(PeacekeepingModel):
        def step(self) -> None:
            self.weeks_seen = getattr(self, "weeks_seen", 0) + 1
            self.agents_by_type[Community].set("fear", 0.0)
            super().step()

    model = Teaching(small(), rng=1)
    model.step()
    model.step()
    assert model.weeks_seen == model.week == 2


def test_looking_changes_nothing() -> None:
    plain, watched = (PeacekeepingModel(small(), rng=5) for _ in range(2))
    for _ in range(25):
        plain.step()
        watched.step()
        watched.agents.shuffle_do(repr)
        watched.grid.select_random_empty_cell()
        watched.random.random()
        watched.rng.random()
    for name, table in plain.world.tables().items():
        assert np.array_equal(table.block, getattr(watched.world, name).block), name


# ---------------------------------------------------------------- what it is built from


def test_seeds() -> None:
    def key(*given: Any, **named: Any) -> int:
        return PeacekeepingModel(small(), *given, **named).world.seed

    assert key() == 1
    assert key(7) == key(rng=7) == key(seed=7) == key(np.int64(7)) == 7
    assert key(rng=0) == 0 and key(rng=2**63 - 1) == 2**63 - 1
    assert key(np.random.default_rng(4)) == key(np.random.default_rng(4))
    assert key(np.random.SeedSequence(4)) == key(np.random.SeedSequence(4))
    assert key(None) != key(None)
    one, other = PeacekeepingModel(small(), rng=3), PeacekeepingModel(small(), rng=3)
    assert one.random.random() == other.random.random()
    assert one.rng.random() == other.rng.random()


@pytest.mark.parametrize("wrong", [-1, 2**63, 1.5, "seven", True, [1, 2]])
def test_seeds_that_are_none(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="rng is a"):
        PeacekeepingModel(small(), rng=wrong)


def test_rng_and_seed_are_one() -> None:
    with pytest.raises(ValueError, match="not both"):
        PeacekeepingModel(small(), rng=2, seed=3)


def test_the_scenario_is_its_own_and_stays() -> None:
    scenario = small()
    model = PeacekeepingModel(scenario)
    assert model.scenario is scenario
    with pytest.raises(AttributeError, match="build another"):
        model.scenario = small(name="other")


def test_a_scenario_by_file_and_strategy_by_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(small().model_dump(mode="json")))
    for given in (path, str(path)):
        assert PeacekeepingModel(given).scenario == small()
    plan = tmp_path / "plan.yaml"
    plan.write_text("name: plan\nmediation: 0.5\n")
    wanted = small().with_strategy(plan)
    assert wanted.strategy.mediation.level == 0.5
    assert PeacekeepingModel(path, strategy=plan).scenario == wanted
    assert PeacekeepingModel(small(), strategy=plan).scenario == wanted
    with pytest.raises(InputErrors, match="there is no"):
        PeacekeepingModel("no_such_country")


@pytest.mark.parametrize("described", [PeacekeepingModel, RowAgent])
def test_examples_in_docstrings(described: type) -> None:
    examples = doctest.DocTestFinder(recurse=False).find(described, described.__name__)
    assert sum(len(example.examples) for example in examples) > 5
    runner = doctest.DocTestRunner()
    for example in examples:
        example.globs["PeacekeepingModel"] = PeacekeepingModel
        assert runner.run(example).failed == 0


# ---------------------------------------------------------------- when it is dropped


class Hidden(Band):
    """A rule in Python, so that dropped models had some."""

    def decide(self) -> None:
        """Hide."""
        self.hide()


def used(weeks: int = 1) -> PeacekeepingModel:
    """A model of which everything was asked for."""
    model = PeacekeepingModel(small(), rng=1, kinds=[Hidden])
    for _ in range(weeks):
        model.step()
        model.agents.do(repr)
        for cell in list(model.grid)[:5]:
            list(cell.get_neighborhood(radius=2).agents)
    Band(model, cell=land(model.world), faction=1)
    mesa.discrete_space.CellAgent(model).cell = model.grid[(1, 1)]
    model.agents_by_type[Hidden].select(lambda b: b.fighters > 3).shuffle_do("decide")
    return model


def test_dropped_models_are_freed() -> None:
    models = [used() for _ in range(50)]
    alive = [weakref.ref(model) for model in models]
    worlds = [weakref.ref(model.world) for model in models]
    agents = [weakref.ref(agent) for model in models for agent in model.agents]
    assert len(agents) > 2_000
    del models
    gc.collect()
    assert not [ref for ref in alive + worlds if ref() is not None]
    assert not [ref for ref in agents if ref() is not None]
    things = [o for o in gc.get_objects() if issubclass(type(o), RowAgent | MapCell)]
    assert not things
    # Mesa makes a class of cells for each grid.
    classes = [o for o in gc.get_objects() if issubclass(type(o), type) and issubclass(o, MapCell)]
    assert classes == [MapCell]


def test_dropped_models_do_not_wait_for_the_collector() -> None:
    alive = []
    gc.collect()
    gc.disable()
    try:
        for seed in range(40):
            alive.append(weakref.ref(PeacekeepingModel(small(), rng=seed)))
    finally:
        gc.enable()
    assert sum(ref() is not None for ref in alive) <= 16


def test_memory_stays_flat() -> None:
    used()
    gc.collect()
    tracemalloc.start()
    try:
        sizes = []
        for _ in range(3):
            for _ in range(4):
                used()
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    # One dropped model that stayed alive would hold about three million bytes.
    assert sizes[2] - sizes[0] < 200_000
