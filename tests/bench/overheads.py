"""What a run costs beside its stepping: set-up, results, rules in Python, start, memory.

    python tests/bench/overheads.py [--json] [--only PART ...]

Figures are ratios of processor time measured in turns in one process, unless they say seconds.
"""

import argparse
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sim.agents import Band, Community, ForceUnit  # noqa: E402
from sim.model import PeacekeepingModel  # noqa: E402
from sim.run import Simulation  # noqa: E402
from sim.scenario import Scenario  # noqa: E402
from tests.bench.growth import child, memory  # noqa: E402

TURNS = 3
WEEKS = 200
RUNS, SHORT = 1_000, 26
"""Runs in one process, and their weeks, to see whether memory grows."""

RESULTS = Path(__file__).with_name("overheads.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=inspect.cleandoc(__doc__ or ""))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help=f"write {RESULTS.name}, too")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--weeks", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.weeks:
        print(json.dumps({"ns_a_week": 1e9 * stepping(options.weeks)}))
        return
    record: dict[str, Any] = {}
    for part in options.only:
        record[part] = PARTS[part]()
        print(f"{part:12}" + "   ".join(f"{k} {v:,.3g}" for k, v in record[part].items()))
    if options.json:
        RESULTS.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def scenario() -> Scenario:
    """What is measured."""
    return Scenario.load("baseline", "integrated")


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, for some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def lived(model: PeacekeepingModel, weeks: int) -> None:
    """Step a model."""
    for _ in range(weeks):
        model.step()


# ------------------------------------------------------------------------------- parts


def whole_run() -> dict[str, float]:
    """A whole run of 780 weeks, set-up, results and files included, against its stepping alone."""
    spec = scenario()

    def run(folder: str) -> None:
        simulation = Simulation(spec, 1)
        for _ in range(simulation.asked):
            simulation.step()
        simulation.result().save(folder)

    ratios = []
    for _ in range(TURNS + 1):
        model = PeacekeepingModel(spec, rng=1)
        steps = seconds(lambda model=model: lived(model, spec.weeks))  # type: ignore[misc]
        with tempfile.TemporaryDirectory() as folder:
            ratios.append(seconds(lambda folder=folder: run(folder)) / steps)  # type: ignore[misc]
    return {"times stepping": median(ratios[1:]), "bar": 1.3}


def rules_in_python() -> dict[str, float]:
    """One in a hundred communities, units and bands decides in Python, by the rule of its kind."""

    class Thoughtful(Community):
        def decide(self) -> None:
            super().decide()

    class Slow(ForceUnit):
        def decide(self) -> None:
            super().decide()

    class Careful(Band):
        def decide(self) -> None:
            super().decide()

    ratios = []
    for seed in range(TURNS + 1):
        plain, mixed = (PeacekeepingModel(scenario(), rng=seed) for _ in range(2))
        for kind in (Thoughtful, Slow, Careful):
            base = kind.__mro__[1]
            for agent in list(mixed.agents_by_type[base])[::100]:
                kind.adopt(agent)
        alone = seconds(lambda: lived(plain, WEEKS))  # noqa: B023
        ratios.append(seconds(lambda: lived(mixed, WEEKS)) / alone)  # noqa: B023
    return {"times without": median(ratios[1:]), "bar": 1.3}


def stepping(weeks: int) -> float:
    """Seconds of the processor that a week takes, early in a run."""
    model = PeacekeepingModel(scenario(), rng=1)
    lived(model, 20)
    return seconds(lambda: lived(model, weeks)) / weeks


def interpreted() -> dict[str, float]:
    """The same weeks, not compiled."""
    stepping(20)
    file = Path(__file__)
    slow = child("--weeks", "20", file=file, PEACEGRID_INTERPRET="1")["ns_a_week"]
    return {"times compiled": slow / (1e9 * stepping(20)), "bar": 100}


def memory_of_many() -> dict[str, float]:
    """Memory of a process after a hundred and after a thousand short runs, in MB."""
    spec = Scenario.load("classroom", "integrated")
    found = {}
    for k in range(1, RUNS + 1):
        lived(PeacekeepingModel(spec, rng=k), SHORT)
        if k in (RUNS // 10, RUNS):
            found[f"MB after {k} runs"] = memory() / 1e6
    return found


def second_start() -> dict[str, float]:
    """`peacegrid run classroom`, all compiled before: the quickest of some, in seconds.

    Python's own compiled files are kept, too, as they are unless somebody forbids it.
    """
    command = [sys.executable, "-m", "sim", "run", "classroom", "--strategy", "integrated"]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    clock, processor = [], []
    for _ in range(TURNS + 1):
        began, before = time.perf_counter(), os.times()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=env)
        after = os.times()
        clock.append(time.perf_counter() - began)
        processor.append(sum(after[2:4]) - sum(before[2:4]))
    return {"seconds": min(clock[1:]), "of the processor": min(processor[1:]), "bar": 1.5}


PARTS: dict[str, Callable[[], dict[str, float]]] = {
    "whole_run": whole_run,
    "rules_in_python": rules_in_python,
    "interpreted": interpreted,
    "memory": memory_of_many,
    "second_start": second_start,
}


if __name__ == "__main__":
    main()
