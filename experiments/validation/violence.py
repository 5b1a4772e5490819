"""Family E: patterns of violence, duration and recurrence, without a mission."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import NotComputableError
from experiments.analysis.episodes import Survival, kaplan_meier
from experiments.validation.estimates import largest_rise, pooled, slopes
from experiments.validation.findings import OFF, Found, Runs, fact
from experiments.validation.measures.course import MOST_EPISODES
from experiments.validation.samples import DRAWS, Draws, Sample, mean_of_known

COMMUNAL = "communal_fragmented"
Columns = dict[str, NDArray[np.float64]]
"""Episodes by name of a column, one entry each."""

KNOX_EDGES = ("1", "10", "30", "60")


def typical(sample: Sample, key: str, arm: str = "none") -> Draws:
    """The median run's value, mean over scenarios."""
    return pooled(sample.median(arm, key))


@fact("long")
def e01(runs: Runs) -> Found:
    """Tail exponent of deaths by event and its fit, single deaths, and the deadliest tenth.

    Without merging and shattering of bands the heavy tail has to go; ``alpha_without`` is what its
    exponent is then.

    Source: Clauset, Shalizi & Newman 2009 for the fit; Bohorquez et al. 2009, Nature 462.
    """
    sample = runs["long"]
    found = {
        "alpha": typical(sample, "alpha"),
        "ks": typical(sample, "ks"),
        "beats": pooled(sample.mean("none", "beats_exponential")),
        "single": typical(sample, "single_death_share"),
        "top": typical(sample, "top_decile_deaths"),
    }
    if f"none{OFF}" in sample.arms:
        found[f"beats{OFF}"] = pooled(sample.mean(f"none{OFF}", "beats_exponential"))
        found["alpha_without"] = typical(sample, "alpha", f"none{OFF}")
    return found


@fact("long")
def e02(runs: Runs) -> Found:
    """Burstiness, Fano factors of weeks and, without trend, of days, in the busiest cells.

    Source: Goh & Barabási 2008, EPL 81:48002; Fano 1947.
    """
    sample = runs["long"]
    weekly = [sample.resampled("none", "town_fano_weekly", _tenths(q)) for q in (0.1, 0.9)]
    # Both ends of the runs have to lie within: the one that is further out counts.
    low, high = weekly[0].min(axis=0), weekly[1].max(axis=0)
    outer = np.where(1.8 - low > high - 25.0, low, high)
    return {
        "burstiness": typical(sample, "town_burstiness"),
        "weekly": typical(sample, "town_fano_weekly"),
        "weekly_all": outer,
        "daily": typical(sample, "town_fano_no_trend"),
    }


def _tenths(q: float) -> Callable[..., NDArray[np.float64]]:
    return lambda values, axis: np.nanquantile(values, q, axis=axis)


@fact("long")
def e04(runs: Runs) -> Found:
    """Knox ratios within two days by distance, from what the map resolves on.

    Places within a cell are drawn at random, so the nearest distance that tells is 1 to 10 km.

    Source: Knox 1964; Townsley, Johnson & Ratcliffe 2008, Security Journal 21.
    """
    sample = runs["long"]
    ratios = [typical(sample, f"knox.{edge}") for edge in KNOX_EDGES]
    return {"nearest": ratios[1], "monotone": largest_rise(ratios[1:]), "far": ratios[3]}


@fact("long")
def e05(runs: Runs) -> Found:
    """Shares of cells that hold half and four fifths of events; events in the busiest tenth.

    Source: own computation on UCDP GED 20.1, by the same functions.
    """
    keys = {"k50": "k50", "k80": "k80", "top": "top_decile_cells"}
    return {name: typical(runs["long"], key) for name, key in keys.items()}


@fact("long")
def e06(runs: Runs) -> Found:
    """Moran's I of log(1 + events) by cell.

    Source: Moran 1950, Biometrika 37; own computation on UCDP GED 20.1.
    """
    return {"moran": typical(runs["long"], "morans_i")}


@fact("long")
def e07(runs: Runs) -> Found:
    """Persistence of violent cells from year to year, and onset beside violence over elsewhere.

    Source: own computation on UCDP GED 20.1; cf. Schutte & Weidmann 2011.
    """
    sample = runs["long"]
    return {
        "persistence": typical(sample, "persistence"),
        "neighbours": typical(sample, "neighbour_ratio"),
    }


def _episodes(sample: Sample) -> list[Columns]:
    """Episodes of all runs of each resample: columns by name, one entry an episode."""
    names = ("years", "over", "war", "quiet", "returned")
    by_seed = {
        scenario: {
            name: np.array(
                [
                    sample.values(scenario, "none", f"episode.{i}.{name}")
                    for i in range(MOST_EPISODES)
                ]
            )
            for name in names
        }
        for scenario in sample.scenarios
    }
    rng = np.random.default_rng(1)
    found = []
    for draw in range(1 + DRAWS // 4):
        parts: dict[str, list[NDArray[np.float64]]] = {name: [] for name in names}
        for columns in by_seed.values():
            seeds = columns["years"].shape[1]
            chosen = np.arange(seeds) if draw == 0 else rng.integers(seeds, size=seeds)
            there = ~np.isnan(columns["years"][:, chosen])
            for name in names:
                parts[name].append(columns[name][:, chosen][there])
        found.append({name: np.concatenate(part) for name, part in parts.items()})
    return found


def _of_each(drawn: list[Columns], measure: Callable[[Columns], float]) -> Draws:
    """A number of the episodes of each resample; NaN where they cannot carry it."""
    values = []
    for one in drawn:
        try:
            values.append(float(measure(one)))
        except NotComputableError:
            values.append(np.nan)
    return np.array(values)


@fact("long")
def e09(runs: Runs) -> Found:
    """Kaplan-Meier median of episodes of conflict, share of one year and beyond ten; of wars.

    Source: own computation from UCDP/PRIO by the same functions; Kaplan & Meier 1958.
    """
    drawn = _episodes(runs["long"])

    def curve(one: Columns, wars: bool = False) -> Survival:
        kept = one["war"] > 0 if wars else np.ones(len(one["war"]), bool)
        return kaplan_meier(one["years"][kept], one["over"][kept] > 0)

    return {
        "median": _of_each(drawn, lambda one: curve(one).median()),
        "one_year": _of_each(drawn, _share_of_one_year),
        "beyond_10": _of_each(drawn, lambda one: curve(one).beyond(10)),
        "war_median": _of_each(drawn, lambda one: curve(one, wars=True).median()),
    }


def _share_of_one_year(one: Columns) -> float:
    return float(mean_of_known((one["years"] == 1).astype(float), axis=0))


@fact("long")
def e10(runs: Runs) -> Found:
    """Kaplan-Meier share of ended episodes that are followed by another within 5 and 10 years.

    One quiet year ends an episode.

    Source: own computation from UCDP/PRIO by the same functions; Walter 2010; Collier et al. 2008.
    """
    drawn = _episodes(runs["long"])

    def returned(one: Columns, years: float) -> float:
        over = one["over"] > 0
        return 1.0 - kaplan_meier(one["quiet"][over], one["returned"][over] > 0).beyond(years)

    return {f"years_{n}": _of_each(drawn, partial(returned, years=n)) for n in (5, 10)}


@fact("long")
def e14(runs: Runs) -> Found:
    """Share of civilians among the dead by scenario, lowest and highest; more where communal.

    Source: own computation on UCDP GED 20.1.
    """
    sample = runs["long"]
    shares = sample.total("none", "dead_civilians") / np.maximum(sample.total("none", "dead"), 1.0)
    communal = np.array([name == COMMUNAL for name in sample.scenarios])
    found = {"lowest": shares.min(axis=0), "highest": shares.max(axis=0)}
    if communal.any() and not communal.all():
        found["communal"] = shares[communal].mean(axis=0) - shares[~communal].mean(axis=0)
    return found


@fact("long")
def e15(runs: Runs) -> Found:
    """Elasticities over runs of the displaced to deaths and to cells hit, a mean by scenario.

    Source: Melander & Öberg 2006, 2007 (signs).
    """
    sample = runs["long"]
    names = ("log_displaced", "log_deaths", "log_cells")
    columns = {n: [sample.values(s, "none", n) for s in sample.scenarios] for n in names}
    rng = np.random.default_rng(1)
    found = []
    for draw in range(1 + DRAWS // 4):
        rows = []
        for place in range(len(sample.scenarios)):
            values = np.array([columns[name][place] for name in names])
            count = values.shape[1]
            if draw:
                values = values[:, rng.integers(count, size=count)]
            rows.append(values - values.mean(axis=1, keepdims=True))
        y, *x = np.hstack(rows)
        found.append(slopes(np.column_stack(x), y))
    deaths, spread = np.array(found).T
    return {"deaths": deaths, "spread": spread}
