"""Run one scenario with one strategy, and say what came out.

With --out DIR it writes outcomes.json, series.parquet, events.parquet, costs.parquet,
reasons.parquet (what did not happen, and why), requests.parquet (what each element asked for),
map.npz (the map every four weeks, for peacegrid replay), scenario.yaml (as it was run; it can be
run again) and provenance.json. Ctrl-C keeps what was computed, marked as partial.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import INTERRUPTED, USER_ERROR
from sim.cli.common import (
    add_run,
    add_scenario,
    load_scenario,
    read_measures,
    say_if_compiling,
    step_through,
    unhurried,
)
from sim.cli.styles import add_community, add_style, community_row
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.metrics import Measures
    from sim.scenario import Scenario


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid run``."""
    add_scenario(parser, optional=True)
    parser.add_argument(
        "--strategy", metavar="S", help="a file, or the name of a shipped strategy: integrated"
    )
    add_run(parser)
    parser.add_argument(
        "--figures",
        action="store_true",
        help="also draw maps, a timeline, trust by group, the life of a community and the network "
        "of supply in DIR",
    )
    add_community(parser)
    parser.add_argument(
        "--reasons", action="store_true", help="also list what did not happen, and why"
    )
    parser.add_argument(
        "--plan", metavar="DIR", help="in place of SCENARIO: repeat a run of the sweep in DIR"
    )
    parser.add_argument("--run-id", metavar="ID", help="which one: column run_id of plan.parquet")
    add_style(parser)
    parser.epilog = (
        "examples:\n"
        "  peacegrid run classroom --strategy integrated --out out/\n"
        "  peacegrid run classroom --out out/ --figures --community Hillside\n"
        "  peacegrid run baseline --set strategy.training.level=0.8 --seed 3"
    )


def run(args: argparse.Namespace) -> int:
    """Run, print a summary, write the files; 130 if Ctrl-C ended it early."""
    if args.figures and not args.out:
        print("--figures needs --out DIR, the folder to draw into.", file=sys.stderr)
        return USER_ERROR
    if args.community and not args.figures:
        raise UserError(
            "--community says whose life is drawn, so it goes with --figures (and --out DIR)."
        )
    what = _of_sweep(args) if args.plan else _asked(args)
    if what is None:
        return 0
    scenario, measures = what
    if args.out:
        Path(args.out).mkdir(parents=True, exist_ok=True)
    say_if_compiling()
    from sim.run import Simulation

    with unhurried() as stop:
        simulation = Simulation(scenario, args.seed, args.weeks, measures)
        if args.community:  # a mistake is told before a long run
            community_row(simulation.result(), args.community)
        step_through(simulation, stop)
        result = simulation.result()
        print(result.summary())
        if args.reasons:
            print(result.reasons_text())
        if args.out:
            result.save(args.out)
            if args.figures:
                from sim.figures import draw_run

                draw_run(result, args.out, community_row(result, args.community))
            print(f"Written to {args.out}")
    return INTERRUPTED if result.partial else 0


def _asked(args: argparse.Namespace) -> "tuple[Scenario, Measures]":
    """What the command line asks for."""
    if args.scenario is None:
        raise UserError("SCENARIO is missing: write for example peacegrid run classroom")
    return load_scenario(args.scenario, args.strategy, args.set), read_measures(args.weights)


def _of_sweep(args: argparse.Namespace) -> "tuple[Scenario, Measures] | None":
    """What a run of a sweep was, its seed and weeks put into `args`.

    None after a run that a function of the design's own has made: there is no more to say of it.
    """
    from experiments.sweep import load
    from experiments.sweep.model import MODEL, find_model, task_of
    from experiments.sweep.plan_files import find_run
    from sim.metrics import Measures

    given = [args.scenario, args.strategy, args.weights, *args.set]
    if any(given) or not args.run_id:
        raise UserError(
            "--plan DIR goes with --run-id ID, and nothing else that says what to run: "
            "the plan says it."
        )
    sweep = load(args.plan)
    task = task_of(sweep.runs, find_run(sweep.runs, args.run_id))
    if sweep.runs.settings["model"] == MODEL:
        args.seed, args.weeks = task.seed, sweep.runs.settings["weeks"]
        return task.scenario(), Measures(**task.settings["measures"])
    output = find_model(sweep.runs.settings["model"])(task)
    for name, value in output.outcomes.items():
        print(f"  {name}  {value:g}")
    return None
