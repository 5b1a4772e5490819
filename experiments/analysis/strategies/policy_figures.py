"""Figures that set policies side by side: their ranks, their peace, what they cost."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.analysis.strategies.answer import named, number
from experiments.analysis.strategies.captions import footer, headline, method
from experiments.analysis.strategies.peace_survival import PeaceSurvival
from experiments.analysis.strategies.ranking import Ranking
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.value import Value
from experiments.drawing import MOST_BARS, survival_steps
from experiments.words import plainly
from sim.figures.edges import apart, names_at_edge
from sim.figures.palettes import on, tone
from sim.figures.style import canvas, colours, deep, dress, look
from sim.metrics.peace import YEAR
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_RANKED = 20

MOST_NAMED = 10


def ranking_figure(answer: Ranking, study: Study) -> "Figure":
    """Draw means with 95 % intervals, and beside them the chance of each rank."""
    table = answer.table.head(MOST_RANKED).iloc[::-1].reset_index(drop=True)
    shades = colours(study.policies)
    with look():
        figure = canvas(13, 2.6 + 0.55 * len(table))
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=[3, 2])
        for row in table.itertuples():
            shade = shades[row.strategy]
            left.plot([row.low, row.high], [row.Index] * 2, color=shade, lw=4, alpha=0.45)
            left.plot(row.mean, row.Index, "o", color=shade, ms=11)
            left.annotate(
                number(row.mean), (row.mean, row.Index), xytext=(0, 9),
                textcoords="offset points", ha="center", fontsize=11,
            )  # fmt: skip
        left.set_yticks(range(len(table)), table["strategy"])
        left.set_ylim(-0.6, len(table) - 0.35)
        outcome = OUTCOMES[answer.outcome]
        left.set_title(plainly(named(answer.outcome)), fontsize=13)
        left.set_xlabel(f"{outcome.better} is better; bars: 95 % intervals", color=tone.faint)
        left.grid(axis="x")
        _rank_bars(right, table)
        rest = len(answer.table) - len(table)
        notes = [f"the best {len(table)}; {rest} more are left out"] if rest else []
        notes += [said.rstrip(".")] if (said := study.caution(answer.outcome).strip()) else []
        return dress(figure, headline(answer), footer(study, ". ".join(notes)))


def _rank_bars(axes: "Axes", table: pd.DataFrame) -> None:
    """Stack the chances of ranks, the first from the left."""
    from matplotlib.colors import to_hex

    count = len(table)
    start = np.zeros(count)
    shades = deep()(np.linspace(1.0, 0.08, count))
    for rank in range(1, count + 1):
        chance = table[f"rank_{rank}"].fillna(0).to_numpy()
        axes.barh(range(count), chance, left=start, height=0.55, color=shades[rank - 1])
        for place in np.flatnonzero(chance >= 0.12):
            middle = start[place] + chance[place] / 2
            label = f"{_ordinal(rank)} {chance[place]:.0%}"
            room = chance[place] >= 0.2
            axes.text(
                middle, float(place), label if room else _ordinal(rank), ha="center",
                va="center", fontsize=10, color=on(to_hex(shades[rank - 1])),
            )  # fmt: skip
        start += chance
    axes.set_title("chance of each rank", fontsize=13)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel("share of resamples of replicates", color=tone.faint)


def _ordinal(rank: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10 if rank % 100 not in (11, 12, 13) else 0)
    return f"{rank}{ending or 'th'}"


def survival_figure(answer: PeaceSurvival, study: Study) -> "Figure":
    """Draw the share still at peace by years since exit, with 95 % intervals (Kaplan-Meier)."""
    shades = colours(study.policies)
    with look():
        figure = canvas(12, 7)
        axes = figure.subplots()
        order = list(answer.table.sort_values("mean_years", ascending=False)["strategy"])
        shown = dict.fromkeys([*order[: MOST_NAMED - 1], answer.reference])
        curves = {name: answer.curves[name] for name in order if name in shown}
        watched = {name: curve.week[-1] / YEAR for name, curve in curves.items()}
        barred = [*order[:MOST_BARS], answer.reference]
        survival_steps(axes, curves, watched, shades, barred)
        note = "bars at 1, 3 and 5 years: 95 % intervals; | is where watching ends before others"
        tested = method(answer)
        return dress(
            figure, headline(answer), footer(study, f"{note}; {tested}" if tested else note)
        )


def front_figure(answer: Value, study: Study) -> "Figure":
    """Draw cost against what it buys, with intervals, and the front of what is not beaten."""
    table = answer.table
    shades = colours(study.policies)
    sign = study.better(answer.outcome)
    with look():
        figure = canvas(12, 7)
        axes = figure.subplots()
        costs = [float(cost) / 1e6 for cost in table["cost"]]
        # Side by side where costs are nearly the same, or intervals would hide each other.
        shown = dict(zip(table.index, apart(costs, 0.012 * max([*costs, 1.0])), strict=True))
        for row in table.itertuples():
            shade = shades[row.strategy]
            cost = shown[row.Index]
            axes.plot([cost] * 2, [row.low, row.high], color=shade, lw=3, alpha=0.5)
            axes.plot(cost, row.value, "o" if row.on_front else "X", color=shade, ms=12)
        front = table[table["on_front"]].sort_values("cost")
        axes.plot(
            [shown[row] for row in front.index],
            front["value"],
            color=tone.faint,
            ls=":",
            lw=1.6,
            zorder=1,
        )
        labelled = table if len(table) <= MOST_NAMED else front.head(MOST_NAMED)
        heights = dict(zip(labelled["strategy"], labelled["value"], strict=True))
        names_at_edge(axes, heights, shades, gap=0.055 * float(np.ptp(axes.get_ylim())))
        if sign < 0:
            axes.invert_yaxis()
        axes.set_xlabel("cost (million US dollars)")
        axes.set_ylabel(f"{plainly(named(answer.outcome))}, better upwards")
        axes.grid()
        note = (
            "dots, joined: beaten by none; crosses: beaten; bars: 95 % intervals; strategies "
            "that cost nearly the same are set side by side"
        )
        return dress(figure, headline(answer), footer(study, note))
