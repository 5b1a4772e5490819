"""Attributes of agents made from the columns of their table: read, write, explain themselves."""

from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import markup
from sim.state import codes
from sim.state.columns import Column
from sim.state.table import Table

if TYPE_CHECKING:
    from sim.agents.base import RowAgent

NAMED = {"groups": "group", "factions": "party", "districts": "district", "hubs": "hub"}
"""Tables whose rows have names in `world.names`, and what to call a row that has none."""

BOOKKEEPING = frozenset({"alive", "generation", "overridden", "next_here"})
"""Columns that say nothing about an agent."""


def column_property(column: Column) -> property:
    """An attribute that reads and writes `column` at the agent's row."""
    name, whole = column.name, column.kind == "i8"

    def get(agent: "RowAgent") -> Any:
        try:
            return agent.rows.cols[name][agent.row]
        except TypeError:
            raise gone(agent) from None

    def put(agent: "RowAgent", value: Any) -> None:
        try:
            if not isfinite(value):
                raise ValueError(f"{type(agent).__name__}.{name} cannot be {value}: give a number")
            agent.rows.cols[name][agent.row] = value
        except TypeError:
            if agent.row is None:
                raise gone(agent) from None
            wanted = f"a whole number ({column.unit})" if whole else f"a number ({column.unit})"
            message = f"{type(agent).__name__}.{name} is {wanted}, not {value!r}"
            raise TypeError(message) from None

    return property(get, put, doc=describe(column))


def words_of(column: Column) -> "tuple[str, ...] | str | None":
    """What a column's numbers stand for: words by code, the table whose rows they are, or None."""
    words = getattr(codes, column.unit.removeprefix("codes."), None)
    if column.unit.startswith("codes.") and isinstance(words, tuple):
        return words
    table = column.unit.removeprefix("row of ")
    return table if column.unit.startswith("row of ") and table in NAMED else None


def columns_of(world: Any, name: str, rows: Any) -> dict[str, Any]:
    """What is known of some rows of a table: where they are, and their columns.

    Names stand in place of numbers that mean something; what only keeps the books is left out.
    """
    table: Table = getattr(world, name)
    found: dict[str, Any] = {}
    for column in table.columns.values():
        if column.name in BOOKKEEPING:
            continue
        values, words = table.data[column.name][rows].copy(), words_of(column)
        if column.name == "cell":
            on_map = values >= 0
            found["x"] = np.where(on_map, values % world.width, -1)
            found["y"] = np.where(on_map, values // world.width, -1)
        elif words is None:
            found[column.name] = values
        elif isinstance(words, str):
            found[column.name] = [row_name(world, words, int(row)) for row in values]
        else:
            found[column.name] = [words[code] for code in values]
    return found


def name_properties(column: Column) -> dict[str, property]:
    """Read-only ``<column>_name``, where a column holds a code or the row of a named thing."""
    words = words_of(column)
    if isinstance(words, tuple):
        doc = f"What `{column.name}` stands for: {', '.join(words)}."
        return {f"{column.name}_name": _word_property(column.name, words, doc)}
    if words is not None:
        doc = f"Name of the {NAMED[words]} of `{column.name}`; '' where it has none."
        return {f"{column.name}_name": _row_name_property(column.name, words, doc)}
    return {}


def _word_property(name: str, words: tuple[str, ...], doc: str) -> property:
    return property(lambda agent: words[getattr(agent, name)], doc=doc)


def _row_name_property(name: str, table: str, doc: str) -> property:
    def get(agent: "RowAgent") -> str:
        return row_name(agent.model.world, table, getattr(agent, name))

    return property(get, doc=doc)


def row_name(world: Any, table: str, row: int) -> str:
    """The name of a row of groups, factions, districts or hubs; '' for row -1."""
    if row < 0:
        return ""
    names = world.names.get(table, [])
    return names[row] if row < len(names) else f"{NAMED[table]} {row}"


def describe(column: Column) -> str:
    """The docstring of an attribute: meaning, unit, default, typical range, role."""
    doc = column.doc[:1].upper() + column.doc[1:]
    facts = [column.unit]
    if column.kind == "f8":
        facts.append(f"typically {column.low:g} to {column.high:g}")
    if column.rule:
        facts.append(f"{column.rule} that elements of the strategy ask for, cleared every week")
    return f"{doc} ({'; '.join(facts)})."


def gone(agent: "RowAgent") -> LookupError:
    """What to raise when somebody reads an agent that is no more."""
    return LookupError(
        f"this {type(agent).__name__} (unique_id {agent.unique_id}) is no more: "
        "it was removed, or it ended in the run; ask model.agents for those that are there"
    )


def html_table(title: str, table: Table, row: int) -> str:
    """A row as an HTML table of value, unit and meaning, for notebooks."""
    lines = [
        (name, f"{table.cols[name][row]:g}", column.unit, column.doc)
        for name, column in table.columns.items()
    ]
    return markup.titled(title) + markup.table(lines, ("attribute", "value", "unit", "meaning"))
