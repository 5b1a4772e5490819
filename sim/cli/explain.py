"""Say why two runs, or two strategies, came out differently, in plain sentences with numbers.

Three ways to ask:

  explain RUN_A RUN_B       two folders of 'peacegrid run --out'. One pair says nothing of luck:
                            differences are followed, none is claimed to hold.
  explain SCENARIO --strategies A,B
                            both with the same seeds, as 'peacegrid compare' does. Only what
                            holds over the seeds is told; the rest is said to be undecided.
  explain DIR               a folder of 'compare --out' or 'ablate --out': its runs are made once
                            more, since it does not keep them week by week. --strategies says
                            which two (default: the first two).

What is told: which settings differ; which outcomes differ beyond luck (paired differences, Holm
over outcomes); from which week (a band that holds for all weeks at once); which elements did their
work otherwise by the ledger of effects, what that moves first, and what came after; in which
districts; which acts of violence, begun by whom. Differences are the second less the first.

Order in time is no proof of cause. --without ELEMENT sets a strategy against itself without one
element, which is. --out DIR receives explain.txt, explain.json and a figure.
"""

import argparse
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import INTERRUPTED
from sim.cli.common import (
    add_batch,
    load_scenario,
    load_strategies,
    read_measures,
    run_batch,
    split_names,
    unhurried,
)
from sim.cli.styles import add_style
from sim.errors import UserError, nearest

if TYPE_CHECKING:
    from experiments.explaining.walk import Explanation
    from sim.metrics import Measures
    from sim.results import Result
    from sim.scenario import Scenario


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid explain``."""
    parser.add_argument(
        "what",
        metavar="WHAT",
        nargs="+",
        help="two folders of runs; or a scenario (file or name); or the folder of a comparison",
    )
    parser.add_argument(
        "--set",
        metavar="PATH=VALUE",
        action="append",
        default=[],
        help="change one value of the scenario, for both sides (may be repeated)",
    )
    parser.add_argument(
        "--strategies", metavar="A,B", help="files or names of two; one with --without"
    )
    parser.add_argument(
        "--without", metavar="ELEMENT", help="set one strategy against itself without this element"
    )
    add_batch(parser, 20)
    add_style(parser)
    parser.epilog = (
        "examples:\n"
        "  peacegrid explain out_a out_b\n"
        "  peacegrid explain baseline --strategies robust_force,integrated --out why/\n"
        "  peacegrid explain classroom --strategies integrated --without governance\n"
        '  peacegrid explain ablated --strategies "without aid,whole strategy"'
    )


def run(args: argparse.Namespace) -> int:
    """Explain, print, write files; 130 if Ctrl-C ended it early."""
    if len(args.what) > 2:
        raise UserError(f"explain takes two runs, not {len(args.what)}")
    if len(args.what) == 2:
        return _two_runs(args)
    from experiments.explaining.folders import is_comparison

    folder = Path(args.what[0])
    if folder.is_dir() and not is_comparison(folder):
        raise UserError(
            f"{folder}: one run alone cannot be explained, and it is no comparison. Name a second "
            f"run: peacegrid explain {shlex.quote(str(folder))} OTHER"
        )
    return _strategies(args, folder if folder.is_dir() else None)


def _two_runs(args: argparse.Namespace) -> int:
    """Explain two folders of runs."""
    if args.strategies or args.without or args.set:
        raise UserError("--strategies, --without and --set go with a scenario, not with two runs")
    from experiments.explaining.folders import of_runs
    from experiments.explaining.walk import explain
    from experiments.reporting.recall import recalled
    from sim.replay.folder import read

    one, other = (Path(name) for name in args.what)
    _tell(explain(of_runs(one, other)), lambda: recalled(read(one)), args.out)
    return 0


def _strategies(args: argparse.Namespace, folder: Path | None) -> int:
    """Run two strategies with the same seeds, and explain them."""
    if folder is None:
        scenarios, origins = _asked(args)
        measures = read_measures(args.weights)
        digests: Mapping[tuple[str, int], str] = {}
    else:
        scenarios, origins, measures, digests = _recorded(args, folder)
    from experiments.explaining.pairs import of_comparison
    from experiments.explaining.records import MODEL
    from experiments.explaining.walk import explain
    from sim.run import simulate

    with unhurried() as stop:
        found = run_batch(args, scenarios, measures, stop, MODEL)
        if not found.seeds:
            print("No replicate was completed, so there is nothing to explain.")
            return INTERRUPTED
        if found.partial:
            print(f"PARTIAL: {len(found.seeds)} of {found.asked} replicates were completed.")
        made = {
            (run.strategy, run.seed): run.digest for runs in found.runs.values() for run in runs
        }
        other = sum(digests.get(name, digest) != digest for name, digest in made.items())
        if other:
            print(
                f"Mind that {other} of {len(made)} runs ended otherwise than {folder} says: the "
                "program or its libraries have changed since."
            )
        first = next(iter(scenarios.values()))
        explained = explain(of_comparison(found, origins))
        _tell(explained, lambda: simulate(first, found.seeds[0], 1), args.out)
    return INTERRUPTED if found.partial else 0


def _asked(args: argparse.Namespace) -> "tuple[dict[str, Scenario], dict[str, str]]":
    """The two sides that the command line asks for, and the words that name each."""
    source = args.what[0]
    names = split_names(args.strategies) if args.strategies else []
    words = [shlex.quote(source), *(f"--set {shlex.quote(one)}" for one in args.set)]
    if not args.without:
        if len(names) != 2:
            raise UserError(
                "--strategies: name two, as in --strategies none,integrated; or one and the "
                "element to leave out, as in --strategies integrated --without governance"
            )
        scenarios = load_strategies(source, names, args.set)
        named = zip(scenarios, names, strict=True)
        return scenarios, {
            label: " ".join([*words, "--strategies", shlex.quote(name)]) for label, name in named
        }
    if len(names) > 1:
        raise UserError("--without leaves an element out of one strategy: name one, not two")
    whole = load_scenario(source, names[0] if names else None, args.set)
    words += [f"--strategies {shlex.quote(name)}" for name in names]
    bare = _without(whole, args.without)
    scenarios = {bare.strategy.name: bare, whole.strategy.name: whole}
    return scenarios, {whole.strategy.name: " ".join(words)}


def _without(whole: "Scenario", element: str) -> "Scenario":
    """The scenario with a strategy that lacks one element, or its force."""
    from experiments.ablation import WITHOUT
    from sim.mechanisms.deployment import Deployment

    known = [Deployment.name, *whole.strategy.elements]
    if element not in known:
        close = nearest(element, known)
        hint = f" Did you mean '{close}'?" if close else f" It has: {', '.join(known)}."
        raise UserError(f"--without: {whole.strategy.name} has no element '{element}'.{hint}")
    changes = {f"strategy.{element}.level": 0.0, "strategy.name": WITHOUT.format(element)}
    return whole.varied(changes)


def _recorded(
    args: argparse.Namespace, folder: Path
) -> "tuple[dict[str, Scenario], dict[str, str], Measures, Mapping[tuple[str, int], str]]":
    """What the folder of a comparison says was run; seeds and weeks are put into `args`."""
    if args.without or args.set:
        raise UserError("--without and --set go with a scenario, not with the folder of runs")
    from experiments.explaining.folders import Recorded

    recorded = Recorded(folder, split_names(args.strategies) if args.strategies else [])
    args.seed, args.replicates = recorded.seeds[0], len(recorded.seeds)
    args.weeks = recorded.weeks
    origins = {
        name: shlex.quote(str(folder / "scenarios" / f"{name}.yaml")) for name in recorded.scenarios
    }
    return recorded.scenarios, origins, recorded.measures, recorded.digests


def _tell(explained: "Explanation", ground: Callable[[], "Result"], folder: str | None) -> None:
    """Print what is told; write it with a figure."""
    from experiments.explaining.telling import telling

    print(telling(explained))
    if folder:
        from experiments.explaining.saving import save

        save(explained, ground(), Path(folder))
        print(f"Written to {folder}")
