"""Hold the model against published findings on conflict and peacekeeping.

Makes the runs that the facts need (a sweep for each ensemble, resumed where it was left), and
prints for each criterion what was published, what came out with its 95 % interval, what is accepted
and the verdict: PASS, WEAK, FAIL or INCONCLUSIVE; and what is left of an effect when its mechanism
is switched off. --quick looks at the signs of the decisive facts in a small scenario; its exit code
is 1 where one is wrong beyond doubt.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import INTERRUPTED
from sim.cli.common import Patience, say_if_compiling, split_names, unhurried, whole_number
from sim.cli.styles import add_style
from sim.errors import UserError, nearest

if TYPE_CHECKING:
    from experiments.validation.assessing import Assessment
    from experiments.validation.findings import Finding
    from experiments.validation.running import Request

WRONG = 1
"""Exit code of a quick look that finds a wrong sign."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid facts``."""
    parser.add_argument("--only", metavar="ID,...", help="facts to test, such as A01,B01")
    parser.add_argument(
        "--quick", action="store_true", help="signs of the decisive facts, in a small scenario"
    )
    parser.add_argument(
        "--scenario", metavar="NAME,...", help="scenarios in place of those of the facts"
    )
    parser.add_argument(
        "--replicates", metavar="N", type=whole_number(2, 100_000), help="seeds of each arm"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=whole_number(1, 1_000), help="processes (default: cores)"
    )
    parser.add_argument(
        "--out", metavar="DIR", help="keeps runs, table and figure; the same again resumes"
    )
    parser.add_argument(
        "--plan", action="store_true", help="only say which runs are needed, and how many"
    )
    parser.add_argument(
        "--table", action="store_true", help="only read what --out holds so far; make no runs"
    )
    add_style(parser)
    parser.epilog = (
        "examples:\n"
        "  peacegrid facts --quick\n"
        "  peacegrid facts --plan\n"
        "  peacegrid facts --only A01,A02 --out validated\n"
        "  peacegrid facts --out validated                     all of them: many hours"
    )


def run(args: argparse.Namespace) -> int:
    """Make the runs, print the table; 1 for a wrong sign in a quick look, 130 after Ctrl-C."""
    from experiments.validation.running import Request

    findings = _chosen(args)
    scenarios = tuple(split_names(args.scenario)) if args.scenario else ()
    request = Request(args.quick, scenarios, args.replicates)
    if args.plan:
        print(_planned(findings, request))
        return 0
    if args.table and not args.out:
        raise UserError("--table needs --out DIR: the folder with the runs.")
    with tempfile.TemporaryDirectory(prefix="peacegrid-facts-") as scratch:
        folder = Path(args.out or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        with unhurried() as stop:
            if not args.table:
                _make(folder, findings, request, args.jobs, stop)
            found = _tell(folder, findings, args)
    if stop():
        return INTERRUPTED
    from experiments.validation.table import wrong_signs

    wrong = wrong_signs(found)
    if wrong:
        print(f"Wrong sign: {', '.join(wrong)}")
    return WRONG if args.quick and wrong else 0


def _chosen(args: argparse.Namespace) -> "list[Finding]":
    """The facts that were asked for; raises UserError for an unknown id."""
    from experiments.validation.catalogue import facts
    from experiments.validation.findings import registry

    known = registry()
    if args.only:
        ids = [one.upper() for one in split_names(args.only)]
        for one in ids:
            if one not in facts():
                close = nearest(one, facts())
                raise UserError(
                    f"--only: there is no fact '{one}'."
                    + (f" Did you mean {close}?" if close else f" There are {', '.join(facts())}.")
                )
    else:
        ids = [one for one, fact in facts().items() if fact.decisive or not args.quick]
    return [known[one] for one in ids if one in known]


def _planned(findings: "list[Finding]", request: "Request") -> str:
    """Say which runs are needed."""
    from experiments.validation.running import needed

    lines, runs, weeks = [], 0, 0
    for one in needed(findings):
        arms = len(one.arms_of(ablated=not request.quick))
        count = arms * len(request.scenarios_of(one)) * request.replicates_of(one)
        runs, weeks = runs + count, weeks + count * one.weeks
        lines.append(f"  {one.name:16} {count:>7,} runs of {one.weeks:>5} weeks  {one.about}")
    return "\n".join([*lines, f"{runs:,} runs, {weeks:,} weeks in all"])


def _make(
    folder: Path,
    findings: "list[Finding]",
    request: "Request",
    jobs: int | None,
    stop: Patience,
) -> None:
    """Make the runs that are missing."""
    from tqdm import tqdm

    from experiments.sweep import session
    from experiments.sweep.engines import cores
    from experiments.sweep.runner import Settings
    from experiments.validation.running import make, needed, prepare

    plans = [prepare(folder, one, request) for one in needed(findings)]
    if say_if_compiling():
        from sim.run import simulate

        simulate(plans[0].cases[-1].content, 1, 1)
    # disable=None: no bar where nobody looks, as in a file or a test.
    total = sum(plan.runs for plan in plans)
    with tqdm(total=total, unit="run", disable=None, leave=False) as bar:
        for plan in plans:
            if stop():
                return
            bar.set_description(plan.folder.name)
            already = plan.runs - _missing(plan.folder)
            bar.update(already)
            ending = make(
                plan.folder,
                lambda plan: session.local_engine(plan, jobs=jobs or cores()),
                Settings(stop=stop, progress=lambda done, lost: bar.update(done + lost)),
            )
            if ending.failed:
                print(f"{ending.failed} runs failed: see {plan.folder / 'failed'}", file=sys.stderr)


def _missing(folder: Path) -> int:
    from experiments.sweep import load

    status = load(folder).status()
    return status.runs - status.done


def _tell(folder: Path, findings: "list[Finding]", args: argparse.Namespace) -> "list[Assessment]":
    """Print the table, and keep it with its figure where --out was given."""
    from experiments.validation import table
    from experiments.validation.assessing import assess
    from experiments.validation.running import needed, read, sources

    there = [one.name for one in needed(findings) if (folder / one.name).is_dir()]
    runs = read(folder, there)
    found = [assess(one, runs) for one in findings]
    print(table.text(found, quick=args.quick))
    if args.out:
        from experiments.validation.figure import draw_facts

        table.save(found, folder, sources(folder, there), quick=args.quick)
        count = sum(runs[name].count for name in there)
        draw_facts(found, folder, _footer(count, quick=args.quick))
        print(f"Written to {folder}")
    return found


def _footer(runs: int, *, quick: bool) -> str:
    words = "A quick look in a small scenario: no verdict on the model. " if quick else ""
    return f"{words}{runs:,} runs."
