"""How the deaths of events are distributed: few events hold most deaths.

Sizes are deaths per event, whole numbers from 1 up; events without deaths have no size here.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import erfc, zeta

from experiments.analysis import NotComputableError

# Fewer events than this in the tail say little about its exponent.
MINIMUM_TAIL = 80
_STEEPEST = 12.0


class PowerLaw(NamedTuple):
    """A discrete power law fitted to the tail of sizes.

    ``alpha`` is the exponent, ``standard_error`` its approximate standard error; the law holds
    from the size ``xmin`` on, which leaves ``tail`` events; ``ks`` is the largest distance, at the
    sizes that occur, between the distribution functions of the tail and of the law.
    """

    alpha: float
    standard_error: float
    xmin: int
    tail: int
    ks: float


class LikelihoodRatio(NamedTuple):
    """Power law against exponential: ``ratio`` of log-likelihoods, its z score and p value.

    Positive favours the power law; p is that of a ratio this far from 0 when neither is better.
    """

    ratio: float
    z: float
    p: float


def sizes_of(deaths: np.ndarray) -> np.ndarray:
    """Return the sizes: deaths of the events that have any; unknown deaths (NaN) are left out."""
    return deaths[deaths >= 1].astype(np.int64)


def fit_power_law(
    sizes: np.ndarray, xmin: int | None = None, minimum_tail: int = MINIMUM_TAIL
) -> PowerLaw:
    """Fit p(x) = x^-alpha / zeta(alpha, xmin) to the sizes from ``xmin`` up by maximum likelihood.

    Without ``xmin``, the one is taken that gives the smallest Kolmogorov-Smirnov distance, among
    the sizes that occur and leave at least ``minimum_tail`` events in the tail.

    Source: Clauset, Shalizi & Newman 2009, SIAM Review 51(4):661-703, sections 3.1 and 3.3.

    Raises:
        NotComputableError: too few events, or all of one size.
    """
    values, counts = np.unique(sizes, return_counts=True)
    tails = counts[::-1].cumsum()[::-1]
    if xmin is None:
        candidates = np.flatnonzero(tails >= minimum_tail)
        if not len(candidates):
            raise NotComputableError(
                f"{len(sizes):,} events with deaths; the search of the tail needs {minimum_tail}"
            )
    else:
        candidates = np.searchsorted(values, [xmin])
    fits = [
        _fit(values[i:], counts[i:], int(values[i] if xmin is None else xmin))
        for i in candidates
        if len(values) - i >= 2
    ]
    if not fits:
        raise NotComputableError(f"fewer than two different sizes from {xmin or 1} deaths up")
    return min(fits, key=lambda fit: fit.ks)


def _fit(values: np.ndarray, counts: np.ndarray, xmin: int) -> PowerLaw:
    tail = int(counts.sum())
    log_sum = float((counts * np.log(values)).sum())
    found = minimize_scalar(
        lambda alpha: alpha * log_sum + tail * np.log(zeta(alpha, xmin)),
        bounds=(1.0001, _STEEPEST),
        method="bounded",
        options={"xatol": 1e-6},
    )
    alpha = float(found.x)
    model = 1.0 - zeta(alpha, values + 1.0) / zeta(alpha, xmin)
    ks = np.abs(counts.cumsum() / tail - model).max()
    return PowerLaw(alpha, float((alpha - 1.0) / np.sqrt(tail)), xmin, tail, float(ks))


def against_exponential(sizes: np.ndarray, xmin: int = 5) -> LikelihoodRatio:
    """Compare the power law with an exponential (geometric) law on the sizes from ``xmin`` up.

    Source: Vuong 1989, Econometrica 57(2):307-333, as in Clauset, Shalizi & Newman 2009, app. C.

    Raises:
        NotComputableError: too few events of that size to compare.
    """
    alpha = fit_power_law(sizes, xmin).alpha
    tail = sizes[sizes >= xmin].astype(float)
    rate = np.log1p(1.0 / (tail - xmin).mean())
    power = -alpha * np.log(tail) - np.log(zeta(alpha, xmin))
    exponential = np.log(-np.expm1(-rate)) - rate * (tail - xmin)
    difference = power - exponential
    spread = difference.std() * np.sqrt(len(tail))
    if spread == 0:
        raise NotComputableError(f"too few different sizes from {xmin} deaths up")
    z = float(difference.sum() / spread)
    return LikelihoodRatio(float(difference.sum()), z, float(erfc(abs(z) / np.sqrt(2))))


def single_death_share(sizes: np.ndarray) -> float:
    """Return the share of events with one death among events with any.

    Raises:
        NotComputableError: fewer than ten events.
    """
    _need(sizes, 10)
    return float((sizes == 1).mean())


def top_share(sizes: np.ndarray, top: float = 0.1) -> float:
    """Return the share of all deaths in the deadliest tenth of events (rounded down, at least 1).

    Raises:
        NotComputableError: fewer than ten events, of which there is no tenth.
    """
    _need(sizes, round(1 / top))
    ordered = np.sort(sizes)[::-1]
    return float(ordered[: int(top * len(ordered))].sum() / ordered.sum())


def civilian_share(deaths: np.ndarray, civilians: np.ndarray | None) -> float:
    """Return deaths of civilians as a share of all deaths, over events where both are known.

    It is a lower bound where part of the dead are of unknown status, as in UCDP GED.
    """
    if civilians is None:
        raise NotComputableError("the file has no deaths of civilians")
    known = ~(np.isnan(deaths) | np.isnan(civilians))
    total = deaths[known].sum()
    if total == 0:
        raise NotComputableError("no deaths")
    return float(civilians[known].sum() / total)


def survival_curve(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the sizes that occur and the share of events at least that size."""
    values, counts = np.unique(sizes, return_counts=True)
    return values, counts[::-1].cumsum()[::-1] / max(len(sizes), 1)


def law_survival(law: PowerLaw, x: np.ndarray) -> np.ndarray:
    """Return the law's share of the tail that is at least ``x``."""
    return np.asarray(zeta(law.alpha, x) / zeta(law.alpha, law.xmin))


def _need(sizes: np.ndarray, at_least: int) -> None:
    if len(sizes) < at_least:
        raise NotComputableError(f"{len(sizes)} events with deaths; needs {at_least}")
