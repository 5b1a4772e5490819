"""Declaring parameters, and listing those that a model declares."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from sim.units.amounts import Number

_SOURCE = re.compile(r"[A-Za-z][\w-]*")
_ASSUMPTION = re.compile(r"A[0-9]+")


class Parameter(NamedTuple):
    """A declared parameter; numbers are in `unit`, `default` is None where one must be given.

    `path` is dotted; ``*`` stands for any item of a list or mapping.
    """

    path: str
    default: float | None
    unit: str
    low: float
    high: float
    source: str
    doc: str


def param(default: Any, *, unit: str, low: float, high: float, source: str, doc: str) -> Any:
    """Declare a parameter: a pydantic field with unit, plausible range and source.

    Args:
        default: in the base unit of the type; ``...`` for a parameter that must be given.
        unit: of default, low and high, for example ``share`` or ``weeks``.
        low, high: the plausible range, which sweeps cover. Hard bounds come from the type.
        source: a key of sim/SOURCES.yaml, or the id of an assumption, ``A`` and digits.
        doc: what it means, in a sentence.

    Raises:
        ValueError: the declaration is incomplete or contradicts itself.
    """
    if not -math.inf < low < high < math.inf:
        raise ValueError(f"the plausible range {low} to {high} is not one: low must be below high")
    if not _SOURCE.fullmatch(source):
        raise ValueError(
            f"{source!r} is neither a key of SOURCES.yaml nor an assumption such as A12"
        )
    if not unit or not doc:
        raise ValueError("a parameter needs a unit and a sentence that says what it means")
    extra: dict[str, Any] = {"unit": unit, "typical_range": [low, high], "source": source}
    return Field(default, description=doc, json_schema_extra=extra)


def is_assumption(source: str) -> bool:
    """Return whether a source is the id of an assumption."""
    return _ASSUMPTION.fullmatch(source) is not None


def parameters(model: type[BaseModel]) -> Iterator[Parameter]:
    """Yield every parameter of a model and of the models nested in it, in order of declaration."""
    for path, info in _declared(model, "", ()):
        extra: Any = info.json_schema_extra
        low, high = extra["typical_range"]
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        doc = info.description or ""
        yield Parameter(path, default, extra["unit"], low, high, extra["source"], doc)


def readers(model: type[BaseModel]) -> dict[str, Number]:
    """Return what checks and reads the value of each parameter of :func:`parameters`, by path."""
    return {
        path: mark
        for path, info in _declared(model, "", ())
        for mark in info.metadata
        if isinstance(mark, Number)
    }


def declaration_problems(model: type[BaseModel]) -> list[str]:
    """Return a sentence for each default, low or high that its own type would not take as it is."""
    problems = []
    for parameter, (path, info) in zip(parameters(model), _declared(model, "", ()), strict=True):
        kind: Any = info.annotation
        for mark in info.metadata:
            kind = Annotated[kind, mark]
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        for name in ("default", "low", "high"):
            value = getattr(parameter, name)
            if value is None:
                continue
            try:
                accepted = adapter.validate_python(value) == value
            except ValidationError:
                accepted = False
            if not accepted:
                problems.append(f"{path}: {name} {value!r} is not what its type accepts")
    return problems


def nested_types(annotation: Any) -> Iterator[Any]:
    """Yield the members of a type: itself, or each member of a union, with Annotated taken off."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from nested_types(get_args(annotation)[0])
    elif origin is Union or origin is UnionType:
        for member in get_args(annotation):
            yield from nested_types(member)
    else:
        yield annotation


def _declared(
    model: type[BaseModel], prefix: str, inside: tuple[type, ...]
) -> Iterator[tuple[str, FieldInfo]]:
    """Yield dotted path and field of every parameter; a model within itself is not followed."""
    if model in inside:
        return
    for name, info in model.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "typical_range" in extra:
            yield path, info
        yield from _nested(info.annotation, path, (*inside, model))


def _nested(
    annotation: Any, path: str, inside: tuple[type, ...]
) -> Iterator[tuple[str, FieldInfo]]:
    for member in nested_types(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            yield from _declared(member, f"{path}.", inside)
        elif get_origin(member) in (list, tuple, dict, Mapping, Sequence):
            for argument in get_args(member):
                yield from _nested(argument, f"{path}.*", inside)
