"""Worlds of one scenario: the same whether a copy was kept of the country or not."""

import numpy as np
import pytest

from sim.build import assemble
from sim.metrics.digest import digest
from sim.scenario import Scenario


def test_large_countries_are_built_anew_and_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Scenario.load("classroom")
    kept = assemble.build(scenario, 3)
    assert assemble._country.cache_info().currsize
    monkeypatch.setattr(assemble, "LARGE", 0)
    assemble._country.cache_clear()
    first, second = assemble.build(scenario, 3), assemble.build(scenario, 3)
    assert assemble._country.cache_info().currsize == 0, "a copy of a large country was kept"
    assert digest(first) == digest(kept)
    first.communities.data["population"][0] += 1.0
    assert digest(first) != digest(second), "two runs share a country"
    assert np.array_equal(
        second.communities.data["population"], kept.communities.data["population"]
    )
