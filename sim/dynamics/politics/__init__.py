"""War aims, beliefs, talks, agreements, and keeping them or not, week by week.

`beliefs` say who would win and whether promises hold; `talks` open and find deals;
`agreements` are signed, kept or broken; `implementation` carries them out; `parties` split, and may
take the capital.
"""

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
from sim.dynamics.politics.talks import bargain
from sim.state.world import World

__all__ = ["Politics", "bargaining", "choose_side", "overthrow", "promise", "put_down", "strength"]


def strength(world: World) -> None:
    """Count strength by party."""
    count_strength(world.rows, world.params["politics"])


def bargaining(world: World) -> None:
    """One week of politics between all pairs of parties."""
    rows, q = world.rows, world.params["politics"]
    believe(rows, q)
    bargain(rows, q, world.seed, world.week)
    fragment(rows, q, world.seed, world.week)
    share_power(rows, q)
    recentralise(rows, q)
    disarm(rows, q, world.seed, world.week)
    end_lost_causes(rows, q, world.week)
    choose_side(rows)


def overthrow(world: World) -> int:
    """The row of a group that took power this week, or -1."""
    return int(seize_power(world.rows, world.params["politics"], world.capital))
