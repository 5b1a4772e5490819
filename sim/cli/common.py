"""What several commands share: how scenarios are named, patience while compiling, Ctrl-C."""

import argparse
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import UserError

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from sim.metrics import Measures
    from sim.run import Simulation
    from sim.scenario import Scenario
    from sim.yaml_source.document import Document

LARGEST_SEED = 2**63 - 1


class whole_number:  # noqa: N801 - used as a function; its name is in no message
    """Reads a whole number between bounds, for argparse."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, text: str) -> int:
        """Return the number, or say what is wrong."""
        try:
            number = int(text)
        except ValueError:
            number = self.low - 1
        if not self.low <= number <= self.high:
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a whole number from {self.low} to {self.high}"
            )
        return number


def add_scenario(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """Add the scenario, and what changes it."""
    parser.add_argument(
        "scenario",
        metavar="SCENARIO",
        nargs="?" if optional else None,
        help="a file, or the name of a shipped scenario: baseline",
    )
    parser.add_argument(
        "--set",
        metavar="PATH=VALUE",
        action="append",
        default=[],
        help="change one value, such as strategy.training.level=0.8 (may be repeated)",
    )


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add what says how to run: seed, weeks, weights of the stability index, where to write."""
    parser.add_argument(
        "--seed", metavar="N", type=whole_number(0, LARGEST_SEED), default=1, help="(default: 1)"
    )
    parser.add_argument(
        "--weeks",
        metavar="N",
        type=whole_number(1, 10_400),
        help="by default those of the scenario",
    )
    parser.add_argument(
        "--weights",
        metavar="PART=WEIGHT,...",
        help="weights of the stability index, such as safety=0.5,needs=0.2 (see outcomes.json)",
    )
    parser.add_argument("--out", metavar="DIR", help="write results into this folder")


def add_batch(parser: argparse.ArgumentParser, replicates: int) -> None:
    """Add what many runs need: how to run, how many replicates, in how many processes."""
    parser.add_argument(
        "--replicates",
        metavar="N",
        type=whole_number(1, 100_000),
        default=replicates,
        help=f"runs of each, with seeds from --seed on (default: {replicates})",
    )
    add_run(parser)
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=whole_number(1, 1_000),
        help="processes (default: as many as cores)",
    )


def run_batch(
    args: argparse.Namespace,
    scenarios: "Mapping[str, Scenario]",
    measures: "Measures",
    stop: "Patience",
    model: str | None = None,
) -> "Comparison":
    """Run scenarios by label with the same seeds, showing progress; Ctrl-C stops it in order.

    Args:
        args: with the options of :func:`add_batch`. scenarios: the first is the reference.
        measures: yardsticks of the outcomes.
        stop: of :func:`unhurried`, which the command leaves when its results are written.
        model: function that makes a run (`experiments.sweep.model`), by default the usual one.
    """
    from tqdm import tqdm

    if args.out:
        Path(args.out).mkdir(parents=True, exist_ok=True)
    cold = say_if_compiling()
    from experiments.compare import Plan, Watcher, compare, compile_first

    seeds = range(args.seed, args.seed + args.replicates)
    plan = Plan(scenarios, seeds, args.weeks, measures, *([model] if model else []))
    if cold:
        compile_first(plan)
    # disable=None: no bar where nobody looks, as in a file or a test.
    runs = len(scenarios) * args.replicates
    with tqdm(total=runs, unit="run", disable=None, leave=False) as bar:
        return compare(plan, args.jobs, Watcher(bar.update, stop))


def step_through(simulation: "Simulation", stop: "Patience") -> bool:
    """Step a run through the weeks that were asked for, with a bar; whether it got to the end."""
    from tqdm import tqdm

    # disable=None: no bar where nobody looks, as in a file or a test.
    for _ in tqdm(range(simulation.asked), unit="week", disable=None, leave=False):
        if stop():
            return False
        simulation.step()
    return True


def load_scenario(source: str, strategy: str | None, settings: list[str]) -> "Scenario":
    """Load a scenario with a strategy and settings of the command line; raises InputErrors."""
    from sim.scenario import Scenario
    from sim.yaml_source import validate

    return validate(changed(Scenario.document(source, strategy), settings), Scenario)


def changed(document: "Document", settings: Sequence[str]) -> "Document":
    """Return a scenario's document changed by ``--set``; raises InputErrors.

    An element of which a file gives the bare level (``training: 0.6``) has levers, too.
    """
    from sim.yaml_source import apply_settings
    from sim.yaml_source.document import Document
    from sim.yaml_source.nodes import node_from, plain

    for setting in settings:
        path = tuple(setting.partition("=")[0].strip().split(".")[:-1])
        if len(path) != 2 or path[0] != "strategy" or not document.has(path):
            continue
        written = document.part(path)
        level = plain(written.root)
        if isinstance(level, int | float):
            opened = node_from({"level": level}, document.where(path))
            document = document.with_part(path, Document(opened, written.chain))
    return apply_settings(document, settings)


def load_strategies(
    source: str, names: Sequence[str], settings: list[str]
) -> "dict[str, Scenario]":
    """Load a scenario with each strategy, by the strategy's own name.

    Raises:
        UserError: with every mistake in any of them, or if two strategies have one name.
    """
    found: dict[str, Scenario] = {}
    problems: dict[str, None] = {}
    for name in names:
        try:
            scenario = load_scenario(source, name, settings)
        except UserError as error:
            problems |= dict.fromkeys(str(error).splitlines())
            continue
        label = scenario.strategy.name
        if label in found:
            raise UserError(
                f"--strategies: two strategies are called '{label}'. "
                "Change the name: in one of their files, or leave one out."
            )
        found[label] = scenario
    if problems:
        raise UserError("\n".join(problems))
    return found


def split_names(text: str) -> list[str]:
    """Return the names in the text of ``--strategies``; raises UserError if there is none."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise UserError("--strategies: no strategy is named. Write for example none,integrated")
    return names


def read_measures(weights: str | None) -> "Measures":
    """Return the measures with the weights that ``--weights`` gives; raises UserError."""
    from sim.metrics import Measures

    changes = {}
    for part in filter(None, (weights or "").split(",")):
        name, _, number = part.partition("=")
        try:
            changes[name.strip()] = float(number)
        except ValueError:
            raise UserError(
                f"--weights: {part!r} is not a part and its weight. "
                "Write for example --weights safety=0.5,needs=0.2"
            ) from None
    return Measures().weighted(changes)


def say_if_compiling() -> bool:
    """Say on stderr that the model is about to be compiled, if it is; return whether."""
    from sim.kernels import INTERPRETED
    from sim.kernels.cache import cache_folder
    from sim.kernels.machine import anything_stored

    if INTERPRETED:
        print(
            "Running interpreted (no numba, or PEACEGRID_INTERPRET is set): slow.", file=sys.stderr
        )
        return False
    if anything_stored():
        return False
    folder = cache_folder()
    print(
        f"Compiling the model, once for this version (a minute or so; kept in {folder}) ...",
        file=sys.stderr,
        flush=True,
    )
    return True


class Patience:
    """Whether somebody has pressed Ctrl-C."""

    pressed = False

    def __call__(self) -> bool:
        """Return whether to stop."""
        return self.pressed


@contextmanager
def unhurried() -> Iterator[Patience]:
    """Let the first Ctrl-C only be noted, so that what was computed can be kept.

    A second one interrupts at once.
    """
    patience = Patience()

    def note(_signal: int, _frame: object) -> None:
        if patience.pressed:
            raise KeyboardInterrupt
        patience.pressed = True
        print("\nStopping; what was computed is kept (Ctrl-C again: at once) ...", file=sys.stderr)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield patience
    finally:
        signal.signal(signal.SIGINT, before)


def page_name(path: Path) -> Path:
    """Return the name of a file that a browser will take for a page.

    Raises:
        UserError: its ending says that it is something else, or it is a folder.
    """
    if path.suffix.lower() in (".html", ".htm") and not path.is_dir():
        return path
    good = path.with_suffix(".html") if path.name else Path("page.html")
    raise UserError(
        f"--out {path}: the page is one file, so its name must end in .html: --out {good}"
    )
