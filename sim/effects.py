"""What the elements of a strategy ask for, how requests combine, and a ledger of who asked.

An element does not write into people, places or parties. It asks, through *channels*: columns of
tables that start every week at a neutral value. Requests to a flow channel add up,
requests to a ratio channel multiply. Nothing is applied before :meth:`Effects.close`, and then in
the order of the registry: within a week elements see none of each other's requests, so the order
in which they act cannot matter, to the last bit.
"""

from collections.abc import Sequence
from enum import IntEnum
from math import fsum, isfinite
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.state.world import TABLES, World

if TYPE_CHECKING:
    import pandas as pd

Rows = int | slice | NDArray[np.intp]
EVERY = slice(None)
"""All rows of a table."""


class Reason(IntEnum):
    """Why something that an element wanted to do did not happen."""

    NO_FUNDS = 0
    NO_ACCESS = 1
    NO_CONSENT = 2
    NO_LIFT = 3
    NO_PEOPLE = 4
    NO_PARTNER = 5
    CAPTURED = 6
    LOOTED = 7
    NO_DATA = 8
    LEAKED = 9
    SABOTAGED = 10
    EXTORTED = 11
    UNDEFENDED = 12
    DUPLICATED = 13


CHANNELS: dict[str, str] = {
    f"{table}.{name}": column.rule
    for table, kind in TABLES.items()
    for name, column in kind.columns.items()
    if column.rule
}
"""Every channel, as ``table.column``, with its rule (``flow`` or ``ratio``)."""

_NUMBER = {channel: number for number, channel in enumerate(CHANNELS)}
_FLOWS = {channel: _NUMBER[channel] for channel, rule in CHANNELS.items() if rule == "flow"}
_RATIOS = {channel: _NUMBER[channel] for channel, rule in CHANNELS.items() if rule == "ratio"}
_OTHERS = {
    f"{table}.{name}"
    for table, kind in TABLES.items()
    for name, column in kind.columns.items()
    if not column.rule
}
_NEUTRAL = {channel: 1.0 if rule == "ratio" else 0.0 for channel, rule in CHANNELS.items()}
_ADD, _MULTIPLY, _WRITE = 0, 1, 2
_total = np.add.reduce


class Effects:
    """The requests of one week, and the ledger of all weeks of a run.

    Attributes:
        elements: names of the elements that may ask, in the order of the registry.
        shares: for each element, the part of its plan that this week's money allows; set by
            whoever holds the purse, 1 unless it says otherwise, above 1 where effort was moved.
        requested: (weeks, elements, channels) sum of the amounts asked for in a flow channel; in a
            ratio channel the sum of (factor - 1) over rows.
        dollars: (weeks, elements) US dollars spent.
        failures: (weeks, elements, reasons) how much did not happen, in the element's own units.
    """

    def __init__(self, world: World, weeks: int, elements: Sequence[str]) -> None:
        self.elements = tuple(elements)
        self.shares = dict.fromkeys(self.elements, 1.0)
        self._world = world
        self._slot = {name: number for number, name in enumerate(self.elements)}
        self._queue: list[tuple[int, int, str, Rows, Any]] = []
        self._used: set[str] = set()
        self._columns: dict[str, NDArray[Any]] = {}
        self._seen: Any = None
        shape = (max(weeks, 1), len(self.elements))
        self.requested: NDArray[np.float64] = np.zeros((*shape, len(CHANNELS)))
        self.dollars: NDArray[np.float64] = np.zeros(shape)
        self.failures: NDArray[np.float64] = np.zeros((*shape, len(Reason)))
        self._turn_to(0)

    def open(self, week: int) -> None:
        """Begin a week: put the channels used last week back at their neutral value."""
        for channel in self._used:
            self._column(channel).fill(_NEUTRAL[channel])
        self._used.clear()
        if week >= len(self.dollars):  # a run may be stepped beyond the weeks that were planned
            more = ((0, week + 52 - len(self.dollars)), (0, 0))
            self.dollars = np.pad(self.dollars, more)
            self.requested = np.pad(self.requested, (*more, (0, 0)))
            self.failures = np.pad(self.failures, (*more, (0, 0)))
        self._turn_to(week)

    def _turn_to(self, week: int) -> None:
        """Keep the ledger's pages of a week at hand, as views that are quick to write into."""
        self._requested = self.requested[week].data
        self._dollars = self.dollars[week].data
        self._failures = self.failures[week].data

    def add(self, element: str, channel: str, rows: Rows, amounts: ArrayLike) -> None:
        """Ask for more of a flow.

        Args:
            element: who asks. channel: ``table.column``. rows: of that table; may repeat.
            amounts: one number, or one for each row. The array is kept until the week is closed.

        Raises:
            ValueError: no such element, no such flow channel, or an amount is not finite.
        """
        place = _FLOWS.get(channel)
        if place is None:
            raise ValueError(f"{channel!r} is no flow channel: {', '.join(sorted(_FLOWS))} are")
        if isinstance(amounts, np.ndarray):
            total = _total(amounts)
        else:
            total = float(amounts)  # type: ignore[arg-type]
            if type(rows) is not int:
                total *= self._count(channel, rows)
        number = self._book(element, channel, place, total)
        self._queue.append((number, _ADD, channel, rows, amounts))

    def multiply(self, element: str, channel: str, rows: Rows, factors: ArrayLike) -> None:
        """Ask for a ratio to be changed by a factor; arguments and errors as for :meth:`add`."""
        place = _RATIOS.get(channel)
        if place is None:
            raise ValueError(f"{channel!r} is no ratio channel: {', '.join(sorted(_RATIOS))} are")
        if type(rows) is int and isinstance(factors, float):
            total = factors - 1.0
        else:
            count = self._count(channel, rows)
            total = float(np.sum(np.broadcast_to(factors, (count,)))) - count
        number = self._book(element, channel, place, total)
        self._queue.append((number, _MULTIPLY, channel, rows, factors))

    def write(self, element: str, column: str, rows: Rows, values: ArrayLike) -> None:
        """Set a column that the element owns, at the end of the week's requests.

        For columns that other elements read: they all see last week's values until the week closes.

        Raises:
            ValueError: no such element or column, or the column is a channel.
        """
        if column not in _OTHERS:
            raise ValueError(f"{column!r} is no column that an element can write")
        self._queue.append((self._number(element), _WRITE, column, rows, values))

    def spend(self, element: str, dollars: float) -> None:
        """Book US dollars to an element."""
        self._dollars[self._number(element)] += dollars

    def fail(self, element: str, reason: Reason, count: float = 1.0) -> None:
        """Record that `count` of something did not happen, and why."""
        self._failures[self._number(element), reason] += count

    def share(self, element: str) -> float:
        """Part of its plan that the money allows an element this week."""
        return self.shares[element]

    def spent(self) -> float:
        """US dollars booked this week by all; `fsum`, since `sum` rounds by version of Python."""
        return fsum(self._dollars)

    def close(self) -> None:
        """Apply the week's requests, element by element in the order of the registry."""
        self._queue.sort(key=itemgetter(0))
        for _, kind, channel, rows, amounts in self._queue:
            target = self._column(channel)
            if kind == _WRITE:
                target[rows] = amounts
                continue
            self._used.add(channel)
            if type(rows) is int:
                target[rows] = target[rows] + amounts if kind == _ADD else target[rows] * amounts
            elif isinstance(rows, slice):
                part = target[rows]
                (np.add if kind == _ADD else np.multiply)(part, amounts, out=part)
            else:
                (np.add if kind == _ADD else np.multiply).at(target, rows, amounts)
        self._queue.clear()

    def _book(self, element: str, channel: str, place: int, total: float) -> int:
        """Enter a request into the ledger; the number of the element."""
        if not isfinite(total):
            raise ValueError(f"{element} asks {channel} for an amount that is not finite")
        number = self._number(element)
        self._requested[number, place] += total
        return number

    def _column(self, name: str) -> NDArray[Any]:
        """The column ``table.column``; looked up again when a table has grown."""
        if self._seen is not self._world.rows:
            self._seen = self._world.rows
            self._columns.clear()
        found = self._columns.get(name)
        if found is None:
            table, _, column = name.partition(".")
            found = self._columns[name] = getattr(self._world, table).data[column]
        return found

    def _count(self, channel: str, rows: Rows) -> int:
        if isinstance(rows, slice):
            return len(range(*rows.indices(len(self._column(channel)))))
        return rows.size if isinstance(rows, np.ndarray) else 1

    def _number(self, element: str) -> int:
        try:
            return self._slot[element]
        except KeyError:
            raise ValueError(f"{element!r} is none of {', '.join(self.elements)}") from None

    # -------------------------------------------------------------------------------- tables

    def requests(self) -> "pd.DataFrame":
        """What was asked for: columns week, element, channel, amount; rows where it is not 0."""
        return ledger_rows(self.requested, self.elements, "channel", list(CHANNELS))

    def reasons(self) -> "pd.DataFrame":
        """Why nothing happened: columns week, element, reason, amount; rows where it is not 0."""
        return ledger_rows(self.failures, self.elements, "reason", [one.name for one in Reason])

    def costs(self) -> "pd.DataFrame":
        """US dollars by week (index) and element (columns)."""
        import pandas as pd

        return pd.DataFrame(self.dollars, columns=list(self.elements)).rename_axis("week")


def ledger_rows(
    data: NDArray[np.float64], elements: Sequence[str], what: str, names: Sequence[str]
) -> "pd.DataFrame":
    """Return a part of the ledger as a long table: rows where it is not 0.

    Args:
        data: shape (weeks, elements, names). elements: names along the second axis.
        what: heading of the third axis. names: along it.

    Returns:
        Columns week, element, `what` and amount.
    """
    import pandas as pd

    week, element, third = np.nonzero(data)
    return pd.DataFrame(
        {
            "week": week,
            "element": np.array(elements, dtype=object)[element],
            what: np.array(names, dtype=object)[third],
            "amount": data[week, element, third],
        }
    )
