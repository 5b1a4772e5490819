"""The figure of an ablation: what each element adds, alone and within the whole strategy."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments import paired
from experiments.ablation import Ablation
from experiments.drawing import footer
from sim.figures.palettes import tone
from sim.figures.style import canvas, colours, dress, look, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = (
    ("stability_after", "Stability after exit"),
    ("peace_years_after", "Years of peace, of {horizon:.2g} after exit"),
    ("deaths", "Deaths in the whole run"),
)


def draw(ablation: Ablation) -> "Figure":
    """Draw gains by element: filled where left out of the whole strategy, hollow where alone."""
    order = list(reversed(ablation.elements))
    shade = colours(("", "with"))["with"]
    with look():
        figure = canvas(14, 2.2 + 0.55 * len(order))
        panels = figure.subplots(1, len(PANELS), sharey=True)
        for axes, (outcome, heading) in zip(panels, PANELS, strict=True):
            axes.axvline(0.0, color=tone.ink, lw=1)
            for row, element in enumerate(order):
                for setting, shift in (("alone", -0.16), ("left out", 0.16)):
                    values = ablation.differences(element, setting, outcome)
                    gain = paired.difference(values)
                    if gain.n == 0:
                        continue
                    filled = setting == "left out"
                    face = shade if filled else "none"
                    axes.plot(
                        [gain.low, gain.high], [row + shift] * 2, color=shade, lw=3,
                        alpha=0.5 if gain.told_apart else 0.25,
                    )  # fmt: skip
                    axes.plot(gain.value, row + shift, "o", ms=9, mfc=face, mec=shade, mew=2)
            axes.set_title(heading.format(horizon=ablation.comparison.horizon), fontsize=13)
            better = "fewer is better" if outcome == "deaths" else "more is better"
            axes.set_xlabel(f"difference it makes; {better}", color=tone.faint)
            axes.grid(axis="x")
            axes.margins(x=0.08)
        panels[0].set_yticks(range(len(order)), order)
        panels[0].set_ylim(-0.7, len(order) - 0.3)
        note = (
            "filled: in the whole strategy against the same without it; hollow: with the force "
            "against the force alone; faint bars: not told from no difference"
        )
        return dress(figure, title(ablation), footer(ablation.comparison, note))


def title(ablation: Ablation) -> str:
    """Say which element the stability after exit owes most to, if that can be told."""
    gains = {
        part.element: part.gain
        for part in ablation.parts("stability_after")
        if part.setting == "left out" and not np.isnan(part.gain.value)
    }
    told = {name: gain for name, gain in gains.items() if gain.told_apart and gain.value > 0}
    if not gains:
        return "The runs end before exit: nothing is known of what elements leave behind"
    if not told:
        n = len(ablation.comparison.seeds)
        return f"{n} replicates do not tell of any element that stability after exit rests on it"
    best = max(told, key=lambda name: told[name].value)
    return (
        f"Most of the stability after exit rests on {best}: {told[best].value:+.2f} "
        f"({told[best].low:.2f} to {told[best].high:.2f})"
    )


def draw_ablation(ablation: Ablation, folder: Path) -> list[Path]:
    """Write the figure as PNG and SVG into a folder that is there."""
    return save(draw(ablation), folder, "ablation")
