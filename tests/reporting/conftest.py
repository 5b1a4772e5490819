"""Folders to report on: a run, a comparison, a sweep; made once, short, small."""

from pathlib import Path

import pytest

from experiments import tables
from experiments.compare import Plan, compare
from sim import Scenario, simulate
from tests.sweep.folders import made, planned

WEEKS = 60


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenario = Scenario.load("classroom", strategy="integrated")
    changed = scenario.varied({"people.hostility": 0.9})
    return simulate(changed, 3, 2 * WEEKS).save(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="session")
def comparison_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared")
    names = ("none", "integrated")
    scenarios = {name: Scenario.load("classroom", strategy=name) for name in names}
    tables.save(compare(Plan(scenarios, range(5, 9)), jobs=1), folder)
    return folder


@pytest.fixture(scope="session")
def sweep_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = planned(
        tmp_path_factory.mktemp("swept"),
        real=True,
        strategies=["none", "integrated"],
        replicates=3,
        weeks=WEEKS,
        uncertainties=[{"path": "people.hostility", "low": 0.2, "high": 0.8}],
        sampler={"name": "latin_hypercube", "points": 2},
        store={"series": ["deaths"]},
    )
    made(folder)
    return folder
