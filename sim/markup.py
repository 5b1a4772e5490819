"""Small pieces of HTML: tables for notebooks and reports. Text is never markup; no scripts."""

from collections.abc import Iterable, Sequence
from html import escape


def cell(text: str, tag: str = "td", **attributes: str) -> str:
    """Return a cell of a table; attributes that are empty are left out."""
    written = "".join(
        f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items() if value
    )
    return f"<{tag}{written}>{escape(text)}</{tag}>"


def row(cells: Iterable[str]) -> str:
    """Return a row of cells that are HTML already."""
    return f"<tr>{''.join(cells)}</tr>"


def table(rows: Iterable[Sequence[str]], head: Sequence[str] = (), named: bool = True) -> str:
    """Return a plain table of texts, as a notebook shows it.

    Args:
        rows: the texts. head: headings of the columns, or none.
        named: whether the first cell of a row is the row's name.
    """
    lines = [row(cell(text, "th") for text in head)] if head else []
    for texts in rows:
        tags = ["th" if named and not place else "td" for place in range(len(texts))]
        lines.append(row(map(cell, texts, tags)))
    return f"<table>{''.join(lines)}</table>"


def titled(title: str, about: str = "") -> str:
    """Return the line above a table: a title in bold, and what follows it as it is."""
    return f"<p><b>{escape(title)}</b>{escape(about)}</p>"
