import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis import NotComputableError, outlines
from experiments.analysis.normal_form import EventTable, Map
from experiments.analysis.territory import (
    by_country,
    cell_size,
    lattice_of_country,
    lattice_of_run,
)

CAPITALS = {
    "Afghanistan": (69.2, 34.5),
    "Colombia": (-74.1, 4.7),
    "Mali": (-8.0, 12.6),
    "Nepal": (85.3, 27.7),
    "South Africa": (28.2, -25.7),
    "Syria": (36.3, 33.5),
}


def table(x, y, km=False, country=None, known=None):
    x, y = np.array(x, float), np.array(y, float)
    flags = np.ones(len(x), bool)
    return EventTable(
        name="t",
        source="test",
        km=km,
        x=x,
        y=y,
        year=np.full(len(x), 2000),
        deaths=np.ones(len(x)),
        civilians=None,
        day=None,
        placed=flags,
        dated=flags,
        country=country,
        map=known,
    )


@pytest.mark.parametrize("country", CAPITALS)
def test_a_capital_lies_in_its_country_alone(country):
    lon, lat = (np.array([value]) for value in CAPITALS[country])
    rows = outlines.members(lon, lat)
    assert list(rows) == [country]


def test_a_country_within_another_is_not_part_of_it():
    # The middle of Lesotho, and of the Atlantic.
    lon, lat = np.array([28.2, -30.0]), np.array([-29.6, 0.0])
    assert outlines.inside("Lesotho", lon, lat).tolist() == [True, False]
    assert outlines.inside("South Africa", lon, lat).tolist() == [False, False]


def test_an_outline_is_widened_by_015_degrees():
    # Egypt's border with Sudan runs along 22 degrees north: both have what is near it.
    lat = np.array([21.845, 21.855, 22.0, 22.145, 22.155])
    lon = np.full(5, 28.0)
    assert outlines.inside("Egypt", lon, lat).tolist() == [False, True, True, True, True]
    assert outlines.inside("Sudan", lon, lat).tolist() == [True, True, True, True, False]


@given(st.floats(-80, 80), st.floats(-60, 60))
def test_a_place_is_in_a_country_only_within_its_bounds(lon, lat):
    for name in outlines.members(np.array([lon]), np.array([lat])):
        west, south, east, north = outlines.bounds(name)
        assert west <= lon <= east
        assert south <= lat <= north


def test_home_is_where_nine_in_ten_events_are():
    lon, lat = (np.array(values) for values in zip(*CAPITALS.values(), strict=True))
    syria = np.full(45, 36.3), np.full(45, 33.5)
    mostly = np.append(syria[0], lon[:5]), np.append(syria[1], lat[:5])
    assert outlines.home_of(*mostly) == "Syria"
    assert outlines.home_of(np.append(mostly[0], 85.3), np.append(mostly[1], 27.7)) is None
    assert outlines.home_of(lon[:0], lat[:0]) is None


def test_a_country_has_the_cells_whose_centre_it_holds_and_those_hit():
    # 36.3, 33.5 is in Syria; 36.6, 37.1 is in a cell whose centre lies in Turkey.
    events = table([36.3, 36.6], [33.5, 37.1])
    lattice = lattice_of_country(events, 0.5, "Syria")
    assert lattice.x0 % 0.5 == lattice.y0 % 0.5 == 0
    centres = lattice.centres()
    beyond = ~outlines.inside("Syria", *centres)
    assert beyond.sum() == 1
    assert (centres[0][beyond][0], centres[1][beyond][0]) == (36.75, 37.25)
    # Syria has 185,000 km2, a cell about 50 km x 55 km; widening adds a rim.
    assert 70 <= lattice.inside.sum() <= 100
    finer = lattice_of_country(events, 0.25, "Syria")
    assert 3 * lattice.inside.sum() < finer.inside.sum() < 5 * lattice.inside.sum()


def test_a_run_has_the_cells_of_its_map():
    events = table([1], [1], km=True, known=Map(6, 4, 25.0))
    assert cell_size(events) == 25
    assert lattice_of_run(events, 25.0).inside.shape == (4, 6)
    assert lattice_of_run(events, 50.0).inside.tolist() == [[True] * 3] * 2
    assert lattice_of_run(events, 12.5).inside.all()
    assert lattice_of_run(events, 12.5).inside.shape == (8, 12)
    # What does not come out even has one cell more.
    assert lattice_of_run(events, 40.0).inside.shape == (3, 4)


def test_water_is_not_part_of_the_territory_at_any_size_of_cell():
    events = table([1], [1], km=True, known=Map(4, 2, 25.0, water=(0, 1, 4, 5, 2)))
    assert lattice_of_run(events, 25.0).inside.tolist() == [
        [False, False, False, True],
        [False, False, True, True],
    ]
    assert lattice_of_run(events, 50.0).inside.tolist() == [[False, True]]
    assert lattice_of_run(events, 12.5).inside.sum() == 12


def test_a_run_without_a_map_needs_a_size_of_cell():
    events = table([30.0, 90.0], [10.0, 10.0], km=True)
    with pytest.raises(NotComputableError, match="give --cell-km"):
        cell_size(events)
    assert lattice_of_run(events, cell_size(events, 25.0)).inside.shape == (1, 4)
    with pytest.raises(NotComputableError, match="no events"):
        lattice_of_run(table([], [], km=True), 25.0)


def test_cells_too_many_for_memory_are_refused():
    with pytest.raises(NotComputableError, match="too many"):
        lattice_of_run(table([1], [1], km=True, known=Map(32, 32, 25.0)), 0.05)
    with pytest.raises(NotComputableError, match="too many"):
        lattice_of_country(table([36.3], [33.5]), 0.01, "Syria")


def test_countries_come_from_the_column_or_else_from_outlines():
    lon, lat = zip(*CAPITALS.values(), strict=True)
    assert set(by_country(table(lon, lat))) == set(CAPITALS)
    named = table([36.3] * 3, [33.5] * 3, country=np.array(["A", "B", "A"], object))
    assert {name: len(part) for name, part in by_country(named).items()} == {"A": 2, "B": 1}
    assert list(by_country(named, use_outlines=True)) == ["Syria"]
    assert by_country(named)["A"].name == "A"
