from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.analysis import NotComputableError
from experiments.analysis.episode_report import describe_episodes, episodes_table, episodes_text
from experiments.analysis.episodes import (
    ConflictYears,
    conflict_years_of,
    duration_curve,
    episodes,
    is_conflict_years,
    kaplan_meier,
    one_year_share,
    returned_by,
)
from sim.errors import UserError


def active(**years):
    """Conflict-years by conflict; a conflict's country is its first letter; no wars."""
    rows = [(name, name[0], year) for name, list_ in years.items() for year in list_]
    conflict, country, year = (np.array(column) for column in zip(*rows, strict=True))
    return ConflictYears(conflict, country, year, np.zeros(len(year), bool))


# In the data to 2020: a1 for 3 years, quiet for 1, then 1 year; a2 still on; b1 twice.
SMALL = active(a1=[2001, 2002, 2003, 2005], a2=[2019, 2020], b1=[2010, 2000])


def test_a_quiet_year_ends_an_episode_by_rule_one_but_not_by_rule_two():
    one, two = episodes(SMALL, 1), episodes(SMALL, 2)
    assert list(zip(one.start, one.end, strict=True)) == [
        (2001, 2003),
        (2005, 2005),
        (2019, 2020),
        (2000, 2000),
        (2010, 2010),
    ]
    assert (two.start[0], two.end[0]) == (2001, 2005)
    assert len(two.start) == 4


def test_what_follows_an_episode():
    cut = episodes(SMALL, 1)
    assert cut.over.tolist() == [True, True, False, True, True]
    assert cut.returned.tolist() == [True, False, False, True, False]
    # To the next start, or to the end of the data.
    assert cut.quiet.tolist() == [2, 15, 0, 10, 10]


def test_a_country_takes_its_conflicts_as_one():
    cut = episodes(SMALL.by_country(), 1)
    assert list(zip(cut.start, cut.end, strict=True))[:3] == [
        (2001, 2003),
        (2005, 2005),
        (2019, 2020),
    ]
    assert cut.returned.tolist() == [True, True, False, True, False]


def test_two_conflicts_in_one_country_and_year_are_one_year_of_it():
    years = active(a1=[2000, 2001], a2=[2001, 2002], b=[2010])
    assert episodes(years.by_country(), 1).duration.tolist() == [3, 1]


def test_an_episode_is_a_war_if_any_year_was():
    years = active(a=[2000, 2001, 2005])
    years.war[1] = True
    assert episodes(years, 1).war.tolist() == [True, False]


def test_kaplan_meier_by_hand():
    # Of 5: one ends at 1, one is lost at 1, two end at 2, one at 4.
    curve = kaplan_meier(np.array([1, 1, 2, 2, 4]), np.array([True, False, True, True, True]))
    assert curve.beyond(0.5) == 1
    assert curve.beyond(1) == pytest.approx(4 / 5)
    assert curve.beyond(3) == pytest.approx(4 / 5 * 1 / 3)
    assert curve.beyond(4) == 0
    assert curve.median() == 2


def test_kaplan_meier_is_that_of_lifelines():
    lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(1)
    durations, ended = rng.integers(1, 30, 400), rng.random(400) < 0.6
    theirs = lifelines.KaplanMeierFitter().fit(durations, ended)
    ours = kaplan_meier(durations, ended)
    for time in (0, 1, 5, 12, 29):
        assert ours.beyond(time) == pytest.approx(float(theirs.predict(time)))
    assert ours.median() == theirs.median_survival_time_


def test_what_cannot_be_said_of_survival():
    with pytest.raises(NotComputableError, match="no episodes"):
        kaplan_meier(np.array([]), np.array([], bool))
    with pytest.raises(NotComputableError, match="more than half"):
        kaplan_meier(np.array([1, 2, 3]), np.array([True, False, False])).median()
    with pytest.raises(NotComputableError, match="no active years"):
        episodes(SMALL.by_country().__class__(*[np.array([])] * 4))


def test_shares_of_episodes():
    cut = episodes(SMALL, 1)
    assert one_year_share(cut) == 0.6
    # Still on: the one of 2 years, so that its end at 3 years is all that is left.
    assert duration_curve(cut).beyond(1) == pytest.approx(0.4)
    # Of four that ended, one returned after 2 years and one after 10, when three were left.
    assert returned_by(cut, 5) == pytest.approx(1 / 4)
    assert returned_by(cut, 10) == pytest.approx(1 - 3 / 4 * 2 / 3)
    assert returned_by(cut, 10, ended_from=2004) == 0


TABLE = pd.DataFrame(
    {
        "conflict_id": [200.0, 200.0, 201.0, 202.0, 203.0],
        "year": [1990, 1991, 1990, 1995, 1996],
        "gwno_a": ["145", "145", "2, 200", "500", "510"],
        "intensity_level": [1, 2, 1, 1, 1],
        "type_of_conflict": ["intrastate", "II", "interstate", "4", "3.0"],
    }
)


def test_conflicts_within_states_are_taken_from_words_and_numbers():
    years = conflict_years_of(TABLE, Path("acd.csv"))
    assert years.conflict.tolist() == [200, 200, 202, 203]
    assert years.war.tolist() == [False, True, False, False]
    assert years.country.tolist() == [145, 145, 500, 510]


def test_a_missing_column_is_named():
    assert is_conflict_years(TABLE)
    with pytest.raises(UserError, match=r"acd.csv: gwno_a missing.*Columns found: conflict_id"):
        conflict_years_of(TABLE.drop(columns="gwno_a"), Path("acd.csv"))


def test_the_report_holds_both_rules_and_says_what_it_lacks():
    answers = describe_episodes(SMALL)
    assert answers[1]["episodes"].value == 5
    assert answers[2]["episodes"].value == 4
    text = episodes_text(answers)
    assert max(map(len, text.splitlines())) <= 100
    assert "Not computed (-): no episodes" in text
    table = episodes_table("small", answers).set_index(["gap", "statistic"])
    assert table.loc[(1, "one_year"), "value"] == pytest.approx(0.6)
    assert table.loc[(2, "war_median"), "why_not"] == "no episodes"


def test_a_table_without_conflicts_within_states_says_so():
    none = ConflictYears(*[np.array([])] * 4)
    assert "no active years" in episodes_text(describe_episodes(none))
