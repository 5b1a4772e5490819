"""Goods that people need, in tonnes: how much, and the stores that they are in by kind."""

from typing import Any

from sim.kernels import kernel
from sim.state import codes

FOOD, HEALTH = codes.FOOD, codes.HEALTH
# Tonnes that meet the whole need of a person for a week: a ration of 500 g a day; an emergency
# health kit of a tonne for 10,000 people and 3 months; shelter and household goods of 10 kg a year.
FOOD_NEED, HEALTH_NEED, SHELTER_NEED = 0.0035, 7.7e-6, 0.0002
RATION = 285.0  # persons whom a tonne feeds for a week


@kernel
def in_store(t: Any, h: int, kind: int) -> float:
    """Tonnes of a kind of aid at a hub."""
    if kind == FOOD:
        return t.hubs[h].food
    return t.hubs[h].health if kind == HEALTH else t.hubs[h].shelter


@kernel
def fullest(t: Any, kind: int) -> int:
    """The hub with most aid of a kind."""
    best = 0
    for h in range(len(t.hubs)):
        if in_store(t, h, kind) > in_store(t, best, kind):
            best = h
    return best


@kernel
def store(t: Any, h: int, kind: int, tonnes: float) -> None:
    """Put aid into a hub's store; take it out where `tonnes` is below 0."""
    if kind == FOOD:
        t.hubs[h].food += tonnes
    elif kind == HEALTH:
        t.hubs[h].health += tonnes
    else:
        t.hubs[h].shelter += tonnes


@kernel
def give(t: Any, i: int, kind: int, tonnes: float) -> None:
    """Hand aid to a community, which uses it up over weeks."""
    if kind == FOOD:
        t.communities[i].food_store += tonnes
    elif kind == HEALTH:
        t.communities[i].health_store += tonnes
    else:
        t.communities[i].shelter_store += tonnes
