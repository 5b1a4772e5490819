"""Telling files of scenarios and of strategies apart, for the commands that take both."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sim.yaml_source import Document


def read_input(source: str, strategy: str | None = None) -> "tuple[Document, type[BaseModel]]":
    """Read a file, or a shipped scenario or strategy by name, and say which of the two it is.

    A file is one of a strategy if it has a key that only strategies have, and none that only
    scenarios have.

    Raises:
        InputErrors: it cannot be read.
    """
    from sim.paths import scenarios_dir
    from sim.scenario import Scenario
    from sim.strategy import Strategy
    from sim.yaml_source import draft, find

    shipped = scenarios_dir()
    strategies = str(shipped / "strategies")
    if strategy is None:
        found = find(source, [str(shipped)]) or find(source, [strategies]) or source
        document = draft(found, [shipped, strategies])
        keys, here, there = set(document.data), _keys(Scenario), _keys(Strategy)
        if keys & (there - here) and not keys & (here - there):
            return document, Strategy
    return Scenario.document(source, strategy), Scenario


def _keys(model: "type[BaseModel]") -> set[str]:
    return set(model.model_fields)
