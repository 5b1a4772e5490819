"""From runs to numbers: every target's quantity for every draw, with its standard error."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.naming import ENSEMBLE
from experiments.calibration.targets import Target
from experiments.validation.estimates import pooled
from experiments.validation.findings import registry
from experiments.validation.protocol import KNOWN, SEEDS
from experiments.validation.samples import Draws, Sample

if TYPE_CHECKING:
    import pandas as pd

BORROWED = 4.0
"""Degrees of freedom that the variance over all draws brings to that of one draw."""


class Estimates(NamedTuple):
    """What draws give.

    Attributes:
        points: numbers of the draws that have runs. seeds: of each, (draws,).
        values, errors: of the targets' quantities, (draws, targets); NaN where runs cannot tell.
    """

    points: NDArray[np.int64]
    seeds: NDArray[np.int64]
    values: NDArray[np.float64]
    errors: NDArray[np.float64]


def estimated(
    runs: "pd.DataFrame",
    targets: Sequence[Target],
    progress: Callable[[], object] = lambda: None,
) -> Estimates:
    """Return the quantities of every draw, as facts measure them, with standard errors.

    A level of a fact is what the fact's own function makes of the draw's runs: the median run, or a
    survival curve over all runs, then the mean over scenarios. Its error is that of the bootstrap
    over seeds, with n - 1 in place of n.

    Args:
        runs: complete replicates, one row a run: point, scenario, strategy, seed, statistics.
        targets: whose quantities are asked for. progress: called after every draw.
    """
    points, seeds, values, errors = [], [], [], []
    for point, group in runs.groupby("point", sort=True):
        sample = Sample(group)
        found = _measured(sample, targets)
        points.append(int(point))
        seeds.append(sample.seeds)
        both = [_told(found[one.name], sample.seeds) for one in targets]
        values.append([value for value, _ in both])
        errors.append([error for _, error in both])
        progress()
    shape = (len(points), len(targets))
    return Estimates(
        np.array(points, np.int64),
        np.array(seeds, np.int64),
        np.array(values, np.float64).reshape(shape),
        steadied(np.array(errors, np.float64).reshape(shape), np.array(seeds, np.int64)),
    )


def steadied(errors: NDArray[np.float64], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Lend the errors of each draw strength from those of all, (draws, targets).

    With few seeds the error of one draw is known so badly that seeds which happen to agree would
    rule it out. Variances are mixed with their mean over all draws, weighted by degrees of freedom:
    n - 1 of the draw, and :data:`BORROWED`. Where a few seeds (below `protocol.SEEDS`) agree in
    every draw, that is no proof that luck plays no part: the error is then unknown, NaN.

    Source: the form of Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3(1),
    equation for the moderated variance; the weight is this project's choice.
    """
    square = errors**2
    known = np.isfinite(square)
    count = known.sum(axis=0)
    mean = np.where(known, square, 0.0).sum(axis=0) / np.maximum(count, 1)
    mean = np.where((mean == 0) & (seeds.min(initial=SEEDS) < SEEDS), np.nan, mean)
    free = (seeds - 1.0)[:, None]
    return np.sqrt((free * square + BORROWED * mean) / (free + BORROWED))


def _measured(sample: Sample, targets: Sequence[Target]) -> dict[str, Draws]:
    """Estimates with bootstrap draws by name of a target."""
    found: dict[str, Draws] = {}
    for one in targets:
        fact, _, _ = one.name.partition(".")
        if fact not in registry():
            found[one.name] = pooled(sample.mean("none", one.name))
        elif one.name not in found:
            measured = registry()[fact].measure({ENSEMBLE: sample})
            found |= {f"{fact}.{name}": draws for name, draws in measured.items()}
    return found


def _told(draws: Draws, seeds: int) -> tuple[float, float]:
    """The estimate and its standard error; NaN where too few resamples have a value."""
    known = draws[1:][np.isfinite(draws[1:])]
    if not np.isfinite(draws[0]) or seeds < 2 or len(known) < KNOWN * (len(draws) - 1):
        return np.nan, np.nan
    return float(draws[0]), float(known.std() * np.sqrt(seeds / (seeds - 1.0)))
