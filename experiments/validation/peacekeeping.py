"""Family A: what peacekeepers do to violence."""

import numpy as np

from experiments.validation.arms import POLICE, REFERENCE
from experiments.validation.contrasts import with_off
from experiments.validation.estimates import (
    hazard_ratio,
    largest_rise,
    log_ratio,
    mantel_haenszel,
    pooled,
    rate_ratio,
    share_below,
)
from experiments.validation.findings import OFF, Found, Runs, fact
from experiments.validation.samples import Draws, Sample

DEPLOYED_BANDS = range(8)
"""Half-years of the four years in which the mission of the ensemble `peace` is there."""

LEFT_BANDS = range(8, 20)
"""Half-years from then to the end of the tenth year."""

DOSES = ("none", "quarter", "half", "reference", "more")


@fact("war")
def a01(runs: Runs) -> Found:
    """Rate ratios of battle deaths by dose of troops, and of observers and police alone.

    Counted over two years of full strength, bases drawn by lot. Without presence (deterrence,
    separation, help in time, what is seen passed on) the effect of troops has to go.

    Source: Hultman, Kathman & Shannon 2014, APSR 108(4).
    """
    war = runs["war"]
    found = with_off(war, "reference", "battle", "reference")
    found["half"] = rate_ratio(war, "battle", "half", "none")
    none = war.total("none", "battle")
    doses = [one for one in DOSES if one in war.arms]
    logs = [pooled(log_ratio(war.total(one, "battle"), none)) for one in doses]
    found["monotone"] = largest_rise(logs)
    for arm in ("observers", "police"):
        found[arm] = rate_ratio(war, "battle", arm, "none")
    return found


@fact("war")
def a02(runs: Runs) -> Found:
    """Rate ratios of civilians killed in one-sided violence, troops and police, and by head.

    By head: the log ratio divided by the strength authorised per 1,000 inhabitants.

    Source: Hultman, Kathman & Shannon 2013, AJPS 57(4).
    """
    war = runs["war"]
    found = with_off(war, "troops", "one_sided", "reference")
    found["as_strong"] = found["troops"] - rate_ratio(war, "battle", "reference", "none")
    found["police"] = rate_ratio(war, "one_sided", "police", "none")
    by_head = np.log(found["police"]) / POLICE - np.log(found["troops"]) / REFERENCE
    return found | {"by_head": by_head}


@fact("war", "aftermath")
def a03(runs: Runs) -> Found:
    """Rate ratios of civilians killed in one-sided violence under observers alone.

    In war, and in the 24 months after a settlement, where troops are to help.

    Source: Hultman, Kathman & Shannon 2013, AJPS 57(4); Kathman & Wood 2016, FPA 12(2).
    """
    after = runs["aftermath"]
    return {
        "observers_war": rate_ratio(runs["war"], "one_sided", "observers", "none"),
        "observers_after": rate_ratio(after, "one_sided", "observers", "none"),
        **with_off(after, "troops_after", "one_sided", "troops"),
    }


@fact("peace")
def a04(runs: Runs) -> Found:
    """Hazard ratio of the first return to the threshold of war, while the mission is deployed.

    Strata are scenarios and half-years since the settlement. Without what makes promises credible
    and what presence does, it has to go. ``hazard_of_conflict`` is the same for the threshold of
    conflict, as a test of how much hangs on the threshold; ``hazard_after`` that of war among those
    who had none until the mission left.

    Source: Fortna 2004, ISQ 48; Fortna 2008; Gilligan & Sergenti 2008, QJPS 3(2).
    """
    peace = runs["peace"]
    found = {"hazard": hazard_ratio(peace, "to_war", "mission", "none", DEPLOYED_BANDS)}
    found["hazard_of_conflict"] = hazard_ratio(
        peace, "to_conflict", "mission", "none", DEPLOYED_BANDS
    )
    found["hazard_after"] = hazard_ratio(peace, "to_war", "mission", "none", LEFT_BANDS)
    if f"mission{OFF}" in peace.arms:
        found[f"hazard{OFF}"] = hazard_ratio(
            peace, "to_war", f"mission{OFF}", f"none{OFF}", DEPLOYED_BANDS
        )
    return found


def local_ratio(war: Sample, side: str, arm: str, sham: str) -> Draws:
    """Dead in cells with a base over cells without, held against the same cells with nobody there.

    The same lot is drawn in the arm without a mission, so that what chance gave the two groups of
    cells is taken out.
    """
    treated = log_ratio(war.total(arm, f"local.{side}.base"), war.total(arm, f"local.{side}.open"))
    before = log_ratio(war.total(sham, f"local.{side}.base"), war.total(sham, f"local.{side}.open"))
    return np.exp(pooled(treated - before))


@fact("war")
def a06(runs: Runs) -> Found:
    """Rate ratios of civilians killed by armed groups and by the state where the lot put a base.

    Twelve months at full strength, cells with a base against the others of their pairs.

    Source: Fjelde, Hultman & Nilsson 2019, IO 73(1).
    """
    war = runs["war"]
    found = {
        "rebels": local_ratio(war, "groups", "reference", "none"),
        "government": local_ratio(war, "state", "reference", "none"),
    }
    found["contrast"] = share_below(found["rebels"], found["government"])
    if f"reference{OFF}" in war.arms:
        found[f"rebels{OFF}"] = local_ratio(war, "groups", f"reference{OFF}", f"none{OFF}")
    return found


def local_hazard(war: Sample, what: str, arm: str, sham: str) -> Draws:
    """Hazard ratio of ends, or of starts, of violent months: with a base over without.

    Held against the same ratio in the arm without a mission, as in :func:`local_ratio`.
    """
    spell, count = {"ends": ("spell", "ends"), "starts": ("start", "starts")}[what]

    def ratio(one: str) -> Draws:
        ends = [war.total(one, f"{spell}.{count}.{group}") for group in ("base", "open")]
        risk = [war.total(one, f"{spell}.months.{group}") for group in ("base", "open")]
        return mantel_haenszel(ends[0], risk[0], ends[1], risk[1])

    with np.errstate(divide="ignore", invalid="ignore"):
        return ratio(arm) / ratio(sham)


@fact("war")
def a07(runs: Runs) -> Found:
    """Hazard ratios of the end and of the start of spells of violent months, by the lot's bases.

    A month of four weeks is violent if armed parties killed anybody in the cell.

    Source: Ruggeri, Dorussen & Gizelis 2017, IO 71(1).
    """
    war = runs["war"]
    ending, starting = (local_hazard(war, what, "reference", "none") for what in ("ends", "starts"))
    found = {
        "ending": ending,
        "starting": starting,
        "weaker": np.abs(np.log(starting)) - np.abs(np.log(ending)),
    }
    if f"reference{OFF}" in war.arms:
        found[f"ending{OFF}"] = local_hazard(war, "ends", f"reference{OFF}", f"none{OFF}")
    return found


@fact("quality")
def a10(runs: Runs) -> Found:
    """Rate ratio of civilians killed in one-sided violence, good troops over poor, same number.

    Good and poor are one standard deviation (0.15 in quality, 0.2 in mobility) from the mean.

    Source: Haass & Ansorg 2018, JPR 55(6).
    """
    return with_off(runs["quality"], "quality", "one_sided", "good", "poor")
