"""Contrasts of arms, with and without a mechanism, and of places treated by lot."""

import numpy as np

from experiments.validation.estimates import log_ratio, pooled, rate_ratio
from experiments.validation.findings import OFF, Found
from experiments.validation.samples import Draws, Sample


def with_off(sample: Sample, key: str, measure: str, arm: str, against: str = "none") -> Found:
    """Return a rate ratio, and the same between arms with the mechanism off where there are any."""
    found = {key: rate_ratio(sample, measure, arm, against)}
    if {f"{arm}{OFF}", f"{against}{OFF}"} <= sample.arms:
        found[f"{key}{OFF}"] = rate_ratio(sample, measure, f"{arm}{OFF}", f"{against}{OFF}")
    return found


def lot_ratio(sample: Sample, key: str, count: str, arm: str, sham: str = "sham") -> Found:
    """Ratio of counts in treated over control places, held against the same places untreated.

    With the mechanism off as well, where there are such arms.
    """
    found = {}
    for mark in ("", OFF):
        if {f"{arm}{mark}", f"{sham}{mark}"} <= sample.arms:
            found[f"{key}{mark}"] = np.exp(
                pooled(
                    between(sample, count, f"{arm}{mark}") - between(sample, count, f"{sham}{mark}")
                )
            )
    return found


def between(sample: Sample, count: str, arm: str) -> Draws:
    """Log of the ratio of a count in treated over control places of one arm, by scenario."""
    treated, control = (sample.total(arm, f"{count}.{g}") for g in ("treated", "control"))
    return log_ratio(treated, control)
