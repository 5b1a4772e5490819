"""Validating documents: every error at its place, in plain English, with what to do."""

import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic_core.core_schema
import pytest
from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, model_validator
from pydantic import field_validator as on_field

from sim.units import Count, Distance, Flag, People, Share, Weeks, param
from sim.yaml_source import (
    Document,
    FieldProblem,
    FieldProblems,
    InputErrors,
    apply_settings,
    draft,
    load,
    validate,
)
from sim.yaml_source.findings import Finding
from sim.yaml_source.places import Declared, Place
from sim.yaml_source.wording import describe


class Strict(BaseModel, extra="forbid", frozen=True):
    pass


class Season(Enum):
    DRY = "dry"
    WET = "wet"


class Training(Strict):
    level: Share = param(0.3, unit="share", low=0.1, high=0.6, source="A1", doc="Effort.")
    begin: Weeks = param(0, unit="weeks", low=0, high=52, source="A2", doc="First week.")
    end: Weeks = param(99, unit="weeks", low=0, high=99, source="A2", doc="Last week.")

    @model_validator(mode="after")
    def _in_order(self) -> "Training":
        if self.end < self.begin:
            what = f"week {self.end} is before the beginning in week {self.begin}"
            raise FieldProblem(("end",), what, "a later week", "write a later week", (("begin",),))
        return self


class Drought(Strict):
    kind: Literal["drought"]
    severity: Share = 0.1


class Coup(Strict):
    kind: Literal["coup"]
    week: Weeks


class Site(Strict):
    name: str
    district: str = "North"
    people: People = param(..., unit="persons", low=5000, high=2e5, source="A3", doc="Who is here.")


class Theatre(Strict):
    title: str = ""
    cell: Distance = param(25, unit="km", low=10, high=50, source="A4", doc="Side of a cell.")
    terrain: Literal["hills", "plains", "river's edge"] = "hills"
    season: Season = Season.DRY
    flag: Flag = False
    training: Training = Training()
    districts: dict[Annotated[str, StringConstraints(max_length=8)], Share] = {"North": 0.5}
    places: list[Site] = []
    injects: list[Annotated[Drought | Coup, Field(discriminator="kind")]] = []
    mixed: Share | Training | Literal["none", "all"] = 0.2
    named: Drought | list[Coup] | None = None
    crisis: Coup | None = None
    renamed: Count = Field(default=0, alias="from")

    @on_field("title")
    @classmethod
    def _no_shouting(cls, title: str, info: ValidationInfo) -> str:
        if title.isupper() and title != (info.context or {}).get("allowed"):
            raise ValueError("the title shouts")
        return title

    @model_validator(mode="after")
    def _places_lie_in_districts(self) -> "Theatre":
        known = " or ".join(self.districts)
        problems = [
            FieldProblem(
                ("places", i, "district"),
                f'there is no district "{place.district}"',
                known,
                "correct it, or add the district",
                depends=(("districts",),),
            )
            for i, place in enumerate(self.places)
            if place.district not in self.districts
        ]
        if problems:
            raise FieldProblems(problems)
        return self


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def document(text: str) -> Document:
    Path("f.yaml").write_text(text)
    return load("f.yaml")


def refusal(text: str) -> list[str]:
    """Return the lines said about a file."""
    with pytest.raises(InputErrors) as caught:
        validate(document(text), Theatre)
    return str(caught.value).splitlines()


def test_a_valid_document_becomes_an_instance(folder):
    text = (
        "title: Ahead\ncell: 500 m\nseason: wet\nfrom: 3\ntraining: {begin: 1 year, end: 2 years}\n"
    )
    theatre = validate(document(text), Theatre)
    assert (theatre.cell, theatre.season, theatre.renamed) == (0.5, Season.WET, 3)
    assert theatre.training == Training(begin=52, end=104)


def test_a_key_written_twice_hides_no_other_mistake(folder):
    Path("f.yaml").write_text("title: one\ncell: five\ntitle: two\ntrainign: 3\n")
    for edited in (draft("f.yaml"), apply_settings(draft("f.yaml"), ["season=wet"])):
        with pytest.raises(InputErrors) as caught:
            validate(edited, Theatre)
        lines = str(caught.value).splitlines()
        assert [line.split(": ")[0] for line in lines] == ["f.yaml:2:7", "f.yaml:3:1", "f.yaml:4:1"]
        assert "written twice, first in line 1" in lines[1]
    Path("f.yaml").write_text("title: one\ntitle: two\n")
    with pytest.raises(InputErrors, match="written twice"):
        validate(draft("f.yaml"), Theatre)


def test_the_context_reaches_the_validators(folder):
    shouting = document("title: WAR\n")
    assert validate(shouting, Theatre, context={"allowed": "WAR"}).title == "WAR"
    with pytest.raises(InputErrors) as caught:
        validate(shouting, Theatre)
    assert str(caught.value) == "f.yaml:1:8: title: the title shouts"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: 5", "1:8: title: found 5, expected text, put it in quotes if it is meant as text"),
        (
            "cell: 5 kg",
            '1:7: cell: "5 kg" has the unit "kg", expected km from 0 to 40000, or a distance in '
            "km or m (typically 10 to 50 km), write a number in that range, for example 25 km",
        ),
        (
            "training:\n  level: 1.4",
            "2:10: training.level: 1.4 is more than 1, expected a share from 0 to 1 "
            "(typically 0.1 to 0.6), write a number in that range",
        ),
        ("training: {level: .nan}", "1:19: training.level: nan is not a number, expected a share"),
        ("training: {level: true}", "1:19: training.level: true is not a number, expected a share"),
        ("training: {level: }", "1:12: training.level: an empty value is not a number"),
        (
            "terrain: hill",
            '1:10: terrain: found "hill", expected hills, plains or river\'s edge, write "hills"',
        ),
        ("season: Wet", '1:9: season: found "Wet", expected dry or wet, write "wet"'),
        ("season: 3", "1:9: season: found 3, expected dry or wet, write one of these"),
        ("flag: yes", '1:7: flag: found "yes", expected true or false, write true or false'),
        (
            "\n trainning: {}",
            '2:2: trainning: the key "trainning" is not known here, expected one of title, cell, '
            "terrain, season, flag, training, districts, places, injects, mixed, named, crisis or "
            'from, write "training"',
        ),
        (
            "training: {begin: 1, begn: 3}",
            '1:22: training.begn: the key "begn" is not known here, expected one of level, begin '
            'or end, delete it: "begin" is there already',
        ),
        (
            "training: {zzz: 3}",
            '1:12: training.zzz: the key "zzz" is not known here, expected one of level, begin '
            "or end, delete it",
        ),
        (
            "places:\n  - name: A",
            '2:5: places.0.people: the key "people" is missing, expected a line `people: ...` '
            "(Who is here), add it",
        ),
        (
            "training: [1]",
            "1:11: training: found a list of 1 item, expected a section of `key: value` lines, "
            "write its keys below it, indented",
        ),
        ("places: {a: 1}", "1:9: places: found a section with a, expected a list, write `- item`"),
        (
            "districts:\n  Northernmost: 0.5",
            '2:3: districts.Northernmost: found "Northernmost", expected text of at most 8 '
            "characters, write a shorter text",
        ),
        ("districts: {A: 2}", "1:16: districts.A: 2 is more than 1, expected a share from 0 to 1"),
        (
            "injects:\n  - kind: drougt",
            '2:11: injects.0.kind: found "drougt", expected drought or coup, write "drought"',
        ),
        (
            "injects:\n  - severity: 3",
            '2:5: injects.0.kind: the key "kind" is missing, expected kind: drought or coup, '
            "add it",
        ),
        (
            "injects:\n  - kind: coup",
            '2:5: injects.0.week: the key "week" is missing, expected a line `week: ...`, add it',
        ),
        (
            "injects: [{kind: drought, wek: 1, severity: 0}]",
            '1:27: injects.0.wek: the key "wek" is not known here, expected one of kind or '
            "severity, delete it",
        ),
        (
            "crisis:\n  kind: coup",
            '1:1: crisis.week: the key "week" is missing, expected a line `week: ...`, add it',
        ),
        ("terrain: " + "x" * 60, '1:10: terrain: found "' + "x" * 60 + '", expected'),
        ("terrain: " + "x" * 61, '1:10: terrain: found "' + "x" * 57 + '...", expected'),
        ("injects: [3]", "1:11: injects.0: found 3, expected a section of `key: value` lines"),
        ("mixed: {level: 2}", "1:16: mixed.level: 2 is more than 1, expected a share from 0 to 1"),
        (
            "mixed: nono",
            '1:8: mixed: found "nono", expected a share from 0 to 1, a section of `key: value` '
            'lines or none or all, write "none"',
        ),
        (
            "named: [{kind: coup, week: -1}]",
            "1:28: named.0.week: -1 is less than 0, expected whole",
        ),
        ("named: {kind: drought, severity: x}", '1:34: named.severity: "x" is not a number'),
        ("from: -1", "1:7: from: -1 is less than 0, expected a whole number from 0 to 1000000000"),
        (
            "training: {begin: 1 year, end: 3}",
            "1:32: training.end: week 3 is before the beginning in week 52, expected a later week, "
            "write a later week",
        ),
        (
            "places: [{name: A, district: Nrth, people: 1}]",
            '1:30: places.0.district: there is no district "Nrth", expected North, '
            "correct it, or add the district",
        ),
    ],
)
def test_one_mistake_gives_one_line(folder, text, line):
    (found,) = refusal(text)
    assert found.startswith("f.yaml:" + line)
    assert found == "f.yaml:" + line or not line.endswith(("it", "these", "text", "false", "km"))


def test_every_error_of_a_file_is_reported_in_the_order_of_the_file(folder):
    lines = refusal(
        "places:\n"
        "  - {name: A, people: many}\n"
        "  - {nme: B, people: 1.5 k}\n"
        "terrain: hill\n"
        "training: {level: 2, begin: 2 days}\n"
        "cell: -1\n"
    )
    assert [line.split(": ")[0] + ": " + line.split(": ")[1] for line in lines] == [
        "f.yaml:2:23: places.0.people",
        "f.yaml:3:5: places.1.name",
        "f.yaml:3:6: places.1.nme",
        "f.yaml:4:10: terrain",
        "f.yaml:5:19: training.level",
        "f.yaml:5:29: training.begin",
        "f.yaml:6:7: cell",
    ]


def test_errors_point_into_the_file_that_wrote_the_value(folder):
    Path("base.yaml").write_text("training:\n  level: 3\n  begin: 1\n")
    loaded = document("extends: base.yaml\ntraining:\n  bgin: 2\n")
    with pytest.raises(InputErrors) as caught:
        validate(apply_settings(loaded, ["terrain=hill", "cell=1"]), Theatre)
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "f.yaml:3:3",
        "base.yaml:2:10",
        "--set:1:9",
    ]


# ---------------------------------------------------------------- checks across fields


def test_checks_across_fields_run_beside_other_errors(folder):
    lines = refusal(
        "terrain: hill\n"
        "training: {level: 2, begin: 9, end: 3}\n"
        "districts: {A: 0.1}\n"
        "places:\n"
        "  - {name: A, district: A, people: 1}\n"
        "  - {name: B, district: B, people: many}\n"
        "  - {name: C, district: C, people: 1}\n"
    )
    assert [line.split(": ")[1] for line in lines] == [
        "terrain",
        "training.level",
        "training.end",
        "places.1.people",
        "places.2.district",
    ]
    assert lines[4].startswith("f.yaml:7:25: "), "items taken out do not shift those after them"


def test_checks_that_depend_on_a_wrong_value_wait(folder):
    (line,) = refusal("training: {begin: soon, end: 3}")
    assert "training.begin" in line
    (line,) = refusal("districts: {A: 3}\nplaces: [{name: x, district: A, people: 1}]")
    assert "districts.A" in line


def test_problems_read_well_outside_a_document():
    problem = FieldProblem(("a", 3), "it is wrong", "what is right", "mend it")
    assert str(problem) == "a.3: it is wrong, expected what is right, mend it"
    assert str(FieldProblems([problem, FieldProblem((), "bad")])).endswith("mend it; bad")
    with pytest.raises(ValueError, match="is before the beginning"):
        Training(begin=3, end=1)


# ---------------------------------------------------------------- odd schemas


class Item(Strict):
    item: int = 0
    other: Count = 0


class Odd(Strict):
    # Labels of unions that are also keys, unions in unions, types that scenarios do not have.
    item: Item | list[Item | float] | dict[str, Item | bool] = 0.0
    day: datetime.date | None = None
    pair: tuple[int, str] = (0, "")
    size: int = Field(default=1, ge=1, le=3, multiple_of=1)
    few: list[int] = Field(default=[], min_length=1, max_length=2)
    code: str = Field(default="ab", min_length=2, pattern="^[a-z]+$")


@pytest.mark.parametrize(
    ("data", "starts"),
    [
        ({"item": {"item": "x", "other": 1}}, ['item.item: found "x", expected a whole number']),
        ({"item": [{"othr": 1}]}, ['item.0.othr: the key "othr" is not known']),
        ({"item": ["x"]}, ['item.0: found "x", expected a section of `key: value` lines or a n']),
        ({"item": 3}, ["item: found 3, expected a section of `key: value` lines or a list, write"]),
        ({"day": "soon"}, ['day: found "soon", expected a valid date']),
        ({"pair": [1]}, ['pair.1: the key "1" is missing']),
        ({"size": 9}, ["size: found 9, expected a number up to 3, write a smaller number"]),
        ({"size": 0}, ["size: found 0, expected a number from 1, write a larger number"]),
        ({"few": []}, ["few: found a list of 0 items, expected 1 or more items, add some"]),
        ({"few": [1, 2, 3]}, ["few: found a list of 3 items, expected at most 2 items, remove"]),
        ({"code": "A1"}, ['code: found "A1", expected text of the form ^[a-z]+$']),
        ({"code": "a"}, ['code: found "a", expected text of 2 or more characters']),
    ],
)
def test_odd_schemas_are_described_too(data, starts):
    with pytest.raises(InputErrors) as caught:
        validate(Document.from_data(data, "x"), Odd)
    lines = [str(error).removeprefix("x:1:1: ") for error in caught.value.errors]
    assert len(lines) == len(starts)
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True)), lines


def test_no_jargon_of_pydantic_reaches_the_user():
    kinds: Any = pydantic_core.core_schema.ErrorType
    for kind in kinds.__args__:
        message = "Input should be a valid thing"
        place = Place(("a", "b"))
        finding = Finding(kind, place, "value", 3, message, {}, Declared(()), (), ())
        text = " ".join(describe(finding))
        assert "Input" not in text
        assert "pydantic" not in text
        assert kind not in text or "_" not in kind
