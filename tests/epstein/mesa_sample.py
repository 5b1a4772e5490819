"""What Mesa's example of Epstein's civil violence comes to, over many seeds.

    python tests/epstein/mesa_sample.py

adds to `mesa_sample.csv` beside this file what it lacks; anew, that takes half an hour. Tests
compare this project's model with it. Mesa's rule is left alone, and so are its draws; what they do
not go by is made quicker (`hurried`), and a test sees that nothing changes by that.
"""

import csv
import gc
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mesa
from mesa.discrete_space import Cell
from mesa.examples.advanced.epstein_civil_violence import model as example
from mesa.examples.advanced.epstein_civil_violence.agents import EpsteinAgent

SAMPLE = Path(__file__).with_name("mesa_sample.csv")
COUNTS = ("active", "quiet", "arrested")
SCENARIO: Any = getattr(example, "EpsteinScenario", None)
"""Where the example has its parameters, from Mesa 3.5 on."""

COLUMNS = ("setting", "mesa", "seed", *COUNTS)


@dataclass(frozen=True)
class Setting:
    """Parameters, and how many steps and seeds (1 and up) are run with them."""

    steps: int
    seeds: int
    parameters: dict[str, Any] = field(default_factory=dict)


SETTINGS = {
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
    # The parameters of the example, on 40 x 40 cells, where Mesa takes a quarter of a minute a run.
    "standard": Setting(80, 60),
}


def mesas_model(seed: int, **parameters: Any) -> Any:
    """Mesa's example, with some parameters."""
    if SCENARIO is None:
        return example.EpsteinCivilViolence(**parameters, seed=seed)
    measures = {name: parameters.pop(name) for name in ("width", "height") if name in parameters}
    return example.EpsteinCivilViolence(**measures, scenario=SCENARIO(rng=seed, **parameters))


def defaults_in_mesa() -> dict[str, Any]:
    """The parameters of Mesa's example as it ships, by name."""
    found = {
        name: one.default
        for name, one in inspect.signature(example.EpsteinCivilViolence).parameters.items()
    }
    return {**vars(SCENARIO or object), **found}


def counts_in_mesa(
    parameters: dict[str, Any], steps: int, seed: int, hurry: bool = True
) -> tuple[int, ...]:
    """Active, quiet and arrested citizens after so many steps of Mesa's example."""
    model = mesas_model(seed, **parameters)
    with hurried(model) if hurry and SCENARIO is None else nullcontext():
        for _ in range(steps):
            model.step()
    found = tuple(int(getattr(model, name.upper())) for name in COUNTS)
    del model
    forget()
    return found


@contextmanager
def hurried(model: Any) -> Iterator[None]:
    """Spare Mesa's example what changes nothing: agents' records, and calls to see who is where."""
    collect, look = model.datacollector.collect, EpsteinAgent.update_neighbors
    model.datacollector.collect = lambda _: None
    EpsteinAgent.update_neighbors = look_around
    try:
        yield
    finally:
        model.datacollector.collect, EpsteinAgent.update_neighbors = collect, look


def look_around(agent: Any) -> None:
    """See the same in the same order, with the agents of cells as the neighbourhood keeps them."""
    agent.neighborhood = agent.cell.get_neighborhood(radius=agent.vision)
    agent.neighbors = agent.neighborhood.agents
    agent.empty_neighbors = [c for c, here in agent.neighborhood._cells.items() if not here]


def forget() -> None:
    """Let go of models that are no longer used: Mesa's caches on classes keep them."""
    Cell.get_neighborhood.cache_clear()
    Cell._neighborhood.cache_clear()
    getattr(mesa.Agent, "_ids", {}).clear()


def main() -> None:
    """Add to the sample what it lacks."""
    if not SAMPLE.exists():
        SAMPLE.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        there = {(row["setting"], int(row["seed"])) for row in csv.DictReader(file)}
    for name, setting in SETTINGS.items():
        for seed in range(1, setting.seeds + 1):
            if (name, seed) in there:
                continue
            found = counts_in_mesa(setting.parameters, setting.steps, seed)
            gc.collect()
            row = (name, mesa.__version__, seed, *found)
            with SAMPLE.open("a", encoding="utf-8") as file:
                file.write(",".join(map(str, row)) + "\n")
            sys.stderr.write(f"\r{name} {seed} ")


if __name__ == "__main__":
    main()
