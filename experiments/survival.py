"""Survival of peace after exit: curves by Kaplan and Meier, and what is read from them."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired


class Curve(NamedTuple):
    """A survival curve as steps: from week[i] on, share[i] survive, with a 95 % interval."""

    week: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    at_risk: NDArray[np.int64]

    def at(self, week: float) -> tuple[float, float, float]:
        """Return share, low and high at a time; NaN beyond what was observed."""
        if week > self.week[-1]:
            return (math.nan, math.nan, math.nan)
        i = int(np.searchsorted(self.week, week, side="right")) - 1
        return float(self.share[i]), float(self.low[i]), float(self.high[i])


def survival_curve(weeks: NDArray[np.float64], ended: NDArray[np.bool_]) -> Curve:
    """Return the Kaplan-Meier estimate of the share that survives.

    Args:
        weeks: from the start to the end of each spell, or to the end of its observation; 0 for
            what never began.
        ended: whether it ended; False is censored.

    The interval is Wilson's with the effective sample size of the product-limit estimate (Rothman
    1978, J. Chronic Diseases 31: 557-560); unlike Greenwood's it does not vanish at 0 and 1.
    """
    times = np.unique(np.concatenate([[0.0], weeks]))
    at_risk = np.array([np.count_nonzero(weeks >= t) for t in times])
    deaths = np.array([np.count_nonzero(ended & (weeks == t)) for t in times])
    survive = np.cumprod(1.0 - deaths / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(deaths / (at_risk * (at_risk - deaths)))
        effective = (1.0 - survive) / (survive * greenwood)
    # Before the first end, and once nobody is left, the size is that of those at risk at first.
    lost = np.isfinite(effective)
    size = np.where(lost, effective, np.where(survive > 0, at_risk, len(weeks)))
    bounds = [paired.wilson(s, n) for s, n in zip(survive, size, strict=True)]
    low, high = np.array(bounds).T
    return Curve(times, survive, low, high, at_risk)


def median(curve: Curve) -> float:
    """Return the week by which half have relapsed; infinite where fewer have."""
    reached = np.flatnonzero(curve.share <= 0.5)
    return float(curve.week[reached[0]]) if len(reached) else math.inf


def restricted_mean(curve: Curve, horizon: float) -> float:
    """Return the mean survival up to a horizon, in weeks: the area under the curve."""
    inside = curve.week < horizon
    edges = np.append(curve.week[inside], horizon)
    return float(np.sum(np.diff(edges) * curve.share[inside]))
