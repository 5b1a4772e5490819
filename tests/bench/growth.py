"""How time and memory grow with the number of agents, and what the time is spent on.

    python tests/bench/growth.py [--json] [--figure]

The baseline is made wider and more populous by a factor, at the same density and force per head,
with the integrated strategy. Every size is run in a process of its own, which first lives through
some weeks of a small country, so that what is compiled and loaded is no part of the figures.
"""

import argparse
import inspect
import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

FACTORS = (1, 3, 10, 30, 95)
"""By which the baseline is made larger; the last has more than 100,000 agents."""

FIRST_WEEKS = 40
"""Weeks before the clock starts: the mission has come, and tables have grown."""

WEEKS = 40
RESULTS = Path(__file__).with_name("growth.json")
FIGURE = RESULTS.with_suffix(".png")


def main() -> None:
    parser = argparse.ArgumentParser(description=inspect.cleandoc(__doc__ or ""))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help=f"write {RESULTS.name}, too")
    parser.add_argument("--figure", action="store_true", help=f"draw {FIGURE.name} from it")
    parser.add_argument("--size", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--accesses", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.size:
        print(json.dumps(one_size(options.size)))
        return
    if options.accesses:
        print(json.dumps(accesses()))
        return
    if options.figure and not options.json:
        draw(json.loads(RESULTS.read_text(encoding="utf-8")))
        return
    record = grow()
    show(record)
    if options.json:
        RESULTS.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    if options.figure:
        draw(record)


def grow() -> dict[str, Any]:
    """The figures of all sizes, and of the machine."""
    sizes = [child("--size", str(factor)) for factor in FACTORS]
    return {"sizes": sizes, "accesses": child("--accesses", PEACEGRID_INTERPRET="1"), **machine()}


def child(*arguments: str, file: Path = Path(__file__), **env: str) -> dict[str, float]:
    """What another process of a file prints."""
    done = subprocess.run(
        [sys.executable, str(file), *arguments],
        env=os.environ | env,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


# ------------------------------------------------------------------------------- one size


def country(factor: float) -> Any:
    """The baseline, `factor` times as large, with the integrated strategy."""
    from sim.scenario import Scenario

    base = Scenario.load("baseline", "integrated")
    side = round(base.map.width * math.sqrt(factor))
    return base.varied(
        {
            "map.width": side,
            "map.height": side,
            "map.districts": min(60, round(base.map.districts * factor)),
            "people.communities": round(base.people.communities * factor),
            "people.population": base.people.population * factor,
            "state.army": base.state.army * factor,
            "state.police": base.state.police * factor,
        }
    )


def memory() -> float:
    """Bytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def one_size(factor: float) -> dict[str, float]:
    """Time and memory of a country of one size."""
    from sim.model import PeacekeepingModel
    from sim.scenario import Scenario
    from tests.bench.bench import agents

    small = PeacekeepingModel(Scenario.load("classroom", "integrated"), rng=1)
    while small.running:
        small.step()
    del small
    before = memory()
    began = time.process_time()
    model = PeacekeepingModel(country(factor), rng=1)
    built = time.process_time() - began
    for _ in range(FIRST_WEEKS):
        model.step()
    lived, began = 0, time.process_time()
    for _ in range(WEEKS):
        model.step()
        lived += agents(model)
    seconds = time.process_time() - began
    return {
        "agents": agents(model),
        "cells": len(model.world.cells),
        "seconds_to_build": built,
        "ns_per_agent_week": 1e9 * seconds / lived,
        "bytes_per_agent": (memory() - before) / agents(model),
        "bytes_of_tables_per_agent": sum(
            table.block.nbytes for table in model.world.tables().values()
        )
        / agents(model),
    }


# ------------------------------------------------------------------------------- the machine


def accesses() -> dict[str, float]:
    """Values that rules read or write in tables, per agent and week, counted while interpreted."""
    from sim.state import table

    count = 0
    plain = table._property

    def counted(mem: memoryview, *, whole: bool) -> property:
        found = plain(mem, whole=whole)

        def get(view: Any) -> Any:
            nonlocal count
            count += 1
            return found.fget(view)  # type: ignore[misc]

        def put(view: Any, value: Any) -> None:
            nonlocal count
            count += 1
            found.fset(view, value)  # type: ignore[misc]

        return property(get, put)

    table._property = counted
    from sim.model import PeacekeepingModel
    from tests.bench.bench import agents

    model = PeacekeepingModel(country(1), rng=1)
    for _ in range(FIRST_WEEKS):
        model.step()
    count, lived = 0, 0
    for _ in range(4):
        model.step()
        lived += agents(model)
    return {"per_agent_week": count / lived}


def machine() -> dict[str, float]:
    """What a core can do in a second: bytes copied, and multiplications one after the other."""
    import numpy as np

    from sim.kernels import kernel

    @kernel
    def chain(n: int) -> float:
        x = 1.0
        for _ in range(n):
            x = x * 0.999999 + 1e-9
        return x

    source = np.ones(16_000_000)
    target = np.zeros_like(source)
    np.copyto(target, source)
    began = time.process_time()
    for _ in range(5):
        np.copyto(target, source)
    copied = 5 * 2 * source.nbytes / (time.process_time() - began)
    chain(10)
    began = time.process_time()
    chain(50_000_000)
    return {
        "bytes_a_second": copied,
        "steps_in_a_row_a_second": 50_000_000 / (time.process_time() - began),
    }


# ------------------------------------------------------------------------------- what is shown


def show(record: dict[str, Any]) -> None:
    """Print the figures."""
    sizes = record["sizes"]
    first = sizes[0]["ns_per_agent_week"]
    print(f"{'agents':>9}{'cells':>9}{'build s':>9}{'ns/agent-week':>15}{'times':>7}", end="")
    print(f"{'bytes/agent':>13}{'in tables':>11}")
    for one in sizes:
        print(
            f"{one['agents']:9,.0f}{one['cells']:9,.0f}{one['seconds_to_build']:9.1f}"
            f"{one['ns_per_agent_week']:15,.0f}{one['ns_per_agent_week'] / first:7.2f}"
            f"{one['bytes_per_agent']:13,.0f}{one['bytes_of_tables_per_agent']:11,.0f}"
        )
    touched = record["accesses"]["per_agent_week"]
    last = sizes[-1]["ns_per_agent_week"]
    moved = 1e9 * 8 * touched / record["bytes_a_second"]
    print(
        f"\nRules read or write {touched:.0f} values for each agent and week: {8 * touched:,.0f} "
        f"bytes, {moved:.0f} ns if all came from memory at {record['bytes_a_second'] / 1e9:.1f} "
        f"GB/s;\n{touched / last:.2f} values a nanosecond are reached, and "
        f"{1e9 / record['steps_in_a_row_a_second']:.1f} ns is what a multiplication and an "
        f"addition take that wait for the last."
    )


def draw(record: dict[str, Any]) -> None:
    """Draw time and memory against the number of agents."""
    from sim.figures.style import canvas, dress, look, save

    sizes = record["sizes"]
    agents = [one["agents"] for one in sizes]
    ns = [one["ns_per_agent_week"] for one in sizes]
    with look():
        figure = canvas(9.0, 4.2)
        left, right = figure.subplots(1, 2)
        left.plot(agents, ns, marker="o")
        left.axhline(1.5 * ns[0], linestyle="--", color="0.5")
        left.annotate("half as much again", (agents[0], 1.5 * ns[0]), va="bottom", color="0.4")
        left.set(title="A week of an agent costs the same in any country")
        left.set(ylabel="nanoseconds per agent and week")
        right.plot(agents, [one["bytes_per_agent"] for one in sizes], marker="o", label="in all")
        right.plot(
            agents,
            [one["bytes_of_tables_per_agent"] for one in sizes],
            marker="s",
            label="in tables",
        )
        right.axhline(1000, linestyle="--", color="0.5")
        right.set(title="Memory is that of the tables", ylabel="bytes per agent")
        right.legend()
        for axes in (left, right):
            axes.set(xscale="log", xlabel="agents", ylim=(0, None))
        title = "The cost of an agent does not depend on how many there are"
        dress(figure, title, f"baseline, integrated, weeks {FIRST_WEEKS} to {FIRST_WEEKS + WEEKS}")
        save(figure, FIGURE.parent, FIGURE.stem)


if __name__ == "__main__":
    main()
