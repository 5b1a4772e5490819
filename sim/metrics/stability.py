"""The stability index: a weighted mean of eight parts, each between 0 (worst) and 1 (best).

It is a summary for ranking, not a quantity of nature: look at its parts before you trust it, and
change `Measures.weights` to see whether the ranking depends on them.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics.measures import WEIGHTS, Measures
from sim.metrics.peace import PER_PEOPLE, YEAR, rolling

HALF_SAFE = 250.0
"""Deaths by violence in 52 weeks per 10 million people at which safety is one half."""

HALF_HOME = 0.1
"""Share of people displaced at which the part `home` is one half."""

PARTS = {
    "safety": "1 without deaths by violence in 52 weeks, one half at 250 per 10 million people",
    "calm": "share of people who live in cells without a killing in the last 4 weeks",
    "settled": "share of rival pairs of parties that are not at war",
    "home": "1 when nobody is displaced, one half when a tenth of the people are",
    "needs": "needs met, mean over people",
    "trust": "mean of trust in the government and trust in local forces",
    "rule_of_law": "mean of the capacity of courts and the accountability of officials",
    "forces": "mean of skill and conduct of local forces",
}


def parts(series: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
    """Return the eight parts by week, given the weekly series (columns of `Weeks`)."""
    people = np.maximum(series["population"], 1.0)
    deaths = rolling(series["deaths"], YEAR) * PER_PEOPLE / people
    found = {
        "safety": HALF_SAFE / (HALF_SAFE + deaths),
        "calm": 1.0 - series["in_violence"],
        "settled": 1.0 - series["at_war"] / np.maximum(series["pairs"], 1.0),
        "home": HALF_HOME / (HALF_HOME + series["displaced"] / people),
        "needs": series["needs"],
        "trust": 0.5 * (series["trust_state"] + series["trust_forces"]),
        "rule_of_law": 0.5 * (series["courts"] + series["accountability"]),
        "forces": 0.5 * (series["skill"] + series["conduct"]),
    }
    return {name: found[name] for name in PARTS}


def index(series: NDArray[Any], measures: Measures) -> NDArray[np.float64]:
    """Return the stability index by week, 0 to 1."""
    values = parts(series)
    weights = {name: measures.weights.get(name, 0.0) for name in WEIGHTS}
    total = sum(weights.values())
    result = np.zeros(len(series))
    for name, weight in weights.items():
        result += weight / total * values[name]
    return result
