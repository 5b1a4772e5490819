"""Family C: aid, works, cash, and work for former fighters."""

import numpy as np

from experiments.validation.contrasts import between, lot_ratio, with_off
from experiments.validation.estimates import pooled, rate_ratio, share_below
from experiments.validation.findings import OFF, Found, Runs, fact
from experiments.validation.samples import Draws, Sample


def extra_dead(sample: Sample, count: str) -> Draws:
    """Dead in treated places beyond what control places and the sham arm lead to expect."""
    ratio = np.exp(between(sample, count, "projects") - between(sample, count, "sham"))
    dead = sample.total("projects", f"{count}.treated")
    return np.asarray((dead - dead / ratio).sum(axis=0))


@fact("projects")
def c01(runs: Runs) -> Found:
    """Rate ratios of deaths where the lot put a visible project, early and after its completion.

    Places are cells that are contested as the projects are announced; the same cells without any
    project (sham) take out what chance gave them. Of the rise, the part that armed groups began.

    Source: Crost, Felter & Johnston 2014, AER 104(6).
    """
    sample = runs["projects"]
    found = lot_ratio(sample, "early", "early", "projects")
    found |= {
        k: v for k, v in lot_ratio(sample, "later", "later", "projects").items() if k == "later"
    }
    rise, theirs = extra_dead(sample, "early"), extra_dead(sample, "early_insurgents")
    with np.errstate(divide="ignore", invalid="ignore"):
        found["insurgents"] = np.where(rise > 0, theirs / rise, np.nan)
    return found


@fact("projects")
def c02(runs: Runs) -> Found:
    """Rate ratio of acts of violence in nine months where the lot gave cash; less than projects?

    Source: Crost, Felter & Johnston 2016, JDE 118.
    """
    sample = runs["projects"]
    found = lot_ratio(sample, "cash", "acts", "cash")
    projects = lot_ratio(sample, "projects", "acts", "projects")["projects"]
    found["modality"] = share_below(found["cash"], projects)
    if f"cash{OFF}" in sample.arms:
        logs = between(sample, "acts", f"cash{OFF}") - between(sample, "acts", "sham")
        found[f"cash{OFF}"] = np.exp(pooled(logs))
    return found


@fact("works")
def c03(runs: Runs) -> Found:
    """Rate ratio of acts under small, secured, expert works over that under large, insecure ones.

    Each against the same force without works, so that what troops do by themselves is no part.

    Source: Berman, Felter, Shapiro & Troland 2013, AER 103(3).
    """

    def contrast(mark: str) -> Draws:
        sample = runs["works"]
        small = rate_ratio(sample, "acts", f"small_secure{mark}", f"secure{mark}")
        return small / rate_ratio(sample, "acts", f"large_insecure{mark}", f"none{mark}")

    found = {"interaction": contrast("")}
    if f"small_secure{OFF}" in runs["works"].arms:
        found[f"interaction{OFF}"] = contrast(OFF)
    return found


@fact("reintegration")
def c05(runs: Runs) -> Found:
    """Rate ratios of joining in communities with former fighters, by kind of programme.

    Source: Blattman & Annan 2016, APSR 110(1).
    """
    sample = runs["reintegration"]
    found = with_off(sample, "ongoing", "veterans.joined", "ongoing")
    at_once = rate_ratio(sample, "veterans.joined", "at_once", "none")
    found["order"] = found["ongoing"] / at_once
    found["training"] = rate_ratio(sample, "veterans.joined", "training", "none")
    return found


@fact("reintegration")
def c06(runs: Runs) -> Found:
    """Poverty of former fighters, trust in the government, and enrolment by abusiveness.

    Source: Gilligan, Mvukiyehe & Samii 2013, JCR 57(4); Humphreys & Weinstein 2007, JCR 51(4).
    """
    sample = runs["reintegration"]

    def change(measure: str) -> Draws:
        return pooled(sample.mean("ongoing", measure) - sample.mean("none", measure))

    return {
        "poverty": change("veterans.poor"),
        "legitimacy": change("veterans.trust_state"),
        "acceptance": pooled(sample.mean("ongoing", "veterans.stigma")),
    }


@fact("goods")
def c07(runs: Runs) -> Found:
    """Shares of goods taken and lost, and weeks at war when armed groups take much or little.

    Source: UN Monitoring Group on Somalia, S/2010/91.
    """
    sample = runs["goods"]
    brought = np.maximum(sample.total("own", "aid.in"), 1.0)
    found = {
        "armed": pooled(sample.total("own", "aid.taken") / brought),
        "lost": pooled(sample.total("own", "aid.lost") / brought),
    }
    return found | with_off(sample, "duration", "weeks_at_war", "much", "little")
