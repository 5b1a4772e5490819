"""How points are chosen in the space of factors: lists, grids, sequences, and SALib's samplers.

A sampler is a record read from a design, and gives for every point and factor a *position* from 0
to 1 in the range of the factor, or NaN where the factor keeps what the case itself has. A factor
with a few values has them at the middle of equal parts of 0 to 1.
"""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from experiments.sweep.factor import Axis
from sim.errors import UserError
from sim.state.params import Parameters
from sim.units import Count

Positions = NDArray[np.float64]
"""Shape (points, factors): from 0 to 1, or NaN."""


def middles(choices: int) -> Positions:
    """Positions of a few values: the middle of each of `choices` equal parts of 0 to 1."""
    return (np.arange(choices) + 0.5) / choices


class _Sampler(Parameters):
    """What samplers share. `groups`: whether factors of one group can be varied together."""

    groups: ClassVar[bool] = False

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points."""
        raise NotImplementedError


class PointList(_Sampler):
    """The points that are written down, each a mapping from paths to values."""

    name: Literal["list"] = "list"
    points: tuple[dict[str, bool | int | float | str], ...] = Field(min_length=1)


class Grid(_Sampler):
    """Every combination of values; ranges are cut into `levels` values, ends included."""

    name: Literal["grid"] = "grid"
    levels: Annotated[int, Field(ge=2)] = 3

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points, the last factor varying fastest."""
        steps = [_steps(axis, self.levels) for axis in axes]
        mesh = np.meshgrid(*steps, indexing="ij")
        return np.stack([one.ravel() for one in mesh], axis=1)


class OneAtATime(_Sampler):
    """What the case itself has, then each factor at each of its values or levels by itself."""

    name: Literal["one_at_a_time"] = "one_at_a_time"
    levels: Annotated[int, Field(ge=2)] = 2

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points; the first changes nothing."""
        rows = [np.full(len(axes), np.nan)]
        for place, axis in enumerate(axes):
            for step in _steps(axis, self.levels):
                row = np.full(len(axes), np.nan)
                row[place] = step
                rows.append(row)
        return np.array(rows)


class LatinHypercube(_Sampler):
    """A Latin hypercube: each factor is spread evenly, combinations by chance (scipy)."""

    name: Literal["latin_hypercube"] = "latin_hypercube"
    points: Annotated[int, Field(ge=1)]
    seed: Count = 1

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points."""
        from scipy.stats import qmc

        found: Positions = qmc.LatinHypercube(len(axes), rng=_generator(self.seed)).random(
            self.points
        )
        return found


class SobolSequence(_Sampler):
    """A scrambled Sobol' sequence: evenly spread; best with a power of two as `points` (scipy)."""

    name: Literal["sobol"] = "sobol"
    points: Annotated[int, Field(ge=1)]
    seed: Count = 1

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points."""
        from scipy.stats import qmc

        sequence = qmc.Sobol(len(axes), scramble=True, rng=_generator(self.seed))
        whole = 1 << (self.points - 1).bit_length()
        return np.asarray(sequence.random(whole)[: self.points])


class Saltelli(_Sampler):
    """Saltelli's scheme for Sobol' indices (SALib): base (factors + 2) points, or twice that."""

    groups: ClassVar[bool] = True
    name: Literal["saltelli"] = "saltelli"
    base: Annotated[int, Field(ge=2)] = 64
    second_order: bool = False
    seed: Count = 1

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points."""
        sample = _salib("sobol")
        found: Positions = sample(
            unit_problem(axes), self.base, calc_second_order=self.second_order, seed=self.seed
        )
        return found


class Morris(_Sampler):
    """Morris trajectories for screening (SALib): trajectories (factors + 1) points."""

    groups: ClassVar[bool] = True
    name: Literal["morris"] = "morris"
    trajectories: Annotated[int, Field(ge=2)] = 10
    levels: Annotated[int, Field(ge=2, multiple_of=2)] = 4
    seed: Count = 1

    def positions(self, axes: Sequence[Axis]) -> Positions:
        """Return the points."""
        sample = _salib("morris")
        found: Positions = sample(
            unit_problem(axes), self.trajectories, num_levels=self.levels, seed=self.seed
        )
        return found


Sampler = Annotated[
    PointList | Grid | OneAtATime | LatinHypercube | SobolSequence | Saltelli | Morris,
    Field(discriminator="name"),
]


def unit_problem(axes: Sequence[Axis]) -> dict[str, Any]:
    """SALib's description of the factors, each from 0 to 1."""
    problem: dict[str, Any] = {
        "num_vars": len(axes),
        "names": [axis.path for axis in axes],
        "bounds": [[0.0, 1.0]] * len(axes),
    }
    if any(axis.group for axis in axes):
        problem["groups"] = [axis.group or axis.path for axis in axes]
    return problem


def _steps(axis: Axis, levels: int) -> Positions:
    return middles(axis.choices) if axis.choices else np.linspace(0.0, 1.0, levels)


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _salib(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"SALib.sample.{name}").sample
    except ImportError as error:
        raise UserError(
            f"The sampler '{name}' needs SALib, which does not load: {error}. "
            "Install it with: pip install 'peacegrid[analysis]'"
        ) from error
