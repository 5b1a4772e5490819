"""Strategies: read from YAML, checked, costed, and the same for theatres of every size."""

from pathlib import Path
from typing import Any

import pytest

from sim.mechanisms.aid import Aid
from sim.mechanisms.base import Mechanism
from sim.paths import scenarios_dir
from sim.strategy import (
    ELEMENTS,
    REFERENCE_PEOPLE,
    Strategy,
    load_strategy,
    plan,
    planned_cost,
    total_cost,
)
from sim.yaml_source import Document, InputErrors, names_in, set_value, validate

FOLDER = scenarios_dir() / "strategies"
SHIPPED = names_in([str(FOLDER)])
COSTED = [name for name in SHIPPED if name != "none"]


def read(text: str, tmp_path: Path) -> Strategy:
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return load_strategy(str(file))


def complaints(text: str, tmp_path: Path) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        read(text, tmp_path)
    return [str(error).split("mine.yaml:")[1] for error in caught.value.errors]


# --------------------------------------------------------------------------- the shipped ones


def test_the_eight_are_there() -> None:
    assert set(SHIPPED) == {
        "none",
        "light_footprint",
        "robust_force",
        "capacity_first",
        "governance_first",
        "aid_first",
        "mediation_first",
        "integrated",
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_each_says_what_it_is_and_opens_with_the_thinking_behind_it(name: str) -> None:
    strategy = load_strategy(name)
    assert strategy.name == name
    assert strategy.thinking
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# The thinking behind it: ")
    assert strategy.idle == (name == "none")
    lines = strategy.narrative().splitlines()
    assert len(lines) == 1 + len(strategy.elements)


def test_all_but_none_cost_the_same() -> None:
    """Within 5 percent of each other and of their budget, which is that of a real mission."""
    totals = {name: total_cost(load_strategy(name)) for name in COSTED}
    assert max(totals.values()) <= 1.05 * min(totals.values()), totals
    for name, total in totals.items():
        assert total == pytest.approx(load_strategy(name).budget * REFERENCE_PEOPLE, rel=0.03)
        assert 2.5e9 < total < 3.5e9
    assert planned_cost(load_strategy("none")) == {}


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("robust_force", "mission"),
        ("capacity_first", "training"),
        ("governance_first", "governance"),
        ("aid_first", "aid"),
        ("mediation_first", "mediation"),
    ],
)
def test_each_leads_in_what_it_is_called_after(name: str, element: str) -> None:
    """It spends more on it than any other strategy does."""
    costs = {other: planned_cost(load_strategy(other)).get(element, 0.0) for other in COSTED}
    assert max(costs, key=lambda other: costs[other]) == name


@pytest.mark.parametrize("name", COSTED)
def test_costs_scale_with_people(name: str) -> None:
    strategy = load_strategy(name)
    assert total_cost(strategy, 6e5) == pytest.approx(total_cost(strategy, 12e6) / 20)


def test_the_plan_runs_from_authorisation_to_exit() -> None:
    strategy = load_strategy("integrated")
    weeks = plan(strategy, 1e6)
    assert set(weeks) == {"mission", *strategy.elements}
    transition = strategy.elements["transition"]
    longer, after = transition.weeks_longer, transition.weeks_after
    assert 0 < longer <= 13 and after > 0
    start, end = round(strategy.mission.start), strategy.mission.planned_end + longer
    for name, dollars in weeks.items():
        assert dollars[:start].sum() == 0.0, name
        assert len(dollars) == end + 1 + after and dollars[end] == 0.0, name
        stays = dollars[end + 1 :].sum()
        assert stays > 0.0 if name == "transition" else stays == 0.0, name
        assert dollars.max() > 0.0 and dollars.min() == 0.0, name


# --------------------------------------------------------------------------- reading


def test_the_registry_is_the_schema() -> None:
    assert list(ELEMENTS) == [n for n in Strategy.model_fields if n in ELEMENTS]
    for name, kind in ELEMENTS.items():
        assert issubclass(kind, Mechanism) and kind.name == name
        assert getattr(Strategy(), name).level == 0.0


def test_nothing_said_is_no_mission() -> None:
    assert Strategy().idle and Strategy().narrative() == "No mission."
    assert Strategy() == load_strategy("none").model_copy(update={"name": "none", "thinking": ""})


@pytest.mark.parametrize("name", ELEMENTS)
def test_a_bare_number_is_a_level(name: str, tmp_path: Path) -> None:
    short = read(f"name: x\n{name}: 0.6\n", tmp_path)
    long = read(f"name: x\n{name}: {{level: 0.6}}\n", tmp_path)
    assert short == long
    assert getattr(short, name).level == 0.6
    assert list(short.elements) == [name]


def test_a_section_without_a_level_is_fully_on(tmp_path: Path) -> None:
    assert read("aid: {spending: 5 USD}\n", tmp_path).aid == Aid(spending=5.0)


def test_units_and_extends(tmp_path: Path) -> None:
    strategy = read("extends: integrated\nmission: {duration: 6 years}\naid: 0.2\n", tmp_path)
    assert strategy.mission.duration == 312
    assert strategy.mission.troops_per_1000 == load_strategy("integrated").mission.troops_per_1000
    assert strategy.aid.level == 0.2


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_dumped_can_be_loaded_and_varied(name: str) -> None:
    strategy = load_strategy(name)
    document = Document.from_data(strategy.model_dump(mode="json"))
    assert validate(document, Strategy) == strategy
    varied = validate(set_value(document, "training.level", 0.8), Strategy)
    assert varied.training.level == 0.8


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("training: 1.4\n", "1:11: training: ", "1.4 is more than 1"),
        ("training: much\n", "1:11: training: ", "is not a number"),
        ("training: {levl: 0.4}\n", "1:12: training.levl: ", 'write "level"'),
        ("trainng: 0.4\n", "1:1: trainng: ", 'write "training"'),
        ("mission: {troops_per_1000: -1}\n", "1:28: mission.troops_per_1000: ", "less than 0"),
        (
            "mission: {duration: 2 years, draw_down: 3 years}\n",
            "1:41: mission.draw_down: ",
            "longer than the mission",
        ),
        (
            "mission: {troops_per_1000: 1, duration: 60 weeks, draw_down: 50 weeks}\n",
            "1:62: mission.draw_down: ",
            "before the first unit can be there",
        ),
        (
            "objectives:\n  goals:\n    - {indicator: trust, target: 2}\n",
            "3:34: objectives.goals.0.target: ",
            "2 is more than 1",
        ),
        (
            "objectives:\n  goals:\n    - {indicator: hope, target: 1}\n",
            "3:19: objectives.goals.0.indicator: ",
            '"hope"',
        ),
        (
            "objectives:\n  goals:\n    - {indicator: needs, target: 0.5, by: 7 years}\n",
            "3:43: objectives.goals.0.by: ",
            "after the mission's start",
        ),
        ("objectives: {goals: []}\n", "1:21: objectives.goals: ", "no goals"),
        (
            "governance: {courts: 0, administration: 0, accountability: 0, services: 0, "
            "independence: 0, policing: 0, disputes: 0, inclusion: 0}\n",
            "1:22: governance.courts: ",
            "all 0",
        ),
        (
            "training: {intelligence: 0, tactics: 0, crisis: 0, conduct: 0}\n",
            "1:61: training.conduct: ",
            "all 0",
        ),
        ("aid: {food: 0, health: 0, shelter: 0}\n", "1:13: aid.food: ", "all 0"),
        ("mediation: {partiality: 2}\n", "1:25: mediation.partiality: ", "2 is more than 1"),
    ],
)
def test_mistakes_are_shown_where_they_are(
    text: str, place: str, words: str, tmp_path: Path
) -> None:
    (complaint,) = complaints(text, tmp_path)
    assert complaint.startswith(place)
    assert words in complaint


def test_a_civilian_mission_may_leave_before_units_could_have_come(tmp_path: Path) -> None:
    read("mission: {duration: 60 weeks, draw_down: 50 weeks}\naid: 1\n", tmp_path)


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = "training: 1.4\naid: {in_kind: 3}\nmission: {duration: 1 year, draw_down: 2 years}\n"
    assert len(complaints(text, tmp_path)) == 3


# --------------------------------------------------------------------------- for editors


def accepted(data: Any) -> bool:
    jsonschema = pytest.importorskip("jsonschema")
    try:
        jsonschema.validate(data, Strategy.model_json_schema())
    except jsonschema.ValidationError:
        return False
    return True


def test_the_json_schema_knows_the_shorthand() -> None:
    assert accepted({"name": "x", "training": 0.6, "aid": {"level": 0.5, "spending": "5 USD"}})
    assert accepted(load_strategy("integrated").model_dump(mode="json"))
    assert not accepted({"training": 1.6})
    assert not accepted({"training": {"levl": 0.6}})
    assert not accepted({"trainng": 0.6})
