"""Types of parameters: what they take and refuse, in which words, and how they are declared."""

import json
import math
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from sim import units
from sim.units import (
    Count,
    Distance,
    Duration,
    Flag,
    Money,
    NonNegative,
    Number,
    Parameter,
    People,
    Positive,
    Share,
    Signed,
    Tonnes,
    Weeks,
    declaration_problems,
    is_assumption,
    months,
    param,
    parameters,
    years,
)

NUMBERS = [Share, Signed, Positive, NonNegative, Count]
AMOUNTS = [Duration, Weeks, Distance, Money, People, Tonnes]


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> str:
    """Return what is said about a value that a type refuses."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    return error["msg"]


# ---------------------------------------------------------------- numbers


NO_NUMBERS = [True, False, None, "", "x", "1", "nan", [1], {}, 1j, np.bool_(True), "1 " + "k" * 99]
NO_SENSIBLE = [math.nan, math.inf, -math.inf, 1e300, 10**400, -(10**400), "1e400 weeks", "9" * 5000]


@pytest.mark.parametrize("kind", NUMBERS + AMOUNTS)
@pytest.mark.parametrize("value", [*NO_NUMBERS, *NO_SENSIBLE, np.float64("nan")])
def test_what_is_no_sensible_number_is_refused_by_every_type(kind, value):
    assert "expected" in refusal(kind, value)


@pytest.mark.parametrize("kind", NUMBERS + AMOUNTS)
@pytest.mark.parametrize("value", [1, 1.0, np.int32(1), np.float32(1), np.float64(1)])
def test_every_type_takes_python_and_numpy_numbers_and_holds_python_ones(kind, value):
    found = read(kind, value)
    assert found == 1
    assert type(found) is (int if kind in (Count, Weeks, People) else float)


@pytest.mark.parametrize(
    ("kind", "inside", "outside"),
    [
        (Share, [0, 1], [-1e-9, 1.0000001]),
        (Signed, [-1, 1], [-1.1, 1.1]),
        (Positive, [1e-300], [0, -1]),
        (NonNegative, [0], [-1e-9]),
        (Count, [0, 10**9], [-1, 0.5, 10**9 + 1]),
        (Weeks, [0, 10400], [-1, 1.5, 10401]),
        (Duration, [0, 10400], [-0.1, 10400.1]),
        (People, [0, 10**10], [-1, 0.5]),
    ],
)
def test_hard_bounds(kind, inside, outside):
    for value in inside:
        assert read(kind, value) == value
    for value in outside:
        refusal(kind, value)


def test_a_large_count_is_held_exactly():
    big = Annotated[int, Number(0, 2**64, "a seed", whole=True)]
    assert read(big, 2**63 + 1) == 2**63 + 1


def test_messages_say_what_is_wrong_and_what_to_do():
    assert refusal(Share, 1.4) == (
        "is more than 1, expected a share from 0 to 1, write a number in that range"
    )
    assert refusal(Positive, 0).startswith("is not more than 0, expected a number above 0")
    assert refusal(Count, 1.5).startswith("is not a whole number")
    assert refusal(Share, "0.3").startswith("is text, being in quotes")
    assert refusal(Share, "30 %").endswith("write 0.3")
    assert refusal(Share, "30%").endswith("write 0.3")
    assert refusal(Distance, "5 kg") == (
        'has the unit "kg", expected km from 0 to 40000, or a distance in km or m, '
        "write a number in that range, for example 25 km"
    )
    assert 'has the unit "m"' in refusal(People, "1.5 m")
    assert "days, weeks, months or years" in refusal(Duration, "1 fortnight")


def test_a_flag_is_true_or_false_and_nothing_else():
    assert read(Flag, True) is True
    for value in ("yes", "true", 1, 0, None):
        with pytest.raises(ValidationError):
            read(Flag, value)


# ---------------------------------------------------------------- amounts with units


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Duration, "18 months", 78.0),
        (Duration, "1 month", 13 / 3),
        (Duration, "3 years", 156.0),
        (Duration, "2 weeks", 2.0),
        (Duration, "10 days", 10 / 7),
        (Duration, " 1.5 years ", 78.0),
        (Duration, "2weeks", 2.0),
        (Weeks, "18 months", 78),
        (Weeks, "1 month", 4),
        (Weeks, "10 days", 1),
        (Weeks, "0 days", 0),
        (Distance, "25 km", 25.0),
        (Distance, "500 m", 0.5),
        (Money, "1.2e9 USD", 1.2e9),
        (Money, "400 million USD", 4e8),
        (Money, "12 k", 12e3),
        (Money, "1 dollar", 1.0),
        (Money, "2 bn", 2e9),
        (People, "1.5 M", 1_500_000),
        (People, "1.001 k", 1001),
        (People, "4.35 million people", 4_350_000),
        (People, "1 person", 1),
        (Tonnes, "45 t", 45.0),
        (Tonnes, "500 kg", 0.5),
    ],
)
def test_texts_with_units(kind, text, value):
    found = read(kind, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Duration, "3 km"),
        (Duration, "3 k"),
        (Duration, "1 year 6 months"),
        (Duration, "-3 weeks"),
        (Duration, "1e9 years"),
        (Weeks, "2 days"),
        (Weeks, "1.5 weeks"),
        (Weeks, "1e300 years"),
        (Money, "5 EUR"),
        (Money, "1,200 USD"),
        (Money, "1_200 USD"),
        (Money, "5 USD USD"),
        (People, "1.2345 k"),
        (People, "1e-400 people weeks"),
        (Tonnes, "3 k t"),
        (Tonnes, "45 tons of rice"),
        (Share, "1 week"),
        (Count, "3 k"),
    ],
)
def test_texts_that_are_refused(kind, text):
    assert "expected" in refusal(kind, text)


@given(text=st.text(max_size=20) | st.from_regex(r"[-+]?[0-9.]+(e-?[0-9]+)? ?(k|M|weeks|days|t)?"))
def test_random_texts_give_a_number_within_bounds_or_a_refusal(text):
    for kind in (Share, Weeks, Money, People):
        try:
            assert 0 <= read(kind, text) <= 1e15
        except ValidationError as failure:
            assert [error["type"] for error in failure.errors()] == ["number"]


def test_months_and_years_in_weeks():
    assert months(18) == 78
    assert years(3) == 156
    assert months(1) == 13 / 3


# ---------------------------------------------------------------- declarations


class Training(BaseModel, extra="forbid", frozen=True):
    level: Share = param(0.3, unit="share", low=0.1, high=0.6, source="Fearon2004", doc="Effort.")
    course: Duration = param(months(6), unit="weeks", low=8, high=52, source="A07", doc="Length.")
    note: str = ""


class Place(BaseModel):
    people: People = param(..., unit="persons", low=5e3, high=2e5, source="A1", doc="Who is there.")
    near: "list[Place]" = []


class Theatre(BaseModel):
    cell: Distance = param(25, unit="km", low=10, high=50, source="A2", doc="Side of a cell.")
    training: Training | None = None
    places: list[Place] = []
    by_name: dict[str, Annotated[Training | Place, "either"]] = {}


def test_parameters_are_listed_with_those_of_nested_models():
    found = list(parameters(Theatre))
    assert found[0] == Parameter("cell", 25, "km", 10, 50, "A2", "Side of a cell.")
    assert found[1] == Parameter("training.level", 0.3, "share", 0.1, 0.6, "Fearon2004", "Effort.")
    assert found[3] == Parameter(
        "places.*.people", None, "persons", 5e3, 2e5, "A1", "Who is there."
    )
    assert [one.path for one in found] == [
        "cell",
        "training.level",
        "training.course",
        "places.*.people",
        "by_name.*.level",
        "by_name.*.course",
        "by_name.*.people",
    ]


def test_what_is_dumped_can_be_read_again():
    theatre = Theatre.model_validate(
        {"cell": "500 m", "training": {"course": "1 year"}, "places": [{"people": "12 k"}]}
    )
    dumped = theatre.model_dump()
    assert dumped["training"] == {"level": 0.3, "course": 52.0, "note": ""}
    assert Theatre.model_validate(dumped) == theatre
    assert Theatre.model_validate(json.loads(theatre.model_dump_json())) == theatre


def test_the_json_schema_says_what_editors_need():
    schema = Theatre.model_json_schema()
    cell = schema["properties"]["cell"]
    assert {k: cell[k] for k in ("default", "unit", "typical_range", "source", "description")} == {
        "default": 25,
        "unit": "km",
        "typical_range": [10, 50],
        "source": "A2",
        "description": "Side of a cell.",
    }
    number, text = cell["anyOf"]
    assert number == {"type": "number", "minimum": 0, "maximum": 40_000}
    assert text["type"] == "string"
    assert schema["$defs"]["Training"]["properties"]["level"]["maximum"] == 1


@pytest.mark.parametrize("kind", AMOUNTS)
def test_the_pattern_of_the_json_schema_fits_what_is_read(kind):
    import re

    _, text = TypeAdapter(kind).json_schema()["anyOf"]
    words = [
        "",
        "k",
        "M",
        "thousand",
        "USD",
        "km",
        "m",
        "weeks",
        "months",
        "t",
        "kg",
        "people",
        "x",
    ]
    for word in words:
        for other in ("", " USD", " people", " k", " weeks"):
            example = f"7 {word}{other}"
            try:
                read(kind, example)
                accepted = True
            except ValidationError:
                accepted = False
            assert accepted == bool(re.search(text["pattern"], example)), example
    assert re.search(text["pattern"], text["examples"][0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": 1, "high": 1},
        {"low": 2},
        {"high": math.nan},
        {"high": math.inf},
        {"source": ""},
        {"source": "Fearon 2004"},
        {"unit": ""},
        {"doc": ""},
    ],
)
def test_a_careless_declaration_is_refused(wrong):
    given = {"unit": "km", "low": 0, "high": 1, "source": "A1", "doc": "x"}
    with pytest.raises(ValueError, match=r"plausible range|neither a key|needs a unit"):
        param(0, **{**given, **wrong})


def test_declarations_that_contradict_their_type_are_found():
    class Wrong(BaseModel):
        share: Share = param(30, unit="share", low=0, high=1, source="A1", doc="x")
        count: Count | None = param(None, unit="1", low=0.5, high=3, source="A1", doc="x")
        weeks: Weeks = param("1 year", unit="weeks", low=1, high=3, source="A1", doc="x")

    assert declaration_problems(Wrong) == [
        "share: default 30 is not what its type accepts",
        "count: low 0.5 is not what its type accepts",
        "weeks: default '1 year' is not what its type accepts",
    ]
    assert declaration_problems(Theatre) == []


def test_assumptions_are_told_from_sources():
    assert is_assumption("A07")
    assert not is_assumption("A")
    assert not is_assumption("Abrams2004")


def test_everything_public_is_exported():
    assert all(hasattr(units, name) for name in units.__all__)
