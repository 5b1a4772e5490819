"""The parts of a report as HTML: headings, sentences, tables, figures. Text is never markup."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from sim import markup
from sim.figures.style import compact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 150
"""Of embedded figures: sharp in the column of a report, on fine screens and in print."""

MOST_LETTERS = 72
"""Of a line of a command."""

MOST_TOGETHER = 14
"""Rows: tables that are no longer stay on one page in print."""


@dataclass(frozen=True)
class Section:
    """A chapter of a report: its heading, and what stands under it, as HTML."""

    title: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All that a report says.

    Attributes:
        title: what was run. subtitle: with what, and how often.
        warning: what a reader must know before anything else, such as that runs are missing.
        sections: in order.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    warning: str = field(default="")


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(text)}</p>"


def bullets(items: Iterable[str]) -> str:
    """Return a list of sentences."""
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def command(*lines: str) -> str:
    """Return commands to be typed, long ones broken before an option as shells allow."""
    broken = [
        line.replace(" --", " \\\n  --") if len(line) > MOST_LETTERS else line for line in lines
    ]
    return f"<pre>{escape(chr(10).join(broken))}</pre>"


def table(rows: Sequence[Sequence[str]], caption: str = "", words: Sequence[int] = (0,)) -> str:
    """Return a table.

    Args:
        rows: the headings first. caption: what the table shows.
        words: columns that hold words and not numbers, which are set to the right.
    """
    heads, *body = rows

    def line(texts: Sequence[str], tag: str = "td", scope: str = "") -> str:
        kinds = ["" if column in words else "number" for column in range(len(texts))]
        cells = zip(texts, kinds, strict=True)
        return markup.row(markup.cell(t, tag, scope=scope, class_=kind) for t, kind in cells)

    above = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = line(heads, "th", "col")
    rest = "".join(map(line, body))
    kind = "wide short" if len(body) <= MOST_TOGETHER else "wide"
    return (
        f'<div class="{kind}"><table>{above}<thead>{head}</thead>'
        f"<tbody>{rest}</tbody></table></div>"
    )


def figure(drawing: "Figure") -> str:
    """Return a figure, embedded; its title, which says what was found, stands for it in words.

    As pixels: of SVG, every letter is an element, and a page of ten figures took a browser four
    times as long to open.
    """
    title = " ".join(drawing.get_suptitle().split())
    data = base64.b64encode(compact(drawing, DPI)).decode()
    return f'<figure><img alt="{escape(title)}" src="data:image/png;base64,{data}"></figure>'
