"""Small pieces of Markdown."""

import inspect
from collections.abc import Iterable, Sequence

from sim.documentation.expressions import number


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def first_paragraph(doc: str | None) -> str:
    """The first paragraph of a docstring."""
    return " ".join(inspect.cleandoc(doc or "").split("\n\n")[0].split())


def span(low: float, high: float) -> str:
    """A range in words."""
    return f"{plain(low)} to {plain(high)}"


def plain(value: float) -> str:
    """A number in words."""
    return "no limit" if value == float("inf") else number(value)
