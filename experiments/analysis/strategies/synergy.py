"""What do elements of a strategy add together that they do not add alone?

Interaction effects of a full two-level design (2^k): every combination of elements on and off.
"""

from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments import paired
from experiments.analysis.strategies.answer import interval, listed, needed, runs, significance
from experiments.analysis.strategies.study import Factor, Study
from sim.errors import UserError
from sim.results import OUTCOMES

MOST_FACTORS = 8


@dataclass(frozen=True)
class Synergy:
    """Effects of factors alone and together.

    Attributes:
        table: one row a term: factors, order (1 is a main effect), effect with 95 % interval, p by
            flips of signs, p_holm adjusted for all terms, told_apart, replicates, and
            replicates_to_tell. The main effect of A is the mean change from low to high. The effect
            of A and B together is by how much the change that A makes is larger where B is high:
            0 if they only add up.
        factors: short names, in the design's order. base: strategy that was varied.
    """

    table: pd.DataFrame = field(repr=False)
    outcome: str
    base: str
    factors: tuple[str, ...]
    replicates: int
    note: str
    name: str = "synergy"

    def rows(self) -> list[list[str]]:
        """Return main effects and pairs as text, the largest of each order first."""
        lines = [["term", f"effect on {self.outcome}", "p (Holm)", "told"]]
        shown = self.table[self.table["order"] <= 2]
        for row in shown.itertuples():
            effect = paired.Estimate(row.effect, row.low, row.high, row.replicates)
            told = "yes" if row.told_apart else "no"
            lines.append([row.term, interval(effect, sign=True), significance(row.p_holm), told])
        return lines

    def sentence(self) -> str:
        """Say which elements work better, or worse, together."""
        sign = 1 if OUTCOMES[self.outcome].better == "higher" else -1
        told = self.table[self.table["told_apart"]]
        mains, more = told[told["order"] == 1], told[told["order"] > 1]
        lines = []
        for rows, what in (
            (mains[mains["effect"] * sign > 0], "improves with"),
            (mains[mains["effect"] * sign < 0], "worsens with"),
        ):
            if len(rows):
                lines.append(f"{self.outcome} {what} {listed(rows['term'])}.")
        for rows, what in (
            (more[more["effect"] * sign > 0], "Better together than the sum"),
            (more[more["effect"] * sign < 0], "Less together than the sum"),
        ):
            if len(rows):
                lines.append(f"{what}: {listed(rows['term'])}.")
        if more.empty:
            pairs = self.table[self.table["order"] == 2]
            lines.append(
                f"{runs(self.replicates)} tell no synergy in {self.outcome}, of {len(self.table)} "
                f"effects tried; for the largest of two {needed(pairs['replicates_to_tell'].min())}"
                " if it is as large as it looks."
            )
        return " ".join(lines) + self.note

    def matrix(self, column: str = "effect") -> NDArray[np.float64]:
        """Return main effects (diagonal) and effects of pairs, shape (factors, factors)."""
        size = len(self.factors)
        found = np.full((size, size), np.nan)
        for terms, value in zip(self.table["factors"], self.table[column], strict=True):
            if len(terms) <= 2:
                i, j = (self.factors.index(terms[0]), self.factors.index(terms[-1]))
                found[i, j] = found[j, i] = value
        return found


def two_level(study: Study) -> list[Factor]:
    """Return the factors of a study that take two values, and are in a full design of such."""
    found = [factor for factor in study.factors if study.runs[factor.path].nunique() == 2]
    if len(found) < 2:
        return []
    corners = study.runs.groupby([factor.path for factor in found]).ngroups
    return found if corners == 2 ** len(found) else []


def synergy(study: Study, outcome: str, strategy: str | None = None) -> Synergy:
    """Estimate all effects of a full two-level design, within replicates.

    Raises:
        UserError: the design is not a full two-level one, or has more than eight factors.
    """
    factors = two_level(study)
    if not factors:
        raise UserError(
            "Synergy needs a full two-level design: at least two factors with two values each, in "
            "every combination"
        )
    if len(factors) > MOST_FACTORS:
        raise UserError(f"Synergy of more than {MOST_FACTORS} factors: split the design")
    strategy = strategy or study.last
    study.better(outcome)
    cells = _cells(study, outcome, strategy, factors)
    short = tuple(factor.short for factor in factors)
    rows = []
    for order in range(1, len(factors) + 1):
        for term in combinations(range(len(factors)), order):
            values = cells @ contrast(term, len(factors))
            estimate = paired.difference(values)
            rows.append(
                {
                    "term": " with ".join(short[i] for i in term),
                    "factors": tuple(short[i] for i in term),
                    "order": order,
                    "effect": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "p": estimate.p,
                    "replicates": estimate.n,
                    "replicates_to_tell": paired.replicates_needed(values),
                }
            )
    table = pd.DataFrame(rows)
    table["p_holm"] = paired.holm(table["p"].to_numpy())
    apart = (table["low"] > 0) | (table["high"] < 0)
    table["told_apart"] = apart & (table["p_holm"] < 1 - paired.LEVEL)
    table["size"] = table["effect"].abs()
    table = table.sort_values(["order", "size"], ascending=[True, False], ignore_index=True)
    return Synergy(
        table.drop(columns="size"), outcome, strategy, short, len(cells), study.caution(outcome)
    )


def contrast(term: tuple[int, ...], factors: int) -> NDArray[np.float64]:
    """Return weights of the 2^k cells whose sum is the effect of a term.

    Cells are in the order of counting, the last factor fastest. With levels -1 and 1 the product of
    a term's levels, over 2^(k - order): so the effect of two is (Y11 - Y01) - (Y10 - Y00), the mean
    over the other factors, and not half of it as in some textbooks.
    """
    levels = np.array(list(product((-1.0, 1.0), repeat=factors)))
    return np.asarray(levels[:, list(term)].prod(axis=1) / 2 ** (factors - len(term)))


def _cells(study: Study, outcome: str, strategy: str, factors: list[Factor]) -> NDArray[np.float64]:
    """Outcome by replicate and cell of the design, shape (replicates, 2^k)."""
    runs_of = study.capped(outcome)
    runs_of = runs_of[runs_of["strategy"] == strategy]
    paths = [factor.path for factor in factors]
    table = runs_of.pivot_table(index="replicate", columns=paths, values=outcome, aggfunc="mean")
    table = table.sort_index(axis=1).dropna()
    if table.shape[1] != 2 ** len(factors) or table.empty:
        raise UserError(f"{outcome}: no replicate of {strategy} has a value in every combination")
    return table.to_numpy(float)
