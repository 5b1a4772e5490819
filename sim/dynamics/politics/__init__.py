"""War aims, beliefs, talks, agreements, and keeping them or not, week by week.

`beliefs` say who would win and whether promises hold; `talks` open and find deals;
`agreements` are signed, kept or broken; `implementation` carries them out; `parties` split, and may
take the capital.
"""

from typing import Any

from sim.dynamics.politics.agreements import promise, put_down
from sim.dynamics.politics.beliefs import believe, count_strength
from sim.dynamics.politics.implementation import (
    disarm,
    end_lost_causes,
    recentralise,
    share_power,
)
from sim.dynamics.politics.parameters import Politics
from sim.dynamics.politics.parties import choose_side, fragment, seize_power
from sim.dynamics.politics.talks import bargain, weigh_stakes
from sim.kernels import kernel
from sim.state.world import World

__all__ = [
    "Politics",
    "bargaining",
    "choose_side",
    "overthrow",
    "promise",
    "put_down",
    "strength",
    "weigh_stakes",
]


def strength(world: World) -> None:
    """Count strength by party."""
    count_strength(world.rows, world.params["politics"])


@kernel
def one_week(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of politics between all pairs of parties, in one call from Python."""
    believe(t, q)
    bargain(t, q, seed, week)
    fragment(t, q, seed, week)
    share_power(t, q)
    recentralise(t, q)
    disarm(t, q, seed, week)
    end_lost_causes(t, q, week)
    choose_side(t)


def bargaining(world: World) -> None:
    """One week of politics between all pairs of parties."""
    one_week(world.rows, world.params["politics"], world.seed, world.week)


def overthrow(world: World) -> int:
    """The row of a group that took power this week, or -1."""
    return int(seize_power(world.rows, world.params["politics"], world.capital))
