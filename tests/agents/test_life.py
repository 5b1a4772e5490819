"""Agents come and go, and the books balance."""

import numpy as np
import pytest

from sim.agents import Band, Community, Convoy, ForceUnit, Mediator, Peacekeeper
from sim.model import PeacekeepingModel
from sim.state import codes
from tests.agents.country import BUSY, land, people_and_arms, small


@pytest.fixture
def model() -> PeacekeepingModel:
    return PeacekeepingModel(small(), rng=1)


def test_a_new_band_is_raised_from_its_people(model: PeacekeepingModel) -> None:
    before = people_and_arms(model.world)
    home = next(c for c in model.agents_by_type[Community] if c.group_name == "Asha")
    population, recruits = home.population, home.recruits
    count = len(model.agents_by_type[Band])
    band = Band(model, cell=home.cell, faction=1, home=home, fighters=20, morale=0.9)
    assert (band.fighters, band.morale, band.faction_name) == (20, 0.9, "Eastern Front")
    assert band.cell is home.cell and band.goal is home.cell
    assert (home.population, home.recruits) == (population - 20, recruits + 20)
    assert band in model.agents_by_type[Band]
    assert len(model.agents_by_type[Band]) == count + 1
    assert band in home.cell.agents
    assert people_and_arms(model.world) == before


def test_a_band_finds_its_home_by_itself_and_wakes_its_party(model: PeacekeepingModel) -> None:
    assert model.world.factions.status[2] == codes.LATENT
    band = Band(model, cell=land(model.world), faction=2)
    assert band.home_community.group_name == "Meru"
    assert band.fighters == 12
    assert model.world.factions.status[2] == codes.ACTIVE


def test_bands_are_created_in_numbers_as_in_mesa(model: PeacekeepingModel) -> None:
    cells = [land(model.world, k) for k in range(4)]
    made = Band.create_agents(model, 4, cell=cells, faction=1, fighters=[3, 4, 5, 6])
    assert [b.cell.coordinate for b in made] == cells
    assert made.agg("fighters", sum) == 18


def test_tables_grow_for_new_bands(model: PeacekeepingModel) -> None:
    old = model.agent(Band, 0)
    place = land(model.world)
    rows = len(model.world.bands)
    made = [Band(model, cell=place, faction=1, fighters=1) for _ in range(rows)]
    assert len(model.world.bands) > rows
    assert len({b.row for b in made}) == rows
    assert old.fighters == model.world.bands.fighters[0]
    before = people_and_arms(model.world)
    model.step()
    assert people_and_arms(model.world)[1] == before[1]


@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ({"faction": 0}, ValueError, "no armed group"),
        ({"faction": 9}, ValueError, "no armed group"),
        ({"faction": 1, "fighters": 0}, ValueError, "at least one fighter"),
        ({"faction": 1, "fighters": 2.5}, ValueError, "whole people"),
        ({"faction": 1, "fighters": 10_000_000}, ValueError, "who could join"),
        ({"faction": 1, "home": 1_000}, ValueError, "no community 1000"),
        ({"faction": 1, "moral": 0.5}, TypeError, "did you mean 'morale'"),
        ({"faction": 1, "morale": float("nan")}, ValueError, "cannot be nan"),
    ],
)
def test_a_band_that_cannot_be_is_not_made(
    model: PeacekeepingModel, values: dict[str, float], error: type[Exception], says: str
) -> None:
    tables = [table.block.copy() for table in model.world.tables().values()]
    with pytest.raises(error) as caught:
        Band(model, cell=land(model.world), **values)
    assert says in str(caught.value)
    for table, before in zip(model.world.tables().values(), tables, strict=True):
        assert np.array_equal(table.block, before)


def test_a_removed_band_goes_home(model: PeacekeepingModel) -> None:
    before = people_and_arms(model.world)
    band = max(model.agents_by_type[Band], key=lambda b: b.fighters)
    place, row, generation = band.cell, band.row, band.generation
    recruits = model.world.communities.recruits.sum()
    size = band.fighters
    band.remove()
    assert model.world.communities.recruits.sum() == recruits - size
    assert people_and_arms(model.world) == before
    assert model.world.bands.alive[row] == 0
    assert model.world.bands.generation[row] == generation + 1
    assert band not in model.agents_by_type[Band] and band not in place.agents
    assert not band.alive and "no more" in repr(band) and band._repr_html_() == repr(band)
    for use in (lambda: band.fighters, lambda: band.cell, band.remove):
        with pytest.raises(LookupError, match="is no more"):
            use()
    with pytest.raises(LookupError, match="is no more"):
        band.morale = 0.5


def test_a_removed_band_is_met_by_nobody(model: PeacekeepingModel) -> None:
    model.step()
    world = model.world
    for band in list(model.agents_by_type[Band])[::2]:
        row = band.row
        band.remove()
        for head in world.cells.bands:
            met, seen = int(head), set()
            while met >= 0:
                assert met != row and met not in seen
                seen.add(met)
                met = int(world.bands.next_here[met])


def test_a_band_without_books_leaves_abroad(model: PeacekeepingModel) -> None:
    """Fighters whose home is on no community's books are booked as gone abroad."""
    band = Band(model, cell=land(model.world), faction=1, fighters=5)
    model.world.communities.recruits = 0.0
    band.remove()
    assert model.world.books.abroad[0] == -5


def test_a_row_used_again_is_another_agent(model: PeacekeepingModel) -> None:
    band = model.agent(Band, 0)
    number = band.unique_id
    band.remove()
    again = Band(model, cell=land(model.world), faction=1, fighters=7)
    assert again.row == 0 and again is not band
    assert again.generation == 1 and again.unique_id > number
    assert model.agent(Band, 0) is again
    with pytest.raises(LookupError):
        _ = band.fighters


def test_a_row_freed_and_used_behind_the_agents_back(model: PeacekeepingModel) -> None:
    band = model.agent(Band, 0)
    bands = model.world.bands
    bands.free(0)
    assert bands.new(cell=band.cell_row, faction=1, home=band.home, fighters=3) == 0
    again = model.agent(Band, 0)
    assert again is not band and (again.fighters, again.generation) == (3, 1)
    with pytest.raises(LookupError, match="is no more"):
        _ = band.fighters


def test_fighters_come_from_one_group_only(model: PeacekeepingModel) -> None:
    people = model.world.communities
    border = (people.group[:-1] == 1) & (people.group[1:] == 0)
    home = model.agent(Community, int(np.flatnonzero(border)[0]))  # the next is of another group
    size = home.population + 50
    strangers = people.group != home.group
    others = people.recruits[strangers].sum()
    band = Band(model, cell=home.cell, faction=1, home=home, fighters=size)
    assert home.population == 0
    assert people.recruits[strangers].sum() == others
    band.fighters = 10
    assert people.recruits[strangers].sum() == others
    assert home.population >= size - 60


def test_rows_that_end_and_begin_in_the_run_are_followed() -> None:
    model = PeacekeepingModel(small(dynamics=BUSY), rng=1)
    held = {(b.row, b.generation): b for b in model.agents_by_type[Band]}
    ended = born = 0
    for _ in range(20):
        model.step()
        now = model.agents_by_type[Band]
        living = {(int(r), int(model.world.bands.generation[r])) for r in model.world.bands.living}
        assert {(b.row, b.generation) for b in now} == living
        for band in now:
            held.setdefault((band.row, band.generation), band)
            assert held[band.row, band.generation] is band
        gone = [b for b in held.values() if not b.alive]
        assert all(b not in now for b in gone)
        ended, born = len(gone), len(held)
    assert ended > 10 and born > 30


def test_an_ended_band_cannot_be_read_even_if_nobody_asked() -> None:
    model = PeacekeepingModel(small(dynamics=BUSY), rng=1)
    held = list(model.agents_by_type[Band])
    for _ in range(20):
        model.step()
    living = {(int(r), int(model.world.bands.generation[r])) for r in model.world.bands.living}
    assert any(not b.alive for b in held)
    for band in held:
        if band.alive:
            assert (band.row, band.generation) in living
        else:
            with pytest.raises(LookupError):
                _ = band.fighters


@pytest.mark.parametrize("kind", [Community, ForceUnit, Peacekeeper])
def test_fixed_kinds_are_neither_added_nor_removed(
    model: PeacekeepingModel, kind: type[Community]
) -> None:
    with pytest.raises(TypeError, match="are fixed when the model is built"):
        kind(model)
    with pytest.raises(TypeError, match="can be changed, not removed"):
        model.agent(ForceUnit, 0).remove()


def test_communities_stay(model: PeacekeepingModel) -> None:
    with pytest.raises(AttributeError, match="stays in its cell"):
        model.agent(Community, 0).cell = model.grid[land(model.world)]


def test_convoys_load_from_their_hub_and_unload_there(model: PeacekeepingModel) -> None:
    hubs = model.world.hubs
    convoy = Convoy(model, hub=0, destination=5, commodity=codes.FOOD, load=40.0)
    assert convoy.cell.row == hubs.cell[0]
    assert hubs.food[0] == 260.0
    assert (convoy.hub_name, convoy.commodity_name) == ("Port", "food")
    assert convoy.destination_community.row == 5
    convoy.load = 30.0
    convoy.remove()
    assert hubs.food[0] == 290.0
    assert len(model.agents_by_type[Convoy]) == 0
    for wrong in ({"load": 1e6}, {"load": -1.0}, {"hub": 7}, {"commodity": 9}):
        with pytest.raises(ValueError):
            Convoy(model, destination=5, **wrong)


def test_mediators_come_and_go(model: PeacekeepingModel) -> None:
    team = Mediator(model, cell=land(model.world), skill=0.8, level=1)
    assert team.case_name == "no case"
    team.take_talks(0, 1)
    assert team.case_name == "Government and Eastern Front"
    team.take_dispute(0)
    assert team.case_name.startswith("communities")
    team.pause()
    assert team.work == codes.NOTHING
    for a, b in ((0, 0), (0, 99), (-1, 0)):
        with pytest.raises(ValueError, match="no pair"):
            team.take_talks(a, b)
    with pytest.raises(ValueError):
        team.take_dispute(10_000)
    team.remove()
    assert not np.count_nonzero(model.world.mediators.alive)
