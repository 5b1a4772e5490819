"""What every column says about itself, and that something reads it."""

import math
import re
from collections.abc import Iterator

from sim.state import TABLES, codes
from sim.state.columns import Column
from tests.reading import unread_columns

FOR_PEOPLE = {
    "agreements.dyad",
    "agreements.guaranteed",
    "agreements.incidents",
    "agreements.mediated",
    "clock.accidents",
    "communities.crimes",
    "factions.victories",
    "mission.false_alarms",
    "mission.hits",
    "mission.missed",
    "ties.violent_disputes",
}
"""Columns that record what happened, for whoever looks at a run; nothing in it goes by them."""

CHAINS = {"convoys.next_here"}
"""A chain of which bands look at the head only; agents that are removed are taken out of it."""


def columns() -> Iterator[tuple[str, Column]]:
    for name, table in TABLES.items():
        for column in table.columns.values():
            yield f"{name}.{column.name}", column


def test_a_column_says_what_it_is() -> None:
    for name, column in columns():
        assert len(column.unit) > 1, name
        assert len(column.doc) > 2, name
        assert not column.doc.endswith("."), name
        assert column.kind in ("f8", "i8"), name
        assert column.low < column.high, name


def test_a_default_is_typical_or_a_documented_sentinel() -> None:
    for name, column in columns():
        # Nobody is yet in a row of people, fighters, units: 0 may lie below what is typical.
        empty = column.default == 0.0 and column.unit == "persons"
        sentinel = re.search(rf"{column.default:g}\b", column.doc)
        same = re.search(r"\bthe same\b", column.doc)  # as in the column before it
        typical = column.low <= column.default <= column.high
        assert typical or empty or sentinel or same, name


def test_whole_numbers_have_whole_defaults() -> None:
    for name, column in columns():
        if column.kind == "i8":
            assert float(column.default).is_integer(), name
        if column.unit.startswith("row of"):
            assert (column.kind, column.low) == ("i8", -1), name


def test_codes_are_those_of_an_enumeration() -> None:
    for name, column in columns():
        if column.unit.startswith("codes."):
            names = getattr(codes, column.unit.removeprefix("codes.").rstrip("."))
            if isinstance(names, tuple):
                assert column.high == len(names) - 1, name


def test_channels_start_at_neutral() -> None:
    for name, column in columns():
        if column.rule:
            assert column.neutral == {"flow": 0.0, "ratio": 1.0}[column.rule], name
            assert column.default == column.neutral, name
            assert math.isfinite(column.high), name


def test_every_column_is_read_somewhere() -> None:
    assert sorted(set(unread_columns()) - FOR_PEOPLE - CHAINS) == []


def test_no_column_is_called_a_record_that_is_more() -> None:
    assert sorted((FOR_PEOPLE | CHAINS) - set(unread_columns())) == []
