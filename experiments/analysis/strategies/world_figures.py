"""Figures of what depends on the world, or on parts of a strategy: regret, influence, synergy."""

from typing import TYPE_CHECKING

import numpy as np

from experiments.analysis.strategies.captions import footer, headline
from experiments.analysis.strategies.influence import MAIN, MEANINGS, Sensitivity
from experiments.analysis.strategies.robustness import Robustness
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.synergy import Synergy
from sim.figures.style import BLUE, FAINT, INK, ORANGE, SCALE, canvas, dress, look
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_WORLDS = 40

MOST_FACTORS = 25


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
        note = f"circle: best in that world; regret: how much worse its {answer.outcome} is{rest}"
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
