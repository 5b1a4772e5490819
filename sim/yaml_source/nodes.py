"""A document as a tree of values that know where they were written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.yaml_source.errors import Path
from sim.yaml_source.scalars import Scalar

Data = Any
"""Plain data: dict with string keys, list, str, int, float, bool or None, nested."""


class Mark(NamedTuple):
    """A position in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(slots=True)
class Node:
    """A value and its position. Nodes are shared between documents: never change one once built.

    Attributes:
        value: a scalar, a list of nodes, or a dict of nodes.
        mark: where the value starts.
        keys: for a dict, where each key starts.
        size: number of values in it, itself included, aliases expanded.
        height: levels below it; 0 for a scalar.
    """

    value: Scalar | list["Node"] | dict[str, "Node"]
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)
    size: int = 1
    height: int = 0

    def child(self, step: str | int) -> "Node | None":
        """Return the node under a key or a list index, or None where there is none."""
        if isinstance(self.value, dict):
            return self.value.get(step) if isinstance(step, str) else None
        if isinstance(self.value, list) and isinstance(step, int) and not isinstance(step, bool):
            return self.value[step] if 0 <= step < len(self.value) else None
        return None


def plain(node: Node) -> Data:
    """Return the plain data of a tree; nothing in it is shared with another call."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value


def node_from(data: Data, mark: Mark) -> Node:
    """Return plain data as a tree that lies, whole, at one position."""
    if isinstance(data, dict):
        children = {key: node_from(value, mark) for key, value in data.items()}
        return Node(children, mark, dict.fromkeys(children, mark))
    if isinstance(data, (list, tuple)):
        return Node([node_from(value, mark) for value in data], mark)
    return Node(data, mark)


def merge(base: Node, over: Node) -> Node:
    """Return `base` overlaid by `over`: mappings are merged key by key, all else is replaced."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    children = dict(base.value)
    for key, child in over.value.items():
        children[key] = merge(children[key], child) if key in children else child
    return Node(children, over.mark, {**base.keys, **over.keys})


def replaced(root: Node, path: Path, new: Node) -> Node:
    """Return a tree with `new` at `path`; mappings that do not exist yet are created.

    Raises:
        KeyError: the path leads through a scalar, or to a list item that does not exist; its
            argument is the number of steps that exist.
    """
    if not path:
        return new
    step, rest = path[0], path[1:]
    child = root.child(step)
    if child is None and not (isinstance(root.value, dict) and isinstance(step, str)):
        raise KeyError(0)
    try:
        inner = replaced(child or Node({}, new.mark), rest, new)
    except KeyError as failure:
        raise KeyError(failure.args[0] + 1) from None
    if isinstance(root.value, dict):
        keys = root.keys if child else {**root.keys, str(step): new.mark}
        return Node({**root.value, str(step): inner}, root.mark, keys)
    assert isinstance(root.value, list) and isinstance(step, int)
    return Node([*root.value[:step], inner, *root.value[step + 1 :]], root.mark)


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Yield path and node of every scalar, empty list and empty mapping, in order."""
    if isinstance(node.value, dict) and node.value:
        for key, child in node.value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(node.value, list) and node.value:
        for index, child in enumerate(node.value):
            yield from leaves(child, (*path, index))
    else:
        yield path, node
