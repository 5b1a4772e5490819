"""One question about a study, asked by the short name of its figure, and drawn."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from experiments.analysis.strategies.answer import Answer
from experiments.analysis.strategies.figures import FIGURES
from experiments.analysis.strategies.peace_survival import peace_survival
from experiments.analysis.strategies.ranking import ranking
from experiments.analysis.strategies.report import default_outcome
from experiments.analysis.strategies.reversals import reversals
from experiments.analysis.strategies.robustness import robustness
from experiments.analysis.strategies.sensitivity import sensitivity
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.synergy import synergy
from experiments.analysis.strategies.value import value
from sim.figures.style import chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLOTS: dict[str, Callable[[Study, str], Answer]] = {
    "ranking": ranking,
    "survival": lambda study, _: peace_survival(study),
    "cost": value,
    "regret": robustness,
    "places": lambda study, outcome: reversals(study, [outcome]),
    "influence": sensitivity,
    "synergy": synergy,
}
"""The question behind each figure, by a short name."""


def plot(
    study: Study, figure: str = "ranking", outcome: str | None = None, style: str | None = None
) -> "Figure":
    """Ask one question and draw the answer.

    Args:
        figure: of :data:`PLOTS`. outcome: by which strategies are judged, by default as reports do.
        style: "light" or "dark"; by default that in force.

    Raises:
        UserError: the runs cannot answer the question.
        ValueError: there is no such figure or style.
    """

    def drawn(ask: Callable[[Study, str], Answer], study: Study) -> "Figure":
        answer = ask(study, outcome or default_outcome(study))
        return FIGURES[type(answer)](answer, study)

    return chosen({name: partial(drawn, ask) for name, ask in PLOTS.items()}, figure, study, style)
