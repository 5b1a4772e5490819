"""Say whether a scenario is a fair test of strategies.

Runs all strategies, and one of them with each of its elements off, at half and in full at the same
budget. Warns when one strategy is better than all others in every respect, when an element changes
nothing or is always better at its maximum, and when an outcome never varies. The exit code is 1
where there is a warning, so that scripts can act on it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import INTERRUPTED
from sim.cli.common import (
    add_batch,
    add_scenario,
    load_scenario,
    load_strategies,
    read_measures,
    run_batch,
    split_names,
    unhurried,
)

if TYPE_CHECKING:
    from experiments.audit import Finding
    from experiments.comparison import Comparison

WARNED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid audit``."""
    add_scenario(parser)
    parser.add_argument(
        "--strategies", metavar="A,B,...", help="files or names (default: all that are shipped)"
    )
    parser.add_argument(
        "--probe",
        metavar="S",
        default="integrated",
        help="the strategy whose elements are varied (default: integrated)",
    )
    add_batch(parser, 12)
    parser.epilog = "example:\n  peacegrid audit classroom --replicates 12 --out audited/"


def run(args: argparse.Namespace) -> int:
    """Run all arms and print what makes the scenario a poor test; 1 where there is a warning."""
    from sim.paths import scenarios_dir
    from sim.yaml_source import names_in

    names = (
        split_names(args.strategies)
        if args.strategies
        else sorted(names_in([str(scenarios_dir() / "strategies")]), key=lambda n: n != "none")
    )
    strategies = load_strategies(args.scenario, names, args.set)
    base = load_scenario(args.scenario, args.probe, args.set)
    measures = read_measures(args.weights)
    from experiments.audit import arms

    with unhurried() as stop:
        comparison = run_batch(args, arms(strategies, base), measures, stop)
        found = _tell(comparison, list(strategies), args.out)
    if comparison.partial:
        return INTERRUPTED
    return WARNED if found else 0


def _tell(comparison: "Comparison", strategies: list[str], folder: str | None) -> "list[Finding]":
    """Print the audit, write it with the runs, and return its warnings."""
    from experiments.audit import report, told, warnings

    found = warnings(comparison, strategies) if comparison.seeds else []
    text = report(comparison, strategies, found)
    print(text)
    if folder:
        from experiments.tables import save
        from sim.saving import json_text

        out = Path(folder)
        save(comparison, out)
        (out / "report.txt").write_text(text + "\n", encoding="utf-8")
        told(comparison).to_csv(out / "told.csv", index=False, float_format="%.6g")
        rows = [one._asdict() for one in found]
        (out / "warnings.json").write_text(json_text(rows), encoding="utf-8")
        print(f"Written to {folder}")
    return found
