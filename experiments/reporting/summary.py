"""What the runs of a study show, in sentences that need no glossary."""

from collections.abc import Iterator

import pandas as pd

from experiments.analysis.strategies.answer import listed, number, percent
from experiments.analysis.strategies.differences import Differences
from experiments.analysis.strategies.peace_survival import PeaceSurvival
from experiments.analysis.strategies.ranking import Ranking
from experiments.analysis.strategies.report import Found
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.value import Value
from experiments.words import many
from sim.metrics.outcomes import YEARS_AFTER
from sim.results import OUTCOMES

MOST_NAMED = 4
"""Strategies that a sentence names; the table under it has all."""


def summary(study: Study, found: Found) -> list[str]:
    """Say what was found about rank, differences, peace and cost, and what cannot be told."""
    lines: list[str] = []
    for _, answer in found.answers:
        if isinstance(answer, Ranking):
            lines += _ranks(answer)
        elif isinstance(answer, Differences):
            lines += _differs(answer)
        elif isinstance(answer, PeaceSurvival):
            lines += _lasts(answer)
        elif isinstance(answer, Value):
            lines += _costs(answer)
    note = study.caution(found.outcome).strip()
    return [*lines, note] if note else lines


def _ranks(answer: Ranking) -> Iterator[str]:
    """Which strategy is best by the outcome, which is worst, and how sure the first place is."""
    table = answer.table
    best, worst = table.iloc[0], table.iloc[-1]
    what = _sentence_case(OUTCOMES[answer.outcome].doc)
    yield (
        f"{what}: the best mean is that of {best['strategy']}, {_mean(best)}; the worst is that of "
        f"{worst['strategy']}, {_mean(worst)}."
    )
    if answer.sure:
        yield f"That {best['strategy']} is best is more than luck of these runs."
    else:
        yield (
            f"That {best['strategy']} is best is not sure: its chance to be so is "
            f"{percent(best['rank_1'])}."
        )


def _differs(answer: Differences) -> Iterator[str]:
    """For each outcome, which strategies are told from the reference, by how much."""
    for outcome, rows in answer.table.groupby("outcome", sort=False):
        told, unclear = rows[rows["told_apart"]], rows[~rows["told_apart"]]
        largest = told.reindex(told["difference"].abs().sort_values(ascending=False).index)
        named = [
            _gap(row.strategy, row.difference, row.low, row.high)
            for row in largest.head(MOST_NAMED).itertuples()
        ]
        doc = _sentence_case(OUTCOMES[str(outcome)].doc)
        parts = []
        if named:
            rest = len(told) - len(named)
            parts.append(listed(named) + (f", and {rest} others" if rest > 0 else ""))
        if len(unclear):
            parts.append(f"no difference beyond luck for {listed(list(unclear['strategy']))}")
        yield f"{doc}, compared with {answer.reference}: {'; '.join(parts)}."


def _lasts(answer: PeaceSurvival) -> Iterator[str]:
    """In how many runs peace still held, as late after exit as all were watched."""
    years = [year for year in YEARS_AFTER if year <= answer.horizon]
    if not years:
        return
    column = f"peace_{years[-1]}y"
    order = answer.table.sort_values(column, ascending=False, kind="stable")
    (first, most), *others = _ends(order, column)
    shares = [
        f"{percent(most)} of the runs with {first}",
        *(f"{percent(share)} with {name}" for name, share in others),
    ]
    yield f"{many(years[-1], 'year')} after exit peace still held in {listed(shares)}."


def _ends(order: pd.DataFrame, column: str) -> list[tuple[str, float]]:
    """The first rows, and the last."""
    if len(order) > MOST_NAMED:
        order = pd.concat([order.head(MOST_NAMED - 1), order.tail(1)])
    return list(zip(order["strategy"], order[column], strict=True))


def _costs(answer: Value) -> Iterator[str]:
    """What the cheapest and the dearest mission cost."""
    paid = answer.table[answer.table["cost"] > 0].sort_values("cost")
    if paid.empty:
        return
    low, high = paid.iloc[0], paid.iloc[-1]
    if len(paid) == 1:
        yield f"{low['strategy']} costs {low['cost'] / 1e6:,.0f} million US dollars."
        return
    yield (
        f"Missions cost from {low['cost'] / 1e6:,.0f} million US dollars ({low['strategy']}) to "
        f"{high['cost'] / 1e6:,.0f} ({high['strategy']})."
    )


def _gap(name: str, difference: float, low: float, high: float) -> str:
    """A difference that is told from none, with its interval, without signs."""
    if difference > 0:
        return f"{name} {number(difference)} higher ({number(low)} to {number(high)})"
    return f"{name} {number(-difference)} lower ({number(-high)} to {number(-low)})"


def _mean(row: "pd.Series[float]") -> str:
    return f"{number(row['mean'])} ({number(row['low'])} to {number(row['high'])})"


def _sentence_case(text: str) -> str:
    return text[0].upper() + text[1:].replace("; ", ", ")
