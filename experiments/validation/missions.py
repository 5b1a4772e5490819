"""Family A, continued: what missions do to the end of wars, after them, and to institutions."""

import numpy as np

from experiments.validation.contrasts import with_off
from experiments.validation.estimates import hazard_ratio, pooled
from experiments.validation.findings import OFF, Found, Runs, fact
from experiments.validation.samples import Draws, Sample

FIVE_YEARS = range(10)
"""Half-years from the beginning of a war."""


@fact("talks")
def a12(runs: Runs) -> Found:
    """Hazard ratios of the end of war under troops alone, of a settlement with troops and talks.

    War ends when no pair of parties is at war for half a year.

    Source: Gilligan & Sergenti 2008, QJPS 3(2); Kathman & Benson 2019, JCR 63(7).
    """
    talks = runs["talks"]
    found = {
        "ending": hazard_ratio(talks, "war", "troops", "none", FIVE_YEARS),
        "settlement": hazard_ratio(talks, "deal", "both", "mediation", FIVE_YEARS),
    }
    if f"both{OFF}" in talks.arms:
        found[f"settlement{OFF}"] = hazard_ratio(
            talks, "deal", f"both{OFF}", f"mediation{OFF}", FIVE_YEARS
        )
    return found


@fact("aftermath")
def a14(runs: Runs) -> Found:
    """Share of the dead of two years after war by others than belligerents; police against troops.

    Source: Bara 2020, EJIR 26(4).
    """
    after = runs["aftermath"]
    others, everybody = (after.total("none", name) for name in ("others_dead", "all_dead"))
    share = pooled(others / np.maximum(everybody, 1.0))
    return {"others": share, **with_off(after, "police", "all_dead", "police_heavy", "troops")}


@fact("ambition")
def a15(runs: Runs) -> Found:
    """Reduction of the share of weeks at war in thirteen years, and money by death averted.

    Source: Hegre, Hultman & Nygård 2019, JoP 81(1).
    """
    runs_ = runs["ambition"]
    years = [runs_.mean(arm, "weeks_in_war").mean(axis=0) for arm in ("ambitious", "none")]
    dead = [runs_.total(arm, "deaths").sum(axis=0) for arm in ("none", "ambitious")]
    averted = dead[0] - dead[1]
    spent = runs_.total("ambitious", "spent").sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        price = np.where(averted > 0, spent / averted, np.inf)
        reduction = np.where(years[1] > 0, 1.0 - years[0] / years[1], np.nan)
    return {"reduction": reduction, "price": price}


@fact("law_in_peace", "law_in_war")
def a16(runs: Runs) -> Found:
    """Gain of the rule of law in 36 months by a civilian programme, in peace and in war.

    By head: a civilian is taken to cost what a uniformed person does (62,000 dollars a year). In
    peace all arms have the same guarantor. Where work needs no security, war is no hindrance.

    Source: Blair 2021, APSR 115(1).
    """
    peace, war = runs["law_in_peace"], runs["law_in_war"]

    def more(sample: Sample, measure: str, arm: str = "civilian", mark: str = "") -> Draws:
        gap = sample.mean(f"{arm}{mark}", measure) - sample.mean(f"none{mark}", measure)
        return np.asarray(gap.mean(axis=0))

    gain, in_war = more(peace, "law_gain"), more(war, "law_gain")
    people = peace.mean("civilian", "people").mean(axis=0)
    civilians = more(peace, "spent_by") / 3.0 / 0.062 / (1_000.0 * people)
    uniformed, heads = (more(peace, name, "uniformed") for name in ("law_gain", "heads_per_1000"))
    found = {"peace": gain, "twice": gain - 2.0 * in_war}
    with np.errstate(divide="ignore", invalid="ignore"):
        found["civilian"] = gain / civilians - uniformed / heads
    if f"civilian{OFF}" in war.arms:
        found[f"twice{OFF}"] = more(peace, "law_gain", mark=OFF) - 2.0 * more(
            war, "law_gain", mark=OFF
        )
    return found
