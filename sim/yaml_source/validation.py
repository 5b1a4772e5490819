"""Validating a document against a pydantic model, with every error put into the author's terms."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from sim.yaml_source.document import Document
from sim.yaml_source.errors import InputError, InputErrors, Path
from sim.yaml_source.findings import Finding, Located, read_findings
from sim.yaml_source.second_look import second_look
from sim.yaml_source.wording import describe, describe_alternatives

Model = TypeVar("Model", bound=BaseModel)


def validate(document: Document, model: type[Model], context: Any = None) -> Model:
    """Return an instance or raise InputErrors: see :func:`sim.yaml_source.validate`."""
    findings: list[Finding] = []
    try:
        valid = model.model_validate(document.data, context=context)
        if not document.problems:
            return valid
    except ValidationError as failure:
        findings = read_findings(failure, document.data, model)
    errors = [*document.problems, *(_input_error(document, one) for one in _reports(findings))]
    later = second_look(document.data, model, context, findings)
    unique = list(
        dict.fromkeys([*errors, *(_input_error(document, _problem_report(one)) for one in later)])
    )
    files = {file: number for number, file in enumerate(document.chain)}
    raise InputErrors(sorted(unique, key=lambda e: (files.get(e.file, -1), e.line, e.column)))


class _Report(NamedTuple):
    """What is to be said about one place."""

    path: Path
    at: str
    wording: tuple[str, str, str]


def _reports(findings: Sequence[Finding], depth: int = 0) -> Iterator[_Report]:
    """Yield what to say, once for each mistake however many members of a union complain about it.

    `depth` is the number of labels, of each finding, that are settled already.
    """
    unions: dict[Path, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        labels = finding.place.labels[depth:]
        if labels:
            prefix, label = labels[0]
            unions[prefix][label].append(finding)
        elif finding.problems:
            yield from (_problem_report(problem) for problem in finding.problems)
        else:
            yield _Report(finding.path, finding.at, describe(finding))
    for prefix, members in unions.items():
        yield from _union_reports(prefix, list(members.values()), depth)


def _union_reports(prefix: Path, members: list[list[Finding]], depth: int) -> Iterator[_Report]:
    """Report the member of a union that was probably meant, or that none of them fits."""
    inside = [found for found in members if any(len(one.path) > len(prefix) for one in found)]
    if len(members) == 1 or inside:
        meant = min(inside or members, key=_distance)
        yield from _reports(meant, depth + 1)
    else:
        yield _Report(prefix, "value", describe_alternatives([found[0] for found in members]))


def _distance(findings: list[Finding]) -> tuple[int, int]:
    """Return how far a section is from a member of a union: strange keys, then errors."""
    strange = sum(finding.kind in ("extra_forbidden", "missing") for finding in findings)
    return strange, len(findings)


def _problem_report(problem: Located) -> _Report:
    return _Report(problem.path, "value", (problem.what, problem.expected, problem.fix))


def _input_error(document: Document, report: _Report) -> InputError:
    """Add the position to a report."""
    path = report.path
    if report.at == "parent":
        mark = document.where(path[:-1], key=True)
    else:
        mark = document.where(path, key=report.at == "key")
    return InputError(*mark, path, *report.wording)
