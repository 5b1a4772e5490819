"""Options of figures: their style, and whose life is drawn."""

import argparse
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from sim.errors import UserError

if TYPE_CHECKING:
    from sim.results import Result

STYLES = ("light", "dark")
"""As in `sim.figures.palettes`, which is not loaded for help."""


def add_style(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command that writes figures."""
    parser.add_argument(
        "--style",
        choices=STYLES,
        default=STYLES[0],
        help="of figures: light for print, dark for dark rooms and slides (default: light)",
    )


def styled(args: argparse.Namespace) -> AbstractContextManager[Any]:
    """Return a context in which figures have the style that the command line asks for."""
    if getattr(args, "style", STYLES[0]) == STYLES[0]:
        return nullcontext()
    from sim.figures.palettes import style

    return style(args.style)


def add_community(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command that draws the life of a community."""
    parser.add_argument(
        "--community",
        metavar="WHERE",
        help="whose life is drawn: a district or an identity group by its name, for the community "
        "there in which most people were killed, or a community by its number, as its figure has "
        "it in the title (default: where most were killed in the country)",
    )


def community_row(result: "Result", where: str | None) -> int | None:
    """Return the row of the community that ``--community`` names; None if it names none.

    Raises:
        UserError: there is no such community in this run.
    """
    if where is None:
        return None
    from sim.figures.life import row_of

    try:
        return row_of(result, int(where) if where.isdecimal() else where)
    except ValueError as error:
        raise UserError(f"--community: {error}") from None
