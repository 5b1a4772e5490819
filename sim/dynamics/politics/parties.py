"""The life of armed parties: whom young men would join, splits, and the fall of the capital."""

from typing import Any

from sim.dynamics.membership import dissolve
from sim.dynamics.politics.beliefs import share_of_strength
from sim.kernels import clamp, kernel, uniform
from sim.state import codes
from sim.streams import stream

SPLIT = stream("politics.split")
WAR, CEASEFIRE, SETTLEMENT = codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
LATENT, ACTIVE, CENTRE = codes.LATENT, codes.ACTIVE, codes.AIM_CENTRE


@kernel
def choose_side(t: Any) -> None:
    """Which armed group the young men of each community would join: the one of their own around
    them, else the largest of their group that still fights, else a latent one."""
    for i in range(len(t.communities)):
        people = t.communities[i]
        best = -1
        score = -1.0
        for f in range(1, len(t.factions)):
            group = t.factions[f]
            if group.group != people.group:
                continue
            if t.dyads[t.pair[0, f]].stage == SETTLEMENT:
                continue
            value = 1.0 / (1.0 + f) + (1.0 if group.status == ACTIVE else 0.0)
            value += group.fighters / (group.fighters + 500.0)
            if value > score:
                score = value
                best = f
        row = t.cells[people.cell].bands
        while row >= 0:
            band = t.bands[row]
            own = band.alive != 0 and t.factions[band.faction].group == people.group
            if own and t.dyads[t.pair[0, band.faction]].stage != SETTLEMENT:
                best = band.faction
            row = band.next_here
        people.joins = best


@kernel
def spare_row(t: Any) -> int:
    """A row of the faction table that nobody uses, or -1."""
    for f in range(1, len(t.factions)):
        if t.factions[f].group < 0:
            return f
    return -1


@kernel
def split_off(t: Any, seed: int, week: int, k: int, spare: int) -> None:
    """Some of the bands of pair `k`'s armed group become a party of their own, in row `spare`."""
    parent = t.dyads[k].b
    old = t.factions[parent]
    new = t.factions[spare]
    new.kind = old.kind
    new.aim = old.aim
    new.group = old.group
    new.parent = parent
    new.stronghold = old.stronghold
    new.cohesion = clamp(old.cohesion + 0.1, 0.1, 0.95)
    new.predation = clamp(old.predation + 0.15, 0.0, 0.95)
    new.bombs = old.bombs
    new.status = ACTIVE
    part = 0.15 + 0.35 * uniform(seed, SPLIT, week, k, 1)
    new.money = old.money * part
    new.sponsor = old.sponsor * part
    old.money -= new.money
    old.sponsor -= new.sponsor
    t.dyads[t.pair[0, spare]].rivals = 1
    t.dyads[t.pair[spare, parent]].rivals = 1
    for i in range(len(t.bands)):
        band = t.bands[i]
        leaves = band.alive != 0 and band.faction == parent
        if leaves and uniform(seed, SPLIT, week, i, 2) < part:
            band.faction = spare


@kernel
def fragment(t: Any, q: Any, seed: int, week: int) -> None:
    """A party that has just signed may split: those who reject the deal fight on (Stedman 1997)."""
    p = q[0]
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.a != 0 or dyad.active == 0 or dyad.since != week:
            continue
        if dyad.stage != SETTLEMENT and dyad.stage != CEASEFIRE:
            continue
        old = t.factions[dyad.b]
        unhappy = clamp(dyad.belief_b + 0.3 - dyad.offer, 0.0, 1.0)
        if uniform(seed, SPLIT, week, k, 0) >= p.split * (1.0 - old.cohesion) * unhappy * 2.0:
            continue
        spare = spare_row(t)
        if spare >= 0 and old.bands >= 2:
            split_off(t, seed, week, k, spare)


@kernel
def prevails(t: Any, q: Any, f: int, capital: int) -> bool:
    """Whether group `f` is at war for the centre, outweighs the state, and holds the capital."""
    if t.factions[f].status != ACTIVE or t.factions[f].aim != CENTRE:
        return False
    k = t.pair[0, f]
    if t.dyads[k].stage != WAR or share_of_strength(t, q, k, 0.0) < q[0].victory:
        return False
    near = t.cells[capital].fighters
    for n in range(8):
        if t.neighbours[capital, n] >= 0:
            near += t.cells[t.neighbours[capital, n]].fighters
    return q[0].leverage * near >= t.cells[capital].state_force


@kernel
def seize_power(t: Any, q: Any, capital: int) -> int:
    """A centre-seeking group that outweighs the state and holds the capital takes power.

    Returns its row, or -1. Its people are included, the others lose their share; its fighters go
    home or into office, and armed conflict of this pair is over.
    """
    for f in range(1, len(t.factions)):
        if not prevails(t, q, f, capital):
            continue
        winner = t.factions[f]
        for g in range(len(t.groups)):
            if g == winner.group:
                t.groups[g].inclusion = 0.8
            else:
                t.groups[g].inclusion *= 0.6
        dissolve(t, f)
        # Half of the forces are led by the winners' people from now on.
        for i in range(0, len(t.forces), 2):
            t.forces[i].group = winner.group
        winner.status = LATENT
        winner.victories += 1
        return f
    return -1
