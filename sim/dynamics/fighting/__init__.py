"""What comes of the week's decisions to attack: fights, attacks on people, convoys, peacekeepers.

`clashes` are fights between armed people, `attacks` those on others, `state_forces` the operations
of army and police; `losses` is what all have in common.
"""

from typing import Any

from sim.dynamics.fighting.attacks import (
    ambush_convoy,
    attack_people,
    hit_peacekeepers,
    wreck_works,
)
from sim.dynamics.fighting.clashes import ambush, rivals
from sim.dynamics.fighting.parameters import Fighting
from sim.dynamics.fighting.state_forces import find_bands, resolve_forces
from sim.kernels import kernel
from sim.state import codes
from sim.state.world import World

__all__ = ["Fighting", "band_attacks", "operations", "reconnoitre", "resolve_bands"]

HIT_FORCES, HIT_CIVILIANS, HIT_RIVALS, HIT_CONVOY, HIT_PEACEKEEPERS, HIT_WORKS = (
    codes.HIT_FORCES,
    codes.HIT_CIVILIANS,
    codes.HIT_RIVALS,
    codes.HIT_CONVOY,
    codes.HIT_PEACEKEEPERS,
    codes.HIT_WORKS,
)
DEPLOYED = codes.DEPLOYED


@kernel
def resolve(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Carry out band `i`'s attack, if its target is still there."""
    band = t.bands[i]
    if band.action == HIT_FORCES:
        ambush(t, q, seed, week, i, band.target)
    elif band.action == HIT_CIVILIANS:
        attack_people(t, q, seed, week, i)
    elif band.action == HIT_RIVALS:
        if t.bands[band.target].alive != 0:
            rivals(t, q, seed, week, i)
    elif band.action == HIT_CONVOY:
        convoy = t.convoys[band.target]
        if convoy.alive != 0 and convoy.cell == band.cell:
            ambush_convoy(t, q, seed, week, i)
    elif band.action == HIT_WORKS:
        if t.communities[band.target].site > 0.0:
            wreck_works(t, q, seed, week, i)
    elif band.action == HIT_PEACEKEEPERS and t.peacekeepers[band.target].stage == DEPLOYED:
        hit_peacekeepers(t, q, seed, week, i)


@kernel
def resolve_bands(t: Any, q: Any, order: Any, seed: int, week: int) -> None:
    """Carry out every band's attack, in the order drawn for the week."""
    for k in range(len(order)):
        if t.bands[order[k]].alive != 0 and t.bands[order[k]].target >= 0:
            resolve(t, q, seed, week, order[k])


def reconnoitre(world: World) -> None:
    """Let the state learn where bands are."""
    find_bands(world.rows, world.params["fighting"], world.seed, world.week)


def band_attacks(world: World, order: Any) -> None:
    """Resolve the attacks of bands in the given order of rows."""
    resolve_bands(world.rows, world.params["fighting"], order, world.seed, world.week)


def operations(world: World, order: Any) -> None:
    """Resolve the operations of local forces in the given order of rows."""
    resolve_forces(world.rows, world.params["fighting"], order, world.seed, world.week)
