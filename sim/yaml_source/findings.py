"""What pydantic reports, entry by entry, put back into the terms of the document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ValidationError

from sim.yaml_source.errors import FieldProblem, FieldProblems, Path
from sim.yaml_source.nodes import Data
from sim.yaml_source.places import NOWHERE, Declared, Place, declared_at, place_of, value_at

_KEY = "[key]"  # pydantic's label for an error in the key of a mapping itself
_QUOTED = re.compile(r"'([^']*)'")


class Located(NamedTuple):
    """A :class:`FieldProblem` with paths that start at the root."""

    path: Path
    what: str
    expected: str
    fix: str
    depends: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of a pydantic error.

    Attributes:
        kind: pydantic's name for it, such as ``missing``.
        place: where it is; for a missing or an unknown key, the place of that key.
        at: what to point at: the value, the key, or the parent of what is missing.
        value: what was given.
        message: pydantic's sentence.
        context: pydantic's details.
        declared: what the schema says about the place, or about the parent of an unknown key.
        siblings: for an unknown key, the keys beside it.
        problems: for a validator that raised :class:`FieldProblem`, what it said.
    """

    kind: str
    place: Place
    at: Literal["value", "key", "parent"]
    value: object
    message: str
    context: dict[str, Any]
    declared: Declared
    siblings: tuple[str, ...]
    problems: tuple[Located, ...]

    @property
    def path(self) -> Path:
        """Keys and indices that lead to the place."""
        return self.place.path


def read_findings(failure: ValidationError, data: Data, model: type[BaseModel]) -> list[Finding]:
    """Return every entry of a failed validation of `data` against `model`."""
    return [_finding(entry, data, model) for entry in failure.errors(include_url=False)]


def _finding(entry: Any, data: Data, model: type[BaseModel]) -> Finding:
    kind, location, value = entry["type"], entry["loc"], entry["input"]
    context = entry.get("ctx", {})
    at: Literal["value", "key", "parent"] = "value"
    declared = declared_at(model, location)
    if location and location[-1] == _KEY:
        place, at = place_of(data, location[:-1], NOWHERE), "key"
    elif kind == "missing":
        place, at = _below(place_of(data, location[:-1], value), location[-1]), "parent"
    elif kind == "extra_forbidden":
        place, at = place_of(data, location, value), "key"
        declared = declared_at(model, location[:-1])
    elif kind in ("union_tag_invalid", "union_tag_not_found"):
        place = place_of(data, location, value)
        tag = _QUOTED.search(str(context.get("discriminator", "")))
        if tag is None:
            kind = "other"  # the tag is computed by a function, so no key is to blame
        else:
            place = _below(place, tag[1])
            at = "value" if kind == "union_tag_invalid" else "parent"
            value = value_at(data, place.path)
    else:
        place = place_of(data, location, value)
    parent = value_at(data, place.path[:-1])
    siblings = tuple(parent) if isinstance(parent, dict) else ()
    problems = tuple(_located(context.get("error"), place.path))
    return Finding(kind, place, at, value, entry["msg"], context, declared, siblings, problems)


def _below(place: Place, step: str | int) -> Place:
    return Place((*place.path, step), place.labels)


def _located(error: object, path: Path) -> Iterator[Located]:
    """Yield the problems that a validator at `path` has raised."""
    if isinstance(error, FieldProblem):
        depends = tuple((*path, *other) for other in error.depends)
        yield Located((*path, *error.path), error.what, error.expected, error.fix, depends)
    elif isinstance(error, FieldProblems):
        for problem in error.problems:
            yield from _located(problem, path)
