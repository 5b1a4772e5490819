"""Play a run back in a browser: one HTML file with map, time line, events and chapters.

RUN is the folder of a run (peacegrid run ... --out DIR), or a scenario, which is then run first.
With a second RUN, or a second --strategy, two strategies play side by side on one clock, with
their difference; they must have the same scenario and the same seed, so that luck is the same for
both.

The file needs no server and no network: open it from disk, mail it, show it in class. In the page,
space plays, arrows go week by week, C goes to the next chapter, a click on the map tells the story
of the place, and ? lists all keys.
"""

import argparse
import sys
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.cli import INTERRUPTED
from sim.cli.common import (
    LARGEST_SEED,
    load_scenario,
    page_name,
    say_if_compiling,
    step_through,
    unhurried,
    whole_number,
)
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.replay.folder import Recording
    from sim.scenario import Scenario

MOST_RUNS = 2


class Source(NamedTuple):
    """Where a run is from: a folder, or a scenario with a strategy that is still to be run."""

    folder: Path | None
    scenario: "Scenario | None"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``peacegrid replay``."""
    parser.add_argument(
        "runs", metavar="RUN", nargs="+", help="the folder of a run, or a scenario: baseline"
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, default=Path("replay.html"),
        help="the page (default: replay.html)",
    )  # fmt: skip
    parser.add_argument(
        "--strategy",
        metavar="S",
        action="append",
        default=[],
        help="of a scenario; given twice, the two strategies play side by side",
    )
    parser.add_argument(
        "--seed", metavar="N", type=whole_number(0, LARGEST_SEED),
        help="of a scenario (default: 1)",
    )  # fmt: skip
    parser.add_argument(
        "--weeks", metavar="N", type=whole_number(1, 10_400),
        help="of a scenario: how long (default: its own)",
    )  # fmt: skip
    parser.add_argument(
        "--set",
        metavar="PATH=VALUE",
        action="append",
        default=[],
        help="of a scenario: change one value (may be repeated)",
    )
    parser.add_argument("--open", action="store_true", help="show the page in the browser")
    parser.epilog = (
        "examples:\n"
        "  peacegrid run baseline --strategy integrated --seed 3 --out with/\n"
        "  peacegrid run baseline --strategy none --seed 3 --out without/\n"
        "  peacegrid replay with/ --out replay.html\n"
        "  peacegrid replay without/ with/ --out both.html\n"
        "  peacegrid replay classroom --strategy integrated --seed 1 --open\n"
        "  peacegrid replay classroom --strategy none --strategy integrated --out both.html"
    )


def run(args: argparse.Namespace) -> int:
    """Read or make the runs, write the page, say how large it is; 130 after Ctrl-C."""
    path = page_name(args.out)
    sources = _sources(args)
    from sim.replay.page import write

    found = []
    for source in sources:
        recording = _recording(source, args)
        if recording is None:
            return INTERRUPTED
        found.append(recording)
    size = write(found, path)
    if len({one.weeks for one in found}) > 1:
        least = min(one.weeks for one in found)
        print(f"The runs are not equally long: the page ends with week {least - 1}.",
              file=sys.stderr)  # fmt: skip
    told = " and ".join(one.scenario.strategy.name for one in found)
    print(
        f"Written to {path} ({size / 1000:,.0f} kB): {found[0].scenario.name} with {told}, "
        f"seed {found[0].seed}, {found[0].weeks} weeks. Open it in a browser."
    )
    if args.open:
        webbrowser.open(path.resolve().as_uri())
    return 0


def _sources(args: argparse.Namespace) -> list[Source]:
    """What is to be replayed; everything that can be known to be wrong is refused here."""
    folders = [Path(name) for name in args.runs if Path(name).is_dir()]
    made = [name for name in args.runs if not Path(name).is_dir()]
    if folders and (args.strategy or args.set or args.seed is not None or args.weeks) and not made:
        raise UserError(
            f"{folders[0]} is a run that has been made: --strategy, --seed, --weeks and --set go "
            "with a scenario. Name a scenario, or leave them out."
        )
    strategies: Sequence[str | None] = args.strategy or [None]
    if len(strategies) > 1 and len(made) == 1:
        made = made * len(strategies)
    if len(made) > 1 and len(strategies) == 1:
        strategies = list(strategies) * len(made)
    if len(folders) + len(made) > MOST_RUNS or (made and len(strategies) != len(made)):
        raise UserError(
            "At most two runs play side by side. Give one or two of RUN, or one scenario with one "
            "or two of --strategy."
        )
    chosen = iter(strategies)
    return [
        Source(Path(name), None)
        if Path(name).is_dir()
        else Source(None, _scenario(name, next(chosen), args.set))
        for name in (args.runs if len(made) + len(folders) == len(args.runs) else made)
    ]


def _scenario(name: str, strategy: str | None, settings: list[str]) -> "Scenario":
    if "/" in name and not Path(name).exists():
        raise UserError(
            f"{name}: there is no such folder or file. RUN is the folder of a run (peacegrid run "
            "classroom --out DIR) or a scenario (a file, or a name such as classroom)."
        )
    return load_scenario(name, strategy, settings)


def _recording(source: Source, args: argparse.Namespace) -> "Recording | None":
    """Read a run, or make it; None if Ctrl-C ended it."""
    from sim.replay.folder import read

    if source.folder is not None:
        return read(source.folder)
    assert source.scenario is not None
    say_if_compiling()
    from sim.run import Simulation

    seed = 1 if args.seed is None else args.seed
    with unhurried() as stop, tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(source.scenario, seed, args.weeks)
        if not step_through(simulation, stop):
            return None
        return read(simulation.result().save(folder))
