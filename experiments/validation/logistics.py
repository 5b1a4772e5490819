"""Family F: deployment, cost, losses, responses, density."""

import numpy as np

from experiments.validation.estimates import largest_rise, pooled
from experiments.validation.findings import Found, Runs, fact
from experiments.validation.samples import Draws, Sample

DENSITIES = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0)


@fact("deployment")
def f01(runs: Runs) -> Found:
    """Months from authorisation to peak strength, the peak's share, and months by roads.

    Source: Rappa 2016, Global Peace Operations Review.
    """
    sample = runs["deployment"]
    by_roads = [
        pooled(sample.mean(arm, "months_to_peak")) for arm in ("good_roads", "usual", "poor_roads")
    ]
    return {
        "months": by_roads[1],
        "share": pooled(sample.mean("usual", "peak_share")),
        "roads": largest_rise([-one for one in by_roads]),
        "slower": by_roads[2] / by_roads[0],
    }


@fact("deployment")
def f02(runs: Runs) -> Found:
    """Thousand US dollars spent on the mission by uniformed person and year.

    Source: GAO-18-243 (2018); GAO-06-331 (2006).
    """
    return {"cost": pooled(runs["deployment"].mean("usual", "person_year"))}


@fact("losses")
def f04(runs: Runs) -> Found:
    """Share of peacekeepers killed by bombs and on convoys, and killed by bomb.

    Source: report of the UN Secretary-General of January 2023 (by way of the press).
    """
    sample = runs["losses"]
    lost = {n: sample.total("mission", n).sum(axis=0) for n in ("lost.hostile", "lost.routes")}
    bombs, by_bomb = (sample.total("mission", n).sum(axis=0) for n in ("bombs", "lost.bombs"))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "share": lost["lost.routes"] / lost["lost.hostile"],
            "by_bomb": by_bomb / bombs,
        }


def answered(sample: Sample, arm: str) -> Draws:
    """Share of attacks on civilians that a patrol reached in time, mean over scenarios."""
    attacks = sample.total(arm, "attacked")
    with np.errstate(divide="ignore", invalid="ignore"):
        return pooled(np.where(attacks > 0, sample.total(arm, "answered") / attacks, np.nan))


@fact("answers", "dense")
def f05(runs: Runs) -> Found:
    """Shares of attacks on civilians answered, thin and dense; by bases and by mobility.

    Source: UN OIOS, A/68/787 (2014).
    """
    sample = runs["answers"]
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "thin": answered(sample, "thin"),
            "dense": answered(runs["dense"], "dense"),
            "bases": answered(sample, "many_bases") / answered(sample, "few_bases"),
            "mobility": answered(sample, "mobile") / answered(sample, "immobile"),
        }


@fact("density")
def f06(runs: Runs) -> Found:
    """Share of runs without conflict in the fifth year, by security forces per 1,000 inhabitants.

    Source: Quinlivan 1995, Parameters 25(4); Friedman 2011, ISQ.
    """
    sample = runs["density"]
    stable = [pooled(sample.mean(f"density_{d:g}", "stable")) for d in DENSITIES]
    steps = np.diff(np.array(stable), axis=0)
    below = (stable[3] - stable[0]) / np.log(10.0)
    above = (stable[5] - stable[3]) / np.log(4.0)
    return {
        "rising": largest_rise([-one for one in stable]),
        "gain": stable[4] - stable[2],
        "step": np.abs(steps).max(axis=0),
        "saturating": above - below,
    }


@fact("deployment")
def f07(runs: Runs) -> Found:
    """Bases of a mission in its second year, and the Gini coefficient of members across them.

    Source: Cil, Fjelde, Hultman & Nilsson 2020, JPR 57(2) (Geo-PKO).
    """
    sample = runs["deployment"]
    return {name: pooled(sample.median("usual", name)) for name in ("sites", "gini")}
