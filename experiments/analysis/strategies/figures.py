"""Which figure shows which answer.

Each is a function of an answer and its study. Titles say what was found; footers from how many
replicates of which design. Colours are those of all figures (`sim.figures.style`): the reference is
grey, scales are cividis.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.analysis.strategies.answer import Answer
from experiments.analysis.strategies.influence import Sensitivity
from experiments.analysis.strategies.peace_survival import PeaceSurvival
from experiments.analysis.strategies.policy_figures import (
    front_figure,
    ranking_figure,
    survival_figure,
)
from experiments.analysis.strategies.ranking import Ranking
from experiments.analysis.strategies.robustness import Robustness
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.synergy import Synergy
from experiments.analysis.strategies.value import Value
from experiments.analysis.strategies.world_figures import (
    regret_figure,
    sensitivity_figure,
    synergy_figure,
)
from sim.figures.style import save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
