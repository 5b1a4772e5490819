"""Civil violence as a Mesa model: idioms, parameters, reproducibility, and what is left of it."""

import gc
import hashlib
import subprocess
import weakref
from collections.abc import Callable

import numpy as np
import pytest
from mesa.discrete_space import OrthogonalVonNeumannGrid

from sim.epstein import Citizen, CitizenState, CivilViolence, Cop, Settings
from sim.kernels import INTERPRETED
from sim.units import declaration_problems, parameters
from tests.epstein.mesa_sample import defaults_in_mesa

SMALL = {"width": 14, "height": 12, "citizen_vision": 3, "cop_vision": 4, "legitimacy": 0.5}
SMALL |= {"max_jail_term": 9, "cop_density": 0.06}
PROGRAM = """
from tests.epstein.test_model import SMALL, digest
from sim.epstein import CivilViolence
from sim.kernels import INTERPRETED
model = CivilViolence(**SMALL, rng=7)
for _ in range(12):
    model.step()
print(INTERPRETED, digest(model))
"""


def digest(model: CivilViolence) -> str:
    """A hash over all that lives in the tables."""
    town = model.town
    tables = (town.people, town.tempers, town.turn)
    parts = [column.tobytes() for table in tables for column in table.data.values()]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def lived(steps: int = 12, **changes: float) -> CivilViolence:
    model = CivilViolence(**SMALL | {"rng": 7} | changes)
    for _ in range(steps):
        model.step()
    return model


# ------------------------------------------------------------------------------ reproducibility


def test_the_same_seed_is_the_same_run() -> None:
    assert digest(lived()) == digest(lived()) == digest(lived(rng=1, seed=7))
    assert digest(lived()) != digest(lived(rng=8))
    assert digest(lived(12)) != digest(lived(13))


@pytest.mark.parametrize("interpreted", ["0", "1"])
def test_compiled_and_interpreted_runs_are_the_same(
    python: Callable[..., subprocess.CompletedProcess[str]], interpreted: str
) -> None:
    done = python("-c", PROGRAM, env={"PEACEGRID_INTERPRET": interpreted})
    mode, found = done.stdout.split()
    assert mode == str(interpreted == "1" or INTERPRETED)
    assert found == digest(lived()), done.stderr


def test_looking_at_agents_changes_nothing() -> None:
    watched = CivilViolence(**SMALL, rng=7)
    for _ in range(12):
        watched.step()
        assert watched.agents_by_type[Citizen].agg("jail_sentence", max) <= 9
        assert sum(len(cell.agents) for cell in watched.grid) == len(watched.agents)
    assert digest(watched) == digest(lived())


# ------------------------------------------------------------------------------ Mesa's idioms


def test_agents_by_type_and_counts() -> None:
    model = lived()
    citizens, cops = model.agents_by_type[Citizen], model.agents_by_type[Cop]
    assert len(citizens) + len(cops) == len(model.agents)
    assert model.agent_types == [Citizen, Cop]
    counts = citizens.groupby("state").count()
    assert counts == {
        CitizenState.ACTIVE: model.active,
        CitizenState.QUIET: model.quiet,
        CitizenState.ARRESTED: model.arrested,
    }
    assert [a.unique_id for a in model.agents] == list(range(1, len(model.agents) + 1))


def test_people_are_conserved_and_the_collector_has_every_step() -> None:
    model = lived(12)
    series = model.datacollector.get_model_vars_dataframe()
    assert list(series) == ["active", "quiet", "arrested"]
    assert len(series) == 13
    assert set(series.sum(axis=1)) == {len(model.agents_by_type[Citizen])}
    assert series["active"].iloc[0] == 0 and (series["active"] > 0).any()
    assert (series.iloc[-1] == [model.active, model.quiet, model.arrested]).all()


def test_an_agent_reads_and_writes_its_row() -> None:
    model = lived()
    citizen = next(c for c in model.agents_by_type[Citizen] if c.state is CitizenState.QUIET)
    before = model.active
    citizen.state = CitizenState.ACTIVE
    assert model.active == before + 1
    assert model.town.people.state[citizen.row] == CitizenState.ACTIVE
    citizen.hardship, citizen.risk_aversion = 1.0, 0.0
    assert citizen.grievance == 1.0 * (1 - 0.5)
    assert model.town.people.nerve[citizen.row] > 20  # at no ratio will she be quiet
    citizen.hardship = 0.0
    assert model.town.people.nerve[citizen.row] == 0
    citizen.state, citizen.jail_sentence = CitizenState.ARRESTED, 4
    model.step()
    assert citizen.jail_sentence == 3
    with pytest.raises(ValueError, match="number from 0 up"):
        citizen.risk_aversion = -0.1
    with pytest.raises(ValueError, match="5 is not a valid"):
        citizen.state = 5
    with pytest.raises(TypeError, match="whole number"):
        citizen.jail_sentence = 1.5
    with pytest.raises(TypeError, match="not removed"):
        citizen.remove()


def test_what_a_citizen_expects_is_what_she_sees() -> None:
    model = lived()
    for citizen in list(model.agents_by_type[Citizen])[::9]:
        near = list(citizen.cell.get_neighborhood(3).agents)
        cops = sum(isinstance(a, Cop) for a in near)
        active = sum(isinstance(a, Citizen) and a.state is CitizenState.ACTIVE for a in near)
        ratio = round(cops / (1 + active))
        assert citizen.arrest_probability == pytest.approx(1 - np.exp(-2.3 * ratio))


def test_cells_are_mesas() -> None:
    model = lived()
    grid = model.grid
    assert isinstance(grid, OrthogonalVonNeumannGrid) and grid is model.grid
    assert (grid.width, grid.height, grid.torus, grid.capacity) == (14, 12, True, 1)
    person = list(model.agents)[5]
    old = person.cell
    assert old.agents == [person] and old.is_full and not old.empty
    new = grid.select_random_empty_cell()
    person.move_to(new)
    assert person.cell is new and new.agents == [person] and old.is_empty
    with pytest.raises(ValueError, match="taken"):
        list(model.agents)[6].cell = new
    with pytest.raises(TypeError, match=r"cell of model\.grid"):
        person.cell = (3, 4)
    person.cell = new
    assert new.agents == [person]


@pytest.mark.parametrize(("width", "height"), [(14, 12), (6, 5), (3, 9)])
def test_neighbourhoods_are_those_of_mesas_grid(width: int, height: int) -> None:
    ours = CivilViolence(width=width, height=height).grid
    theirs = OrthogonalVonNeumannGrid((width, height), torus=True, random=ours.random)
    for radius in (1, 2, 3, 7):
        for place in [(0, 0), (width - 1, 2), (1, height - 1)]:
            found = {c.coordinate for c in ours[place].get_neighborhood(radius)}
            assert found == {c.coordinate for c in theirs[place].get_neighborhood(radius)}


def test_shuffle_do_is_a_step_too() -> None:
    """Mesa's own activation of the same rule, agent by agent."""
    model = lived(3)
    before = digest(model)
    model.agents.shuffle_do("step")
    assert digest(model) != before
    assert model.active + model.quiet + model.arrested == len(model.agents_by_type[Citizen])
    assert model.town.step == 3


def test_a_dropped_model_is_freed() -> None:
    model = lived(2)
    cell = next(iter(model.agents)).cell
    assert len(cell.neighborhood) == 4
    gone = [weakref.ref(model), weakref.ref(model.town)]
    del model, cell
    gc.collect()
    assert [ref() for ref in gone] == [None, None]


# ------------------------------------------------------------------------------ parameters


def test_parameters_are_mesas() -> None:
    theirs, ours = defaults_in_mesa(), Settings()
    for name in Settings.model_fields:
        assert getattr(ours, name) == theirs[name], name
        assert getattr(CivilViolence(), name) == theirs[name]


def test_parameters_are_declared() -> None:
    assert declaration_problems(Settings) == []
    for one in parameters(Settings):
        assert one.low <= one.default <= one.high, one.path  # type: ignore[operator]


@pytest.mark.parametrize("name", [p.path for p in parameters(Settings) if p.path != "max_iters"])
def test_no_parameter_is_dead(name: str) -> None:
    one = next(p for p in parameters(Settings) if p.path == name)
    low, high = one.low, one.high
    if name in ("width", "height"):
        low, high = 12, 15
    assert digest(lived(8, **{name: low})) != digest(lived(8, **{name: high}))


def test_a_run_ends_after_max_iters() -> None:
    model = CivilViolence(**SMALL, max_iters=5)
    model.run_model()
    assert (model.town.step, model.running) == (6, False)  # as Mesa's example, one more


def test_parameters_can_be_changed_while_it_runs() -> None:
    model = lived(3)
    model.legitimacy = 0.0
    model.max_jail_term = 2
    model.step()
    assert model.town.people.jail_sentence.max() <= 9
    assert digest(model) != digest(lived(4))
    assert model.legitimacy == 0.0
    with pytest.raises(AttributeError):
        model.width = 50
    with pytest.raises(ValueError, match="legitimacy"):
        model.legitimacy = 2.0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"widht": 20}, "widht"),
        ({"citizen_density": 0.7, "cop_density": 0.4}, "more than 1"),
        ({"width": 2}, "from 3"),
        ({"citizen_vision": 0}, "from 1"),
        ({"legitimacy": 1.5}, "share"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        CivilViolence(**given)
