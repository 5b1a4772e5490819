"""The map as Mesa's grid: cells compute who is in them."""

import numpy as np
import pytest
from mesa.discrete_space import Cell, CellAgent, OrthogonalMooreGrid

from sim.agents import Band, Community, ForceUnit
from sim.model import PeacekeepingModel
from sim.state.places import Cells
from tests.agents.country import land, small


@pytest.fixture
def model() -> PeacekeepingModel:
    return PeacekeepingModel(small(), rng=1)


def test_it_is_mesas_grid(model: PeacekeepingModel) -> None:
    grid = model.grid
    assert isinstance(grid, OrthogonalMooreGrid) and grid is model.grid
    assert (grid.width, grid.height, grid.torus) == (10, 9, False)
    cell = grid[(3, 4)]
    assert isinstance(cell, Cell) and cell.coordinate == (3, 4)
    assert (cell.x, cell.y) == (3, 4)
    assert grid.at(cell.row) is cell
    assert len(grid.all_cells) == 90
    assert len(list(grid)) == 90


def test_neighbourhoods(model: PeacekeepingModel) -> None:
    grid = model.grid
    near = grid[(3, 4)].neighborhood
    assert {c.coordinate for c in near} == {
        (x, y) for x in (2, 3, 4) for y in (3, 4, 5) if (x, y) != (3, 4)
    }
    assert len(grid[(0, 0)].neighborhood) == 3
    wide = grid[(0, 0)].get_neighborhood(radius=2, include_center=True)
    assert {c.coordinate for c in wide} == {(x, y) for x in range(3) for y in range(3)}
    assert grid[(3, 4)].connections[(1, 0)] is grid[(4, 4)]
    with pytest.raises(ValueError, match="radius"):
        grid[(0, 0)].get_neighborhood(radius=0)


def test_agents_of_a_cell_need_no_upkeep(model: PeacekeepingModel) -> None:
    band = model.agent(Band, 0)
    old, new = band.cell, model.grid[land(model.world, 7)]
    near = old.neighborhood
    everywhere = model.grid.all_cells
    assert band in old.agents and band in old.bands
    band.cell = new
    assert band not in old.agents and band in new.agents
    assert band.goal is new  # or it would walk back in the next move
    assert band in list(new.get_neighborhood(include_center=True).agents)
    model.world.bands.cell[0] = old.row  # behind the agent's back
    assert band.cell is old and band in old.agents and band not in new.agents
    model.world.bands.cell[0] = near.cells[0].row
    assert band in list(near.agents)  # a collection made before
    assert list(everywhere.agents).count(band) == 1
    band.move_to(new)
    assert band.cell is new


def test_a_band_moves_one_step_in_mesas_way(model: PeacekeepingModel) -> None:
    world = model.world
    for row in np.flatnonzero(world.cells.land).tolist():
        x, y = row % world.width, row // world.width
        if x + 1 < world.width and world.cells.land[row + 1]:
            break
    band = model.agent(Band, 0)
    band.cell = (x, y)
    band.move_relative((1, 0))
    assert band.cell.coordinate == (x + 1, y)


def test_every_agent_with_a_place_is_in_its_cell_once(model: PeacekeepingModel) -> None:
    for _ in range(3):
        model.step()
    listed = [agent for cell in model.grid for agent in cell.agents]
    assert len(listed) == len(set(listed))
    assert set(listed) == {a for a in model.agents if a.cell is not None}
    for cell in model.grid:
        kinds = (cell.communities, cell.forces, cell.bands, cell.mediators, cell.convoys)
        assert [a for kind in kinds for a in kind] == [a for a in cell.agents if a.cell is cell]
        assert cell.is_empty == cell.empty == (not cell.agents)
    assert all(isinstance(a, Community) for a in model.grid[land(model.world)].communities)
    assert {u.row for c in model.grid for u in c.forces} == {
        u.row for u in model.agents_by_type[ForceUnit]
    }


def test_layers(model: PeacekeepingModel) -> None:
    cell = model.grid[(4, 2)]
    row = 2 * 10 + 4
    for name in ("terrain", "road", "population", "land", "district", "border"):
        assert getattr(cell, name) == model.world.cells.data[name][row]
        assert model.grid.layer(name)[4, 2] == getattr(cell, name)
        assert Cells.columns[name].unit in str(getattr(type(cell), name).__doc__)
    cell.terrain = 0.75
    assert model.world.cells.terrain[row] == 0.75
    model.grid.layer("road")[4, 2] = 0.25
    assert cell.road == 0.25
    assert model.grid.layer("road").shape == (10, 9)
    assert cell.district_name == f"District {cell.district}"
    with pytest.raises(KeyError, match="did you mean 'terrain'"):
        model.grid.layer("terain")


def test_empty_cells(model: PeacekeepingModel) -> None:
    assert all(not c.agents for c in model.grid.empties)
    assert not model.grid.select_random_empty_cell().agents
    assert not model.grid[(0, 0)].is_full
    for row in np.flatnonzero([c.is_empty for c in model.grid]):
        CellAgent(model).cell = list(model.grid)[row]
    with pytest.raises(LookupError, match="every cell"):
        model.grid.select_random_empty_cell()


def test_agents_of_a_users_own_live_on_the_grid_too(model: PeacekeepingModel) -> None:
    class Journalist(CellAgent):
        pass

    visitor = Journalist(model)
    here, there = model.grid[land(model.world, 3)], model.grid[land(model.world, 9)]
    visitor.cell = here
    assert visitor in here.agents
    visitor.move_to(there)
    assert visitor in there.agents and visitor not in here.agents
    assert model.agents_by_type[Journalist].agg("unique_id", len) == 1
    assert visitor in model.agents
    visitor.remove()
    assert visitor not in there.agents and visitor not in model.agents


def test_cells_show_themselves(model: PeacekeepingModel) -> None:
    cell = model.grid[land(model.world, 3)]
    count = len(cell.agents)
    assert repr(cell) == f"<cell {cell.coordinate}: {count} agent{'' if count == 1 else 's'}>"
