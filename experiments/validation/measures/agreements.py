"""What was signed, and how long it held."""

import numpy as np

from experiments.validation.measures.past import Numbers, Past, spells
from sim.metrics.peace import YEAR
from sim.state import codes

BAND, BANDS = 8, 26
"""Weeks of a stretch in tables of how long ceasefires last, and how many: four years."""

CEASEFIRES = {
    "cessation": codes.CESSATION,
    "preliminary": codes.PRELIMINARY,
    "definitive": codes.DEFINITIVE,
}
HOLD_YEARS = (5, 10)


def settlements(past: Past) -> Numbers:
    """Settlements that hold 5 and 10 years after signing, of those that are so old.

    One that lapses or is broken has not held; one that is fulfilled or replaced by a new one has.
    """
    papers, end = past.result.agreements, past.result.weeks
    papers = papers[papers["kind"] == codes.SETTLED]
    lost = np.isin(papers["end"], (codes.BROKEN, codes.LAPSED)) & (papers["ended"] >= 0)
    lasted = np.where(papers["ended"] >= 0, papers["ended"], end) - papers["signed"]
    found: Numbers = {}
    for years in HOLD_YEARS:
        # Those from before the run are as old as it is.
        old = np.maximum(papers["signed"], 0) + years * YEAR <= end
        held = ~lost | (lasted >= years * YEAR)
        found[f"settled.{years}"] = float(old.sum())
        found[f"held.{years}"] = float((held & old).sum())
    return found


def ceasefires(past: Past) -> Numbers:
    """Years of conflict with a ceasefire, and tables of how long each class of them lasts.

    A year of conflict is one of 52 weeks that ends above the threshold of conflict.
    """
    from sim.metrics.peace import course

    papers, end = past.result.agreements, past.result.weeks
    conflict = course(past.series, past.result.measures).conflict
    last_weeks = np.arange(YEAR - 1, end, YEAR)
    active = conflict[last_weeks]
    kinds = list(CEASEFIRES.values())
    signed = papers["signed"][np.isin(papers["kind"], kinds)]
    year = np.unique(signed[signed >= 0] // YEAR)
    found = {
        "ceasefire.years": float(active.sum()),
        "ceasefire.with": float(active[year[year < len(active)]].sum()),
    }
    for name, kind in CEASEFIRES.items():
        table: Numbers = {}
        for paper in papers[papers["kind"] == kind]:
            over = paper["ended"] >= 0
            # One that a better agreement replaces has not failed: it is censored.
            failed = bool(over) and paper["end"] in (codes.BROKEN, codes.LAPSED)
            lasted = float((paper["ended"] if over else end) - paper["signed"])
            for column, value in spells(name, lasted, failed, BAND, BANDS).items():
                table[column] = table.get(column, 0.0) + value
        found |= table or spells(name, 0.0, False, BAND, BANDS)
    return found


def truce_onset(past: Past) -> Numbers:
    """Ceasefires signed, and pair-weeks of war in which they could have been."""
    papers = past.result.agreements
    signed = np.isin(papers["kind"], list(CEASEFIRES.values())) & (papers["signed"] >= 0)
    return {
        "truce.signed": float(signed.sum()),
        "truce.weeks": float(past.series["at_war"].sum()),
    }
