"""The film of the map: the same map as the world's, small, and no part of the run."""

from pathlib import Path

import numpy as np
import pytest

from sim import Scenario, simulate
from sim.metrics import digest, ground, moment
from sim.replay import film
from sim.replay.film import CONTROL_STEPS, DISPLACED_STEPS, EVERY, NOBODY, Film, save
from sim.run import Simulation
from sim.state import codes

WEEKS = 70


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("classroom", strategy="integrated")


@pytest.fixture(scope="module")
def simulation(scenario: Scenario) -> Simulation:
    made = Simulation(scenario, 1, WEEKS)
    for _ in range(WEEKS):
        made.step()
    return made


def test_the_last_picture_is_the_map_as_it_stands(simulation: Simulation) -> None:
    world = simulation.model.world
    found, now = simulation._film.arrays(world), moment(world)
    assert found["week"].tolist() == [*range(0, WEEKS + 1, EVERY), WEEKS]
    empty = found["control"][-1] == NOBODY
    np.testing.assert_array_equal(empty, np.isnan(now.control.ravel()))
    control = found["control"][-1][~empty] / CONTROL_STEPS - 1.0
    np.testing.assert_allclose(control, now.control.ravel()[~empty], atol=0.5 / CONTROL_STEPS)
    people = np.expm1(found["displaced"][-1] / DISPLACED_STEPS)
    np.testing.assert_allclose(people, now.displaced.ravel(), rtol=0.04, atol=0.05)
    for kind, there in (("bands", now.bands), ("bases", now.peacekeepers)):
        count = int(found[f"{kind}_count"][-1])
        assert count == len(there) > 0
        cells = there[:, 1] * world.width + there[:, 0]
        assert sorted(found[f"{kind}_cell"][-count:]) == sorted(cells)
        assert found[f"{kind}_size"][-count:].sum() == pytest.approx(there[:, 2].sum(), abs=count)


def test_what_does_not_move_is_there(simulation: Simulation) -> None:
    world, found = simulation.model.world, simulation._film.arrays(simulation.model.world)
    land = ground(world)
    assert found["shape"].tolist() == list(land.land.shape)
    np.testing.assert_array_equal(found["land"] != 0, land.land.ravel())
    np.testing.assert_array_equal(found["district"], land.district.ravel())
    assert found["population"].sum() == pytest.approx(600_000, rel=0.01)
    assert set(np.unique(found["group"][found["population"] > 0])) <= {0, 1}
    assert found["hubs"].tolist() == world.names["hubs"]


def test_filming_only_reads(scenario: Scenario) -> None:
    watched = Simulation(scenario, 1, 2 * EVERY)
    for _ in range(2 * EVERY):
        watched.model.step()
        before = digest(watched.model.world)
        watched._film.watch(watched.model.world)
        watched._film.arrays(watched.model.world)
        assert digest(watched.model.world) == before
    assert digest(watched.model.world) == simulate(scenario, 1, 2 * EVERY).digest()


def test_how_many_pictures_are_worked_out_together_does_not_matter(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = []
    for batch in (1, 3, 1000):
        monkeypatch.setattr(film, "BATCH", batch)
        files.append(tmp_path / f"{batch}.npz")
        save(simulate(scenario, 1, 30).film, files[-1])
    assert len({path.read_bytes() for path in files}) == 1  # no date in the file either


def band(when: list[int], cells: list[int], fighters: float = 10.4) -> film.Columns:
    size = np.full(len(cells), fighters)
    return np.array(when), np.array(cells), size, np.full(len(cells), codes.REBEL)


def test_things_are_sorted_within_their_picture_and_never_across() -> None:
    found = film._placed("bands", [band([0, 0], [7, 3]), band([2, 2, 2], [9, 1, 5])], 4)
    assert found["bands_count"].tolist() == [2, 0, 3, 0]
    assert found["bands_cell"].tolist() == [3, 7, 1, 5, 9]
    assert found["bands_size"].tolist() == [10] * 5


def test_numbers_that_are_too_large_stay_at_the_largest() -> None:
    assert film._placed("bands", [band([0], [2], 1e9)], 1)["bands_size"].tolist() == [2**16 - 1]


def test_a_film_of_no_weeks_has_one_picture(scenario: Scenario) -> None:
    new = Simulation(scenario, 1)
    assert isinstance(new._film, Film)
    assert new.result().film["week"].tolist() == [0]
