"""Figures of answers: one function each, from an answer and its study to a figure.

Titles say what was found; footers from how many replicates of which design. Colours are those of
all figures (`sim.figures.style`): the reference is grey, scales are cividis.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.analysis.strategies.answer import Answer, named, number, runs
from experiments.analysis.strategies.peace_survival import PeaceSurvival
from experiments.analysis.strategies.ranking import Ranking
from experiments.analysis.strategies.robustness import Robustness
from experiments.analysis.strategies.sensitivity import MAIN, MEANINGS, Sensitivity
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.synergy import Synergy
from experiments.analysis.strategies.value import Value
from experiments.figures import MOST_BARS, names_at_edge, survival_steps
from sim.figures.style import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    canvas,
    colours,
    dress,
    look,
    save,
)
from sim.metrics.peace import YEAR
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_WORLDS = 40
MOST_RANKED = 20
MOST_NAMED = 10
MOST_FACTORS = 25
SCALE = "cividis"


def footer(study: Study, note: str = "") -> str:
    """Say from how many replicates of which design a figure is, and what it does not claim."""
    worlds = f" in each of {runs(study.worlds, 'world')}" if study.worlds > 1 else ""
    design = f", design {study.design[:12]}" if study.design else ""
    design += " (partial)" if study.partial else ""
    notes = f" {note[0].upper()}{note[1:]}." if note else ""
    return (
        f"{study.title}, n = {study.replicates} paired replicates{worlds}{design}.{notes} "
        "Results compare strategies; they do not forecast countries."
    )


def headline(answer: Answer) -> str:
    """Return the first sentence of an answer."""
    return answer.sentence().partition(". ")[0].rstrip(".")


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
        left.set_title(named(answer.outcome), fontsize=13)
        left.set_xlabel(f"{outcome.better} is better; bars: 95 % intervals", color=FAINT)
        left.grid(axis="x")
        _rank_bars(right, table)
        rest = len(answer.table) - len(table)
        note = f"the best {len(table)}; {rest} more are left out" if rest else ""
        return dress(figure, headline(answer), footer(study, note))


def _rank_bars(axes: "Axes", table: pd.DataFrame) -> None:
    """Stack the chances of ranks, the first from the left."""
    from matplotlib import colormaps

    count = len(table)
    start = np.zeros(count)
    shades = colormaps[SCALE](np.linspace(0.0, 0.92, count))
    for rank in range(1, count + 1):
        chance = table[f"rank_{rank}"].fillna(0).to_numpy()
        axes.barh(range(count), chance, left=start, height=0.55, color=shades[rank - 1])
        for place in np.flatnonzero(chance >= 0.12):
            middle = start[place] + chance[place] / 2
            ink = "white" if rank - 1 < count / 2 else INK
            label = f"{_ordinal(rank)} {chance[place]:.0%}"
            room = chance[place] >= 0.2
            axes.text(
                middle, float(place), label if room else _ordinal(rank), color=ink, ha="center",
                va="center", fontsize=10,
            )  # fmt: skip
        start += chance
    axes.set_title("chance of each rank", fontsize=13)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel("share of resamples of replicates", color=FAINT)


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
        return dress(figure, headline(answer), footer(study, note))


def front_figure(answer: Value, study: Study) -> "Figure":
    """Draw cost against what it buys, with intervals, and the front of what is not beaten."""
    table = answer.table
    shades = colours(study.policies)
    sign = study.better(answer.outcome)
    with look():
        figure = canvas(12, 7)
        axes = figure.subplots()
        span = float(table["cost"].max() / 1e6) or 1.0
        for row in table.itertuples():
            shade = shades[row.strategy]
            # Side by side within a budget, or intervals would hide each other.
            place = int((table["budget"][: row.Index] == row.budget).sum())
            cost = row.cost / 1e6 + 0.012 * span * place
            axes.plot([cost] * 2, [row.low, row.high], color=shade, lw=3, alpha=0.5)
            axes.plot(cost, row.value, "o" if row.on_front else "X", color=shade, ms=12)
        front = table[table["on_front"]].sort_values("cost")
        axes.plot(front["cost"] / 1e6, front["value"], color=FAINT, ls=":", lw=1.6, zorder=1)
        labelled = table if len(table) <= MOST_NAMED else front.head(MOST_NAMED)
        heights = dict(zip(labelled["strategy"], labelled["value"], strict=True))
        names_at_edge(axes, heights, shades, gap=0.055 * float(np.ptp(axes.get_ylim())))
        if sign < 0:
            axes.invert_yaxis()
        axes.set_xlabel("cost (million US dollars)")
        axes.set_ylabel(f"{named(answer.outcome)}, better upwards")
        axes.grid()
        note = (
            "dots, joined: beaten by none; crosses: beaten; bars: 95 % intervals; strategies of "
            "one budget (within 5 %) are set side by side"
        )
        return dress(figure, headline(answer), footer(study, note))


def regret_figure(answer: Robustness, study: Study) -> "Figure":
    """Draw each policy's regret in each world: how far it is below the best there."""
    regrets = answer.regrets[list(study.policies)].to_numpy(float)
    order = np.argsort(-regrets.max(axis=1), kind="stable")[:MOST_WORLDS]
    left_out = len(regrets) - len(order)
    shown = regrets[order]
    with look():
        figure = canvas(13, 2.9 + 0.55 * len(study.policies))
        axes = figure.subplots()
        image = axes.imshow(shown.T, aspect="auto", cmap=f"{SCALE}_r", vmin=0)
        world, best = np.nonzero(shown == 0)
        axes.plot(world, best, "o", mfc="white", mec=INK, ms=6)
        axes.set_yticks(range(len(study.policies)), study.policies)
        axes.set_xticks([])
        axes.set_xlabel("worlds, those with the largest regret first")
        axes.spines[:].set_visible(False)
        figure.colorbar(image, label=f"regret ({OUTCOMES[answer.outcome].unit})")
        rest = f"; {left_out} worlds with smaller regrets are left out" if left_out else ""
        note = f"circle: best in that world; regret: {answer.outcome} below that of the best{rest}"
        return dress(figure, headline(answer), footer(study, note))


def sensitivity_figure(answer: Sensitivity, study: Study) -> "Figure":
    """Draw the factors by influence, with 95 % intervals: a tornado."""
    table = answer.table.head(MOST_FACTORS).iloc[::-1].reset_index(drop=True)
    index = MAIN[answer.method]
    with look():
        figure = canvas(12, 2.6 + 0.38 * len(table))
        axes = figure.subplots()
        shades = [BLUE if told else "#b9b9b9" for told in table["told"]]
        axes.barh(table.index, table[index], height=0.6, color=shades)
        for row in table.index:
            bounds = table.loc[row, [f"{index}_low", f"{index}_high"]].to_numpy(float)
            axes.plot(bounds, [row, row], color=INK, lw=1.6)
        if answer.method == "sobol":
            axes.plot(table["S1"], table.index, "D", color=ORANGE, ms=7, label="alone (S1)")
            axes.legend(loc="lower right")
        axes.axvline(0, color=FAINT, lw=1)
        axes.set_yticks(table.index, table["factor"])
        unit = f" ({OUTCOMES[answer.outcome].unit})" if answer.method in ("morris", "swing") else ""
        axes.set_xlabel(f"{index}: {MEANINGS[index]}{unit}")
        axes.grid(axis="x")
        note = "lines: 95 % intervals; grey: not told from no influence"
        return dress(figure, headline(answer), footer(study, note))


def synergy_figure(answer: Synergy, study: Study) -> "Figure":
    """Draw main effects (diagonal) and effects of pairs as a matrix, blue where they help."""
    effects, told = answer.matrix(), answer.matrix("told_apart")
    sign = study.better(answer.outcome)
    size = len(answer.factors)
    most = float(np.nanmax(np.abs(effects))) or 1.0
    with look():
        figure = canvas(max(9.0, 3.5 + 1.5 * size), 3.2 + 0.95 * size)
        axes = figure.subplots()
        image = axes.imshow(sign * effects, cmap="RdBu", vmin=-most, vmax=most, aspect="auto")
        for i in range(size):
            for j in range(size):
                ink = "white" if abs(effects[i, j]) > 0.6 * most else INK
                mark = " *" if told[i, j] else ""
                weight = "bold" if i == j else "normal"
                axes.text(j, i, f"{effects[i, j]:+.3g}{mark}", ha="center", va="center",
                          color=ink, fontweight=weight)  # fmt: skip
        axes.set_xticks(range(size), answer.factors)
        axes.set_yticks(range(size), answer.factors)
        axes.spines[:].set_visible(False)
        unit = OUTCOMES[answer.outcome].unit
        bar = figure.colorbar(image, label=f"change of {answer.outcome} ({unit})")
        bar.ax.set_yticks([-most, 0, most], ["worse", "0", "better"])
        note = (
            "diagonal: effect of each; beside it: what two add together beyond their sum; "
            "* told from none at 95 %, all effects taken together"
        )
        return dress(figure, headline(answer), footer(study, note))


FIGURES: dict[type, Callable[[Any, Study], "Figure"]] = {
    Ranking: ranking_figure,
    PeaceSurvival: survival_figure,
    Value: front_figure,
    Robustness: regret_figure,
    Sensitivity: sensitivity_figure,
    Synergy: synergy_figure,
}
"""The figure of each kind of answer."""


def draw(study: Study, answer: Answer, folder: Path) -> Iterator[Path]:
    """Draw an answer, if it has a figure, as PNG and SVG into a folder that is there."""
    figure = FIGURES.get(type(answer))
    if figure is not None:
        yield from save(figure(answer, study), folder, answer.name)
