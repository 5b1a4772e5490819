"""What is still to be made: the next runs to hand out, and which replicates are whole."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from experiments.sweep.plan import Plan

MOST_RUNS = 10_000
"""Runs in a shard, at most."""


class Agenda:
    """The missing runs of a plan, in the order in which they are handed out.

    It is one bit a run and one number a replicate, however long the plan is.

    Attributes:
        over: which runs are done, failed, or somebody else's.
        complete: replicates, from the first on, in which nothing is missing.
        pace: seconds of a run, as far as seen.
    """

    def __init__(self, plan: Plan, over: NDArray[np.bool_], shard_seconds: float) -> None:
        """Note what is over already; shards are to take so many seconds."""
        self.over = over
        self.pace: float | None = None
        self._plan, self._shard_seconds = plan, shard_seconds
        self._next = 0
        self._left = (~over).reshape(plan.replicates, -1).sum(axis=1).astype(np.int64)
        self.complete = 0
        self._move_on()

    @classmethod
    def of_job(
        cls,
        plan: Plan,
        over: NDArray[np.bool_],
        shard_seconds: float,
        array: tuple[int, int] | None,
    ) -> Self:
        """Return what is left for a job: all; or for the k-th of m jobs, every m-th group of the
        cases of one point, so that pairs are made by one job."""
        if array is not None:
            number, of = array
            over = over | (np.arange(plan.runs) // len(plan.cases) % of != number - 1)
        return cls(plan, over, shard_seconds)

    def next(self, width: int) -> NDArray[np.int64]:
        """Return the next missing runs, as many as make some seconds of work; none at the end.

        Args:
            width: shards that are under way at a time.
        """
        size = self._size(width)
        found: list[int] = []
        while len(found) < size and self._next < self._plan.runs:
            ahead = self.over[self._next : self._next + size - len(found)]
            found += (self._next + np.flatnonzero(~ahead)).tolist()
            self._next += len(ahead)
        return np.array(found, np.int64)

    def strike(self, runs: NDArray[np.int64]) -> bool:
        """Take note that runs are done or failed; return whether another replicate is complete."""
        self.over[runs] = True
        np.subtract.at(self._left, runs // self._plan.block, 1)
        return self._move_on()

    def note_pace(self, seconds: float) -> None:
        """Take note of the seconds that a run took, on average over a shard."""
        self.pace = seconds if self.pace is None else 0.7 * self.pace + 0.3 * seconds

    def _size(self, width: int) -> int:
        """Runs of the next shard; fewer towards the end, so that all workers end together."""
        if self.pace is None:
            return 1
        size = int(self._shard_seconds / max(self.pace, 1e-9))
        share = int(self._left.sum()) // (2 * width)
        return max(1, min(size, share, MOST_RUNS))

    def _move_on(self) -> bool:
        before = self.complete
        while self.complete < self._plan.replicates and self._left[self.complete] == 0:
            self.complete += 1
        return self.complete > before
