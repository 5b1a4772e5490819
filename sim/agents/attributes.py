"""Attributes of agents made from the columns of their table: read, write, explain themselves."""

import html
from math import isfinite
from typing import TYPE_CHECKING, Any

from sim.state import codes
from sim.state.columns import Column
from sim.state.table import Table

if TYPE_CHECKING:
    from sim.agents.base import RowAgent

NAMED = {"groups": "group", "factions": "party", "districts": "district", "hubs": "hub"}
"""Tables whose rows have names in `world.names`, and what to call a row that has none."""


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


def name_properties(column: Column) -> dict[str, property]:
    """Read-only ``<column>_name``, where a column holds a code or the row of a named thing."""
    unit = column.unit
    if unit.startswith("codes."):
        words = getattr(codes, unit.removeprefix("codes."), None)
        if isinstance(words, tuple):
            doc = f"What `{column.name}` stands for: {', '.join(words)}."
            return {f"{column.name}_name": _word_property(column.name, words, doc)}
    table = unit.removeprefix("row of ")
    if unit.startswith("row of ") and table in NAMED:
        doc = f"Name of the {NAMED[table]} of `{column.name}`; '' where it has none."
        return {f"{column.name}_name": _row_name_property(column.name, table, doc)}
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
        f"<tr><th>{html.escape(name)}</th><td>{table.cols[name][row]:g}</td>"
        f"<td>{html.escape(column.unit)}</td><td>{html.escape(column.doc)}</td></tr>"
        for name, column in table.columns.items()
    ]
    head = "<tr><th>attribute</th><th>value</th><th>unit</th><th>meaning</th></tr>"
    return f"<b>{html.escape(title)}</b><table>{head}{''.join(lines)}</table>"
