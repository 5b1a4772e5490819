"""What a notebook draws with `.plot()` of a comparison and a sweep: there, whole, legible."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from experiments import figures
from experiments.analysis.strategies.plotting import PLOTS
from experiments.comparison import Comparison
from experiments.sweep import load
from experiments.sweep.reading import Sweep
from sim import Scenario
from sim.errors import UserError
from tests.pictures import legible, words
from tests.sweep.folders import made, planned
from tests.test_figures import comparison_of

STRATEGIES = ["none", "robust_force", "integrated"]
DESIGNS: dict[str, dict[str, Any]] = {
    "places": {"scenarios": ["classroom", "baseline"], "strategies": STRATEGIES},
    "worlds": {
        "strategies": STRATEGIES,
        "uncertainties": ["people.hostility", "dynamics.relief.extort"],
        "sampler": {"name": "latin_hypercube", "points": 40},
        "replicates": 2,
    },
    "elements": {
        "strategies": ["integrated"],
        "levers": [
            {"path": f"strategy.{element}.level", "values": [0, "own"]}
            for element in ("training", "governance", "aid")
        ],
        "sampler": {"name": "grid"},
    },
}
SHOWN = {
    "ranking": "places",
    "survival": "places",
    "cost": "places",
    "regret": "worlds",
    "places": "places",
    "influence": "worlds",
    "synergy": "elements",
}
"""Which design has what a figure takes."""


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return comparison_of(Scenario.load("classroom"), 4)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sweep]:
    """Sweeps of a stand-in for the model by the name of their design, each made once."""
    found: dict[str, Sweep] = {}

    def get(design: str) -> Sweep:
        if design not in found:
            folder: Path = tmp_path_factory.mktemp(design)
            made(planned(folder, "told", **DESIGNS[design]))
            found[design] = load(folder)
        return found[design]

    return get


def told(figure: Figure) -> str:
    return " ".join(" ".join(one.get_text() for one in words(figure)).split())


@pytest.mark.parametrize("style", ["light", "dark"])
@pytest.mark.parametrize("name", figures.FIGURES)
def test_a_comparison_plots_itself(comparison: Comparison, name: str, style: str) -> None:
    figure = comparison.plot(name, style)
    legible(figure)
    assert figure.style == style  # type: ignore[attr-defined]
    assert f"n = {len(comparison.seeds)} paired" in told(figure)
    assert comparison.scenario_hash in told(figure)
    assert all(one in told(figure) for one in comparison.strategies)


@pytest.mark.parametrize("style", ["light", "dark"])
@pytest.mark.parametrize("name", PLOTS)
def test_a_sweep_plots_itself(sweep: Callable[[str], Sweep], name: str, style: str) -> None:
    one = sweep(SHOWN[name])
    figure = one.plot(name, style=style)
    legible(figure)
    assert figure.style == style  # type: ignore[attr-defined]
    assert "do not forecast countries" in told(figure)
    assert one.hash[:12] in told(figure)


def test_what_is_not_there_is_told(comparison: Comparison, sweep: Callable[[str], Sweep]) -> None:
    with pytest.raises(ValueError, match="there are: ranking, survival, deaths, cost_stability"):
        comparison.plot("rank")
    with pytest.raises(ValueError, match="there are: ranking, survival, cost, regret"):
        sweep("places").plot("rank")
    with pytest.raises(ValueError, match="there are: light, dark"):
        comparison.plot(style="sepia")
    with pytest.raises(UserError):  # nothing was varied in it
        sweep("places").plot("influence")


def test_a_sweep_is_judged_by_the_outcome_asked_for(sweep: Callable[[str], Sweep]) -> None:
    assert "By years of peace after exit" in told(sweep("places").plot())
    assert "By deaths" in told(sweep("places").plot(outcome="deaths"))
