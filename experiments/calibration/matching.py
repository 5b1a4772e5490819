"""History matching: which draws cannot be squared with the targets, and which targets say so.

The implausibility of a draw for a target is how far the quantity lies from what is accepted, in
standard deviations of all that blurs the view: luck of the seeds, and the tolerance of the target.
A draw is ruled out where the largest is 3 or more: whatever the distribution, as long as it has one
peak, a value is within three standard deviations of its mean with a chance of 95 % (Pukelsheim
1994).

The largest counts and not the second largest, which is usual where an emulator stands in for the
model (Vernon, Goldstein & Bower 2010): there, one output may be ruled out by an error of its
emulator. Here the model itself is run, and the second largest would let every draw miss one target
by as much as it likes. `misses` allows that where it is wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.estimates import Estimates
from experiments.calibration.targets import Target

LIMIT = 3.0
"""Implausibility from which a draw is ruled out."""

Verdict = Literal["fits", "not ruled out", "ruled out", "not measured"]


@dataclass(frozen=True)
class Matching:
    """Draws held against targets.

    Attributes:
        targets: in the order of the columns. estimates: of the draws. misses: targets that a draw
            may miss by any amount.
    """

    targets: tuple[Target, ...]
    estimates: Estimates = field(repr=False)
    misses: int = 0

    @property
    def distances(self) -> NDArray[np.float64]:
        """How far quantities lie from what is accepted, (draws, targets), NaN if not measured."""
        columns = [
            one.distance(self.estimates.values[:, place]) for place, one in enumerate(self.targets)
        ]
        return np.stack(columns, axis=1)

    @property
    def implausibility(self) -> NDArray[np.float64]:
        """Distances in standard deviations, (draws, targets), NaN if not measured."""
        tolerance = np.array([one.tolerance for one in self.targets])
        spread = np.sqrt(self.estimates.errors**2 + tolerance**2)
        far = self.distances
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(far == 0, np.where(np.isnan(spread), np.nan, 0.0), far / spread)

    @property
    def told(self) -> NDArray[np.bool_]:
        """Targets that are measured in at least one draw, (targets,); others decide nothing."""
        return np.asarray(~np.isnan(self.implausibility).all(axis=0))

    @property
    def decisive(self) -> NDArray[np.float64]:
        """The implausibility that decides over each draw, (draws,); infinite if not measured."""
        counted = np.where(np.isnan(self.implausibility), np.inf, self.implausibility)
        ordered = np.sort(counted[:, self.told], axis=1)[:, ::-1]
        if ordered.shape[1] <= self.misses:
            return np.full(len(ordered), np.inf)
        return np.asarray(ordered[:, self.misses])

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Draws that are not ruled out, (draws,)."""
        return self.decisive < LIMIT

    @property
    def verdicts(self) -> list[Verdict]:
        """By draw: it fits where every estimate that counts lies in what is accepted, or within a
        standard deviation of its tolerance; it is not measured where nothing but that is wrong."""
        tolerance = np.array([one.tolerance for one in self.targets])
        outside = (~(self.distances <= tolerance) & self.told).sum(axis=1)
        beyond = ((self.implausibility >= LIMIT) & self.told).sum(axis=1)
        return [
            ("fits" if out <= self.misses else "not ruled out")
            if kept
            else ("ruled out" if far > self.misses else "not measured")
            for kept, out, far in zip(self.kept, outside, beyond, strict=True)
        ]

    def excluded(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Draws that each target finds implausible, and those that it alone does, (targets,)."""
        beyond = self.implausibility >= LIMIT
        alone = beyond & (beyond.sum(axis=1) == 1)[:, None]
        return beyond.sum(axis=0), alone.sum(axis=0)

    def blur(self) -> NDArray[np.float64]:
        """How much luck blurs each target, (targets,): three typical standard errors over the range
        that nine in ten draws span; NaN where fewer than two draws have a value. From 1 on, runs
        cannot tell one end of that range from the other."""
        found = np.full(len(self.targets), np.nan)
        for place in range(len(self.targets)):
            values, errors = self.estimates.values[:, place], self.estimates.errors[:, place]
            known = np.isfinite(values) & np.isfinite(errors)
            if known.sum() >= 2:
                low, high = np.quantile(values[known], [0.05, 0.95])
                error = float(np.median(errors[known]))
                found[place] = LIMIT * error / (high - low) if high > low else np.inf
        return found


def matched(targets: Sequence[Target], estimates: Estimates, misses: int = 0) -> Matching:
    """Hold the draws of `estimates` against `targets`; see :class:`Matching`."""
    return Matching(tuple(targets), estimates, misses)
