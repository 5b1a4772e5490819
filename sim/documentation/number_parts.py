"""Generated parts on numbers and where they come from: parameters, assumptions, works."""

from sim.documentation import inventory
from sim.documentation.markdown import plain, span, table
from sim.units import Parameter, is_assumption


def parameter_table(record: str) -> str:
    """The parameters of a record, such as ``dynamics.feelings``, or of ``epstein``."""
    declared = inventory.declared() | inventory.declared_beside()
    return table(("parameter", "default", "unit", "plausible range", "source", "meaning"), [
        (
            f"`{p.path.rpartition('.')[2]}`",
            "required" if p.default is None else plain(p.default),
            p.unit,
            span(p.low, p.high),
            p.source if is_assumption(p.source) else f"[{p.source}](#{p.source.lower()})",
            p.doc,
        )
        for p in declared[record]
    ])  # fmt: skip


def assumption_table(_: str) -> str:
    """Every assumption with the parameters that rest on it."""
    rows = []
    for name, found in inventory.assumptions().items():
        one = len(found) > 1 and len({p.doc for p in found}) == 1
        shown = [found[0]._replace(path=_common(found))] if one else found
        rows += [(name, f"`{p.path}`", _quantity(p), p.doc) for p in shown]
    return table(("id", "parameter", "default (plausible range)", "it says"), rows)


def _common(found: list[Parameter]) -> str:
    """Path of a parameter that every element of a strategy has."""
    return "strategy.*." + found[0].path.rpartition(".")[2]


def _quantity(p: Parameter) -> str:
    default = "required" if p.default is None else plain(p.default)
    return f"{default} {p.unit} ({span(p.low, p.high)})"


def counts(_: str) -> str:
    """How many parameters there are, and on what they rest."""
    every = [p for group in inventory.declared().values() for p in group]
    works = inventory.sources()
    named = [p for p in every if not is_assumption(p.source)]
    numbers = [p for p in named if works.get(p.source, {}).get("gives") == "number"]
    fixed = sum(map(len, inventory.fixed_numbers().values()))
    return (
        f"A scenario has {len(every)} declared parameters. {len(every) - len(named)} rest on "
        f"{len(inventory.assumptions())} numbered assumptions. {len(named)} name a work; for "
        f"{len(numbers)} of these the work gives the number, for the others it gives the mechanism "
        f"or its sign, and the number is this project's choice. Besides, {fixed} numbers are "
        f"written into compiled functions as fixed coefficients (see *Fixed numbers*)."
    )


def fixed(_: str) -> str:
    """How many numbers each file holds that are no parameters."""
    rows = [(f"`{file}`", len(found)) for file, found in inventory.fixed_numbers().items()]
    return table(("file", "fixed numbers"), rows)


def references(_: str) -> str:
    """The works of SOURCES.yaml."""
    lines = []
    for key, work in sorted(inventory.sources().items()):
        doi = f" doi:{work['doi']}." if "doi" in work else ""
        lines.append(
            f'- <a id="{key.lower()}"></a>**{key}**. {work["authors"]} ({work["year"]}). '
            f"{work['title']}. {work['in']}.{doi} *Taken:* {work['taken']} "
            f"(gives the {work['gives']}). *Checked:* {work['checked']}."
        )
    return "\n".join(lines)
