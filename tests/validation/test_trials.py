"""Lots within runs, and what is counted of them."""

import numpy as np
import pytest

from experiments.validation.measures.course import _roots
from experiments.validation.measures.past import Past
from experiments.validation.measures.patterns import longest, patterns
from experiments.validation.trials import Lulls, Projects, Towns, TrialModel
from experiments.validation.trials.base import paired_by_lot
from experiments.validation.trials.lulls import BAND
from sim.metrics import Measures
from sim.run import Simulation
from sim.scenario import Scenario


def test_pairs_are_of_like_size_and_every_candidate_is_in_one_group_at_most():
    size = np.arange(100.0)
    one, other = paired_by_lot(np.random.default_rng(1), np.arange(100), size)
    assert len(one) == len(other) == 50
    assert set(one) | set(other) == set(range(100))
    assert np.abs(size[one] - size[other]).max() == 1.0
    again, _ = paired_by_lot(np.random.default_rng(1), np.arange(100), size)
    assert (one == again).all()
    assert (one != paired_by_lot(np.random.default_rng(2), np.arange(100), size)[0]).any()


def test_an_odd_candidate_is_left_out():
    one, other = paired_by_lot(np.random.default_rng(1), np.arange(3), np.array([1.0, 3.0, 2.0]))
    assert {int(one[0]), int(other[0])} == {1, 2}


@pytest.mark.parametrize(
    ("flags", "found"),
    [([0, 1, 1, 0, 1, 1, 1], (4, 7)), ([1, 1, 0, 1], (0, 2)), ([0, 0], (0, 0)), ([], (0, 0))],
)
def test_the_longest_stretch(flags, found):
    assert longest(np.array(flags, bool)) == found


def test_splinters_of_splinters_belong_to_the_first():
    assert _roots(np.array([-1, -1, 1, 2, -1])).tolist() == [0, 1, 1, 1, 4]


def run(trial: type, arm: str, weeks: int, **changes: object) -> TrialModel:
    scenario = Scenario.load("classroom", "none").varied(
        {"weeks": weeks, "injects": [], "strategy.name": arm, **changes}
    )
    simulation = Simulation(
        scenario, 3, weeks, Measures(), lambda scenario, rng: TrialModel(scenario, rng, trial)
    )
    for _ in range(weeks):
        simulation.step()
    return simulation.model


def test_projects_are_built_and_cash_is_paid_where_the_lot_fell():
    sham, projects, cash = (run(Projects, arm, 80) for arm in ("sham", "projects", "cash"))
    groups = [one.trial._group for one in (sham, projects, cash)]
    assert (groups[0] == groups[1]).all() and (groups[0] == groups[2]).all()
    people = projects.world.communities
    treated = groups[1][people.cell] == 1
    assert treated.any()
    # Some may have been wrecked before they were done.
    assert (people.works[treated] > 0).mean() > 0.5 and (people.works[~treated] == 0).all()
    people = cash.world.communities
    assert (people.cash[treated] == Projects.CASH).all() and (people.cash[~treated] == 0).all()
    assert people.income[treated].mean() > sham.world.communities.income[treated].mean()


def test_lessons_reach_15_percent_of_adults_and_nobody_else():
    one = run(Towns, "lessons~off", 80)
    versed, treated = one.world.communities.versed, one.trial._treated
    assert versed[treated] == pytest.approx(Towns.GOAL, abs=0.02)
    assert (versed[~treated] == 0).all()


def test_a_lull_is_counted_in_the_stretch_in_which_it_ends():
    one = run(Lulls, "mediated", 1)
    trial = one.trial
    trial._open = {5: (0, True, 0), 6: (0, False, 0)}
    trial._close(5, BAND, True, over=True)
    trial._close(6, BAND + 3, False, over=False)
    found = trial.measures()
    assert [found[f"lull.mediated.ends.{band}"] for band in range(3)] == [1, 0, 0]
    assert [found[f"lull.mediated.risk.{band}"] for band in range(3)] == [BAND, 0, 0]
    assert sum(found[f"lull.left.ends.{band}"] for band in range(13)) == 0
    assert [found[f"lull.left.risk.{band}"] for band in range(3)] == [BAND, 3, 0]


def test_a_run_too_small_for_a_statistic_has_none():
    scenario = Scenario.load("classroom", "none").varied({"weeks": 30, "injects": []})
    simulation = Simulation(scenario, 1, 30)
    for _ in range(30):
        simulation.step()
    found = patterns(Past(simulation.result(), simulation.model.world, None))
    assert all(np.isnan(found[key]) for key in ("alpha", "beats_exponential", "k50", "morans_i"))
    assert np.isnan(found["town_fano_weekly"])
