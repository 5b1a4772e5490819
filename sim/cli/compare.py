"""Compare strategies on one scenario, with the same luck for each.

Every replicate runs all strategies with one seed. What is printed and written (--out DIR): means,
paired differences from the first strategy with 95 % intervals, the peace that holds after exit,
cost per death averted, which differences the replicates do not suffice to tell, and figures.
Ctrl-C keeps the replicates that are complete, marked as partial.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import INTERRUPTED
from sim.cli.common import (
    add_batch,
    add_scenario,
    load_strategies,
    read_measures,
    run_batch,
    split_names,
    unhurried,
)
from sim.cli.styles import add_style

if TYPE_CHECKING:
    from experiments.comparison import Comparison


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid compare``."""
    add_scenario(parser)
    parser.add_argument(
        "--strategies",
        metavar="A,B,...",
        required=True,
        help="files or names, the first is what the others are compared with: none,integrated",
    )
    add_batch(parser, 20)
    add_style(parser)
    parser.epilog = (
        "example:\n"
        "  peacegrid compare baseline --strategies none,robust_force,integrated --out compared/"
    )


def run(args: argparse.Namespace) -> int:
    """Compare, print a report, write tables and figures; 130 if Ctrl-C ended it early."""
    scenarios = load_strategies(args.scenario, split_names(args.strategies), args.set)
    measures = read_measures(args.weights)
    with unhurried() as stop:
        found = run_batch(args, scenarios, measures, stop)
        _tell(found, args.out)
    return INTERRUPTED if found.partial else 0


def _tell(comparison: "Comparison", folder: str | None) -> None:
    """Print the report; write tables and figures."""
    from experiments.report import report

    print(report(comparison))
    if not folder:
        return
    print(f"Drawing figures into {folder} ...", file=sys.stderr)
    from experiments.figures import draw_all
    from experiments.tables import save

    save(comparison, Path(folder))
    draw_all(comparison, Path(folder))
    print(f"Written to {folder}")
