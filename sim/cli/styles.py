"""The option --style: figures on white paper, or on black for dark rooms and slides."""

import argparse
from contextlib import AbstractContextManager, nullcontext
from typing import Any

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
