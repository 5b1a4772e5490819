"""Verdicts: what an estimate with its interval says about a criterion, and criteria about a fact.

PASS          the estimate lies in the accepted interval, and its 95 % interval on the right side
              of no effect; for a null, two one-sided tests at 5 % keep it inside the band: its 90 %
              interval lies within (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15: 657-680). For a
              level, a bound on one side only is one such test, and between two bounds the interval
              has to be narrower than they are.
WEAK          the sign is right beyond doubt, the size is not.
FAIL          the sign is wrong; or there is no effect of the size that was published (a narrow
              interval around none that leaves the accepted one out); or a null that clearly is not.
INCONCLUSIVE  the interval is too wide to say: more runs are needed, and none is passed for want of
              them; nor is anything said on fewer than six seeds.
"""

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired
from experiments.validation.catalogue import Criterion

Verdict = Literal["PASS", "WEAK", "FAIL", "INCONCLUSIVE", "REPORTED", "NOT MEASURED"]

NEAR = 0.90
"""Level of the interval of two one-sided tests at 5 %."""

SEEDS = int(paired.FEWEST)
"""Fewest seeds that an interval is made of: as many values all lie on one side of the median with a
chance of 3 %, five with one of 6 %, and resamples never reach beyond the values."""

KNOWN = 0.9
"""Share of resamples that must have a value for there to be an interval."""

WORST: tuple[Verdict, ...] = ("FAIL", "NOT MEASURED", "INCONCLUSIVE", "WEAK", "PASS", "REPORTED")
"""From the worst to the best: a fact is as good as its worst criterion."""


class Interval(NamedTuple):
    """An estimate with its bootstrap intervals of 95 % (low, high) and 90 % (near_low, near_high).

    All are NaN where the runs cannot tell.
    """

    value: float
    low: float
    high: float
    near_low: float
    near_high: float


def interval(draws: NDArray[np.float64], seeds: int = 1_000) -> Interval:
    """Return the estimate and its percentile intervals, expanded for few seeds.

    Args:
        draws: the estimate first, then its bootstrap draws; draws that are NaN (a resample without
            any case) are left out. There is no interval where fewer than :data:`KNOWN` are left.
        seeds: that were resampled; fewer than :data:`SEEDS` tell of no interval.
    """
    value, rest = float(draws[0]), draws[1:]
    known = rest[~np.isnan(rest)]
    if math.isnan(value) or seeds < SEEDS or len(known) < max(2.0, KNOWN * len(rest)):
        return Interval(value, *[math.nan] * 4)
    quantiles = np.quantile(known, [*paired.tails(seeds), *paired.tails(seeds, NEAR)])
    return Interval(value, *map(float, quantiles))


def judge(criterion: Criterion, found: Interval) -> Verdict:
    """Return the verdict on one criterion; NOT MEASURED where there is no estimate."""
    if math.isnan(found.value):
        return "NOT MEASURED"
    if math.isnan(found.low):
        return "INCONCLUSIVE"
    return {
        "effect": _effect,
        "null": _null,
        "level": _level,
        "share": _share,
        "order": _order,
    }[criterion.kind](criterion, found)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on a fact, given those on its criteria; NOT MEASURED without any."""
    found = set(verdicts)
    return next((one for one in WORST if one in found), "NOT MEASURED")


def _effect(c: Criterion, found: Interval) -> Verdict:
    right = found.high < c.none if c.falls else found.low > c.none
    wrong = found.low > c.none if c.falls else found.high < c.none
    inside = c.low <= found.value <= c.high
    if wrong:
        return "FAIL"
    if right and inside:
        return "PASS" if found.high < c.surely_below else "WEAK"
    if right:
        return "WEAK"
    # No sign can be told: either because there is next to no effect, or because runs are too few.
    overlaps = found.low <= c.high and found.high >= c.low
    return "INCONCLUSIVE" if overlaps else "FAIL"


def _null(c: Criterion, found: Interval) -> Verdict:
    if c.low < found.near_low and found.near_high < c.high:
        return "PASS"
    outside = found.high < c.low or found.low > c.high
    return "FAIL" if outside else "INCONCLUSIVE"


def _level(c: Criterion, found: Interval) -> Verdict:
    if not (math.isfinite(c.low) or math.isfinite(c.high)):
        return "REPORTED"
    if found.high < c.low or found.low > c.high:
        return "FAIL"
    if not c.low <= found.value <= c.high:
        return "INCONCLUSIVE"
    if math.isfinite(c.low) and math.isfinite(c.high):
        # An interval wider than the accepted one could be anything.
        return "PASS" if found.high - found.low <= c.high - c.low else "INCONCLUSIVE"
    return "PASS" if c.low <= found.near_low and found.near_high <= c.high else "INCONCLUSIVE"


def _share(c: Criterion, found: Interval) -> Verdict:
    """A share of draws has no interval of its own: it is certain, one way or the other, or not."""
    if found.value >= c.low:
        return "PASS"
    return "FAIL" if found.value <= 1.0 - c.low else "INCONCLUSIVE"


def _order(c: Criterion, found: Interval) -> Verdict:
    """That the sequence moves at all is a criterion of its own; here, that it does not turn."""
    if found.value <= c.high:
        return "PASS"
    return "FAIL" if found.low > c.high else "INCONCLUSIVE"


Fate = Literal["gone", "weaker", "left", "cannot tell", "no effect to remove"]


def removed(
    whole: NDArray[np.float64], without: NDArray[np.float64], none: float, seeds: int = 1_000
) -> Fate:
    """Say what is left of an effect when its mechanism is off.

    Args:
        whole, without: draws of the effect with and without the mechanism, of the same resamples.
        none: the value of no effect. seeds: that were resampled.

    Returns:
        'gone': the interval holds no effect, and the effect is told to be smaller than before;
        'weaker': told to be smaller, yet told from none; 'left': neither is smaller; 'cannot tell';
        'no effect to remove' where the whole effect was not told from none.
    """
    before, after = interval(whole, seeds), interval(without, seeds)
    sizes = [abs(draws - none) for draws in (whole, without)]
    loss = interval(sizes[0] - sizes[1], seeds)
    if any(math.isnan(one.low) for one in (before, after, loss)):
        return "cannot tell"
    if before.low <= none <= before.high:
        return "no effect to remove"
    told = after.low > none or after.high < none
    # An effect that turned its sign is no longer the effect.
    same = (after.value > none) == (before.value > none)
    if loss.low > 0 or (told and not same):
        return "weaker" if told and same else "gone"
    return "left" if told and same else "cannot tell"
