"""From the factors that a design names to factors with ranges; what is wrong with them."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import PydanticCustomError

from experiments.sweep.design import Design, Spec
from experiments.sweep.factor import OWN, Factor, Role
from experiments.sweep.sampling import PointList
from sim.errors import nearest
from sim.scenario import Scenario
from sim.units import Parameter, is_assumption, parameters, readers
from sim.yaml_source import Document, InputError


def resolve(design: Design, document: Document) -> tuple[list[Factor], list[InputError]]:
    """Return the factors of a design, uncertainties first, and everything wrong with them."""
    found: list[Factor] = []
    problems: list[InputError] = []
    roles: tuple[Role, ...] = ("uncertainties", "levers")
    for role in roles:
        for place, spec in enumerate(getattr(design, role)):
            try:
                found += list(_factors(spec, role))
            except _FactorError as error:
                path = (role, place, *error.path)
                problems.append(InputError(*document.where(path), path, *error.wording))
    seen: set[str] = set()
    for factor in found:
        if factor.path in seen:
            what = (f"{factor.path} is a factor twice", "each path once", "delete one of them")
            problems.append(InputError(*document.where((factor.role,)), (factor.role,), *what))
        seen.add(factor.path)
    return found, [*problems, *_listed_problems(design, document, found)]


def described(factor: Factor) -> Spec:
    """The factor as a design says it with nothing left open."""
    if factor.values:
        return Spec(path=factor.path, values=factor.values, group=factor.group)
    return Spec(path=factor.path, low=factor.low, high=factor.high, group=factor.group)


class _FactorError(Exception):
    """Something wrong with a factor: where below it, and how that is said."""

    def __init__(self, path: tuple[str | int, ...], *wording: str) -> None:
        super().__init__(path, *wording)
        self.path, self.wording = path, wording


@cache
def _declared() -> dict[str, Parameter]:
    return {one.path: one for one in parameters(Scenario)}


@cache
def _readers() -> dict[str, Any]:
    return readers(Scenario)


def _factors(spec: Spec, role: Role) -> Iterator[Factor]:
    if spec.path:
        yield _factor(spec, role)
        return
    chosen = [
        one.path
        for one in _declared().values()
        if "*" not in one.path
        and f"{one.path}.".startswith(f"{spec.every}.")
        and (spec.only == "all" or is_assumption(one.source))
        and not any(f"{one.path}.".startswith(f"{left}.") for left in spec.without)
    ]
    if not chosen:
        sections = {path.rpartition(".")[0] for path in _declared()} - {""}
        raise _FactorError(
            ("every",),
            f'there is no parameter below "{spec.every}"',
            "a section of a scenario",
            _guess(spec.every, sections, "see sim/ODD.md for the parameters"),
        )
    for path in chosen:
        group = ".".join(path.split(".")[:2]) if spec.group == "process" else spec.group
        yield _factor(Spec(path=path, group=group), role)


def _factor(spec: Spec, role: Role) -> Factor:
    general = _general(spec.path)
    declared, reader = _declared().get(general), _readers().get(general)
    if declared is None and not spec.values:
        raise _FactorError(
            ("path",),
            f'"{spec.path}" is no parameter that declares a range',
            "the path of one, or values:",
            _guess(spec.path, _declared(), "see sim/ODD.md for the parameters"),
        )
    unit = declared.unit if declared else ""
    whole = bool(reader is not None and reader.whole)
    if spec.values:
        values = tuple(
            one if reader is None or one == OWN else _read(reader, one, ("values", place))
            for place, one in enumerate(spec.values)
        )
        return Factor(spec.path, role, 0.0, 0.0, values, unit, whole, spec.group)
    assert declared is not None
    low = declared.low if spec.low is None else _read(reader, spec.low, ("low",))
    high = declared.high if spec.high is None else _read(reader, spec.high, ("high",))
    if not low < high:
        key = "high" if spec.high is not None else "low"
        raise _FactorError(
            (key,), f"the range {low:g} to {high:g}", "low below high", "change one of them"
        )
    return Factor(spec.path, role, float(low), float(high), (), unit, whole, spec.group)


def _read(reader: Any, value: Any, path: tuple[str | int, ...]) -> Any:
    if reader is None:
        return value
    try:
        return reader.read(value)
    except PydanticCustomError as error:
        words: dict[str, Any] = error.context or {}
        raise _FactorError(
            path, f"{value!r} {words['what']}", words["expected"], words["fix"]
        ) from None


def _general(path: str) -> str:
    """The path with ``*`` in place of the numbers of items."""
    return ".".join("*" if step.isdigit() else step for step in path.split("."))


def _guess(path: str, known: Iterable[str], otherwise: str) -> str:
    close = nearest(path, known)
    return f"write {close}" if close else otherwise


def _listed_problems(
    design: Design, document: Document, factors: list[Factor]
) -> Iterator[InputError]:
    """What is wrong with points that are written down."""
    by_path = {factor.path: factor for factor in factors}
    for key in ("sampler", "lever_sampler"):
        sampler = getattr(design, key)
        for place, point in enumerate(sampler.points if isinstance(sampler, PointList) else ()):
            for path, value in point.items():
                where = (key, "points", place, path)
                wording: tuple[str, ...] = ()
                if path not in by_path:
                    fix = _guess(path, by_path, "declare it under levers: or uncertainties:")
                    wording = (f"{path} is not declared as a factor", "a factor", fix)
                else:
                    try:
                        by_path[path].held(_listed(by_path[path], value))
                    except (_FactorError, ValueError):
                        wording = (f"{value!r} is no value of {path}", "one of its values", "")
                if wording:
                    yield InputError(*document.where(where), where, *wording)


def listed(sampler: PointList, factors: list[Factor]) -> NDArray[np.float64]:
    """The points that are written down, as :meth:`Factor.scaled` holds values; NaN: not named."""
    return np.array(
        [
            [one.held(_listed(one, point[one.path])) if one.path in point else np.nan
             for one in factors]
            for point in sampler.points
        ]
    )  # fmt: skip


def _listed(factor: Factor, value: Any) -> Any:
    return value if value == OWN else _read(_readers().get(_general(factor.path)), value, ())
