"""The walk back: a known answer is found, luck yields no claims, and the text says both."""

import json
from dataclasses import replace

import pytest

from experiments.explaining import links, records
from experiments.explaining.advice import ablation, only_change
from experiments.explaining.figure import draw
from experiments.explaining.records import Line
from experiments.explaining.saving import as_data
from experiments.explaining.telling import headline, telling
from experiments.explaining.walk import Explanation, explain
from sim import simulate
from sim.effects import CHANNELS
from sim.metrics.weeks import Weeks
from sim.results import CLAIM, OUTCOMES
from sim.saving import json_text
from tests.explaining.sides import LATER, ON, PARTED, RAID, country, known, luck

NEAR = 8
"""Weeks: two blocks, within which a parting is found."""


@pytest.fixture(scope="module")
def found() -> Explanation:
    return explain(known())


def test_the_element_that_differs_is_named_first(found: Explanation) -> None:
    first, *others = found.elements
    assert first.name == "governance"
    assert first.effort > 0.99
    assert first.since is not None
    assert ON <= first.since <= ON + NEAR
    assert max(one.effort for one in others) < 0.1
    assert [line.name for line in first.asked] == ["asked|governance|districts.court_work"]


def test_the_weeks_in_which_the_paths_part_are_found_in_order(found: Explanation) -> None:
    weeks = {one.line.name: one.first for one in found.partings}
    assert set(weeks) == {"courts", "trust_state", "deaths"}
    assert PARTED <= weeks["courts"] <= PARTED + NEAR
    assert LATER <= weeks["trust_state"] <= LATER + NEAR
    assert LATER <= weeks["deaths"] <= LATER + 3 * NEAR  # deaths are counted, so they tell later
    first = found.elements[0]
    assert [one.line.name for one in first.moved] == ["courts"]
    assert {one.line.name for one in found.after(first)} == {"trust_state", "deaths"}


def test_counts_are_summed_up_and_levels_are_not(found: Explanation) -> None:
    deaths, trust = found.courses["deaths"], found.courses["trust_state"]
    assert deaths.other[:, -1] == pytest.approx(found.pairs.other.outcomes["deaths"])
    assert trust.base.mean(axis=1) == pytest.approx(found.pairs.base.outcomes["trust_state"])


def test_only_the_place_and_the_acts_that_differ_are_told(found: Explanation) -> None:
    assert [one.name for one in found.places if one.told] == ["place|killed|Hill"]
    assert [one.name for one in found.acts if one.told] == [Line(records.KILLED, *RAID).column]
    assert found.began["place|killed|Hill"].first >= LATER


def test_outcomes_that_do_not_differ_are_undecided(found: Explanation) -> None:
    assert set(found.shows) == {"courts", "trust_state", "deaths"}
    text = telling(found)
    undecided = text.split("Undecided with 12 pairs: ")[1].split(".")[0]
    assert "fear" in undecided
    assert "trust in the government" not in undecided


@pytest.mark.parametrize("shared", [True, False])
def test_luck_yields_no_claims(shared: bool) -> None:
    claims = 0
    tries = 8
    for seed in range(tries):
        pairs = luck(seed=seed)
        if not shared:
            apart = tuple(seed + 100 for seed in pairs.other.seeds)
            pairs = replace(pairs, other=replace(pairs.other, seeds=apart))
        found = explain(pairs)
        told = [*found.told, *found.partings, *(one for one in found.places if one.told)]
        claims += bool(told) or any(one.effort > 0 for one in found.elements)
    # Four families at 5 % each: outcomes, series, money and requests.
    assert claims <= 3


def test_luck_is_told_as_such() -> None:
    found = next(one for one in map(explain, (luck(seed=s) for s in range(9))) if not one.told)
    text = telling(found)
    assert headline(found) == "12 pairs of runs do not tell other from one"
    assert "No outcome of 24 differs beyond luck" in text
    assert "--without" not in text
    assert "The settings are the same." in text


def test_too_few_pairs_tell_nothing_and_say_how_many_would() -> None:
    found = explain(known(6))
    assert not found.told
    assert "Fewer than 10 pairs cannot tell any of 24 outcomes" in telling(found)


def test_one_pair_is_followed_without_claims() -> None:
    found = explain(known(1))
    text = telling(found)
    assert found.elements[0].name == "governance"
    assert found.elements[0].since == ON
    assert "nothing is known of luck" in text
    for claim in ("beyond luck:", "spreads", "95 %", "undecided with"):
        assert claim not in text
    assert "peacegrid explain classroom --without governance --replicates 20" in text


def test_one_pair_with_two_seeds_is_not_traced() -> None:
    pairs = known(1)
    apart = replace(pairs, other=replace(pairs.other, seeds=(99,)))
    found = explain(apart)
    assert found.outcomes
    assert not (found.elements or found.partings or found.places or found.acts)
    assert "nothing can be traced" in " ".join(telling(found).split())


def test_the_same_runs_twice_do_not_differ() -> None:
    one = known().base
    digests = tuple("abcdefghijkl")
    same = replace(one, digests=digests)
    found = explain(replace(known(), base=same, other=replace(same, label="again")))
    assert headline(found) == "again and without do not differ in anything"
    assert not found.told
    assert "to the last bit" in telling(found)


def test_each_claim_comes_with_the_run_that_would_prove_it(found: Explanation) -> None:
    text = telling(found)
    assert only_change(found.pairs) == "governance"
    assert "this is an ablation already" in text
    assert ablation(found.pairs, "aid") == (
        "peacegrid explain classroom --without aid --replicates 12"
    )
    assert ablation(found.pairs, "training") == ""  # neither side has it
    assert "no proof of cause" in text or "not proof of cause" in text
    assert text.endswith(CLAIM)


def test_settings_of_an_element_that_is_off_are_not_listed() -> None:
    levers = {"strategy.governance.spending": 20.0, "strategy.aid.level": 0.2}
    pairs = known()
    changed = replace(pairs.other, scenario=country(0.6).varied(levers))
    paths = [one.path for one in replace(pairs, other=changed).settings]
    assert sorted(paths) == ["strategy.aid.level", "strategy.governance.level"]


def test_sentences_fit_a_terminal_and_rows_stay_whole(found: Explanation) -> None:
    lines = telling(found).splitlines()
    assert max(map(len, lines)) <= 120
    rows = [line for line in lines if line.startswith("  trust in the government")]
    assert rows
    assert rows[0].endswith("12 of 12")


def test_the_figure_says_the_finding_the_number_and_the_scenario(found: Explanation) -> None:
    figure = draw(found, simulate(country(0.6), 1, 1))
    title = figure.get_suptitle().replace("\n", " ")
    assert title == headline(found)
    assert title.endswith("most in governance")
    footer = figure.get_supxlabel().replace("\n", " ")
    assert "n = 12 paired replicates" in footer
    assert found.pairs.other.scenario.hash() in footer
    headings = [axes.get_title(loc="left") for axes in figure.axes]
    week = found.partings[0].first
    assert f"Capacity of courts: apart from week {week} on" in headings


def test_a_figure_of_nothing_can_be_drawn() -> None:
    figure = draw(explain(luck()), simulate(country(0.6), 1, 1))
    assert "do not tell" in figure.get_suptitle()


def test_all_that_was_judged_is_kept_as_data(found: Explanation) -> None:
    data = json.loads(json_text(as_data(found)))
    assert data["elements"][0]["name"] == "governance"
    assert {one["name"] for one in data["outcomes"]} == set(links.OUTCOMES)
    assert data["settings"] == [{"path": "strategy.governance.level", "one": 0.0, "other": 0.6}]
    assert {one["told"] for one in data["outcomes"]} == {True, False}


def test_what_the_walk_knows_of_the_model_is_there() -> None:
    assert set(links.FIRST) <= set(CHANNELS)
    # A new channel must be given the series that it moves first, or be added here.
    assert set(CHANNELS) - set(links.FIRST) == {"cells.road_work", "hubs.works"}
    assert {*links.FIRST.values(), *sum(links.BY_ELEMENT.values(), ())} <= set(links.SERIES)
    assert set(links.SERIES) <= set(Weeks.columns)
    assert set(links.OUTCOMES) <= set(OUTCOMES)
    assert {series for _, series in links.OUTCOMES.values()} <= {*links.SERIES, ""}
    for channel in CHANNELS:
        assert len(links.words(Line(records.ASKED, "x", channel))) > 3
