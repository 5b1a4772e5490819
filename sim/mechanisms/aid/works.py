"""Visible projects: wells, roads, clinics, schools, chosen, asked about, and paid for week by week.

Experts ask, plan and supervise; without them money goes to clients and nobody was asked. Agencies
who do not know of each other begin works where others are already building.
"""

from typing import Any

from sim.kernels import draw_numbers, kernel, uniform
from sim.mechanisms.aid.access import clients, refused, weight
from sim.mechanisms.base import danger
from sim.streams import stream

SITE = stream("aid.site")
LOOK_AT = 32  # communities weighed for each project
SHARE_HALF = 0.1  # of money for experts at which half of what experts can do is done
HELD_BACK, REFUSED, TAKEN, TWICE, AMONG_FORCES, PAID, PURSE = range(7)  # slots of counters


@kernel
def promise(t: Any, q: Any, i: int, contested: bool, u: float) -> float:
    """How good a place community `i` seems for works: by need, or where forces operate."""
    p = q[0]
    one = t.communities[i]
    place = t.cells[one.cell]
    size = one.population + one.hosted
    if contested:
        forces = place.state_force + place.pk_force
        alarm = place.reported / (place.reported + p.caution)
        return size * alarm * forces / (forces + 50.0)
    exact = p.targeting
    seen = exact * (1.0 - one.needs) + (1.0 - exact) * u
    built = 1000.0 * (one.works + p.agencies * one.site) / (size + 1.0)
    return size * seen * weight(t, i) / (1.0 + built)


@kernel
def begin(t: Any, q: Any, tally: Any, k: int, seed: int, week: int) -> None:
    """Choose a place for works and begin them there, if it can be reached and lets them in."""
    p = q[0]
    contested = uniform(seed, SITE, week, k, 900) < p.in_operations
    best = -1
    top = 0.0
    draw_numbers(t.draws, LOOK_AT, seed, SITE, week, k, 0)
    for look in range(LOOK_AT):
        i = int(t.draws[0, look] * len(t.communities))
        if t.communities[i].site > 0.0 and uniform(seed, SITE, week, k, 200 + look) < p.agencies:
            continue  # others are building there, and said so
        value = promise(t, q, i, contested, uniform(seed, SITE, week, k, 400 + look))
        if value > top:
            top = value
            best = i
    if best < 0:
        return
    one = t.communities[best]
    if not contested and uniform(seed, SITE, week, k, 901) < danger(t.cells[one.cell], p.caution):
        tally[HELD_BACK] += 1.0
        return
    if refused(t, best, uniform(seed, SITE, week, k, 902)):
        tally[REFUSED] += 1.0
        return
    asked = p.consult * p.experts / (p.experts + SHARE_HALF)
    if one.site > 0.0:
        tally[TWICE] += 1.0
    one.apiece = (one.site * one.apiece + p.size * p.size) / (one.site + p.size)
    held = one.works + one.site
    one.asked = (held * one.asked + p.size * asked) / (held + p.size)
    one.site += p.size


@kernel
def plan_sites(t: Any, q: Any, tally: Any, seed: int, week: int) -> None:
    """Begin as many new works as `tally[PURSE]`, a week's thousand US dollars, can keep busy."""
    p = q[0]
    busy = 0.0
    for i in range(len(t.communities)):
        busy += t.communities[i].site / p.size
    lacking = int(tally[PURSE] * p.build / p.size - busy + 0.5)
    for k in range(max(0, lacking)):
        begin(t, q, tally, k, seed, week)


@kernel
def pay_builders(t: Any, q: Any, tally: Any, building: Any, seed: int, week: int) -> None:
    """Share `tally[PURSE]` thousand US dollars out among works under way, into `building`.

    Nobody works where it is dangerous; part goes to experts; what they do not watch, to clients.
    """
    p = q[0]
    wanted = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.site > 0.0:
            risk = danger(t.cells[one.cell], p.caution) * (1.0 - p.in_operations)
            if uniform(seed, SITE, week, i, 903) < risk:
                tally[HELD_BACK] += one.site / p.build
                continue
            building[i] = one.site / p.build
            wanted += building[i]
    part = min(1.0, tally[PURSE] / max(wanted, 1e-9))
    watched = p.experts / (p.experts + SHARE_HALF)
    for i in range(len(t.communities)):
        if building[i] <= 0.0:
            continue
        one = t.communities[i]
        paid = building[i] * part
        place = t.cells[one.cell]
        tally[PAID] += paid
        if place.state_force + place.pk_force > 0.0:
            tally[AMONG_FORCES] += paid * p.in_operations
        work = paid * (1.0 - p.experts)
        taken = work * p.favour * clients(t, one.district) * (1.0 - watched)
        tally[TAKEN] += taken
        building[i] = work - taken


@kernel
def abandon(t: Any) -> None:
    """Leave all works that are not finished."""
    for i in range(len(t.communities)):
        one = t.communities[i]
        one.site = 0.0
        one.apiece = 0.0
        t.books[0].works_worn += one.laid
        one.laid = 0.0
