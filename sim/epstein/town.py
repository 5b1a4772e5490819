"""The town: tables of citizens and cops, and what is worked out from them for the kernels."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.epstein import rule
from sim.epstein.board import Turn, board, is_taken, number, ways
from sim.epstein.counts import COPS, REBELS, counts, in_view
from sim.epstein.parameters import Settings
from sim.kernels.handle import hand_over
from sim.state.columns import Column, share
from sim.state.table import Table
from sim.streams import Streams


class People(Table):
    """Everybody, citizens before cops: what changes, and what a decision reads."""

    x = number("cell", 0, 10_000, "column of the grid")
    y = number("cell", 0, 10_000, "row of the grid")
    state = Column(rule.QUIET, "state", 1, 4, "1 active, 2 quiet, 3 arrested, 4 a cop", kind="i8")
    jail_sentence = number("steps", 0, 1000, "steps in jail that are left")
    nerve = number("cops per rebel", 0, 113, "cops per rebel, rounded, from which on she is quiet")


class Tempers(Table):
    """What citizens are like, in the rows that citizens have in People."""

    hardship = share(0.0, "how hard life is as she sees it")
    risk_aversion = share(0.0, "how much the risk of an arrest weighs with her")


TABLES: dict[str, type[Table]] = {"people": People, "tempers": Tempers}


class Town:
    """State of one run.

    Attributes:
        settings: the parameters. turn: key of the draws, how many steps were made.
        people, tempers: the tables. rows: what kernels get as `t`.
        citizens, cops: how many there are; rows of people are citizens first.
        expected: chance of arrest that a citizen expects, by cops per rebel (rounded), shape
            (cells within vision + 1,).
        tally: people by state, shape (5,); entry 0 is not used. order: rows of people as they
            acted in the last step.
    """

    def __init__(self, settings: Settings, seed: int) -> None:
        """Put citizens and cops into cells at random; all are quiet."""
        self.settings = settings
        width, height = settings.width, settings.height
        draws = Streams(seed)
        lot = draws.uniforms("epstein.settlers", width * height)
        both = settings.citizen_density + settings.cop_density
        citizens = np.flatnonzero(lot < settings.citizen_density)
        cops = np.flatnonzero((lot >= settings.citizen_density) & (lot < both))
        self.citizens, self.cops = len(citizens), len(cops)
        self.people, self.tempers = People(self.citizens + self.cops), Tempers(self.citizens)
        self.people.y, self.people.x = np.divmod(np.concatenate((citizens, cops)), width)
        self.people.state[self.citizens :] = rule.COP
        self.tempers.hardship = draws.uniforms("epstein.hardship", self.citizens)
        self.tempers.risk_aversion = draws.uniforms("epstein.risk_aversion", self.citizens)
        self.tally: NDArray[np.int64] = np.zeros(5, np.int64)
        self.order: NDArray[np.int32] = np.zeros(len(self.people), np.int32)
        self.expected: NDArray[np.float64] = np.zeros(0)
        self.turn = Turn(1)
        self.turn.seed = seed
        self.rows: Any = self._rows()
        self.change()
        self.lay_out()

    @property
    def step(self) -> int:
        """How many steps were made."""
        return self.turn.cols["step"][0]

    def advance(self) -> None:
        """Let everybody act once."""
        rule.advance(self.rows)

    def act(self, row: int) -> None:
        """Let one act alone, with the luck of the step to come."""
        rule.alone(self.rows, row)

    def is_taken(self, x: int, y: int) -> bool:
        """Whether somebody is at (x, y)."""
        return bool(is_taken(self.rows, x, y))

    def in_view(self, row: int) -> tuple[int, int]:
        """How many cops, and how many rebels, somebody has within a citizen's vision."""
        x, y = int(self.people.x[row]), int(self.people.y[row])
        return in_view(self.rows, COPS, x, y), in_view(self.rows, REBELS, x, y)

    def change(self, **changes: Any) -> None:
        """Change parameters from now on.

        Raises:
            ValidationError: a value is not accepted.
        """
        self.settings = s = Settings(**self.settings.model_dump() | changes)
        self.turn.max_jail_term, self.turn.movement = s.max_jail_term, int(s.movement)
        self.steel()

    def _rows(self) -> Any:
        """The tables and all that agents look up, empty yet, as kernels take them."""
        s = self.settings
        width, height = s.width, s.height
        tables, arrays = board((s.citizen_vision, s.cop_vision), width, height)
        more_tables, more_arrays = counts(ways(s.citizen_vision, width, height), width, height)
        rows = {"turn": self.turn, "people": self.people, **tables, **more_tables}
        return hand_over(
            {name: table.rows for name, table in rows.items()},
            {
                **arrays,
                **more_arrays,
                "rebels": np.zeros(width * height, np.int32),
                "order": self.order,
                "words": np.zeros((4, rule.BATCH), np.int64),
                "fetched": np.zeros(rule.BATCH, np.int64),
                "tally": self.tally,
            },
        )

    def lay_out(self) -> None:
        """Work out anew what agents look up; needed after columns were written behind its back."""
        rule.lay_out(self.rows)

    def steel(self, row: int | None = None) -> None:
        """Work out the nerve of all citizens, or of one, from what they are like."""
        s = self.settings
        who = slice(0, self.citizens) if row is None else slice(row, row + 1)
        if row is None:
            cells = len(ways(s.citizen_vision, s.width, s.height))
            self.expected = np.array([chance(s.arrest_prob_constant, n) for n in range(cells + 1)])
        grievance = self.tempers.hardship[who] * (1 - s.legitimacy)
        aversion = self.tempers.risk_aversion[who]
        nerve = np.zeros(len(grievance), np.int64)
        # Net risk rises with cops per rebel, so that she is active at so many of its first values.
        for risk, times in zip(*np.unique(self.expected, return_counts=True), strict=True):
            nerve += times * (grievance - aversion * risk > s.active_threshold)
        self.people.nerve[who] = nerve


def chance(constant: float, ratio: int) -> float:
    """The chance of arrest that a citizen expects at `ratio` cops per rebel, rounded."""
    return 1 - math.exp(-1 * constant * ratio)
