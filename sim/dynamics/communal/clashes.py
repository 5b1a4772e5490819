"""Clashes between two communities, and the rumour of them."""

from typing import Any

from sim.dynamics.communal.truces import broken
from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.kernels import exponential, kernel, poisson, uniform
from sim.state import codes
from sim.streams import stream

CLASH, RUMOUR = stream("communal.clash"), stream("communal.rumour")
COMMUNAL, CIVILIANS, DISPUTE = codes.COMMUNAL, codes.CIVILIANS, codes.DISPUTE
DAYS, LUCK = 6, 5  # of an outbreak at most, and draws of each
WITHIN_EARSHOT = 12  # rows of the table of ties, before and after, in which neighbours lie


@kernel
def order_kept(t: Any, q: Any, cell: int) -> float:
    """How far forces, police and peacekeepers keep order in a cell, 0 to 1."""
    place = t.cells[cell]
    guard = place.order + 0.5 * place.pk_police * 3.0 + place.pk_force
    return guard / (guard + q[0].guard_half)


@kernel
def outbreak(t: Any, q: Any, seed: int, week: int, i: int, cause: int) -> None:
    """The two communities of pair `i` fight, on one day or until order is back (Horowitz 2001);
    neighbours of the same groups hear of it."""
    p = q[0]
    tie = t.ties[i]
    if tie.disputes >= 1.0:
        tie.disputes -= 1.0
        tie.violent_disputes += 1.0
    going_on = p.unrest * (1.0 - p.guarded * order_kept(t, q, t.communities[tie.a].cell))
    dead = 0.0
    for day in range(DAYS):
        luck = LUCK * day
        row = clash(t, q, seed, week, i, luck)
        t.events[row].cause = cause
        dead += t.events[row].deaths_civilians
        if uniform(seed, CLASH, week, i, luck) >= going_on:
            break
    tie.tension = min(1.0, tie.tension + p.shock + 0.02 * dead)
    tie.last_clash = week
    broken(t, q, i)
    tie.contact *= 1.0 - p.avoid
    spread(t, seed, week, i, p.rumour * (p.shock + 0.02 * dead))


@kernel
def clash(t: Any, q: Any, seed: int, week: int, i: int, luck: int) -> int:
    """The two communities of pair `i` clash.

    Its draws begin at `luck`; returns the row of the event, over one more dispute.
    """
    p = q[0]
    tie = t.ties[i]
    one = t.communities[tie.a]
    two = t.communities[tie.b]
    attacker_first = uniform(seed, CLASH, week, i, luck + 1) < 0.5
    # The larger and the better armed a community, the more it can do.
    size = (min(one.population, two.population) / 15_000.0) * (1.0 + p.arms * (one.arms + two.arms))
    heat = exponential(uniform(seed, CLASH, week, i, luck + 2)) * (0.5 + tie.tension)
    mean = p.deaths * min(size, 6.0) * heat * (1.0 - 0.5 * order_kept(t, q, one.cell))
    dead_a = poisson(0.5 * mean, uniform(seed, CLASH, week, i, luck + 3))
    dead_b = poisson(0.5 * mean, uniform(seed, CLASH, week, i, luck + 4))
    row = note(t, seed, week, two.cell if attacker_first else one.cell, COMMUNAL, DISPUTE)
    event = t.events[row]
    event.side_a = CIVILIANS
    event.side_b = CIVILIANS
    event.group_a = one.group
    event.group_b = two.group
    event.initiator = CIVILIANS
    lost_a = kill_civilians(t, tie.a, dead_a)
    lost_b = kill_civilians(t, tie.b, dead_b)
    event.deaths_civilians = lost_a + lost_b
    one.harm_communal = bump(one.harm_communal, lost_a, 5.0)
    two.harm_communal = bump(two.harm_communal, lost_b, 5.0)
    tie.revenge += lost_a + lost_b
    close(t, row)
    return row


@kernel
def spread(t: Any, seed: int, week: int, i: int, shock: float) -> None:
    """Rumour of a clash of pair `i`: pairs of the same two groups nearby expect the same."""
    one = t.communities[t.ties[i].a]
    two = t.communities[t.ties[i].b]
    low = max(0, i - WITHIN_EARSHOT)
    for j in range(low, min(len(t.ties), i + WITHIN_EARSHOT + 1)):
        near = t.ties[j]
        a = t.communities[near.a].group
        b = t.communities[near.b].group
        alike = (a == one.group and b == two.group) or (a == two.group and b == one.group)
        if j != i and alike:
            heard = shock * uniform(seed, RUMOUR, week, i, j - low)
            near.tension = min(1.0, near.tension + heard)
