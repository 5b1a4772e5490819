"""From a location as pydantic gives it to a path in the document, and to the types found there.

Pydantic mixes labels into its locations: which member of a union was tried, which tag was chosen.
They are told apart from keys by looking at the data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.units import nested_types
from sim.yaml_source.errors import Path
from sim.yaml_source.nodes import Data

_MOST_READINGS = 64
NOWHERE = object()
"""What lies where nothing lies; equal to nothing else."""


@dataclass(frozen=True, slots=True)
class Place:
    """A location, read.

    Attributes:
        path: keys and indices in the document.
        labels: for each label of a union, the path of the value with that type, and the label.
    """

    path: Path
    labels: tuple[tuple[Path, str], ...] = ()


def place_of(data: Data, location: tuple[str | int, ...], value: object) -> Place:
    """Return the place in `data` of a location at which pydantic saw `value`.

    Of several readings the first whose value is that very object is taken.
    """
    readings = list(islice(_readings(data, location, ()), _MOST_READINGS))
    for reading in readings:
        found = value_at(data, reading.path)
        if found is value:
            return reading
    return readings[0]


def _readings(data: Data, location: tuple[str | int, ...], done: Path) -> Iterator[Place]:
    """Yield every reading of a location, those with the fewest labels first at each step."""
    if not location:
        yield Place(done)
        return
    step, rest = location[0], location[1:]
    inner = value_at(data, (step,))
    if inner is not NOWHERE:
        yield from _readings(inner, rest, (*done, step))
    for reading in _readings(data, rest, done):
        yield Place(reading.path, ((done, str(step)), *reading.labels))


def value_at(data: Data, path: Path) -> object:
    """Return what lies at a path in plain data, or NOWHERE."""
    for step in path:
        in_section = isinstance(data, dict) and step in data
        in_list = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        if not (in_section or in_list):
            return NOWHERE
        data = data[step]
    return data


@dataclass(frozen=True, slots=True)
class Declared:
    """What a schema says about one location.

    Attributes:
        members: the types possible there.
        field: the field that was last stepped into, if any.
    """

    members: tuple[Any, ...]
    field: FieldInfo | None = None

    def keys(self) -> list[str]:
        """Return the keys that the models possible here know."""
        names = [_key(name, info) for model in self.models() for name, info in _fields(model)]
        return list(dict.fromkeys(names))

    def tags(self, discriminator: str) -> list[str]:
        """Return the values that a field may take in the models possible here."""
        found: list[str] = []
        for model in self.models():
            for name, info in _fields(model):
                if _key(name, info) == discriminator:
                    found += _literals(info.annotation)
        return list(dict.fromkeys(found))

    def models(self) -> list[type[BaseModel]]:
        """Return the pydantic models among the members."""
        return [m for m in self.members if isinstance(m, type) and issubclass(m, BaseModel)]


def declared_at(model: type[BaseModel], location: tuple[str | int, ...]) -> Declared:
    """Follow a location, labels included, through the types of a model."""
    here = Declared((model,))
    for step in location:
        inner = _inside(here, step)
        if inner.members:
            here = inner
        else:
            named = tuple(m for m in here.members if _has_label(m, str(step)))
            here = Declared(named or here.members, here.field)
    return here


def _inside(here: Declared, step: str | int) -> Declared:
    """Return what is declared under a key or an index."""
    members: list[Any] = []
    field = None
    for model in here.models():
        for name, info in _fields(model):
            if step in (name, _key(name, info)):
                field = info
                members += nested_types(info.annotation)
    for member in here.members:
        origin, arguments = get_origin(member), get_args(member)
        if not arguments:
            continue
        is_list = origin in (list, tuple, set, frozenset, Sequence) and isinstance(step, int)
        if is_list or origin in (dict, Mapping):
            members += nested_types(arguments[0] if is_list else arguments[-1])
    return Declared(tuple(members), field)


def _has_label(member: Any, label: str) -> bool:
    """Return whether a label of pydantic names this member of a union."""
    if not (isinstance(member, type) and issubclass(member, BaseModel)):
        return False
    fields = (info for _, info in _fields(member))
    return member.__name__ == label or any(label in _literals(f.annotation) for f in fields)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    return iter(model.model_fields.items())


def _key(name: str, info: FieldInfo) -> str:
    return info.alias or name


def _literals(annotation: Any) -> list[str]:
    members = [m for m in nested_types(annotation) if get_origin(m) is Literal]
    return [str(value) for member in members for value in get_args(member)]
