"""What a column of a table is: a default, a unit, a typical range and a meaning, in one place."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.state.table import Table

Kind = Literal["f8", "i8"]
Rule = Literal["", "flow", "ratio"]


@dataclass(slots=True)
class Column:
    """One column of a table, declared as a class attribute of the table.

    Attributes:
        default: value of a new row.
        unit: unit of measurement, in words.
        low, high: typical range, for readers and for range checks in tests; not a bound.
        doc: meaning, in one phrase.
        kind: ``f8`` (also for whole counts of people) or ``i8`` (row numbers, codes, flags).
        rule: '' for state; 'flow' (starts a week at 0, requests add) or 'ratio' (starts at 1,
            requests multiply) for a channel through which strategy elements act.
        name: set by the table.
    """

    default: float
    unit: str
    low: float
    high: float
    doc: str
    kind: Kind = "f8"
    rule: Rule = ""
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    if TYPE_CHECKING:
        # On a table the name is an attribute of its own, the array, which Python finds quickly.
        @overload
        def __get__(self, table: None, owner: type) -> "Column": ...
        @overload
        def __get__(self, table: "Table", owner: type) -> NDArray[Any]: ...
        def __get__(self, table: "Table | None", owner: type) -> "Column | NDArray[Any]": ...
        def __set__(self, table: "Table", value: Any) -> None: ...

    @property
    def neutral(self) -> float:
        """Where a channel starts each week."""
        return 1.0 if self.rule == "ratio" else 0.0


def share(default: float, doc: str, low: float = 0.0, high: float = 1.0) -> Column:
    """A share or index between 0 and 1."""
    return Column(default, "share", low, high, doc)


def amount(default: float, unit: str, low: float, high: float, doc: str) -> Column:
    """A quantity with a unit."""
    return Column(default, unit, low, high, doc)


def persons(doc: str, low: float = 0.0, high: float = 200_000.0) -> Column:
    """A whole number of people."""
    return Column(0.0, "persons", low, high, doc)


def row_of(table: str, doc: str, default: int = -1) -> Column:
    """A row number in another table; -1 is none."""
    return Column(default, f"row of {table}", -1, np.inf, doc, kind="i8")


def code(names: str, doc: str, default: int = 0, high: int = 20) -> Column:
    """One of the codes of an enumeration in `sim.state.codes`, or a flag."""
    return Column(default, names, -1, high, doc, kind="i8")


def week(doc: str) -> Column:
    """A week of the run; -1 is never."""
    return Column(-1, "week of run", -1, 10_000, doc, kind="i8")


def flow(unit: str, low: float, high: float, doc: str) -> Column:
    """A channel: requests of a week add up."""
    return Column(0.0, unit, low, high, doc, rule="flow")


def ratio(low: float, high: float, doc: str) -> Column:
    """A channel: requests of a week multiply."""
    return Column(1.0, "ratio", low, high, doc, rule="ratio")
