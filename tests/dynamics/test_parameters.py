"""No parameter is dead: each is read, and each changes what happens."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.metrics.digest import digest
from sim.scenario import Scenario
from sim.units.parameters import declaration_problems, parameters
from tests.dynamics.country import EVERYTHING, live, war
from tests.reading import records, unread_parameters

FIELDS = [(name, field) for name, record in records().items() for field in record.model_fields]


def test_every_parameter_is_read() -> None:
    assert unread_parameters() == []


@pytest.mark.parametrize("name", list(records()))
def test_defaults_lie_within_their_plausible_range(name: str) -> None:
    record = records()[name]
    declared = {parameter.path: parameter for parameter in parameters(record)}
    assert set(declared) == set(record.model_fields)
    for one in declared.values():
        assert one.default is not None and one.low <= one.default <= one.high, one.path
    assert declaration_problems(record) == []


def uprising(**changes: Any) -> Scenario:
    """A country whose war begins during the run, whose convoys are long on poor roads."""
    front = {"name": "Eastern Front", "group": "Asha", "fighters": 30, "sponsor": 5, "bombs": 0.5}
    north = {"name": "Northern Union", "group": "Talan", "aim": "territory"}
    land = {"width": 10, "height": 9, "districts": 4, "water": 0.1, "roads": 0.2}
    dynamics = {"convoy_life": {"speed": 60.0}, "calendar": {"drought_years": 0.3}}
    dynamics |= {"cooperation": {"mistake": 0.5}}
    return war(
        **{"map": land, "factions": [front, north], "injects": [], "dynamics": dynamics} | changes
    )


def truce(**changes: Any) -> Scenario:
    """A country that starts with a settlement on which little rests, and fears a new war."""
    whole = ["political", "territorial", "military", "economic"]
    settlement = {"faction": "Eastern Front", "share": 0.15, "dimensions": whole}
    return war(**{"settlements": [settlement], "injects": []} | changes)


def one_front(**changes: Any) -> Scenario:
    """A war of two sides who talk, sign truces and break them, and convoys that hesitate."""
    front = {"name": "Eastern Front", "group": "Asha", "aim": "territory", "fighters": 400}
    front |= {"sponsor": 60, "money": 4_000}
    dynamics = {
        "convoy_life": {"speed": 60.0},
        "convoy_rule": {"urgency": 0.5, "temperature": 1.0},
        "politics": {"truce": 0.3, "sign": 0.03, "talks": 0.3, "breach": 1.0},
        "mediator_rule": {"stay": 0.0, "heat": 0.0, "temperature": 1.0},
        "coalition": {"takers": 1.0},
    }
    return war(**{"factions": [front], "injects": [], "dynamics": dynamics} | changes)


def unhelped(**changes: Any) -> Scenario:
    """The same two sides with nobody between them, who sign truces for some weeks' rest."""
    politics = {"truce": 0.9, "sign": 0.01, "talks": 0.9, "breach": 0.5, "collapse": 0.1}
    return one_front(**{"strategy": {}, "dynamics": {"politics": politics}} | changes)


def final(**changes: Any) -> Scenario:
    """The same two sides, who sign no truces but definitive ceasefires, then slowly settle."""
    politics = {"truce": 0.0, "sign": 0.03, "at_once": 0.0, "talks": 0.9, "give_up": 0.0}
    politics |= {"breach": 1.0, "temper": 0.3, "collapse": 0.1}
    return one_front(**{"dynamics": {"politics": politics}} | changes)


def rivals(**changes: Any) -> Scenario:
    """Two armed groups among each other's people, too small to be at war yet."""
    front = {"name": "Eastern Front", "group": "Asha", "fighters": 800, "cohesion": 0.2}
    north = {"name": "Northern Union", "group": "Talan", "fighters": 800, "cohesion": 0.2}
    people = war().people.model_dump(mode="json") | {"mixing": 0.5}
    dynamics = {"politics": {"onset": 1e5}, "band_rule": {"attack": 0.0, "obedience": 1.0}}
    return war(
        **{"people": people, "factions": [front, north], "injects": [], "dynamics": dynamics}
        | changes
    )


def feuds(**changes: Any) -> Scenario:
    """Neighbours of two groups who quarrel, clash, and sign truces that not all of them keep."""
    people = war().people.model_dump(mode="json") | {"mixing": 0.8, "civic": 0.5}
    communal = {"disputes": 0.15, "escalate": 0.05, "unaided": 1.0, "pact": 0.6}
    return war(**{"people": people, "injects": [], "dynamics": {"communal": communal}} | changes)


def overreach(**changes: Any) -> Scenario:
    """A settled country whose state takes over more upkeep than it can pay for."""
    strategy = EVERYTHING | {
        "governance": {"spending": 30},
        "transition": {"local_share": 0.95, "handover": 100, "latest": 0},
    }
    dynamics = {"economy": {"rent": 0.3, "upkeep": 40.0}}
    return truce(**{"strategy": strategy, "dynamics": dynamics} | changes)


def far(**changes: Any) -> Scenario:
    """The war on tracks in the mountains, with two hubs, a starved mission, and many aircraft."""
    land = {"width": 10, "height": 9, "cell": 50, "districts": 4, "water": 0.1, "roads": 0.1}
    hubs = [
        {"name": "Port", "at": "southwest", "food": 300},
        {"name": "Airfield", "at": "northeast", "throughput": 60, "food": 50},
    ]
    mission = EVERYTHING["mission"] | {"supply_range": 1.0}
    strategy = EVERYTHING | {"mission": mission, "logistics": {"air": 60.0, "trucks": 0.0}}
    return war(**{"map": land | {"ruggedness": 0.8}, "hubs": hubs, "strategy": strategy} | changes)


def banks(**changes: Any) -> Scenario:
    """The war on tracks in a land of rivers, with a mission that lives on what barges bring."""
    land = {"width": 10, "height": 9, "cell": 50, "districts": 4, "water": 0.1, "roads": 0.1}
    mission = EVERYTHING["mission"] | {"supply_range": 1.0}
    logistics = {"boats": 300.0, "air": 0.0, "trucks": 0.0}
    strategy = EVERYTHING | {"mission": mission, "logistics": logistics}
    return war(**{"map": land | {"rivers": 2}, "strategy": strategy} | changes)


TRIALS: tuple[tuple[Callable[..., Scenario], int, int], ...] = (
    (war, 1, 110),
    (uprising, 1, 330),
    (truce, 1, 200),
    (one_front, 1, 150),
    (rivals, 1, 100),
    (unhelped, 1, 150),
    (final, 1, 150),
    (war, 2, 200),
    (uprising, 2, 330),
    (truce, 2, 200),
    (one_front, 2, 150),
    (rivals, 2, 100),
    (unhelped, 2, 150),
    (final, 2, 150),
    (final, 6, 150),
    (feuds, 1, 200),
    (overreach, 1, 150),
    (far, 1, 110),
    (banks, 1, 110),
)
"""Countries, seeds and weeks: in one of these at least, every parameter matters."""


def lived(trial: int, name: str, field: str, value: float) -> str:
    """Digest of a trial with one parameter changed."""
    country, seed, weeks = TRIALS[trial]
    dynamics = country().model_dump(mode="json")["dynamics"]
    dynamics[name][field] = value
    return digest(live(country(dynamics=dynamics), seed, weeks))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_low_and_high_make_a_difference(name: str, field: str) -> None:
    one = next(p for p in parameters(records()[name]) if p.path == field)
    assert any(
        lived(trial, name, field, one.low) != lived(trial, name, field, one.high)
        for trial in range(len(TRIALS))
    )


def test_the_digest_tells_worlds_apart() -> None:
    """Or else the test above could not fail."""
    world = live(war(), 1, 2)
    same = world.copy()
    assert digest(same) == digest(world)
    same.communities.fear[7] = np.nextafter(same.communities.fear[7], 2.0)
    assert digest(same) != digest(world)
