"""No parameter is dead: each is read, and each changes what happens."""

import numpy as np
import pytest

from sim.metrics.digest import digest
from sim.units.parameters import declaration_problems, parameters
from tests.dynamics.country import live, war
from tests.reading import records, unread_parameters

FIELDS = [(name, field) for name, record in records().items() for field in record.model_fields]
WEEKS = 110


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


def lived(name: str, field: str, value: float) -> str:
    """Digest of the war with one parameter changed."""
    dynamics = war().model_dump(mode="json")["dynamics"]
    dynamics[name][field] = value
    return digest(live(war(dynamics=dynamics), 1, WEEKS))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_low_and_high_make_a_difference(name: str, field: str) -> None:
    one = next(p for p in parameters(records()[name]) if p.path == field)
    assert lived(name, field, one.low) != lived(name, field, one.high)


def test_the_digest_tells_worlds_apart() -> None:
    """Or else the test above could not fail."""
    world = live(war(), 1, 2)
    same = world.copy()
    assert digest(same) == digest(world)
    same.communities.fear[7] = np.nextafter(same.communities.fear[7], 2.0)
    assert digest(same) != digest(world)
