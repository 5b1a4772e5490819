"""The registry: which function measures a fact, and of which runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from experiments.validation.samples import Draws, Sample

Runs = Mapping[str, Sample]
"""The runs that a fact asked for, by ensemble."""

Found = dict[str, Draws]
"""Draws by name of a criterion. ``<criterion>~off`` is the same with the mechanism off, and
``<criterion>@<scenario>`` the same in one scenario."""

OFF = "~off"
"""Ends the names of arms, and of quantities, with the mechanism of the fact switched off."""


@dataclass(frozen=True)
class Finding:
    """How a fact is measured.

    Attributes:
        id: of the fact. ensembles: names of those whose runs it needs.
        measure: from their runs to draws by criterion.
    """

    id: str
    ensembles: tuple[str, ...]
    measure: Callable[[Runs], Found]


REGISTRY: dict[str, Finding] = {}


def fact(
    *ensembles: str,
) -> Callable[[Callable[[Runs], Found]], Callable[[Runs], Found]]:
    """Register the function below it under its own name, in capitals, as the measure of a fact."""

    def note(measure: Callable[[Runs], Found]) -> Callable[[Runs], Found]:
        name = measure.__name__.upper()
        REGISTRY[name] = Finding(name, ensembles, measure)
        return measure

    return note


def registry() -> dict[str, Finding]:
    """Return every finding by id, with all modules of findings loaded."""
    from experiments.validation import (  # noqa: F401 - each registers its facts
        agreements,
        aid,
        institutions,
        logistics,
        missions,
        peacekeeping,
        violence,
    )

    return dict(sorted(REGISTRY.items()))
