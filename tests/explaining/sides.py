"""Pairs of runs made by hand, whose answer is known."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.explaining import links, records
from experiments.explaining.pairs import Pairs, Side
from experiments.explaining.records import Line
from sim import Scenario

WEEKS = 208
COURTS = "districts.court_work"
ON, PARTED, LATER = 40, 60, 100
"""Weeks in which governance begins, courts part, trust parts, in pairs of a known answer."""

ASKED = Line(records.ASKED, "governance", COURTS)
SPENT = {name: Line(records.MONEY, name) for name in ("mission", "governance", "aid")}
RAID = ("Attack", records.ARMED)
TRUST, COURT, DEATHS = (Line(records.SERIES, one) for one in ("trust_state", "courts", "deaths"))

Weekly = dict[Line, NDArray[np.float64]]


def country(governance: float) -> Scenario:
    """The classroom with a strategy that has governance at a level, and aid."""
    levels = {"strategy.governance.level": governance, "strategy.aid.level": 0.4}
    force = {"strategy.mission.troops_per_1000": 0.5, "strategy.name": f"g{governance:g}"}
    return Scenario.load("classroom", strategy="none").varied(force | levels)


def noise(n: int, seed: int) -> Weekly:
    """Lines of a side in which all is luck: smooth series, counts and sums."""
    rng = np.random.default_rng(seed)

    def smooth(scale: float) -> NDArray[np.float64]:
        steps = rng.normal(0, scale, (n, WEEKS))
        return 0.5 + np.apply_along_axis(
            lambda row: np.convolve(row, np.ones(20) / 20, "same"), 1, steps
        )

    weekly = {Line(records.SERIES, name): smooth(0.02) for name in links.SERIES}
    for name, one in links.SERIES.items():
        if one.summed:
            weekly[Line(records.SERIES, name)] = rng.poisson(2.0, (n, WEEKS)).astype(float)
    for measure in links.MEASURES:
        for place in ("Hill", "Plain", "Port"):
            weekly[Line(records.PLACE, measure, place)] = rng.poisson(1.0, (n, WEEKS)).astype(float)
    for line in SPENT.values():
        weekly[line] = rng.normal(1e5, 2e4, (n, WEEKS))
    for kind in (records.ACTS, records.KILLED):
        weekly[Line(kind, *RAID)] = rng.poisson(1.5, (n, WEEKS)).astype(float)
        weekly[Line(kind, "Armed clash", records.FORCES)] = rng.poisson(1.5, (n, WEEKS)).astype(
            float
        )
    weekly[ASKED] = np.full((n, WEEKS), 0.2) + rng.normal(0, 0.02, (n, WEEKS))
    return weekly


def side(label: str, scenario: Scenario, weekly: Mapping[Line, NDArray[np.float64]]) -> Side:
    """A side whose outcomes follow from its lines: sums and means of the series."""
    outcomes = {}
    for name, (_, shows) in links.OUTCOMES.items():
        series = shows or "deaths"
        values = weekly[Line(records.SERIES, series)]
        outcomes[name] = values.sum(axis=1) if links.SERIES[series].summed else values.mean(axis=1)
    n = len(next(iter(outcomes.values())))
    return Side(label, scenario, tuple(range(1, n + 1)), outcomes, weekly, origin="classroom")


def known(n: int = 12) -> Pairs:
    """Governance is on in the other side only; courts, then trust rise, and fewer die in Hill."""
    base = noise(n, 1)
    fresh = noise(n, 2)
    # Both sides share most of their luck, as runs of one seed do.
    other = {line: 0.9 * values + 0.1 * fresh[line] for line, values in base.items()}
    base[ASKED] = np.zeros((n, WEEKS))
    base[SPENT["governance"]] = np.zeros((n, WEEKS))
    weeks = np.arange(WEEKS)
    other[ASKED] = other[ASKED] * (weeks >= ON)
    other[SPENT["governance"]] = other[SPENT["governance"]] * (weeks >= ON)
    other[COURT] = other[COURT] + 0.2 * (weeks >= PARTED)
    other[TRUST] = other[TRUST] + 0.1 * (weeks >= LATER)
    saved = 0.8 * (weeks >= LATER)
    for line in (DEATHS, Line(records.PLACE, "killed", "Hill"), Line(records.KILLED, *RAID)):
        other[line] = other[line] - saved
    return Pairs(side("without", country(0.0), base), side("with", country(0.6), other), WEEKS)


def luck(n: int = 12, seed: int = 3) -> Pairs:
    """Two sides of one strategy that share no luck: nothing differs but noise."""
    scenario = country(0.6)
    one, other = noise(n, 2 * seed), noise(n, 2 * seed + 1)
    return Pairs(side("one", scenario, one), side("other", scenario, other), WEEKS)
