"""Checks across fields, run although some fields are wrong.

Pydantic calls a model's own validators only when all of its fields are valid, so that one typing
mistake would hide every check across fields until it is mended. Here the wrong values are taken
out, their defaults stand in, and the checks get their turn.
"""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.yaml_source.errors import Path
from sim.yaml_source.findings import Finding, Located, read_findings
from sim.yaml_source.nodes import Data
from sim.yaml_source.places import Place, value_at

_MOST_ROUNDS = 8


def second_look(
    data: Data, model: type[BaseModel], context: Any, first: list[Finding]
) -> list[Located]:
    """Return the problems that validators raise once the values found wrong are taken out.

    A problem whose place, or one of whose ``depends``, touches a value taken out is left out: it
    may be a consequence only.

    Args:
        data: the document.
        model: its model.
        context: handed to the validators.
        first: what the first validation found.
    """
    problems: list[Located] = []
    removed: set[Path] = set()
    findings = first
    for _ in range(_MOST_ROUNDS):
        more = {_to_remove(finding) for finding in findings} - removed
        removed |= more
        if not more or () in removed:
            break
        rest = _without(data, removed)
        try:
            model.model_validate(rest, context=context)
            break
        except ValidationError as failure:
            found = read_findings(failure, rest, model)
        findings = [_with_original_paths(finding, data, removed) for finding in found]
        raised = [problem for finding in findings for problem in finding.problems]
        problems += [problem for problem in raised if not _touches(problem, removed)]
    return problems


def _to_remove(finding: Finding) -> Path:
    """Return the path of what has to go; where something is missing, what lacks it."""
    return finding.path[:-1] if finding.at == "parent" else finding.path


def _without(data: Data, removed: set[Path], path: Path = ()) -> Data:
    """Return a copy of plain data that leaves out what lies at some paths."""
    if isinstance(data, dict):
        items = [(key, value, (*path, key)) for key, value in data.items()]
        return {key: _without(value, removed, at) for key, value, at in items if at not in removed}
    if isinstance(data, list):
        values = [(value, (*path, i)) for i, value in enumerate(data)]
        return [_without(value, removed, at) for value, at in values if at not in removed]
    return data


def _with_original_paths(finding: Finding, data: Data, removed: set[Path]) -> Finding:
    """Undo the shift of list indices that taking items out has caused."""

    def original(path: Path) -> Path:
        done: Path = ()
        for step in path:
            around = value_at(data, done)
            if isinstance(around, list) and isinstance(step, int):
                kept = [i for i in range(len(around)) if (*done, i) not in removed]
                done = (*done, kept[step] if step < len(kept) else len(around))
            else:
                done = (*done, step)
        return done

    problems = tuple(
        one._replace(path=original(one.path), depends=tuple(map(original, one.depends)))
        for one in finding.problems
    )
    return replace(finding, place=Place(original(finding.path)), problems=problems)


def _touches(problem: Located, removed: set[Path]) -> bool:
    """Return whether a problem is about, or depends on, something that was taken out."""
    return any(
        path[: len(gone)] == gone or gone[: len(path)] == path
        for path in (problem.path, *problem.depends)
        for gone in removed
    )
