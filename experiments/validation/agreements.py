"""Family B: agreements, mediation, cooperation between groups."""

import numpy as np

from experiments.validation.contrasts import lot_ratio
from experiments.validation.estimates import (
    largest_rise,
    mantel_haenszel,
    median_life,
    pooled,
)
from experiments.validation.findings import OFF, Found, Runs, fact
from experiments.validation.measures.agreements import BAND, BANDS, CEASEFIRES
from experiments.validation.samples import Draws, Sample
from experiments.validation.trials.lulls import BANDS as LULL_BANDS


def holding(sample: Sample, arm: str, years: int) -> Draws:
    """Share of settlements that hold so many years, each scenario with the same weight."""
    old, held = sample.total(arm, f"settled.{years}"), sample.total(arm, f"held.{years}")
    with np.errstate(divide="ignore", invalid="ignore"):
        return pooled(np.where(old > 0, held / old, np.nan))


@fact("guarantee")
def b01(runs: Runs) -> Found:
    """Shares of settlements that hold five years with a guarantor and without anybody.

    The guarantor has forces, sees what happens and has promised to punish breaches; the other arm
    has nobody. Without credible commitment the difference has to go.

    Source: Walter 1997, IO 51(3).
    """
    sample = runs["guarantee"]
    with_, without = holding(sample, "guarantee", 5), holding(sample, "none", 5)
    found = {
        "with": with_,
        "without": without,
        "difference": with_ - without,
        "pooled": 0.5 * (with_ + without),
    }
    if f"guarantee{OFF}" in sample.arms:
        found[f"difference{OFF}"] = holding(sample, f"guarantee{OFF}", 5) - holding(
            sample, f"none{OFF}", 5
        )
    return found


@fact("lulls")
def b02(runs: Runs) -> Found:
    """Hazard ratio of the next clash in a place where the lot sent mediators after the last one.

    Source: Duursma 2021, JPR 58(3).
    """

    sample = runs["lulls"]

    def ratio(arm: str) -> Draws:
        parts = [
            np.concatenate(
                [sample.total(arm, f"lull.{group}.{what}.{band}") for band in range(LULL_BANDS)]
            )
            for group in ("mediated", "left")
            for what in ("ends", "risk")
        ]
        return mantel_haenszel(*parts)

    found = {"hazard": ratio("mediated")}
    if f"mediated{OFF}" in sample.arms:
        found[f"hazard{OFF}"] = ratio(f"mediated{OFF}")
    return found


@fact("terms")
def b04(runs: Runs) -> Found:
    """Survival of settlements over ten years by how many dimensions of power are shared.

    Source: Hartzell & Hoddie 2003, AJPS 47(2); Gates et al. 2016, JoP 78(2).
    """
    sample = runs["terms"]
    survive = [holding(sample, f"dimensions_{number}", 10) for number in range(5)]
    found = {
        "monotone": largest_rise([-one for one in survive]),
        "gain": 0.5 * (survive[3] + survive[4]) - survive[0],
    }
    if f"dimensions_4{OFF}" in sample.arms:
        found[f"gain{OFF}"] = holding(sample, f"dimensions_4{OFF}", 10) - holding(
            sample, f"dimensions_0{OFF}", 10
        )
    return found


def ceasefire_life(sample: Sample, name: str) -> Draws:
    """Median life of a class of ceasefires, in weeks, all scenarios together."""

    def column(what: str) -> Draws:
        bands = [sample.total("none", f"{name}.{what}.{band}") for band in range(BANDS)]
        return np.asarray(np.array(bands).sum(axis=1))

    return median_life(column("ends"), column("risk") / BAND, BAND)


@fact("long", "talks")
def b05(runs: Runs) -> Found:
    """Conflict-years with a ceasefire, median lives by class of ceasefire, onset under mediators.

    A ceasefire that a better agreement replaces is censored, not failed.

    Source: Clayton et al. 2023, JCR (CF data set); Clayton & Sticher 2021, ISQ.
    """
    long, talks = runs["long"], runs["talks"]
    years, with_ = (long.total("none", f"ceasefire.{what}") for what in ("years", "with"))
    found = {"frequency": pooled(with_ / np.maximum(years, 1.0))}
    lives = {name: ceasefire_life(long, name) for name in CEASEFIRES}
    with np.errstate(divide="ignore", invalid="ignore"):
        found["preliminary"] = lives["preliminary"] / lives["cessation"]
        found["definitive"] = lives["definitive"] / lives["preliminary"]

    def onset(mark: str) -> Draws:
        parts = [
            talks.total(f"{arm}{mark}", f"truce.{what}")
            for arm in ("mediation", "none")
            for what in ("signed", "weeks")
        ]
        return mantel_haenszel(*parts)

    found["mediated"] = onset("")
    if f"mediation{OFF}" in talks.arms:
        found[f"mediated{OFF}"] = onset(OFF)
    return found


@fact("dialogue")
def b06(runs: Runs) -> Found:
    """Ratio of the monthly probability of a communal clash in districts that the lot gave dialogue.

    Source: Smidt 2020, JCR 64(2-3).
    """
    return lot_ratio(runs["dialogue"], "clashes", "clash_months", "dialogue")


@fact("enforcers", "enforcers_gone")
def b07(runs: Runs) -> Found:
    """Ratios of cooperation between neighbours under impartial and partial enforcers, and after.

    Cooperation is the contact that they would have in quiet times, weighted by calm; see
    `experiments.validation.measures.presence.cooperation`.

    Source: Nomikos 2022, JoP 84(1); Mironova & Whitt 2017, JCR.
    """

    def logs(name: str, arm: str, mark: str = "") -> Draws:
        sample = runs[name]
        lived = [sample.mean(f"{one}{mark}", "cooperation") for one in (arm, "none")]
        return pooled(np.log(lived[0]) - np.log(lived[1]))

    gain, later = logs("enforcers", "impartial"), logs("enforcers_gone", "impartial")
    with np.errstate(divide="ignore", invalid="ignore"):
        undone = np.where(gain > 0, 1.0 - later / gain, np.nan)
    found = {
        "impartial": np.exp(gain),
        "partial": np.exp(logs("enforcers", "partial")),
        "undone": undone,
    }
    if f"impartial{OFF}" in runs["enforcers"].arms:
        found[f"impartial{OFF}"] = np.exp(logs("enforcers", "impartial", OFF))
    return found
