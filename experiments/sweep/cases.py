"""Cases: the scenarios of a design, each with each of its strategies (or arms of an ablation)."""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UserError, nearest
from sim.paths import scenarios_dir
from sim.yaml_source import Document, InputError, dump, find, names_in, set_value, validate

if TYPE_CHECKING:
    from experiments.sweep.design import Design
    from sim.scenario import Scenario

ALL = "all"
CASES = "cases"


class Case:
    """A scenario with a strategy, read from its file when it is needed.

    Attributes:
        path: the file, a complete scenario. scenario, strategy: names.
        hash: twelve hexadecimal digits over what the file says.
    """

    def __init__(self, path: Path, scenario: str, strategy: str) -> None:
        """Note where the case lies."""
        self.path, self.scenario, self.strategy = path, scenario, strategy

    @cached_property
    def hash(self) -> str:
        """Identifies the content."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]

    @cached_property
    def content(self) -> "Scenario":
        """The scenario; raises InputErrors if the file was spoilt."""
        from sim.scenario import Scenario

        return Scenario.load(self.path)

    def own(self, path: str) -> Any:
        """What the case itself has at a dotted path."""
        value: Any = self._data
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value[step]
        return value

    @cached_property
    def _data(self) -> dict[str, Any]:
        return self.content.model_dump(mode="json")


def scenarios(design: "Design", document: Document) -> "list[Scenario]":
    """Read every case of a design; scenarios outermost, strategies in the order of the design.

    Args:
        document: what the design was read from; files are looked for beside it first.

    Raises:
        UserError: everything that is wrong in any of the files named.
    """
    shipped = scenarios_dir()
    places, unknown = _sources(design, document, "scenarios", shipped)
    strategies, more = _sources(design, document, "strategies", shipped / "strategies")
    problems = dict.fromkeys(map(str, [*unknown, *more]))
    found: list[Scenario] = []
    for source in places:
        for strategy in strategies:
            try:
                found += _arms(design, _case(design, source, strategy))
            except UserError as error:
                problems |= dict.fromkeys(str(error).splitlines())
    seen: set[tuple[str, str]] = set()
    for one in found:
        label = one.name, one.strategy.name
        if label in seen:
            problems |= {
                f"{document.file}: two cases are called {label[0]} with {label[1]}: "
                "change the name: in one of the files, or leave one out": None
            }
        seen.add(label)
    if problems:
        raise UserError("\n".join(problems))
    return found


def write(found: "Sequence[Scenario]", folder: Path) -> None:
    """Write the cases as complete scenario files into ``cases/`` of a folder."""
    place = folder / CASES
    place.mkdir()
    for number, one in enumerate(found):
        text = dump(one.model_dump(mode="json"))
        (place / f"{number:04d}.yaml").write_text(text, encoding="utf-8")


def _sources(
    design: "Design", document: Document, key: str, shipped: Path
) -> tuple[list[str], list[InputError]]:
    """The files that a design names, and what is wrong with names that are none."""
    beside = Path(document.file).parent
    found: list[str] = []
    problems = []
    known = names_in([str(shipped)])
    for place, source in enumerate(getattr(design, key)):
        if source == ALL:
            found += known
        elif (beside / source).is_file():
            found.append(os.fspath(beside / source))
        elif find(source, [str(shipped)]) or Path(source).is_file():
            found.append(source)
        else:
            close = nearest(source, [*known, ALL])
            problems.append(
                InputError(
                    *document.where((key, place)),
                    (key, place),
                    f'there is no "{source}"',
                    f"a file, {ALL}, or one of {', '.join(known)}",
                    f"write {close}" if close else "correct the name",
                )
            )
    return found, problems


def _case(design: "Design", source: str, strategy: str) -> "Scenario":
    from sim.scenario import Scenario

    document = Scenario.document(source, strategy)
    for path, value in design.settings.items():
        document = set_value(document, path, value, "settings")
    return validate(document, Scenario)


def _arms(design: "Design", scenario: "Scenario") -> "list[Scenario]":
    if design.arms == "strategies":
        return [scenario]
    from experiments.ablation import arms

    return list(arms(scenario).values())
