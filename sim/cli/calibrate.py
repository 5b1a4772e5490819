"""Find which values of assumptions agree with what is known of violence.

Draws parameters over their declared ranges, runs each draw without a mission, and rules out the
draws that cannot be squared with the targets: levels of violence that facts accept, or the
statistics of your own events (--events: UCDP GED or ACLED as CSV), or both. What is left is a set
of draws, not a best one (history matching). It says how many of how many fit, which targets
exclude most, which parameters the targets inform, and where runs are too few to tell.

--out DIR keeps runs, draws.csv, fitted.yaml, report.txt and a figure. Whatever ends it, the same
command goes on where it stopped; the same runs can be held against other targets.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import INTERRUPTED
from sim.cli.common import LARGEST_SEED, Patience, say_if_compiling, unhurried, whole_number
from sim.cli.styles import add_style
from sim.errors import UserError

if TYPE_CHECKING:
    from experiments.calibration.matching import Matching
    from experiments.calibration.planning import Request
    from experiments.calibration.saving import Told
    from experiments.calibration.targets import Target
    from experiments.sweep.plan import Plan

SOME_FAILED = 3
"""Exit code when everything was made, and some runs failed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid calibrate``."""
    parser.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help="files or names of shipped ones (default: the three wars of peacegrid facts)",
    )
    parser.add_argument(
        "--events",
        metavar="FILE.csv",
        type=Path,
        help="real events, whose statistics become targets",
    )
    parser.add_argument(
        "--tolerance",
        metavar="SHARE",
        type=float,
        help="with --events: one standard deviation, as a share of a statistic (default: 0.15)",
    )
    parser.add_argument(
        "--targets",
        metavar="NAME=LOW:HIGH,...",
        help="accepted intervals: of a fact's level (E05.k50, which has one of its own), of an "
        "outcome (deaths=500:5000) or of a statistic of deadly or of all events (lethal.alpha=2:3, "
        "all.k50=:0.2); by default levels of E01, E05, E06, E07, E09 and E10, unless --events",
    )
    parser.add_argument(
        "--misses",
        metavar="N",
        type=whole_number(0, 100),
        default=0,
        help="targets that a draw may miss by any amount (default: 0)",
    )
    _add_runs(parser)
    add_style(parser)
    parser.epilog = (
        "examples:\n"
        "  peacegrid calibrate --plan                          how many runs and hours it takes\n"
        "  peacegrid calibrate remote_insurgency --draws 200 --replicates 8 --out fit\n"
        "  peacegrid calibrate my_country.yaml --events ged.csv --out fit\n"
        "  peacegrid calibrate classroom --targets deaths=200:900 --weeks 260 --out fit\n"
        "a draw is kept if each target's implausibility is below 3: how far it lies from what is\n"
        "accepted, over the standard deviation of luck and tolerance together"
    )


def _add_runs(parser: argparse.ArgumentParser) -> None:
    """Add what says which runs are made."""

    def number(name: str, low: int, default: int | None, words: str) -> None:
        high = LARGEST_SEED if name == "seed" else 1_000_000
        parser.add_argument(
            f"--{name}", metavar="N", type=whole_number(low, high), default=default, help=words
        )

    number("draws", 2, 200, "draws of parameters (default: 200)")
    number("replicates", 2, 8, "seeds of each draw and scenario (default: 8)")
    number("weeks", 1, None, "of a run (default: 1040, as peacegrid facts)")
    number("seed", 0, 1, "of the draws, and the first of the runs (default: 1)")
    number("keep", 1, None, "draws in fitted.yaml at most, the first ones (default: all that fit)")
    number("jobs", 1, None, "processes (default: cores)")
    parser.add_argument(
        "--sampler",
        choices=("latin_hypercube", "sobol"),
        default="latin_hypercube",
        help="how draws are spread (default: latin_hypercube)",
    )
    parser.add_argument(
        "--parameters",
        metavar="FILE.yaml",
        type=Path,
        help="what is varied, as experiments/calibration/parameters.yaml lists it",
    )
    parser.add_argument("--out", metavar="DIR", help="keeps everything; the same again goes on")
    parser.add_argument(
        "--plan", action="store_true", help="only say how many runs and hours it takes"
    )


def run(args: argparse.Namespace) -> int:
    """Make the runs that are missing and tell what fits; 130 after Ctrl-C, 3 if runs failed."""
    targets, said = _targets(args)
    request = _request(args)
    with tempfile.TemporaryDirectory(prefix="peacegrid-calibrate-") as scratch:
        if args.plan:
            return _estimate(Path(scratch) / "plan", request, args.jobs)
        from experiments.calibration.planning import prepare

        folder = Path(args.out or Path(scratch) / "calibration")
        plan = prepare(folder, request)
        with unhurried() as stop:
            failed = _make(plan, args.jobs, stop)
            matching = _matched(plan, targets, args.misses)
            if matching is None:
                print("No replicate is complete yet: the same command goes on.", file=sys.stderr)
            else:
                told = _tell(plan, matching, said)
                if args.out:
                    from experiments.calibration.saving import save

                    save(folder, request, plan, matching, told, args.keep)
                    print(f"Written to {folder}")
    if stop():
        return INTERRUPTED
    return SOME_FAILED if failed else 0


def _targets(args: argparse.Namespace) -> "tuple[tuple[Target, ...], tuple[str, ...]]":
    """The targets that were asked for, and sentences about them."""
    from experiments.calibration.naming import default_targets, read_targets, targets_of_events
    from experiments.calibration.targets import TOLERANCE

    if args.tolerance is not None and (args.events is None or not 0 <= args.tolerance <= 2):
        raise UserError("--tolerance goes with --events FILE, and is a share such as 0.15.")
    found: dict[str, Target] = {}
    said: tuple[str, ...] = ()
    if args.events is not None:
        share = TOLERANCE if args.tolerance is None else args.tolerance
        events, said = targets_of_events(args.events, share)
        found |= {one.name: one for one in events}
    if args.targets is not None:
        found |= {one.name: one for one in read_targets(args.targets)}
    return tuple(found.values()) or default_targets(), said


def _request(args: argparse.Namespace) -> "Request":
    from experiments.calibration.planning import Request

    asked = {
        "scenarios": tuple(args.scenarios),
        "weeks": args.weeks,
        "draws": args.draws,
        "replicates": args.replicates,
        "seed": args.seed,
        "sampler": args.sampler,
        "parameters": args.parameters,
    }
    return Request(**{name: value for name, value in asked.items() if value not in (None, ())})


def _estimate(folder: Path, request: "Request", jobs: int | None) -> int:
    """Say what the runs take, from a short pilot."""
    from experiments.calibration.planning import prepare
    from experiments.sweep.engines import cores
    from experiments.sweep.pilot import pilot

    plan = prepare(folder, request)
    say_if_compiling()
    print(pilot(plan, 20.0).text(plan, jobs or cores()))
    return 0


def _make(plan: "Plan", jobs: int | None, stop: Patience) -> int:
    """Make the runs that are missing; return how many failed."""
    from tqdm import tqdm

    from experiments.sweep import load, session
    from experiments.sweep.engines import cores
    from experiments.sweep.runner import Settings

    if say_if_compiling():
        from sim.run import simulate

        simulate(plan.cases[0].content, 1, 1)
    status = load(plan.folder).status()
    # disable=None: no bar where nobody looks, as in a file or a test.
    with tqdm(total=plan.runs, unit="run", disable=None, leave=False) as bar:
        bar.update(status.done + status.failed)
        ending = session.run(
            plan.folder,
            lambda plan: session.local_engine(plan, jobs=jobs or cores()),
            Settings(stop=stop, progress=lambda done, lost: bar.update(done + lost)),
        )
    if ending.failed:
        print(f"{ending.failed} runs failed: see {plan.folder / 'failed'}", file=sys.stderr)
    if ending.reason:
        print(f"Stopped early: {ending.reason}. The same command goes on.", file=sys.stderr)
    return ending.failed


def _matched(plan: "Plan", targets: "tuple[Target, ...]", misses: int) -> "Matching | None":
    """The draws against the targets; None where no replicate is complete."""
    from tqdm import tqdm

    from experiments.calibration.estimates import estimated
    from experiments.calibration.matching import matched
    from experiments.sweep import load

    runs = load(plan.folder).outcomes()
    if not len(runs):
        return None
    with tqdm(total=runs["point"].nunique(), unit="draw", disable=None, leave=False) as bar:
        return matched(targets, estimated(runs, targets, bar.update), misses)


def _tell(plan: "Plan", matching: "Matching", said: tuple[str, ...]) -> "Told":
    """Print the report, and return what it says."""
    from experiments.calibration.learning import lessons
    from experiments.calibration.report import report
    from experiments.calibration.saving import Told

    points = plan.points[matching.estimates.points]
    learnt = lessons(plan.factors, points, matching.kept)
    told = Told(learnt, report(matching, learnt, said))
    print(told.text)
    return told
