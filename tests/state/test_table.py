"""Tables: rows that stay where they are, that come and go, that grow."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.state import table as module
from sim.state.columns import amount, code, flow, persons, ratio, row_of
from sim.state.table import Table


class Stones(Table):
    weight = amount(2.5, "kg", 0, 10, "how heavy it is")
    place = row_of("cells", "where it lies")
    lifted = flow("times", 0, 5, "how often it is lifted")
    wear = ratio(0.5, 2.0, "how fast it wears")


class Camps(Table):
    alive = code("flag", "1 while it stands", high=1)
    generation = code("times", "how often the row was used before", high=100)
    people = persons("who live there")
    cell = row_of("cells", "where it is")


def test_rows_start_at_their_defaults() -> None:
    stones = Stones(3)
    assert len(stones) == 3
    assert stones.weight.tolist() == [2.5] * 3
    assert stones.place.tolist() == [-1] * 3
    assert (stones.weight.dtype, stones.place.dtype) == (np.float64, np.int64)
    assert stones.living.tolist() == [0, 1, 2]


def test_columns_are_the_data() -> None:
    stones = Stones(3)
    stones.weight[1] = 7.0
    stones.place = [4, 5, 6]
    assert stones.data["weight"].tolist() == [2.5, 7.0, 2.5]
    assert stones.data["place"].tolist() == [4, 5, 6]
    stones.cols["weight"][2] = 9.0
    assert stones.weight[2] == 9.0
    stones.weight = 1.0
    assert stones.weight.tolist() == [1.0] * 3
    assert Stones.weight.unit == "kg"


def test_columns_of_a_subclass_follow_those_of_its_parent() -> None:
    class Marked(Stones):
        mark = code("marks", "what is written on it")

    assert list(Marked.columns) == [*Stones.columns, "mark"]
    assert Marked.columns["mark"].name == "mark"
    assert "mark" not in Stones.columns


def test_fixed_rows_do_not_come_and_go() -> None:
    with pytest.raises(TypeError, match="Stones"):
        Stones(3).new(weight=1.0)


def test_channels_are_put_at_neutral() -> None:
    stones = Stones(2)
    stones.lifted = 3.0
    stones.wear = 0.5
    stones.weight = 4.0
    stones.clear_channels()
    assert stones.lifted.tolist() == [0.0, 0.0]
    assert stones.wear.tolist() == [1.0, 1.0]
    assert stones.weight.tolist() == [4.0, 4.0]


def test_a_free_row_is_brought_to_life_and_freed() -> None:
    camps = Camps(2)
    assert camps.living.tolist() == []
    first, second = camps.new(people=10), camps.new(people=20, cell=3)
    assert (first, second) == (0, 1)
    assert camps.living.tolist() == [0, 1]
    camps.free(first)
    assert camps.living.tolist() == [1]
    assert camps.generation.tolist() == [1, 0]
    again = camps.new(cell=8)
    assert again == first
    assert camps.people[again] == 0.0, "a row used again starts at its defaults"
    assert (camps.cell[again], camps.generation[again]) == (8, 1)


def test_a_table_grows_when_it_is_full_and_rows_stay() -> None:
    camps = Camps(1)
    rows = [camps.new(people=k) for k in range(20)]
    assert rows == list(range(20))
    assert camps.people[:20].tolist() == [float(k) for k in range(20)]
    assert len(camps) >= 20
    assert camps.alive.sum() == 20


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(KeyError, match="height"):
        Camps(2).new(height=3)


def test_room_is_made_ahead() -> None:
    camps = Camps(4)
    camps.new()
    data = camps.data
    assert not camps.require(3)
    assert camps.data is data
    assert camps.require(4)
    assert len(camps) - camps.alive.sum() >= 4


def test_growing_keeps_old_rows_and_gives_new_ones_defaults() -> None:
    stones = Stones(2)
    stones.weight = [1.0, 2.0]
    stones.extend(4)
    assert stones.weight.tolist() == [1.0, 2.0, 2.5, 2.5]
    stones.cols["weight"][0] = 8.0
    assert stones.weight[0] == 8.0, "memory views are renewed"


@given(st.lists(st.integers(-3, 30), max_size=60))
def test_row_and_generation_are_an_identity(steps: list[int]) -> None:
    """Whatever comes and goes, no (row, generation) is used twice."""
    camps = Camps(2)
    used = set()
    for step in steps:
        living = camps.living
        if step >= 0 and len(living) and step % 3 == 0:
            camps.free(int(living[step % len(living)]))
        else:
            row = camps.new(people=step)
            identity = (row, int(camps.generation[row]))
            assert identity not in used
            used.add(identity)
    assert len(camps.living) == int(camps.alive.sum())


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "INTERPRETED", True)


@pytest.mark.usefixtures("interpreted")
def test_views_of_rows_read_and_write_the_columns() -> None:
    stones = Stones(3)
    rows: Any = stones.rows
    assert len(rows) == 3
    rows[1].weight = 4.0
    rows[1].weight += 0.5
    assert stones.weight.tolist() == [2.5, 4.5, 2.5]
    stones.weight[2] = 6.0
    assert rows[2].weight == 6.0
    rows[0].place = 7.0
    assert type(rows[0].place) is int, "whole numbers stay whole: they are rows of other tables"
    with pytest.raises(AttributeError):
        rows[0].wieght = 1.0


@pytest.mark.usefixtures("interpreted")
def test_views_of_a_table_that_has_grown_read_the_new_columns() -> None:
    camps = Camps(1)
    for k in range(9):
        camps.new(people=k)
    rows: Any = camps.rows
    assert [rows[k].people for k in range(9)] == list(range(9))
    rows[8].people = 50.0
    assert camps.people[8] == 50.0
