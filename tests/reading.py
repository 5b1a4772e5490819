"""Which columns and which parameters the source reads: a static search of the package."""

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import sim
from sim.processes import Dynamics
from sim.state import TABLES
from sim.state.params import Parameters

PACKAGE = Path(sim.__file__).parent
ONLY_SHOWS = ("agents", "documentation", "figures", "replay", "cli")
"""Rooms that show every column to people: to be shown there is no use by itself."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(written(path))


def sources(*without: str) -> list[Path]:
    """The package's modules, less some rooms."""
    found = sorted(PACKAGE.rglob("*.py"))
    return [p for p in found if p.relative_to(PACKAGE).parts[0] not in without]


def table_of(node: ast.expr, bound: dict[str, str]) -> str:
    """The table that an expression is, or a row of; '' where it cannot be told.

    ``t.cells``, ``t.cells[i]``, ``world.cells`` and names bound to one of these.
    """
    if isinstance(node, ast.Subscript):
        return table_of(node.value, bound)
    if isinstance(node, ast.Attribute) and node.attr in TABLES:
        return node.attr
    if isinstance(node, ast.Name):
        return bound.get(node.id, "")
    return ""


def bindings(function: ast.AST) -> dict[str, str]:
    """Names that a function binds to a table or to a row of one, and to one only."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                for goal, value in pairs:
                    if isinstance(goal, ast.Name):
                        found[goal.id].add(table_of(value, {}))
    return {name: min(tables) for name, tables in found.items() if len(tables) == 1}


def columns_read(path: Path) -> Iterator[tuple[str, str]]:
    """(table, column) of each read in a module; table '' where it cannot be told."""
    functions = [n for n in ast.walk(parsed(path)) if isinstance(n, ast.FunctionDef)]
    for function in functions:
        bound = bindings(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                yield table_of(node.value, bound), node.attr
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                yield from (("", name) for name in spelt(node.slice))
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
                yield from (("", name) for name in spelt(node.args[1]))


def spelt(name: ast.expr) -> Iterator[str]:
    """The columns that a text in the source can name: ``"needs"``, ``f"measured_{indicator}"``."""
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        yield name.value
    if isinstance(name, ast.JoinedStr):
        parts = [
            re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in name.values
        ]
        pattern = re.compile("".join(parts))
        if any(isinstance(p, ast.Constant) for p in name.values):
            columns = {column for table in TABLES.values() for column in table.columns}
            yield from (column for column in columns if pattern.fullmatch(column))


def unread_columns() -> list[str]:
    """Columns that nothing in the package reads, as ``table.column``."""
    read = {pair for path in sources(*ONLY_SHOWS) for pair in columns_read(path)}
    return [
        f"{name}.{column}"
        for name, table in TABLES.items()
        for column in table.columns
        if (name, column) not in read and ("", column) not in read
    ]


def records() -> dict[str, type[Parameters]]:
    """The parameter record of every process and rule, by name."""
    return {name: type(getattr(Dynamics(), name)) for name in Dynamics.model_fields}


def modules_of(name: str, record: type[Parameters]) -> list[Path]:
    """Where a record's numbers can be read: its own module, and those that ask for it by name."""
    own = Path(inspect.getfile(record))
    if own.name == "parameters.py":  # the process is a folder
        return sorted(own.parent.glob("*.py"))
    asked = re.compile(rf"(params|settings)\[\"{name}\"\]|\"{name}\"\)")
    return [p for p in sources() if p == own or asked.search(written(p))]


@cache
def written(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parameters_read(path: Path) -> frozenset[str]:
    """Fields that a module reads of parameter records: ``q[0].x``, ``p.x``, ``settings[..].x``."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            base = ast.unparse(node.value)
            if base in ("p", "q[0]") or re.search(r"settings\[.*\]$", base):
                found.add(node.attr)
    return frozenset(found)


def unread_parameters() -> list[str]:
    """Parameters of processes and rules that nothing reads, as ``record.field``."""
    found = []
    for name, record in records().items():
        read = frozenset[str]().union(*map(parameters_read, modules_of(name, record)))
        found += [f"{name}.{field}" for field in record.model_fields if field not in read]
    return found
