"""What Mesa's example of Epstein's civil violence comes to, over many seeds.

    python tests/epstein/mesa_sample.py

writes `mesa_sample.csv` beside this file anew, which takes most of an hour: Mesa's example makes
some ten thousand agent-steps a second. Tests compare this project's model with it.
"""

import csv
import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mesa
from mesa.discrete_space import Cell

SAMPLE = Path(__file__).with_name("mesa_sample.csv")
COUNTS = ("active", "quiet", "arrested")
COLUMNS = ("setting", "mesa", "seed", *COUNTS)


@dataclass(frozen=True)
class Setting:
    """Parameters, and how many steps and seeds (1 and up) are run with them."""

    steps: int
    seeds: int
    parameters: dict[str, Any] = field(default_factory=dict)


SETTINGS = {
    "standard": Setting(80, 200),
    # Rebels and arrests all the time, short terms, two ranges of vision, few empty cells.
    "restless": Setting(
        80,
        200,
        {
            "width": 20,
            "height": 16,
            "citizen_density": 0.8,
            "cop_density": 0.05,
            "citizen_vision": 4,
            "cop_vision": 3,
            "legitimacy": 0.5,
            "max_jail_term": 12,
        },
    ),
}


def counts_in_mesa(parameters: dict[str, Any], steps: int, seed: int) -> tuple[int, ...]:
    """Active, quiet and arrested citizens after so many steps of Mesa's example."""
    from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence

    model = EpsteinCivilViolence(**parameters, seed=seed)
    for _ in range(steps):
        model.step()
    found = tuple(int(getattr(model, name.upper())) for name in COUNTS)
    del model
    forget()
    return found


def forget() -> None:
    """Let go of models that are no longer used: Mesa's caches on classes keep them."""
    Cell.get_neighborhood.cache_clear()
    Cell._neighborhood.cache_clear()
    getattr(mesa.Agent, "_ids", {}).clear()
    gc.collect()


def rows(name: str) -> Iterator[tuple[Any, ...]]:
    """A row of the sample for each seed of a setting."""
    setting = SETTINGS[name]
    for seed in range(1, setting.seeds + 1):
        found = counts_in_mesa(setting.parameters, setting.steps, seed)
        yield name, mesa.__version__, seed, *found


def main() -> None:
    with SAMPLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name in SETTINGS:
            for row in rows(name):
                writer.writerow(row)
                file.flush()
                sys.stderr.write(f"\r{name} {row[2]} ")


if __name__ == "__main__":
    main()
