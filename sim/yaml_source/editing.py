"""Changing a document from the command line or from Python, and saying where values come from."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sim.yaml_source import refusals
from sim.yaml_source.composing import compose
from sim.yaml_source.document import Document
from sim.yaml_source.errors import InputError, InputErrors, Path, format_path, shortened, shown
from sim.yaml_source.nodes import Data, Mark, Node, leaves, node_from, plain, replaced
from sim.yaml_source.scalars import resolve

SETTING = "--set"
"""What messages name as the file of a value given on the command line."""

DEFAULT = "(default)"
"""What :func:`origins` names as the file of a value that nobody wrote."""

_STEP = re.compile(r'"((?:[^"\\]|\\.)+)"|([^."]+)')


class Origin(NamedTuple):
    """Where one value of a document comes from; line is 0 for defaults."""

    path: Path
    value: Data
    file: str
    line: int


def set_path(document: Document, dotted: str, text: str, mark: Mark | None = None) -> Document:
    """Return the document with one value replaced, as ``--set path=value`` does.

    Args:
        document: what to change; it stays as it is.
        dotted: such as ``strategy.training.level`` or ``communities.3.district``; a key that holds
            a dot stands in double quotes.
        text: read as a YAML 1.2 scalar: ``0.8``, ``true``, ``18 months``; or, where it starts with
            a bracket or a quote, as ``[a, b]``, ``{key: value}`` or ``"text"``.
        mark: where messages shall say that the value was written.

    Raises:
        InputErrors: the path cannot be followed, or the text cannot be read.
    """
    mark = mark or Mark(SETTING, 1, 1)
    path = parse_path(dotted, mark)
    return _put(document, path, _read_value(text, path, mark))


def set_value(
    document: Document, path: Path | str, value: Data, file: str = "<python>"
) -> Document:
    """Return the document with plain data placed at a path as it is; raises InputErrors."""
    mark = Mark(file, 1, 1)
    steps = parse_path(path, mark) if isinstance(path, str) else path
    return _put(document, steps, node_from(value, mark))


def apply_settings(document: Document, settings: Iterable[str]) -> Document:
    """Return the document changed by arguments of ``--set``, each ``path=value``, in order.

    Messages give the number of the argument as its line.

    Raises:
        InputErrors: with every error of every argument.
    """
    problems: list[InputError] = []
    for number, setting in enumerate(settings, start=1):
        dotted, equals, text = setting.partition("=")
        mark = Mark(SETTING, number, len(dotted) + 2 if equals else 1)
        if not equals:
            what = f"{shown(setting)} has no equals sign"
            fix = "write for example --set strategy.training.level=0.8"
            problems.append(InputError(*mark, (), what, "path=value", fix))
            continue
        try:
            document = set_path(document, dotted.strip(), text.strip(), mark)
        except InputErrors as failure:
            problems.extend(failure.errors)
    if problems:
        raise InputErrors(problems)
    return document


def parse_path(dotted: str, mark: Mark) -> Path:
    """Return the steps of a dotted path; digits stay text until a list is met."""
    steps: list[str | int] = []
    position = 0
    while found := _STEP.match(dotted, position):
        quoted, bare = found.groups()
        steps.append(re.sub(r"\\(.)", r"\1", quoted) if quoted else bare)
        position = found.end()
        if position == len(dotted):
            return tuple(steps)
        if dotted[position] != ".":
            break
        position += 1
    what = f"{shown(dotted)} is no path"
    fix = "write for example strategy.training.level"
    raise InputErrors([InputError(*mark, (), what, "names joined by dots", fix)])


def origins(document: Document, resolved: Data = None) -> list[Origin]:
    """Return where each value comes from.

    Args:
        document: what was written.
        resolved: the same with defaults filled in, as a validated model dumps itself; values that
            nobody wrote then have the file ``(default)`` and line 0.
    """
    root = document.root if resolved is None else node_from(resolved, Mark(DEFAULT, 0, 0))
    found = []
    for path, node in leaves(root):
        mark = document.where(path) if document.has(path) else node.mark
        found.append(Origin(path, plain(node), mark.file, mark.line))
    return found


def _put(document: Document, path: Path, new: Node) -> Document:
    """Replace what lies at a path, whose text steps may be indices of lists."""
    steps: list[str | int] = []
    node: Node | None = document.root
    for step in path:
        if node is None:
            steps.append(str(step))
        else:
            steps.append(_checked_step(node, step, tuple(steps), new.mark))
            node = node.child(steps[-1])
    chain = document.chain
    if new.mark.file not in chain:
        chain = (*chain, new.mark.file)
    return Document(replaced(document.root, tuple(steps), new), chain, document.problems)


def _checked_step(node: Node, step: str | int, path: Path, mark: Mark) -> str | int:
    """Return the key or index of a step from a node; raise if it leads nowhere."""
    if isinstance(node.value, dict):
        return str(step)
    if not isinstance(node.value, list):
        what = f"{format_path(path)} is {shown(node.value)}, which has nothing inside"
        expected, fix = "the path of a section", f"stop the path at {format_path(path)}"
    else:
        text, count = str(step), len(node.value)
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) < count:
            return int(text)
        what = f"{format_path(path)} is a list of {count}, and {shown(text)} is none of its places"
        expected = f"a number from 0 to {count - 1}" if count else "a list with items"
        fix = f"set {format_path(path)} to the whole list, or correct the number"
    raise InputErrors([InputError(*mark, (*path, step), what, expected, fix)])


def _read_value(text: str, path: Path, mark: Mark) -> Node:
    """Read the text of a setting; positions of what is inside brackets are those of the setting."""
    problems: list[InputError] = []
    node: Node | None = None
    if text[:1] in ("[", "{", '"', "'"):
        node = compose(text, mark.file, problems)
    else:
        try:
            text.encode()
            node = Node(resolve(text), mark)
        except UnicodeEncodeError:
            problems.append(InputError(*mark, (), *refusals.HALF_CHARACTER))
        except ValueError as failure:
            wording = refusals.TOO_LARGE_NUMBER.about(shortened(str(failure)))
            problems.append(InputError(*mark, (), *wording))
    if node is None or problems:
        raise InputErrors(
            [
                InputError(*mark, (*path, *found.path), found.message, found.expected, found.fix)
                for found in problems
            ]
        )
    return node_from(plain(node), mark)
