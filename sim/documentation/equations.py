"""Equations as the code has them: assignments of a kernel, printed so that people can read them.

ODD.md asks for quantities by name (``feel: fear grievance``); what is printed is taken from the
source, so that an equation in the text can neither be wrong nor out of date.
"""

import ast
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from sim.documentation.expressions import SIGNS, WIDTH, expression, is_draw, laid_out, stream_of

PACKAGE = Path(__file__).resolve().parents[1]


class Branch(NamedTuple):
    """One way through an ``if``: its line in the source, and what is printed above what it does."""

    number: int
    first: str
    later: str


class Line(NamedTuple):
    """An assignment found in a function, with the conditions under which it is made."""

    target: str
    sign: str
    value: ast.expr
    when: tuple[Branch, ...]


class NotFoundError(LookupError):
    """ODD.md asks for a quantity that the code does not have (any more)."""


@cache
def _files(name: str) -> dict[str, ast.Module]:
    """Syntax trees of a module, or of all modules of a package, such as ``dynamics.feelings``."""
    path = PACKAGE.joinpath(*name.split("."))
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return {
        file.relative_to(PACKAGE.parent).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
        if file.is_file()
    }


def block(module: str, request: str) -> str:
    """The equations of a module, as a Markdown code block.

    Args:
        module: dotted, below the package: ``dynamics.feelings``.
        request: ``function: name name; function: name``. A name is a quantity that the function
            assigns; ``return`` is its result, printed under the function's name; ``?STREAM`` the
            chance of what is drawn from a stream; the function ``module`` stands for the
            constants of the module.

    Raises:
        NotFoundError: the module has no such function or quantity.
    """
    parts = []
    for part in filter(None, (one.strip() for one in request.split(";"))):
        function, _, names = part.partition(":")
        parts.append(_equations(module, function.strip(), names.split()))
    return "\n".join(["```text", "\n\n".join(parts), "```"])


def _equations(module: str, function: str, names: list[str]) -> str:
    file, body = _found(module, function, names)
    lines = [line for line in _lines(body) if _quantity(line) in names]
    have = set(map(_quantity, lines))
    for name in names:
        if name not in have:
            raise NotFoundError(f"sim.{module}.{function} does not assign {name!r}")
    head = f"# {file}" + ("" if function == "module" else f", {function}")
    return "\n".join([head, *_aliases(body, lines), *_printed(lines, function)])


def _found(
    module: str, function: str, names: list[str]
) -> tuple[str, ast.Module | ast.FunctionDef]:
    """A function with its file; for the constants of a module, the module that has them."""
    for file, tree in _files(module).items():
        if function == "module":
            if set(names) <= set(map(_quantity, _lines(tree))):
                return file, tree
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                return file, node
    what = f"constants {names}" if function == "module" else f"function {function!r}"
    raise NotFoundError(f"sim.{module} has no {what}")


def _quantity(line: Line) -> str:
    """What a line assigns, without the row: ``fear`` for ``people.fear``."""
    name = line.target.rpartition(".")[2]
    return name if "." in line.target and "[" not in name else line.target.split("[")[0]


def _lines(body: ast.Module | ast.FunctionDef) -> Iterator[Line]:
    """Every assignment, result and chance in a function, in the order of the source."""
    yield from _within(body.body, ())


def _within(statements: list[ast.stmt], when: tuple[Branch, ...]) -> Iterator[Line]:
    for statement in statements:
        if isinstance(statement, ast.Assign):
            for target, value in _pairs(statement):
                yield Line(expression(target), "=", value, when)
        elif isinstance(statement, ast.AugAssign):
            sign = SIGNS[type(statement.op)][0].strip().replace("·", "*") + "="
            yield Line(expression(statement.target), sign, statement.value, when)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            yield Line("return", "=", statement.value, when)
        elif isinstance(statement, ast.If):
            yield from _branches(statement, when)
        elif isinstance(statement, ast.For | ast.While):
            yield from _within(statement.body, when)


def _branches(statement: ast.If, when: tuple[Branch, ...]) -> Iterator[Line]:
    """What an ``if`` with its ``elif`` and ``else`` assigns."""
    number, tests = statement.lineno, []
    rest: list[ast.stmt] = [statement]
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        node = rest[0]
        yield from _chances(node.test, when)
        test = expression(node.test)
        tests.append(test)
        branch = Branch(number, f"if {test}:", f"otherwise, if {test}:")
        yield from _within(node.body, (*when, branch))
        rest = node.orelse
    branch = Branch(number, f"if not ({' or '.join(tests)}):", "otherwise:")
    yield from _within(rest, (*when, branch))


def _pairs(statement: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target of an assignment with its value; ``a, b = 1, 2`` is two."""
    value = statement.value
    for target in statement.targets:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from zip(target.elts, value.elts, strict=True)
        else:
            yield target, value


def _chances(test: ast.expr, when: tuple[Branch, ...]) -> Iterator[Line]:
    """What a draw of a named stream is compared with."""
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and is_draw(node.left):
            yield Line(f"?{stream_of(node.left)}", "=", node.comparators[0], when)


def _aliases(body: ast.Module | ast.FunctionDef, lines: list[Line]) -> list[str]:
    """Which rows the short names of the lines stand for."""
    used = {line.target.partition(".")[0] for line in lines}
    for line in lines:
        used |= {node.id for node in ast.walk(line.value) if isinstance(node, ast.Name)}
    found: dict[str, list[str]] = {}
    for node in ast.walk(body):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name, value = node.targets[0].id, expression(node.value)
        source = node.value.body if isinstance(node.value, ast.IfExp) else node.value
        row = isinstance(source, ast.Subscript) and name not in ("p", value)
        if row and name in used and value not in found.get(name, []):
            found.setdefault(name, []).append(value)
    if not found:
        return []
    whole = "; ".join(f"{name} is {' or '.join(rows)}" for name, rows in found.items())
    return textwrap.wrap(
        whole, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False
    )


def _printed(lines: list[Line], function: str) -> Iterator[str]:
    """The lines, under the conditions that hold for them."""
    above: tuple[Branch, ...] = ()
    for line in lines:
        same = sum(
            1
            for _ in takewhile(lambda pair: pair[0] == pair[1], zip(above, line.when, strict=False))
        )
        for depth, branch in enumerate(line.when[same:], start=same):
            sibling = depth < len(above) and above[depth].number == branch.number
            yield "    " * depth + (branch.later if sibling else branch.first)
        above = line.when
        pad = "    " * len(line.when)
        target = function if line.target == "return" else line.target
        if target.startswith("?"):
            target = f"chance[{target[1:].lower()}]"
        room = WIDTH - len(pad) - len(target) - 3
        value = laid_out(line.value, len(pad) + 4, room)
        yield f"{pad}{target} {line.sign}{'' if value.startswith(chr(10)) else ' '}{value}"
