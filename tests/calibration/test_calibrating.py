"""Calibration where the answer is known: a stand-in for the model, targets with a known region."""

import numpy as np
import pandas as pd
import pytest

from experiments.calibration.estimates import Estimates, estimated, steadied
from experiments.calibration.fitted import chosen, fitted, read_fitted, write_fitted
from experiments.calibration.learning import lessons
from experiments.calibration.matching import LIMIT, matched
from experiments.calibration.naming import default_targets, read_targets
from experiments.calibration.parameters import read_parameters
from experiments.calibration.planning import RUNS, Request, prepare
from experiments.calibration.report import report
from experiments.calibration.saving import draws_table, sources
from experiments.calibration.targets import Target
from experiments.calibration.worlds import in_worlds
from experiments.sweep import load
from experiments.sweep.design import Design
from experiments.sweep.planning import make_plan
from experiments.sweep.runner import Settings
from sim.errors import UserError
from sim.yaml_source import Document, validate
from tests.calibration.models import LETHALITY, MERGE
from tests.sweep.folders import made

ASKED = Request(
    ("classroom",), draws=120, replicates=8, weeks=4, model="tests.calibration.models:known"
)
REGION = "deaths=400:600,displaced=20:40"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The runs of 120 draws."""
    place = tmp_path_factory.mktemp("calibration") / "out"
    prepare(place, ASKED)
    made(place / RUNS)
    return place


def held(folder, text, misses=0):
    targets = read_targets(text)
    plan = load(folder / RUNS).runs
    found = matched(targets, estimated(load(folder / RUNS).outcomes(), targets), misses)
    return plan, found


def test_the_region_that_fits_is_recovered(folder):
    plan, found = held(folder, REGION)
    names = [one.path for one in plan.factors]
    lethality, merge = (plan.points[:, names.index(one)] for one in (LETHALITY, MERGE))
    # Three standard errors of 10 / sqrt(8) and 1 / sqrt(8), and room since errors are estimated.
    inner = (abs(lethality - 0.05) < 0.0095) & (abs(merge - 0.3) < 0.095)
    outer = (abs(lethality - 0.05) < 0.0125) & (abs(merge - 0.3) < 0.125)
    assert inner.sum() >= 8
    assert found.kept[inner].all()
    assert not found.kept[~outer].any()
    told = {one.path for one in lessons(plan.factors, plan.points, found.kept) if one.informed}
    assert told == {LETHALITY, MERGE}


def test_impossible_targets_keep_nothing_and_say_so(folder):
    plan, found = held(folder, "deaths=5000:6000,displaced=20:40")
    assert not found.kept.any()
    text = report(found, lessons(plan.factors, plan.points, found.kept))
    assert "NOTHING FITS" in text and "below 2.5% with 95 % confidence" in text
    assert text.index("\ndeaths ") < text.index("\ndisplaced ")  # the worst first
    assert "cannot be told" in text


def test_a_miss_may_be_allowed(folder):
    _, strict = held(folder, "deaths=5000:6000,displaced=20:40")
    _, loose = held(folder, "deaths=5000:6000,displaced=20:40", misses=1)
    _, one = held(folder, "displaced=20:40")
    assert not strict.kept.any()
    assert loose.kept.tolist() == one.kept.tolist()
    assert one.kept.any()


def test_what_no_draw_measures_is_left_out_and_said(folder):
    plan, found = held(folder, f"{REGION},lethal.k50=0.02:0.15")
    _, without = held(folder, REGION)
    assert found.told.tolist() == [True, True, False]
    assert found.kept.tolist() == without.kept.tolist()
    text = report(found, lessons(plan.factors, plan.points, found.kept))
    assert "being measured: lethal.k50. Nothing here says that they fit" in text


def test_a_draw_without_a_value_is_not_kept(tmp_path):
    prepare(tmp_path, ASKED._replace(draws=20, model="tests.calibration.models:silent_where_mild"))
    made(tmp_path / RUNS)
    plan, found = held(tmp_path, "deaths=0:2000")
    mild = plan.points[:, [one.path for one in plan.factors].index(LETHALITY)] < 0.05
    assert 0 < mild.sum() < 20
    assert found.kept.tolist() == (~mild).tolist()
    assert found.verdicts.count("not measured") == mild.sum()


def test_runs_that_were_stopped_go_on_to_the_same_end(folder, tmp_path):
    prepare(tmp_path, ASKED)
    shards = iter([False, False])
    made(tmp_path / RUNS, settings=Settings(shard_seconds=0.01, stop=lambda: next(shards, True)))
    assert 0 < load(tmp_path / RUNS).status().done < 960
    prepare(tmp_path, ASKED)
    made(tmp_path / RUNS)
    assert load(tmp_path / RUNS).content_hash() == load(folder / RUNS).content_hash()


def test_a_plan_that_was_interrupted_is_made_anew(tmp_path):
    (tmp_path / f".{RUNS}.new" / "cases").mkdir(parents=True)
    few = ASKED._replace(draws=3, replicates=2)
    assert prepare(tmp_path, few).runs == 6
    assert prepare(tmp_path, few._replace(replicates=4)).runs == 12


@pytest.mark.parametrize(
    ("other", "what"),
    [({"draws": 5}, "sampler"), ({"weeks": 5}, "settings"), ({"seed": 2}, "first seed"),
     ({"scenarios": ("remote_insurgency",)}, "scenarios")],
)  # fmt: skip
def test_runs_of_another_question_are_refused(folder, other, what):
    with pytest.raises(UserError, match=what):
        prepare(folder, ASKED._replace(**other))


def test_the_set_is_written_and_read_back(folder, tmp_path):
    plan, found = held(folder, REGION)
    write_fitted(fitted(plan, found, ASKED, sources(folder, plan), 5), tmp_path)
    there = read_fitted(str(tmp_path))
    assert there.tried == 120 and there.not_ruled_out == found.kept.sum() > 5
    assert [one.draw for one in there.draws] == np.flatnonzero(found.kept)[:5].tolist()
    assert chosen(found, None) == np.flatnonzero(found.kept).tolist()
    for one in there.draws:
        assert one.values == plan.values(one.draw)
        assert one.implausibility < LIMIT
    assert there.seeds == (1, 8) and there.scenarios and there.sources["model"]
    table = draws_table(plan, found)
    assert len(table) == 120 and table["kept"].sum() == there.not_ruled_out


def test_an_empty_set_is_refused_where_worlds_are_wanted(folder, tmp_path):
    plan, found = held(folder, "deaths=5000:6000")
    write_fitted(fitted(plan, found, ASKED, sources(folder, plan)), tmp_path)
    with pytest.raises(UserError, match="no draw fits"):
        read_fitted(str(tmp_path))


def one_target(values, errors, target):
    """A matching of one target."""
    values, errors = np.array(values)[:, None], np.array(errors)[:, None]
    points = np.arange(len(values))
    return matched([target], Estimates(points, np.full(len(values), 8), values, errors))


def test_implausibility_is_the_distance_in_standard_deviations():
    point = Target("deaths", 10.0, 10.0, 3.0, "")
    found = one_target([10.0, 15.0, 30.0, np.nan], [4.0, 4.0, 4.0, np.nan], point)
    assert found.implausibility[:, 0] == pytest.approx([0.0, 1.0, 4.0, np.nan], nan_ok=True)
    assert found.verdicts == ["fits", "not ruled out", "ruled out", "not measured"]
    between = Target("deaths", 10.0, 20.0, 0.0, "")
    found = one_target([9.0, 10.0, 20.0, 26.0], [1.0, 0.0, 0.0, 2.0], between)
    assert found.implausibility[:, 0].tolist() == [1.0, 0.0, 0.0, 3.0]
    assert found.kept.tolist() == [True, True, True, False]


def test_errors_of_few_seeds_borrow_from_all_draws():
    errors = np.array([[0.0], [2.0]])
    mixed = steadied(errors, np.array([3, 3]))[:, 0]
    # Two degrees of freedom of its own, four of the mean variance, which is 2.
    assert mixed**2 == pytest.approx([8 / 6, (2 * 4 + 8) / 6])
    # Two seeds that agree everywhere prove nothing; eight may.
    assert np.isnan(steadied(np.zeros((2, 1)), np.array([2, 2]))).all()
    assert (steadied(np.zeros((2, 1)), np.array([8, 8])) == 0).all()


def test_levels_of_facts_are_those_that_facts_measure():
    from experiments.validation.findings import registry
    from experiments.validation.samples import Sample

    rng = np.random.default_rng(1)
    runs = pd.DataFrame({"scenario": "a", "strategy": "none", "seed": range(8), "point": 0})
    runs["k50"], runs["k80"], runs["top_decile_cells"] = rng.random((3, 8))
    found = estimated(runs, read_targets("E05.k50"))
    draws = registry()["E05"].measure({"long": Sample(runs)})["k50"]
    assert found.values[0, 0] == draws[0] == np.median(runs["k50"])
    assert found.errors[0, 0] == pytest.approx(draws[1:].std() * np.sqrt(8 / 7))


def test_every_parameter_of_the_list_has_a_reason_and_no_mission_in_it():
    varied = read_parameters()
    assert len({one.path for one in varied}) == len(varied) >= 20
    assert not any(one.path.startswith("strategy") for one in varied)
    assert {one.name[:3] for one in default_targets()} == {"E01", "E05", "E06", "E07", "E09", "E10"}


def test_draws_that_are_kept_are_the_worlds_of_a_sweep(folder, tmp_path):
    plan, found = held(folder, REGION)
    write_fitted(fitted(plan, found, ASKED, sources(folder, plan), 3), tmp_path)
    design = {"name": "mine", "scenarios": ["classroom"], "strategies": ["none", "integrated"]}
    document = in_worlds(Document.from_data({**design, "replicates": 2}), str(tmp_path))
    there = make_plan(validate(document, Design), document, tmp_path / "swept")
    assert there.runs == 2 * 3 * 2
    kept = np.flatnonzero(found.kept)[:3].tolist()
    assert [there.values(i) for i in range(3)] == [plan.values(draw) for draw in kept]
    levers = {"levers": [{"path": "strategy.training.level", "values": [0, 1]}]}
    with pytest.raises(UserError, match="lever_sampler"):
        in_worlds(Document.from_data({**design, **levers}), str(tmp_path))
    with pytest.raises(UserError, match="peacegrid calibrate --out"):
        in_worlds(Document.from_data(design), str(tmp_path / "nowhere"))
