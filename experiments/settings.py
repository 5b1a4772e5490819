"""What differs between the settings of two scenarios, value by value."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.yaml_source import format_path
from sim.yaml_source.nodes import Mark, leaves, node_from


class Difference(NamedTuple):
    """A value at a dotted path that is not the same in two scenarios; None where it is absent."""

    path: str
    one: Any
    other: Any


def differences(one: Scenario, other: Scenario, exclude: Collection[str] = ()) -> list[Difference]:
    """Return every value that differs, in the order of the file.

    Args:
        exclude: sections that are left out, such as ``strategy``.
    """
    left, right = _values(one, exclude), _values(other, exclude)
    return [
        Difference(path, left.get(path), right.get(path))
        for path in dict.fromkeys([*left, *right])
        if left.get(path) != right.get(path)
    ]


def written(value: Any) -> str:
    """Write a value of a scenario for people."""
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _values(scenario: Scenario, exclude: Collection[str]) -> dict[str, Any]:
    """Every value of a scenario by its path, as messages write it."""
    data = scenario.model_dump(mode="json", exclude=set(exclude))
    root = node_from(data, Mark("", 0, 0))
    return {format_path(path): node.value for path, node in leaves(root)}
