"""From a path to a document: reading a file and the chain of files that it extends."""

import os
import re
from collections.abc import Sequence

from sim.yaml_source import refusals
from sim.yaml_source.composing import compose
from sim.yaml_source.document import Document
from sim.yaml_source.errors import InputError, InputErrors, choices, nearest, shown
from sim.yaml_source.nodes import Node, merge, plain
from sim.yaml_source.reading import read_text

EXTENDS = "extends"
SUFFIXES = (".yaml", ".yml")
MAX_CHAIN = 20
"""Most files that may extend one another."""

_BARE_NAME = re.compile(r"[\w-]+")


def load(path: str | os.PathLike[str], folders: Sequence[str | os.PathLike[str]] = ()) -> Document:
    """Load a YAML file and what it extends.

    Args:
        path: a file, or the bare name (``baseline``) of one in `folders`.
        folders: where bare names are looked for, first match first.

    Raises:
        InputErrors: everything wrong in the file and in the files that it extends.
    """
    document = draft(path, folders)
    if document.problems:
        raise InputErrors(document.problems)
    return document


def draft(path: str | os.PathLike[str], folders: Sequence[str | os.PathLike[str]] = ()) -> Document:
    """Load a file that is to be validated; arguments as for :func:`load`.

    What is wrong in a file that can be read to its end, such as a key written twice, is kept in
    the document, so that validation reports it together with what it finds itself.

    Raises:
        InputErrors: a file cannot be read, with all that is wrong in those read before it.
    """
    places = [os.fspath(folder) for folder in folders]
    problems: list[InputError] = []
    layers: list[Node] = []
    chain: list[str] = []
    file: str | None = _named_file(os.fspath(path), places)
    whole: Node | None = None
    while file is not None:
        chain.append(file)
        root = _read(file, problems)
        if root is None:
            break
        extends = _take_extends(root)
        layers.append(root)
        file = _next_file(extends, chain, places, problems) if extends else None
        if file is None and extends:
            break
    else:
        whole = layers.pop()
    if whole is None:
        raise InputErrors(problems)
    while layers:
        whole = merge(whole, layers.pop())
    return Document(whole, tuple(chain), tuple(problems))


def find(name: str, folders: Sequence[str]) -> str | None:
    """Return the file that a bare name stands for, or None if it is no known bare name."""
    if not _is_bare(name):
        return None
    candidates = (os.path.join(f, name + suffix) for f in folders for suffix in SUFFIXES)
    return next((file for file in candidates if os.path.isfile(file)), None)


def names_in(folders: Sequence[str]) -> list[str]:
    """Return the bare names that can be loaded from `folders`."""
    names: set[str] = set()
    for folder in folders:
        if os.path.isdir(folder):
            parts = map(os.path.splitext, os.listdir(folder))
            names.update(stem for stem, suffix in parts if suffix in SUFFIXES)
    return sorted(names)


def _is_bare(name: str) -> bool:
    return _BARE_NAME.fullmatch(name) is not None


def _take_extends(root: Node) -> Node | None:
    """Remove ``extends:`` from a tree just read, and return its value."""
    assert isinstance(root.value, dict)
    root.keys.pop(EXTENDS, None)
    return root.value.pop(EXTENDS, None)


def _named_file(name: str, folders: Sequence[str]) -> str:
    """Return the file that the caller named; a misspelt bare name gets a suggestion."""
    file = find(name, folders)
    if file is None and folders and _is_bare(name) and not os.path.exists(name):
        raise InputErrors([InputError(name, 1, 1, (), *_no_such_name(name, folders))])
    return file or name


def _no_such_name(name: str, folders: Sequence[str]) -> tuple[str, str, str]:
    """Say that a bare name is not known, what names are, and which may be meant."""
    names = names_in(folders)
    close = nearest(name, names)
    fix = f"write {close}" if close else "write one of them, or the path of a file ending in .yaml"
    return f"there is no {shown(name)}", f"one of {choices(names)}" if names else "a file", fix


def _read(file: str, problems: list[InputError]) -> Node | None:
    """Return the tree of one file, whose value is a dict, or None after noting why not."""
    try:
        text = read_text(file)
    except InputErrors as failure:
        problems.extend(failure.errors)
        return None
    before = len(problems)
    root = compose(text, file, problems)
    if root is not None and isinstance(root.value, dict):
        return root
    if len(problems) == before:
        empty = root is None or root.value is None
        wording = refusals.EMPTY_FILE if empty else refusals.NOT_A_MAPPING
        line, column = (1, 1) if empty or root is None else root.mark[1:]
        found = "" if empty or root is None else shown(plain(root))
        problems.append(InputError(file, line, column, (), *wording.about(found)))
    return None


def _next_file(
    extends: Node, chain: list[str], folders: Sequence[str], problems: list[InputError]
) -> str | None:
    """Return the file that ``extends:`` names, or None after noting why it cannot be taken."""

    def refuse(what: str, expected: str, fix: str) -> None:
        problems.append(InputError(*extends.mark, (EXTENDS,), what, expected, fix))

    name = extends.value
    if not isinstance(name, str) or not name:
        refuse(*refusals.EXTENDS_NOT_TEXT.about(shown(plain(extends))))
        return None
    file = find(name, folders)
    if file is None and _is_bare(name):
        refuse(*_no_such_name(name, folders))
        return None
    if file is None:
        file = os.path.normpath(os.path.join(os.path.dirname(chain[-1]), name))
        if not os.path.exists(file):
            refuse(*refusals.EXTENDS_MISSING.about(file))
            return None
    real = [os.path.realpath(one) for one in chain]
    if os.path.realpath(file) in real:
        start = real.index(os.path.realpath(file))
        refuse(*refusals.EXTENDS_CYCLE.about(" -> ".join([*chain[start:], file])))
        return None
    if len(chain) >= MAX_CHAIN:
        refuse(*refusals.EXTENDS_TOO_LONG.about(str(MAX_CHAIN)))
        return None
    return file
