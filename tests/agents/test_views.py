"""Agents are views of rows: they read and write tables and own nothing."""

import gc
from collections.abc import Iterator

import numpy as np
import pytest

from sim.agents import KINDS, Band, Community, Convoy, ForceUnit, Mediator, Peacekeeper, RowAgent
from sim.model import PeacekeepingModel
from sim.state.world import TABLES
from tests.agents.country import deploy_peacekeepers, land, small

NOT_COLUMNS = {
    "alive": "whether the agent is there",
    "generation": "the one that the object was made for",
    "cell": "the cell, not its row",
}
HIDDEN = {"bands": {"step"}}  # Mesa's method of that name; the column is `goal`


@pytest.fixture
def model() -> PeacekeepingModel:
    return PeacekeepingModel(small(), rng=1)


@pytest.fixture
def everybody(model: PeacekeepingModel) -> Iterator[list[RowAgent]]:
    """One agent of each kind."""
    deploy_peacekeepers(model.world)
    Mediator(model, cell=land(model.world))
    Convoy(model, hub=0, destination=3, load=20.0)
    yield [model.agent(kind, 0) for kind in KINDS.values()]


def columns_of(agent: RowAgent) -> list[str]:
    names = TABLES[agent.table].columns
    return [n for n in names if n not in NOT_COLUMNS and n not in HIDDEN.get(agent.table, ())]


def test_every_column_is_an_attribute_with_its_unit(everybody: list[RowAgent]) -> None:
    for agent in everybody:
        for name in columns_of(agent):
            column = TABLES[agent.table].columns[name]
            value = getattr(agent, name)
            assert value == agent.rows.data[name][agent.row]
            assert type(value) is (int if column.kind == "i8" else float)
            assert column.unit in str(getattr(type(agent), name).__doc__)
            assert column.doc[1:] in str(getattr(type(agent), name).__doc__)


def test_assigning_changes_the_table_and_nothing_else(everybody: list[RowAgent]) -> None:
    for agent in everybody:
        for name in set(columns_of(agent)) - {"fighters"}:
            before, old = agent.rows.block.copy(), agent.rows.data[name][agent.row].item()
            setattr(agent, name, 3)
            assert agent.rows.data[name][agent.row] == 3 == getattr(agent, name)
            agent.rows.data[name][agent.row] = old
            assert np.array_equal(agent.rows.block, before)


def test_agents_own_no_data(model: PeacekeepingModel, everybody: list[RowAgent]) -> None:
    allowed = {"model", "row", "generation", "rows", "unique_id", "pos", "current_action"}
    for _ in range(3):
        model.step()
    for agent in model.agents:
        assert set(vars(agent)) <= allowed
        assert vars(agent)["rows"] is getattr(model.world, agent.table)
        assert getattr(agent, "pos", None) is None


def test_a_view_follows_a_table_that_grows(model: PeacekeepingModel) -> None:
    band = model.agent(Band, 0)
    model.world.bands.extend(5_000)
    model.world.refresh()
    model.world.bands.morale[0] = 0.123
    assert band.morale == 0.123
    band.morale = 0.321
    assert model.world.bands.morale[0] == 0.321


@pytest.mark.parametrize(
    ("name", "value", "error", "says"),
    [
        ("figthers", 3, AttributeError, "did you mean 'fighters'"),
        ("colour", "red", AttributeError, "subclass Band"),
        ("decide", print, AttributeError, "subclass Band"),
        ("morale", float("nan"), ValueError, "morale cannot be nan"),
        ("morale", float("inf"), ValueError, "morale cannot be inf"),
        ("morale", "high", TypeError, "a number (share)"),
        ("morale", None, TypeError, "a number (share)"),
        ("faction", 1.5, TypeError, "a whole number (row of factions)"),
        ("cell", (99, 99), ValueError, "outside the map of 10 x 9"),
        ("cell", 7, TypeError, "a place is a cell of model.grid, or (x, y)"),
        ("fighters", 1.5, ValueError, "whole people"),
        ("fighters", 1e9, ValueError, "who could join"),
    ],
)
def test_mistakes_are_refused_and_leave_the_tables_alone(
    model: PeacekeepingModel, name: str, value: object, error: type[Exception], says: str
) -> None:
    band = model.agent(Band, 0)
    before = model.world.bands.block.copy(), model.world.communities.block.copy()
    with pytest.raises(error) as caught:
        setattr(band, name, value)
    assert says in str(caught.value)
    assert np.array_equal(model.world.bands.block, before[0])
    assert np.array_equal(model.world.communities.block, before[1])


def test_water_is_no_place(model: PeacekeepingModel) -> None:
    row = int(np.flatnonzero(model.world.cells.land == 0)[0])
    with pytest.raises(ValueError, match="is water"):
        model.agent(Band, 0).cell = model.grid.at(row)


def test_unknown_attributes_cannot_be_read(model: PeacekeepingModel) -> None:
    with pytest.raises(AttributeError):
        _ = model.agent(Band, 0).figthers


def test_numpy_numbers_are_numbers(model: PeacekeepingModel) -> None:
    band = model.agent(Band, 0)
    band.morale, band.supply, band.faction = np.float32(0.5), np.int64(3), np.int64(2)
    assert (band.morale, band.supply, band.faction) == (0.5, 3.0, 2)


def test_names(model: PeacekeepingModel) -> None:
    band, unit, people = model.agent(Band, 0), model.agent(ForceUnit, 0), model.agent(Community, 0)
    assert band.faction_name == "Eastern Front"
    assert band.action_name == "hide"
    assert unit.kind_name == "army"
    assert people.group_name in ("Meru", "Asha")
    assert people.district_name == f"District {people.district}"
    band.faction = 9  # a splinter group, which nobody has named
    assert band.faction_name == "party 9"
    band.faction = -1
    assert band.faction_name == ""
    with pytest.raises(AttributeError):
        band.faction_name = "Ours"


def test_looks(everybody: list[RowAgent]) -> None:
    for agent in everybody:
        assert repr(agent).startswith(f"<{type(agent).__name__} 0")
        page = agent._repr_html_()
        for column in agent.rows.columns.values():
            assert column.name in page
    band = everybody[2]
    band.cell = (2, 3)
    band.fighters = 21
    assert repr(band) == "<Band 0 at (2, 3): Eastern Front, fighters 21, hide>"


def test_links(model: PeacekeepingModel) -> None:
    band = model.agent(Band, 0)
    assert band.home_community is model.agent(Community, band.home)
    people = model.agent(Community, 10)
    near = people.neighbours
    assert people not in near and near
    x, y = people.cell.coordinate
    wanted = {
        c.row
        for c in model.agents_by_type[Community]
        if c is not people
        and max(abs(c.cell.coordinate[0] - x), abs(c.cell.coordinate[1] - y)) <= 1
    }
    assert {c.row for c in near} == wanted


def test_peacekeepers_are_there_from_pledge_to_leaving(model: PeacekeepingModel) -> None:
    assert len(model.agents_by_type[Peacekeeper]) == 0
    deploy_peacekeepers(model.world, 3)
    units = list(model.agents_by_type[Peacekeeper])
    assert [u.deployed for u in units] == [True] * 3
    units[1].stage = 5  # gone home
    assert list(model.agents_by_type[Peacekeeper]) == [units[0], units[2]]
    with pytest.raises(LookupError, match="is no more"):
        _ = units[1].personnel


def test_only_kinds_can_be_subclassed() -> None:
    with pytest.raises(TypeError, match="such as Band"):
        type("Alien", (RowAgent,), {})


def test_views_are_made_when_asked_for() -> None:
    model = PeacekeepingModel(small(), rng=1)
    for _ in range(2):
        model.step()
    gc.collect()
    mine = [o for o in gc.get_objects() if issubclass(type(o), RowAgent) and o.model is model]
    assert not mine
    assert model._grid is None
    assert len(model.agents) > 80
