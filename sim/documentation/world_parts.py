"""Generated parts on the world and its week: tables, codes, channels, schedule, streams."""

import ast
from importlib import import_module
from typing import TYPE_CHECKING

from sim.documentation import inventory
from sim.documentation.markdown import first_paragraph, plain, span, table
from sim.state import TABLES, codes

if TYPE_CHECKING:
    from sim.mechanisms.base import Mechanism
    from sim.state.table import Table


def entities(_: str) -> str:
    """All tables, with what a row is."""
    rows = [
        (f"[`{name}`](#{name})", len(kind.columns), first_paragraph(kind.__doc__))
        for name, kind in TABLES.items()
    ]
    return table(("table", "columns", "a row is"), rows)


def columns(name: str) -> str:
    """The columns of a table (``epstein.people`` is one beside the world), or of ``weeks``."""
    from sim.epstein import town
    from sim.metrics import Weeks

    tables: dict[str, type[Table]] = {**TABLES, "weeks": Weeks}
    tables |= {f"epstein.{table}": kind for table, kind in town.TABLES.items()}
    rows = [
        (f"`{c.name}`", c.unit, span(c.low, c.high), plain(c.default), meaning(c.doc, c.rule))
        for c in tables[name].columns.values()
    ]
    return table(("column", "unit", "typical range", "default", "meaning"), rows)


def meaning(doc: str, rule: str) -> str:
    """Meaning of a column, marked where it is a channel."""
    marks = {"flow": " (*channel: requests of the week add up*)"}
    marks["ratio"] = " (*channel: requests of the week multiply*)"
    return doc + marks.get(rule, "")


def enumerations(_: str) -> str:
    """What the codes in columns stand for."""
    rows = []
    for name, value in vars(codes).items():
        if name.isupper() and isinstance(value, tuple):
            names = [" / ".join(v) if isinstance(v, tuple) else v for v in value]
            rows.append((f"`codes.{name}`", ", ".join(f"{i} {n}" for i, n in enumerate(names))))
    return table(("codes", "meaning"), rows)


def channels(_: str) -> str:
    """Every channel, with its rule and the elements that ask for it."""
    from sim.effects import CHANNELS

    asking = elements_by_name()
    rows = []
    for channel, rule in CHANNELS.items():
        name, _, column = channel.partition(".")
        who = [element for element, kind in asking.items() if channel in kind.channels]
        doc = TABLES[name].columns[column].doc
        rows.append((f"`{channel}`", rule, ", ".join(who) or "nobody yet", doc))
    return table(("channel", "rule", "asked for by", "meaning"), rows)


def elements_by_name() -> "dict[str, type[Mechanism]]":
    """The mission and the elements of a strategy."""
    from sim.mechanisms.deployment import Deployment
    from sim.strategy import ELEMENTS

    return {Deployment.name: Deployment, **ELEMENTS}


def schedule(_: str) -> str:
    """The steps of a week in the order of `sim.tick.advance`, and what each does."""
    tree = inventory.trees()["sim/tick.py"]
    (advance,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "advance"]
    imported = {
        alias.asname or alias.name: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    rows: list[tuple[object, ...]] = []
    for statement in advance.body:
        for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
            text = ast.unparse(call.func)
            module, _, function = text.rpartition(".")
            if imported.get(module) == "sim.dynamics":
                doc = getattr(import_module(f"sim.dynamics.{module}"), function).__doc__
                rows.append((len(rows) + 1, f"`{text}`", WORDS.get(text, first_paragraph(doc))))
            elif text in ("mission.act", "world.make_room"):
                rows.append((len(rows) + 1, f"`{text}`", WORDS[text]))
            elif text == "decisions":
                rows.append((len(rows) + 1, f"`{text}`", WORDS[text].format(_kinds())))
        if isinstance(statement, ast.AugAssign) and ast.unparse(statement.target) == "world.week":
            rows.append((len(rows) + 1, "`world.week += 1`", "The week is over."))
    return table(("step", "call in `sim/tick.py`", "what it does"), rows)


WORDS = {
    "mission.act": "The mission and its elements act on what was reported up to last week; their "
    "requests are applied together.",
    "politics.overthrow": "A centre-seeking group that outweighs the state and stands around the "
    "capital takes power.",
    "world.make_room": "Grow the tables of bands and events, so that nothing has to grow during "
    "the week.",
    "decisions": "All agents decide, kind after kind ({}), each kind in a random order drawn for "
    "the week. They write intentions only.",
}


def _kinds() -> str:
    from sim.tick import RULES

    return ", ".join(RULES)


def streams(_: str) -> str:
    """The random streams, by the file that draws from them."""
    by_file: dict[str, list[str]] = {}
    for name, file in inventory.streams().items():
        by_file.setdefault(file, []).append(f"`{name}`")
    return table(("file", "streams"), [(f"`{f}`", ", ".join(n)) for f, n in by_file.items()])
