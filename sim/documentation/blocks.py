"""The parts of the documents that are made from the code, each a function of one argument."""

import ast
from collections.abc import Callable

from sim.documentation import equations, inventory, number_parts, world_parts
from sim.documentation.expressions import expression
from sim.documentation.markdown import first_paragraph, table
from sim.documentation.world_parts import elements_by_name


def functions(module: str) -> str:
    """The small functions that equations use."""
    tree = inventory.trees()[f"sim/{module.replace('.', '/')}.py"]
    rows = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            shown = expression(
                ast.Call(ast.Name(node.name), [ast.Name(a.arg) for a in node.args.args], [])
            )
            rows.append((f"`{shown}`", first_paragraph(ast.get_docstring(node))))
    return table(("written", "means"), rows)


def elements(_: str) -> str:
    """The elements of a strategy that exist."""
    rows = [
        (f"`{name}`", kind.title, first_paragraph(kind.__doc__), ", ".join(kind.serves) or "-")
        for name, kind in elements_by_name().items()
    ]
    return table(("key", "element", "what it does", "serves goals on"), rows)


def outcomes(_: str) -> str:
    """The outcomes of a run, those of three periods once."""
    from sim.metrics import OUTCOMES

    rows = []
    for name, one in OUTCOMES.items():
        if not name.endswith(("_during", "_after")) or name.startswith("peace_years"):
            three = f"{name}_during" in OUTCOMES
            doc = one.doc.removesuffix("; whole run") if three else one.doc
            rows.append((f"`{name}`{' *' if three else ''}", one.unit, one.better or "-", doc))
    return table(("outcome", "unit", "better", "meaning"), rows)


def stability(_: str) -> str:
    """The parts of the stability index and their weights."""
    from sim.metrics.measures import WEIGHTS
    from sim.metrics.stability import PARTS

    rows = [(f"`{name}`", WEIGHTS[name], doc) for name, doc in PARTS.items()]
    return table(("part", "weight", "meaning"), rows)


def commands(_: str) -> str:
    """The commands of the command line that are there."""
    from sim.cli import COMMANDS

    rows = [(f"`peacegrid {name}`", one.help) for name, one in COMMANDS.items()]
    return table(("command", "what it does"), rows)


def shipped(folder: str) -> str:
    """The scenarios, strategies or designs that ship, with their titles."""
    import yaml

    from sim.paths import scenarios_dir

    places = {
        "scenarios": scenarios_dir(),
        "strategies": scenarios_dir() / "strategies",
        "designs": inventory.PACKAGE.parent / "experiments" / "designs",
    }
    place = places[folder]
    rows = []
    for path in sorted(place.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows.append((f"`{path.stem}`", data.get("title") or data.get("thinking") or ""))
    return table(("name", "what it is"), rows) if rows else "None is there yet."


def picture(path: str) -> str:
    """An image, if it is there."""
    there = (inventory.PACKAGE.parent / path).is_file()
    return f"![Strategies compared on one scenario]({path})" if there else ""


BLOCKS: dict[str, Callable[[str], str]] = {
    "assumptions": number_parts.assumption_table,
    "channels": world_parts.channels,
    "codes": world_parts.enumerations,
    "columns": world_parts.columns,
    "commands": commands,
    "counts": number_parts.counts,
    "elements": elements,
    "entities": world_parts.entities,
    "equations": lambda words: equations.block(*words.split(maxsplit=1)),
    "fixed numbers": number_parts.fixed,
    "functions": functions,
    "outcomes": outcomes,
    "parameters": number_parts.parameter_table,
    "picture": picture,
    "references": number_parts.references,
    "schedule": world_parts.schedule,
    "shipped": shipped,
    "stability": stability,
    "streams": world_parts.streams,
}
"""What can stand after ``generated:`` in a document."""
