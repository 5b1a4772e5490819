"""The same work beside Mesa: its example of Epstein's civil violence, and `sim.epstein`.

Both models live in one process on one core, with the parameters of Mesa's example; Mesa's is
stepped as it ships, ours by ``model.step()``. An agent-step is one citizen or cop, free or in jail,
that lives through one step. Each model makes a step before the clock starts, in which Mesa fills
its caches. Then they take turns, so that both meet the same machine.
"""

import time
from statistics import median
from typing import Any, NamedTuple

from sim.epstein import CivilViolence
from tests.epstein.mesa_sample import mesas_model


class Size(NamedTuple):
    """Side of the grid in cells, steps that each model makes in a turn, and the least ratio."""

    side: int
    steps_of_mesa: int
    steps_of_ours: int
    bar: int


SIZES = (Size(40, 10, 1000, 400), Size(100, 2, 150, 1000), Size(200, 1, 40, 1000))
TURNS = 3


def compare() -> dict[str, dict[str, float]]:
    """Agent-steps a second of both models, and their ratio: medians of turns, by size."""
    return {f"{size.side} x {size.side}": beside(size) for size in SIZES}


def beside(size: Size) -> dict[str, float]:
    """The figures of one size."""
    mesas = mesas_model(1, width=size.side, height=size.side)
    ours = CivilViolence(width=size.side, height=size.side, rng=1)
    mesas.step()
    ours.step()
    counts = len(mesas.agents), len(ours.town.people)
    turns = [
        (rate(mesas, size.steps_of_mesa, counts[0]), rate(ours, size.steps_of_ours, counts[1]))
        for _ in range(TURNS)
    ]
    return {
        "mesa": median(theirs for theirs, _ in turns),
        "ours": median(own for _, own in turns),
        "ratio": median(own / theirs for theirs, own in turns),
        "bar": size.bar,
        "agents": counts[0],
        "steps_of_mesa": TURNS * size.steps_of_mesa,
        "steps_of_ours": TURNS * size.steps_of_ours,
    }


def rate(model: Any, steps: int, agents: int) -> float:
    """Agent-steps in a second of the processor."""
    began = time.process_time()
    for _ in range(steps):
        model.step()
    return agents * steps / (time.process_time() - began)


def show(found: dict[str, dict[str, float]]) -> None:
    """Print what `compare` found."""
    print(f"\nEpstein's civil violence, agent-steps a second (medians of {TURNS} turns)")
    print(f"  {'grid':12}{'agents':>8}{'Mesa':>10}{'ours':>14}{'ratio':>8}{'bar':>7}   steps")
    for name, one in found.items():
        print(
            f"  {name:12}{one['agents']:8.0f}{one['mesa']:10,.0f}{one['ours']:14,.0f}"
            f"{one['ratio']:8,.0f}{one['bar']:7,.0f}   "
            f"{one['steps_of_mesa']:.0f} and {one['steps_of_ours']:.0f}"
        )


if __name__ == "__main__":
    show(compare())
