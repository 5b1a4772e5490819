"""The rule of Epstein's civil violence, model 1, as Mesa's example has it, compiled.

All agents act one after the other, in an order drawn for the step. A citizen in jail serves. Any
other rebels if her grievance exceeds her net risk by more than a threshold, then moves. A cop puts
one of the rebels in view in jail, then moves. Who moves goes to any empty cell in view.

It is quick without changing any of this: counts of who is in view are kept (`sim.epstein.counts`),
what a citizen dares is a number of cops per rebel, worked out once (`nerve`), and an empty cell is
found by trying (`sim.epstein.board`).
"""

from typing import Any

from sim.epstein.board import MOVE, OF_CITIZENS, OF_COPS, below, cell_of, mark, way_out, wrapped
from sim.epstein.counts import COPS, REBELS, in_view, stamp
from sim.kernels import inlined, kernel, philox4x32
from sim.kernels.philox import MASK
from sim.streams import stream

ACTIVE, QUIET, ARRESTED, COP = 1, 2, 3, 4  # what people do
ORDER, ARREST = stream("epstein.order"), stream("epstein.arrest")
BATCH = 64  # agents whose random words are drawn together, in a loop without branches


# ------------------------------------------------------------------------------ who is where


@kernel
def settle(t: Any, i: int, x: int, y: int, state: int) -> None:
    """Let somebody be at (x, y) in a state, and let all that others look up know it."""
    one = t.people[i]
    old_x, old_y, was = one.x, one.y, one.state
    here, there = cell_of(t, old_x, old_y), cell_of(t, x, y)
    if here != there:
        mark(t, old_x, old_y, 0)
        mark(t, x, y, 1)
        one.x = x
        one.y = y
    elif was == state:
        return
    if was != state:
        one.state = state
        t.tally[was] -= 1
        t.tally[state] += 1
    if was == ACTIVE:
        t.rebels[here] = -1
        stamp(t, REBELS, old_x, old_y, -1)
    if state == ACTIVE:
        t.rebels[there] = i
        stamp(t, REBELS, x, y, 1)
    if state == COP:
        stamp(t, COPS, old_x, old_y, -1)
        stamp(t, COPS, x, y, 1)


@kernel
def lay_out(t: Any) -> None:
    """Work out all that agents look up from where they are and what they do."""
    for k in range(len(t.taken)):
        t.taken[k] = 0
    for cell in range(len(t.rebels)):
        t.rebels[cell] = -1
    for word in range(len(t.near)):
        t.near[word] = 0
    for state in range(len(t.tally)):
        t.tally[state] = 0
    for i in range(len(t.people)):
        one = t.people[i]
        mark(t, one.x, one.y, 1)
        t.tally[one.state] += 1
        if one.state == ACTIVE:
            t.rebels[cell_of(t, one.x, one.y)] = i
            stamp(t, REBELS, one.x, one.y, 1)
        elif one.state == COP:
            stamp(t, COPS, one.x, one.y, 1)


# ------------------------------------------------------------------------------ what they do


@inlined
def cell_seen(t: Any, x: int, y: int, k: int) -> int:
    """Number of the cell that offset `k` leads to from (x, y)."""
    way, grid = t.offsets[k], t.grid[0]
    return cell_of(t, wrapped(x + way.x, grid.width), wrapped(y + way.y, grid.height))


@inlined
def go(t: Any, i: int, k: int, state: int) -> None:
    """Let somebody go by offset `k` (or stay: -1), and be in a state from then on."""
    x, y = t.people[i].x, t.people[i].y
    if k >= 0:
        x = wrapped(x + t.offsets[k].x, t.grid[0].width)
        y = wrapped(y + t.offsets[k].y, t.grid[0].height)
    settle(t, i, x, y, state)


@inlined
def dares(nerve: int, cops: int, rebels: int) -> bool:
    """Whether cops / rebels, rounded (halves to the even number), is below `nerve`; rebels >= 1."""
    twice, half = 2 * cops, (2 * nerve - 1) * rebels
    return twice < half or (twice == half and nerve & 1 == 1)


@kernel
def citizen(t: Any, i: int, place: int) -> None:
    """Let citizen `i`, at a place of the batch, act."""
    one = t.people[i]
    if one.jail_sentence > 0:
        one.jail_sentence -= 1
        return
    # She counts herself among the rebels.
    rebels = 1 + in_view(t, REBELS, one.x, one.y)
    state = ACTIVE if dares(one.nerve, in_view(t, COPS, one.x, one.y), rebels) else QUIET
    go(t, i, way_out(t, OF_CITIZENS, i, place), state)


@inlined
def rebels_seen(t: Any, x: int, y: int) -> int:
    """How many rebels a cop at (x, y) has in view."""
    reach = t.reaches[OF_COPS]
    if reach.size == t.reaches[OF_CITIZENS].size:
        return in_view(t, REBELS, x, y)
    found = 0
    for k in range(reach.first, reach.first + reach.size):
        found += t.rebels[cell_seen(t, x, y, k)] >= 0
    return found


@kernel
def arrest(t: Any, i: int) -> None:
    """Let cop `i` jail one of the rebels in view, each with the same chance."""
    x, y = t.people[i].x, t.people[i].y
    rebels = rebels_seen(t, x, y)
    if rebels == 0:
        return
    turn, reach = t.turn[0], t.reaches[OF_COPS]
    a, b, _, _ = philox4x32(i, 0, turn.step, ARREST, turn.seed & MASK, turn.seed >> 32)
    left = below(a, rebels)
    for k in range(reach.first, reach.first + reach.size):
        who = t.rebels[cell_seen(t, x, y, k)]
        if who >= 0:
            if left == 0:
                one = t.people[who]
                one.jail_sentence = below(b, turn.max_jail_term + 1)
                settle(t, who, one.x, one.y, ARRESTED)
                return
            left -= 1


# ------------------------------------------------------------------------------ a step


@kernel
def shuffle(t: Any) -> None:
    """Put all agents into `order`, as drawn for the step (Fisher & Yates)."""
    seed, step = t.turn[0].seed, t.turn[0].step
    n = len(t.order)
    for i in range(n):
        t.order[i] = i
    last = n - 1  # of the places that are open
    block = 0
    while last > 0:
        a, b, c, d = philox4x32(block, 0, step, ORDER, seed & MASK, seed >> 32)
        block += 1
        for _ in range(4):
            if last > 0:
                other = below(a, last + 1)
                kept = t.order[last]
                t.order[last] = t.order[other]
                t.order[other] = kept
                last -= 1
            a, b, c = b, c, d


@kernel
def draw(t: Any, start: int, agents: int) -> None:
    """Draw the random words of the agents at places `start` and on, and fetch what they read.

    Words of many are quick to draw at a time; rows that lie anywhere arrive together.
    """
    seed, step = t.turn[0].seed, t.turn[0].step
    for place in range(agents):
        one = t.people[t.order[start + place]]
        t.fetched[place] = one.x + one.y + one.state + one.jail_sentence + one.nerve
    for place in range(agents):
        i = t.order[start + place]
        a, b, c, d = philox4x32(i, 0, step, MOVE, seed & MASK, seed >> 32)
        t.words[0, place] = a
        t.words[1, place] = b
        t.words[2, place] = c
        t.words[3, place] = d


@kernel
def act(t: Any, start: int, agents: int) -> None:
    """Let the agents at places `start` and on act, one after the other; not more than a batch."""
    draw(t, start, agents)
    for place in range(agents):
        i = t.order[start + place]
        if t.people[i].state == COP:
            arrest(t, i)
            go(t, i, way_out(t, OF_COPS, i, place), COP)
        else:
            citizen(t, i, place)


@kernel
def advance(t: Any) -> None:
    """Let all agents act in an order drawn for the step."""
    t.turn[0].step += 1
    shuffle(t)
    n = len(t.order)
    start = 0
    while start < n:
        act(t, start, min(BATCH, n - start))
        start += BATCH


@kernel
def alone(t: Any, i: int) -> None:
    """Let one agent act before the next step, with the luck of that step."""
    t.turn[0].step += 1
    t.order[0] = i
    act(t, 0, 1)
    t.turn[0].step -= 1
