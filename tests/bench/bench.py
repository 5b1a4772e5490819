"""How fast the model is, beside plain Mesa, in one run: ``make bench``.

Rates are per second of processor time of one core, so that a busy machine does not decide them.
An agent-week is one agent that lives through one week: communities, bands, units of local forces,
peacekeepers, mediators, convoys. Mesa's own example (Epstein's civil violence) is stepped as it
ships, beside the same model on this project's parts.

    python tests/bench/bench.py [--json] [--weeks N] [--only rates|phases|mesa|start]
"""

import argparse
import ast
import inspect
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sim import tick  # noqa: E402
from sim.model import PeacekeepingModel  # noqa: E402
from sim.provenance import provenance  # noqa: E402
from sim.scenario import Scenario  # noqa: E402
from sim.state import codes  # noqa: E402
from tests.bench import civil_violence  # noqa: E402

SCENARIO = "baseline"
STRATEGIES = ("integrated", "none")
SEEDS = (1, 2)
RESULTS = Path(__file__).with_name("results.json")
MESA_SIZE = "100 x 100"  # whose rate per agent the model is set beside


def main() -> None:
    parser = argparse.ArgumentParser(description=inspect.cleandoc(__doc__ or ""))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help=f"write {RESULTS.name}, too")
    parser.add_argument("--weeks", type=int, help="of a run; by default those of the scenario")
    parser.add_argument("--only", choices=["rates", "phases", "mesa", "start"], action="append")
    options = parser.parse_args()
    parts = options.only or ["rates", "phases", "mesa", "start"]
    record: dict[str, Any] = {"machine": machine()}
    if "rates" in parts:
        record["rates"] = {name: rate(name, options.weeks) for name in STRATEGIES}
        show_rates(record["rates"])
    if "phases" in parts:
        record["phases"] = {name: phases(name, options.weeks) for name in STRATEGIES}
        show_phases(record["phases"])
    if "mesa" in parts:
        record["mesa"] = civil_violence.compare()
        show_mesa(record["mesa"], record.get("rates"))
    if "start" in parts:
        record["start"] = start()
        show_start(record["start"])
    if options.json:
        RESULTS.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        print(f"\nWritten to {RESULTS.relative_to(ROOT)}")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        **provenance(),
    }


def agents(model: PeacekeepingModel) -> int:
    """Agents that are there now."""
    world = model.world
    dynamic = sum(len(t.living) for t in (world.bands, world.mediators, world.convoys))
    deployed = int((world.peacekeepers.stage == codes.DEPLOYED).sum())
    return len(world.communities) + len(world.forces) + dynamic + deployed


# ------------------------------------------------------------------------------- the model


def rate(strategy: str, weeks: int | None) -> dict[str, float]:
    """Agent-weeks a second of whole runs, the weekly series included, and the time to build."""
    scenario = Scenario.load(SCENARIO, strategy)
    weeks = weeks or scenario.weeks
    seconds, agent_weeks, lived = 0.0, 0, 0
    for seed in SEEDS:
        # The run is lived through twice: to count, by when all is compiled, and for the clock.
        model = PeacekeepingModel(scenario, rng=seed)
        for _ in range(weeks):
            agent_weeks += agents(model)
            model.step()
        model = PeacekeepingModel(scenario, rng=seed)
        began = time.process_time()
        for _ in range(weeks):
            model.step()
        seconds += time.process_time() - began
        lived += weeks
    return {
        "agent_weeks_per_second": agent_weeks / seconds,
        "milliseconds_a_week": 1e3 * seconds / lived,
        "seconds_a_run": seconds / len(SEEDS),
        "weeks": lived / len(SEEDS),
        "agents": agent_weeks / lived,
    }


def show_rates(rates: dict[str, dict[str, float]]) -> None:
    print(f"{SCENARIO}, {len(SEEDS)} runs of {rates['none']['weeks']:.0f} weeks each")
    for name, one in rates.items():
        print(
            f"  {name:12} {one['agent_weeks_per_second'] / 1e6:6.2f} million agent-weeks/s   "
            f"{one['milliseconds_a_week']:.3f} ms a week   {one['seconds_a_run']:.2f} s a run   "
            f"{one['agents']:.0f} agents"
        )


# ------------------------------------------------------------------------------- the tick


def calls_of_the_tick() -> list[tuple[str, str]]:
    """(module, function) of each call in `tick.advance`, in order, each once."""
    tree = ast.parse(inspect.getsource(tick.advance))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls.sort(key=lambda node: (node.lineno, node.col_offset))
    found = [
        (node.func.value.id, node.func.attr)
        for node in calls
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    ]
    return list(dict.fromkeys(found))


@contextmanager
def timed(model: PeacekeepingModel) -> Iterator[dict[str, float]]:
    """Time spent in each phase of the tick while the context lasts, by name."""
    spent: dict[str, float] = {}
    kept: list[tuple[Any, str, Any]] = []

    def watch(owner: Any, name: str, label: Callable[[tuple[Any, ...]], str]) -> None:
        function = getattr(owner, name)

        def run(*arguments: Any) -> Any:
            began = time.process_time()
            result = function(*arguments)
            key = label(arguments)
            spent[key] = spent.get(key, 0.0) + time.process_time() - began
            return result

        kept.append((owner, name, function))
        setattr(owner, name, run)

    for module, name in calls_of_the_tick():
        owner: Any = {"mission": model, "world": model.world}.get(module) or getattr(tick, module)
        watch(owner, name, lambda _, label=f"{module}.{name}": label)
    watch(tick, "decisions", lambda arguments: f"decisions: {arguments[1]}")
    watch(model.recorder, "record", lambda _: "(series)")
    watch(model.datacollector, "collect", lambda _: "(data collector)")
    watch(model.roster, "retire_ended", lambda _: "(roster)")
    try:
        yield spent
    finally:
        for owner, name, function in reversed(kept):
            setattr(owner, name, function)


def phases(strategy: str, weeks: int | None) -> dict[str, float]:
    """Microseconds a week of each phase of the tick, in order of the tick."""
    scenario = Scenario.load(SCENARIO, strategy)
    weeks = weeks or scenario.weeks
    for _ in range(2):  # by the second time, all is compiled
        model = PeacekeepingModel(scenario, rng=SEEDS[0])
        with timed(model) as spent:
            for _ in range(weeks):
                model.step()
    return {name: 1e6 * seconds / weeks for name, seconds in spent.items()}


def show_phases(found: dict[str, dict[str, float]]) -> None:
    names = list(dict.fromkeys(name for one in found.values() for name in one))
    print("\nTime per phase of the tick, microseconds a week (share)")
    print(f"  {'':28}" + "".join(f"{name:>20}" for name in found))
    totals = {name: sum(one.values()) for name, one in found.items()}
    for phase in names:
        cells = [(one.get(phase, 0.0), totals[name]) for name, one in found.items()]
        print(f"  {phase:28}" + "".join(f"{t:12.1f} ({t / sum_:4.0%}) " for t, sum_ in cells))
    print(f"  {'all':28}" + "".join(f"{total:12.1f}        " for total in totals.values()))


# ------------------------------------------------------------------------------- Mesa


def show_mesa(
    found: dict[str, dict[str, float]], rates: dict[str, dict[str, float]] | None
) -> None:
    civil_violence.show(found)
    plain = found[MESA_SIZE]
    for name, one in (rates or {}).items():
        plain[f"times_{name}"] = times = one["agent_weeks_per_second"] / plain["mesa"]
        print(f"  {name:12} {times:6.0f} times plain Mesa's rate per agent at {MESA_SIZE}")


# ------------------------------------------------------------------------------- start


WEEK = f"""
from sim.model import PeacekeepingModel
from sim.scenario import Scenario
PeacekeepingModel(Scenario.load("{SCENARIO}", "{STRATEGIES[0]}"), rng=1).step()
"""


def process(code: str, **env: str) -> dict[str, float]:
    """Seconds, by the clock and of the processor, of an interpreter that runs some code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | env, check=True)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "processor": used}


def start() -> dict[str, dict[str, float]]:
    """What it takes to a first week: with nothing compiled, with all of it, and without numba."""
    with tempfile.TemporaryDirectory() as empty:
        cold = process(WEEK, PEACEGRID_CACHE=empty)
        cached = process(WEEK, PEACEGRID_CACHE=empty)
    return {
        "cold": cold,
        "cached": cached,
        "interpreted": process(WEEK, PEACEGRID_INTERPRET="1"),
        "imports": process("import sim.model"),
    }


def show_start(found: dict[str, dict[str, float]]) -> None:
    words = {
        "cold": "first week, nothing compiled yet",
        "cached": "first week, compiled before",
        "interpreted": "first week, not compiled",
        "imports": "imports alone",
    }
    print("\nFrom the start of the interpreter, seconds by the clock (of the processor)")
    for name, one in found.items():
        print(f"  {words[name]:34} {one['seconds']:6.1f} ({one['processor']:.1f})")


if __name__ == "__main__":
    main()
