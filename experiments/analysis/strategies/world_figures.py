"""Figures of what depends on the world, or on parts of a strategy: regret, influence, synergy."""

from typing import TYPE_CHECKING

import numpy as np

from experiments.analysis.strategies.captions import footer, headline
from experiments.analysis.strategies.influence import MAIN, MEANINGS, Sensitivity
from experiments.analysis.strategies.reversals import Reversals
from experiments.analysis.strategies.robustness import Robustness
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.synergy import Synergy
from experiments.words import plainly
from sim.figures.palettes import on, tone
from sim.figures.style import canvas, colours, deep, dress, look
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
        image = axes.imshow(shown.T, aspect="auto", cmap=deep(), vmin=0)
        world, best = np.nonzero(shown == 0)
        axes.plot(world, best, "o", mfc=tone.paper, mec=tone.ink, ms=6)
        axes.set_yticks(range(len(study.policies)), study.policies)
        axes.set_xticks([])
        axes.set_xlabel("worlds, those with the largest regret first")
        axes.spines[:].set_visible(False)
        figure.colorbar(image, label=f"regret ({OUTCOMES[answer.outcome].unit})")
        rest = f"; {left_out} worlds with smaller regrets are left out" if left_out else ""
        note = f"circle: best in that world; regret: how much worse its {answer.outcome} is{rest}"
        return dress(figure, headline(answer), footer(study, note))


def places_figure(answer: Reversals, study: Study) -> "Figure":
    """Draw the place of each policy in each scenario, by the outcome with the surest reversal."""
    outcome = answer.by_surety[0]
    places = answer.means[outcome].rank(ascending=study.better(outcome) < 0, method="first")
    shades = colours(list(places.index))
    with look():
        figure = canvas(13, 2.6 + 0.55 * len(places))
        axes = figure.subplots()
        across = np.arange(len(places.columns))
        for policy, row in places.iterrows():
            shade = shades[str(policy)]
            axes.plot(across, row, "o-", color=shade, ms=13, lw=3)
            axes.text(across[-1] + 0.08, row.iloc[-1], str(policy), color=shade, va="center",
                      fontweight="bold")  # fmt: skip
        axes.set_xticks(across, [str(name).replace("_", "\n") for name in places.columns])
        axes.set_yticks(range(1, len(places) + 1))
        axes.set(ylabel="place (1 is best)", xlim=(-0.2, len(across) - 0.2))
        axes.invert_yaxis()
        axes.spines[:].set_visible(False)
        note = f"places by the mean of {outcome}; neighbours need not be told apart"
        return dress(figure, headline(answer), footer(study, note))


def sensitivity_figure(answer: Sensitivity, study: Study) -> "Figure":
    """Draw the factors by influence, with 95 % intervals: a tornado."""
    table = answer.table.head(MOST_FACTORS).iloc[::-1].reset_index(drop=True)
    index = MAIN[answer.method]
    with look():
        figure = canvas(12, 2.6 + 0.38 * len(table))
        axes = figure.subplots()
        shades = [tone.blue if told else tone.reference for told in table["told"]]
        axes.barh(table.index, table[index], height=0.6, color=shades)
        for row in table.index:
            bounds = table.loc[row, [f"{index}_low", f"{index}_high"]].to_numpy(float)
            axes.plot(bounds, [row, row], color=tone.ink, lw=1.6)
        if answer.method == "sobol":
            axes.plot(table["S1"], table.index, "D", color=tone.orange, ms=7, label="alone (S1)")
            axes.legend(loc="lower right")
        axes.axvline(0, color=tone.faint, lw=1)
        axes.set_yticks(table.index, table["factor"])
        unit = f" ({OUTCOMES[answer.outcome].unit})" if answer.method in ("morris", "swing") else ""
        axes.set_xlabel(f"{index}: {MEANINGS[index]}{unit}")
        axes.grid(axis="x")
        note = "lines: 95 % intervals; grey: not told from no influence"
        return dress(figure, headline(answer), footer(study, note))


def synergy_figure(answer: Synergy, study: Study) -> "Figure":
    """Draw main effects (diagonal) and effects of pairs as a matrix, blue where they help."""
    from matplotlib.colors import to_hex

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
                behind = to_hex(tuple(image.to_rgba(sign * effects[i, j])))
                mark = " *" if told[i, j] else ""
                weight = "bold" if i == j else "normal"
                axes.text(j, i, f"{effects[i, j]:+.3g}{mark}", ha="center", va="center",
                          color=on(behind), fontweight=weight)  # fmt: skip
        axes.set_xticks(range(size), answer.factors)
        axes.set_yticks(range(size), answer.factors)
        axes.spines[:].set_visible(False)
        unit = OUTCOMES[answer.outcome].unit
        bar = figure.colorbar(image, label=plainly(f"change of {answer.outcome} ({unit})"))
        bar.ax.set_yticks([-most, 0, most], ["worse", "0", "better"])
        note = (
            "diagonal: effect of each; beside it: what two add together beyond their sum; "
            "* told from none at 95 %, all effects taken together"
        )
        return dress(figure, headline(answer), footer(study, note))
