"""What differs between the settings of two scenarios, value by value."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sim.scenario import Scenario


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
    left, right = (
        dict(_leaves(each.model_dump(mode="json", exclude=set(exclude)), ""))
        for each in (one, other)
    )
    return [
        Difference(path, left.get(path), right.get(path))
        for path in dict.fromkeys([*left, *right])
        if left.get(path) != right.get(path)
    ]


def written(value: Any) -> str:
    """Write a value of a scenario for people."""
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _leaves(data: Any, path: str) -> Iterable[tuple[str, Any]]:
    """Every value of plain data with its dotted path."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for place, inner in enumerate(data):
            yield from _leaves(inner, f"{path}.{place}")
    else:
        yield path, data
