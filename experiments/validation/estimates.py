"""Ratios and hazards over resamples: all take and give arrays whose last axis is that of draws."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.validation.samples import Draws, Sample, mean_of_known

HALF = 0.5
"""Added to both counts of a ratio, so that none divides by 0 (Haldane 1956; Anscombe 1956)."""


def log_ratio(counts: Draws, against: Draws) -> Draws:
    """Log of a ratio of counts by scenario; NaN where both are 0, which says nothing."""
    both = (counts > 0) | (against > 0)
    found = np.log(counts + HALF) - np.log(against + HALF)
    return np.where(both, found, np.nan)


def pooled(by_scenario: Draws) -> Draws:
    """Mean over the scenarios that have a value, each with the same weight."""
    return mean_of_known(by_scenario, axis=0)


def rate_ratio(sample: Sample, measure: str, arm: str, against: str) -> Draws:
    """Ratio of totals of two arms that were watched for as long, (1 + DRAWS,).

    The geometric mean over scenarios, so that the bloodiest does not decide alone.
    """
    logs = log_ratio(sample.total(arm, measure), sample.total(against, measure))
    return np.exp(pooled(logs))


def mantel_haenszel(ends: Draws, risk: Draws, ends_against: Draws, risk_against: Draws) -> Draws:
    """Ratio of hazards, over strata in the first axis.

    Strata are scenarios and stretches of time since the beginning, within which a hazard hardly
    changes, so that survivors of one arm are not held against those who fell early in the other.
    It is NaN where the second arm has no ends at all, in a resample or throughout. Where the first
    has none throughout, the estimate is 0 and all resamples are NaN: they would all be 0, and the
    interval of no width, though a single end could turn up with the next seed.

    Source: Mantel-Haenszel rate ratio for person-time, Rothman & Greenland 1998, Modern
    Epidemiology, 2nd ed., equation 15-8.
    """
    both = risk + risk_against
    with np.errstate(divide="ignore", invalid="ignore"):
        upper = np.where(both > 0, ends * risk_against / both, 0.0).sum(axis=0)
        lower = np.where(both > 0, ends_against * risk / both, 0.0).sum(axis=0)
        ratio = np.where(lower > 0, upper / lower, np.nan)
    if not ends[..., 0].any():
        ratio[1:] = np.nan
    return ratio


def hazard_ratio(sample: Sample, spell: str, arm: str, against: str, bands: Sequence[int]) -> Draws:
    """Ratio of hazards of two arms, given columns ``<spell>.ends.<band>`` and ``.risk.<band>``.

    Args:
        bands: numbers of stretches of time; see `experiments.validation.measures.spells`.
    """
    parts = []
    for one in (arm, against):
        for what in ("ends", "risk"):
            found = [sample.total(one, f"{spell}.{what}.{band}") for band in bands]
            parts.append(np.concatenate(found))
    return mantel_haenszel(*parts)


def life_table(ends: Draws, risk: Draws) -> Draws:
    """Share that survives each stretch of time, (bands, 1 + DRAWS), from ends and time at risk.

    Args:
        ends, risk: by stretch; the risk in units of a whole stretch.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.where(risk > 0, ends / risk, np.nan)
    return np.asarray(np.exp(-np.cumsum(hazard, axis=0)))


def median_life(ends: Draws, risk: Draws, width: float) -> Draws:
    """Median life, in units of `width`; by the mean hazard where half outlast the table."""
    survive = life_table(ends, risk)
    bands = len(survive)
    known = np.where(np.isnan(survive), np.inf, survive)
    below = known <= HALF
    first = np.where(below.any(axis=0), below.argmax(axis=0), bands)
    padded = np.vstack([np.ones((1, survive.shape[1])), np.where(np.isnan(survive), 0.0, survive)])
    columns = np.arange(survive.shape[1])
    before = padded[np.minimum(first, bands - 1), columns]
    after = padded[np.minimum(first, bands - 1) + 1, columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.log(before / HALF) / np.log(before / after)
        whole = np.log(2.0) * risk.sum(axis=0) / ends.sum(axis=0)
    # Beyond the table: the mean hazard of all that was seen.
    return np.asarray(width * np.where(first < bands, first + step, whole))


def largest_rise(sequence: Sequence[Draws]) -> Draws:
    """The step up of a sequence that is the largest in the estimate; at most 0 where none rises.

    The largest of several steps is above 0 by chance alone, so its draws lie as far from it as
    those of that step do which in each draw lies furthest: the interval holds for all steps at
    once (the maximum statistic; Romano & Wolf 2005, Econometrica 73: 1237-1282).
    """
    steps = np.diff(np.array(sequence), axis=0)
    largest = steps[int(np.argmax(steps[:, 0]))]
    off = np.abs(steps - steps[:, :1]).max(axis=0)
    return np.asarray(largest[0] + np.copysign(off, largest - largest[0]))


def share_below(one: Draws, other: Draws) -> Draws:
    """Share of draws in which one is below the other, as draws without any spread."""
    known = ~(np.isnan(one) | np.isnan(other))
    known[0] = False
    value = float((one[known] < other[known]).mean()) if known.any() else np.nan
    return np.full(len(one), value)


def slopes(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least-squares coefficients of y (n,) on x (n, k), without intercept."""
    return np.asarray(np.linalg.lstsq(x, y, rcond=None)[0], np.float64)
