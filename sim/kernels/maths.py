"""Small numerical forms that the processes share, each a pure function of scalars."""

import math
from typing import Any

from sim.kernels.compiling import inlined, kernel


@inlined
def clamp(x: float, low: float, high: float) -> float:
    """`x`, held within [low, high]."""
    return min(max(x, low), high)


@inlined
def relax(x: float, target: float, rate: float) -> float:
    """One week of exponential approach from `x` to `target` at `rate` (share of the gap a week)."""
    return x + rate * (target - x)


@inlined
def saturate(x: float, half: float) -> float:
    """x / (x + half): 0 at 0, 1/2 at `half`, towards 1; `x` >= 0, `half` > 0."""
    return x / (x + half)


@inlined
def round_random(x: float, u: float) -> float:
    """An integer (held as float) next to `x` >= 0 whose expectation is `x`, by the draw `u`."""
    whole = math.floor(x)
    return whole + 1.0 if u < x - whole else whole


@inlined
def exponential(u: float) -> float:
    """A draw of mean 1 from the exponential distribution, from the uniform draw `u`."""
    return -math.log(1.0 - u)


@inlined
def gumbel(u: float) -> float:
    """A standard Gumbel draw: the largest of utility + draw is a logit choice (McFadden 1974)."""
    return -math.log(-math.log(u + 1e-300))


@inlined
def gumbel_most(u: float) -> float:
    """What `gumbel(u)` cannot exceed, without a logarithm: most options of a choice lose by it."""
    if u < 0.5:
        return 0.367
    if u < 0.75:
        return 1.246
    return 2.251 if u < 0.9 else 37.0


@kernel
def poisson(mean: float, u: float) -> float:
    """A Poisson draw (held as float) by inversion from one uniform draw `u`.

    Above a mean of 60 the search starts from the normal approximation's rounding: the error there
    is below one percent of the standard deviation, and no event of the model needs more.
    """
    if mean <= 0.0:
        return 0.0
    if mean > 60.0:
        # Hastings' rational approximation of the normal quantile (Abramowitz & Stegun 26.2.23).
        p = u if u < 0.5 else 1.0 - u
        t = math.sqrt(-2.0 * math.log(p + 1e-300))
        top = 2.515517 + t * (0.802853 + t * 0.010328)
        bottom = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        z = t - top / bottom
        return max(0.0, math.floor(mean + (z if u >= 0.5 else -z) * math.sqrt(mean) + 0.5))
    term = math.exp(-mean)
    total = term
    count = 0.0
    while u > total and count < 400.0:
        count += 1.0
        term *= mean / count
        total += term
    return count


@kernel
def highest(values: Any) -> int:
    """Index of the largest of `values` above 0, the first of equals; -1 if none is above 0."""
    best = -1
    top = 0.0
    for i in range(len(values)):
        if values[i] > top:
            top = values[i]
            best = i
    return best
