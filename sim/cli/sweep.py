"""Plan and make many runs from a design file, on one core or many machines.

A design (a file, or the name of a shipped one) says which scenarios meet which strategies, which
parameters vary, and how often each is repeated. A sweep is a folder: whatever ends it - Ctrl-C,
kill -9, a full disk - what was finished is kept, and resume makes what is missing.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import INTERRUPTED
from sim.cli.common import say_if_compiling, unhurried
from sim.cli.sweep_options import add_arguments
from sim.errors import UserError

if TYPE_CHECKING:
    from experiments.sweep.engines import Engine
    from experiments.sweep.plan import Plan

__all__ = ["add_arguments", "run"]

SOME_FAILED = 3
"""Exit code when everything was made, and some runs failed."""


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 130 if Ctrl-C ended it, 3 if runs failed."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "plan": _plan,
        "run": _run,
        "resume": _resume,
        "status": _status,
        "merge": _merge,
        "compact": _merge,
    }
    return actions[args.action](args)


def _plan(args: argparse.Namespace) -> int:
    import tempfile

    from experiments.sweep.engines import cores
    from experiments.sweep.pilot import pilot

    with tempfile.TemporaryDirectory(prefix="peacegrid-plan-") as scratch:
        plan = _planned(args, Path(args.out) if args.out else Path(scratch) / "plan")
        if args.pilot > 0:
            say_if_compiling()
            print(pilot(plan, args.pilot).text(plan, cores()))
        else:
            print(f"{plan.runs:,} runs")
    if args.out:
        print(f"Planned in {args.out}. Make the runs with: peacegrid sweep run {args.out}")
    return 0


def _planned(args: argparse.Namespace, folder: Path) -> "Plan":
    from experiments.sweep.design import Design, read_document
    from experiments.sweep.planning import make_plan
    from sim.yaml_source import set_value, validate

    document = read_document(args.design)
    for name in ("replicates", "weeks"):
        if getattr(args, name) is not None:
            document = set_value(document, name, getattr(args, name), f"--{name}")
    if args.worlds is not None:
        from experiments.calibration.worlds import in_worlds

        document = in_worlds(document, args.worlds)
    return make_plan(validate(document, Design), document, folder)


def _run(args: argparse.Namespace) -> int:
    from experiments.sweep.plan_files import PLAN

    if (Path(args.design) / PLAN).exists():
        if args.out or args.replicates or args.weeks or args.worlds:
            raise UserError(
                f"{args.design} is the folder of a sweep, whose plan stands: leave out --out, "
                "--replicates, --weeks and --worlds, or name a design."
            )
        args.folder = args.design
        return _resume(args)
    if not args.out:
        raise UserError("--out DIR is missing: the folder that the sweep is to fill.")
    if args.shard:
        raise UserError(
            "--shard is for a folder with a plan, so that all jobs have the same. First: "
            f"peacegrid sweep plan {args.design} --out {args.out}"
        )
    plan = _planned(args, Path(args.out))
    print(f"{plan.runs:,} runs into {args.out}", file=sys.stderr)
    args.folder = args.out
    return _resume(args)


def _resume(args: argparse.Namespace) -> int:
    from tqdm import tqdm

    from experiments.sweep import load, session
    from experiments.sweep.runner import Settings

    folder = Path(args.folder)
    status = load(folder).status()
    array = _portion(args.shard)
    if say_if_compiling():
        _compile(args)
    missing = status.runs - status.done
    total = missing if array is None else missing // array[1]
    with (
        _engine(args) as engine,
        unhurried() as stop,
        # disable=None: no bar where nobody looks, as in a file or a test.
        tqdm(total=total, unit="run", disable=None, leave=False) as bar,
    ):
        failed = [0]

        def progress(done: int, lost: int) -> None:
            failed[0] += lost
            bar.set_postfix(failed=failed[0], refresh=False)
            bar.update(done + lost)

        ending = session.run(
            folder,
            engine,
            Settings(
                array=array,
                most_failures=args.most_failures,
                stop=stop,
                progress=progress,
                enough=_rule(args, folder),
            ),
            retry=args.retry,
            other_code=args.other_code,
        )
    print(load(folder).status().text(folder))
    if ending.reason:
        print(f"Stopped early: {ending.reason}", file=sys.stderr)
    if stop():
        return INTERRUPTED
    return SOME_FAILED if ending.failed else 0


def _rule(args: argparse.Namespace, folder: Path) -> Callable[[int], str | None]:
    """What is asked after every replicate: whether there are enough."""
    if args.until is None:
        return lambda _replicates: None
    if args.shard:
        raise UserError("--until needs all replicates in one place: leave out --shard.")
    from experiments.analysis.strategies.stopping import until
    from experiments.sweep import load

    rule = until(args.until)

    def enough(_replicates: int) -> str | None:
        decision = rule.decide(load(folder).outcomes())
        return decision.reason if decision.stop else None

    return enough


def _compile(args: argparse.Namespace) -> None:
    """Compile the model in this process, so that the workers find it compiled."""
    from experiments.sweep.model import MODEL
    from experiments.sweep.plan_files import read_plan
    from sim.run import simulate

    plan = read_plan(Path(args.folder))
    if plan.settings["model"] == MODEL:
        simulate(plan.cases[-1].content, 1, 1)


def _engine(
    args: argparse.Namespace,
) -> "AbstractContextManager[Callable[[Plan], Engine]]":
    from contextlib import contextmanager

    from experiments.sweep import session
    from experiments.sweep.engines import cores

    jobs = args.jobs or cores()
    if not args.scheduler:
        return nullcontext(lambda plan: session.local_engine(plan, args.engine, jobs, args.memory))

    @contextmanager
    def dask() -> Any:
        with session.dask_engine(args.scheduler, jobs) as engine:
            yield lambda _plan: engine

    return dask()


def _portion(text: str | None) -> tuple[int, int] | None:
    """Read ``17/400``."""
    if text is None:
        return None
    number, slash, of = text.partition("/")
    try:
        found = int(number), int(of)
    except ValueError:
        found = 0, 0
    if not slash or not 1 <= found[0] <= found[1]:
        raise UserError(f"--shard: {text!r} is no portion; write K/M with K from 1 to M: 17/400")
    return found


def _status(args: argparse.Namespace) -> int:
    from experiments.sweep import load

    folder = Path(args.folder)
    print(load(folder).status().text(folder))
    return 0


def _merge(args: argparse.Namespace) -> int:
    from experiments.sweep import load, session

    folder = Path(args.folder)
    session.merge(folder, tuple(map(Path, getattr(args, "others", ()))))
    print(load(folder).status().text(folder))
    return 0
