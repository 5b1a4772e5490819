"""What the code declares and uses: parameters, sources, random streams, fixed numbers."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from sim.units import Parameter, is_assumption, parameters

PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = PACKAGE / "SOURCES.yaml"
REFERENCE_KEYS = ("authors", "year", "title", "in", "taken", "gives", "checked")
GIVES = ("mechanism", "number", "method")
# Numbers that carry no assumption: neutral elements, signs, units.
NEUTRAL = {0.0, 1.0, -1.0, 2.0, 0.001, 1000.0, 100_000.0, 52.0, 7.0, -40.0, 40.0}
TINY, HUGE = 1e-8, 1e8  # guards against division by zero, and what stands for infinity
ROOMS_OF_KERNELS = ("rules", "dynamics", "mechanisms")


class Use(NamedTuple):
    """A parameter's declaration in the source: where, and what it says of its origin."""

    file: str
    line: int
    record: str
    name: str
    source: str


@cache
def trees() -> dict[str, ast.Module]:
    """Syntax trees of all modules of the package, by path from the checkout."""
    root = PACKAGE.parent
    return {
        path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def uses() -> list[Use]:
    """Every ``param(...)`` of the package with the source it names, in order of file and line."""
    found = []
    for file, tree in trees().items():
        for record in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            for field in record.body:
                if not isinstance(field, ast.AnnAssign) or not isinstance(field.value, ast.Call):
                    continue
                if ast.unparse(field.value.func) != "param":
                    continue
                given = {word.arg: word.value for word in field.value.keywords}
                source = ast.literal_eval(given["source"])
                name = ast.unparse(field.target)
                found.append(Use(file, field.lineno, record.name, name, source))
    return found


def declared() -> dict[str, list[Parameter]]:
    """Every parameter of a scenario, by the record it lies in (``dynamics.feelings``)."""
    from sim.scenario import Scenario

    found: dict[str, list[Parameter]] = {}
    for parameter in parameters(Scenario):
        record = parameter.path.rpartition(".")[0]
        found.setdefault(record or "scenario", []).append(parameter)
    return found


def declared_beside() -> dict[str, list[Parameter]]:
    """Every parameter of a model that stands beside that of scenarios, by the name of the model."""
    from sim.epstein.parameters import Settings

    return {"epstein": list(parameters(Settings))}


def assumptions() -> dict[str, list[Parameter]]:
    """Parameters by the assumption that their number rests on, in order of number."""
    found: dict[str, list[Parameter]] = {}
    for group in declared().values():
        for parameter in group:
            if is_assumption(parameter.source):
                found.setdefault(parameter.source, []).append(parameter)
    return dict(sorted(found.items(), key=lambda item: int(item[0][1:])))


def shared_assumptions() -> dict[str, set[str]]:
    """Assumptions named by more than one record: one id then stands for unrelated numbers."""
    records: dict[str, set[str]] = {}
    for use in uses():
        if is_assumption(use.source):
            records.setdefault(use.source, set()).add(use.record)
    return {source: names for source, names in records.items() if len(names) > 1}


def sources() -> dict[str, dict[str, str]]:
    """SOURCES.yaml: works by key."""
    found: dict[str, dict[str, str]] = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))
    return found


def named_sources() -> set[str]:
    """Keys of works that parameters name."""
    return {use.source for use in uses() if not is_assumption(use.source)}


def streams() -> dict[str, str]:
    """Every random stream by name, with the file that draws from it."""
    found: dict[str, str] = {}
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            word = ast.unparse(node.func).rpartition(".")[2]
            text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if word in ("stream", "uniform", "uniforms") and isinstance(text, str):
                found[text] = file
    return dict(sorted(found.items()))


def unread() -> list[str]:
    """Parameters of processes, rules and elements that no code reads, with file and line."""
    found = []
    for use in uses():
        parts = use.file.split("/")
        if parts[1] not in ROOMS_OF_KERNELS:
            continue
        # A module, or all of its package; elements may share what they read.
        near = {"/".join(parts[: 2 if parts[1] == "mechanisms" else 3])}
        near |= _naming(_record_key(use.record))
        reads = [_reads(place) for place in sorted(near)] + [_reads("sim", other=True)]
        names = frozenset[str]().union(*(names for names, _ in reads))
        ends = tuple(end for _, more in reads[:-1] for end in more)
        if use.name not in names and not use.name.endswith(ends):
            found.append(f"{use.file}:{use.line}: {use.record}.{use.name}")
    return found


@cache
def _record_key(record: str) -> str:
    """The name under which processes find a record: ``band_life`` for BandLife."""
    from sim.processes import Dynamics

    keys = {field.annotation: key for key, field in Dynamics.model_fields.items()}
    return next((key for kind, key in keys.items() if kind and kind.__name__ == record), "?")


@cache
def _texts(file: str) -> frozenset[str]:
    """Every text in a module."""
    return frozenset(_strings(trees()[file]))


@cache
def _naming(text: str) -> frozenset[str]:
    """Modules in which a text stands by itself."""
    return frozenset(file for file in trees() if text in _texts(file))


@cache
def _reads(folder: str, other: bool = False) -> tuple[frozenset[str], tuple[str, ...]]:
    """Names read from records of parameters in some files, and ends of names that are computed.

    With `other`, only what is read from the record of another process.
    """
    names, ends = set(), {"?"}
    for file, tree in trees().items():
        if not file.startswith(folder):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_record(node.value, other):
                names.add(node.attr)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
                ends |= set(_strings(node.args[1])) - {""}
                # The names themselves are listed in a constant of the module.
                names |= {text for text in _texts(file) if text.isidentifier()}
    return frozenset(names), tuple(ends)


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_record(node: ast.expr, other: bool) -> bool:
    """Whether an expression is how kernels and processes hold their parameters."""
    text = ast.unparse(node)
    return "settings[" in text or (not other and text in ("p", "q[0]", "self", "goal"))


def fixed_numbers() -> dict[str, list[float]]:
    """Numbers written into compiled functions and not declared as parameters, by file.

    Neutral numbers (0, 1, 2, units, guards against division by zero) are left out.
    """
    found: dict[str, list[float]] = {}
    for file, tree in trees().items():
        if file.split("/")[1] not in ROOMS_OF_KERNELS:
            continue
        numbers = [
            float(node.value)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef) and _compiled(function)
            for node in ast.walk(function)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, float)
            and node.value not in NEUTRAL
            and TINY < abs(node.value) < HUGE
        ]
        if numbers:
            found[file] = numbers
    return found


def _compiled(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(mark) in ("kernel", "inlined") for mark in function.decorator_list)
