"""Say what each element of a strategy adds: alone on top of its force, and when it is left out.

Runs the whole strategy, the strategy without each of its elements, its force with each element
alone, the force alone and nobody, all with the same seeds. Prints paired differences with 95 %
intervals and cost; --out DIR receives tables (ablation.csv) and a figure. Ctrl-C keeps the
replicates that are complete, marked as partial.
"""

import argparse
from pathlib import Path

from sim.cli import INTERRUPTED
from sim.cli.common import (
    add_batch,
    add_scenario,
    load_scenario,
    read_measures,
    run_batch,
    unhurried,
)
from sim.cli.styles import add_style
from sim.errors import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid ablate``."""
    add_scenario(parser)
    parser.add_argument(
        "--strategy", metavar="S", default="integrated", help="(default: integrated)"
    )
    add_batch(parser, 20)
    add_style(parser)
    parser.epilog = "example:\n  peacegrid ablate baseline --strategy integrated --out ablated/"


def run(args: argparse.Namespace) -> int:
    """Run all arms, print what each element adds, write tables; 130 if Ctrl-C ended it early."""
    scenario = load_scenario(args.scenario, args.strategy, args.set)
    if not scenario.strategy.elements:
        raise UserError(f"--strategy: {scenario.strategy.name} has no elements to leave out")
    measures = read_measures(args.weights)
    from experiments.ablation import arms, read, report

    with unhurried() as stop:
        comparison = run_batch(args, arms(scenario), measures, stop)
        ablation = read(comparison)
        print(report(ablation))
        if args.out:
            from experiments.ablation_figure import draw_ablation

            ablation.save(Path(args.out))
            if comparison.seeds:
                draw_ablation(ablation, Path(args.out))
            print(f"Written to {args.out}")
    return INTERRUPTED if comparison.partial else 0
