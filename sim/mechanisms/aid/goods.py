"""Aid in goods: bought into hubs, sent by convoy to those in need, used up over weeks.

Agencies who do not know of each other's convoys send several to the same place. Armed groups who
rule a place and do not hold those who bring aid for impartial turn it away.
"""

from typing import Any

from sim.kernels import draw_numbers, kernel, uniform
from sim.mechanisms.aid.access import clients, refused, weight
from sim.mechanisms.base import danger
from sim.state import codes
from sim.state.goods import FOOD_NEED, HEALTH_NEED, SHELTER_NEED, in_store, store
from sim.streams import stream

ASSESS = stream("aid.assess")
FOOD, HEALTH, SHELTER, LOADING = codes.FOOD, codes.HEALTH, codes.SHELTER, codes.LOADING
LOOK_AT = 48  # communities weighed for each convoy
TRUCK = 10.0  # tonnes on a truck
ENOUGH = 3.0  # weeks of need on the road or in store beyond which another convoy is one too many
MOST_RIDERS = 0.3  # of troops who can ride with aid
SPENT, NO_ROOM, HELD_BACK, NO_TRUCKS, REFUSED, TWICE, UNGUARDED, FLEET = range(
    8
)  # slots of counters


@kernel
def room_at(t: Any, h: int) -> float:
    """Tonnes of aid that a hub can handle this week: the mission's supplies go first."""
    return max(0.0, t.hubs[h].throughput - t.hubs[h].handled)


@kernel
def procure(t: Any, q: Any, tally: Any, money: float) -> None:
    """Bring the week's purchases into the hubs, by their size, less what is diverted there."""
    p = q[0]
    goods = p.food + p.health + p.shelter
    budget = money / goods
    food = budget * p.food / p.food_tonne
    health = budget * p.health / p.health_tonne
    shelter = budget * p.shelter / p.shelter_tonne
    wanted = food + health + shelter
    capacity = 0.0
    for h in range(len(t.hubs)):
        capacity += room_at(t, h)
    fits = min(1.0, capacity / max(wanted, 1e-9))
    tally[SPENT] += money * fits
    tally[NO_ROOM] += wanted * (1.0 - fits)
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        part = fits * room_at(t, h) / max(capacity, 1e-9)
        keep = 1.0
        district = t.cells[hub.cell].district
        if district >= 0:
            unwatched = 1.0 - p.noticed * t.mission[0].tracked
            keep = 1.0 - p.diversion * unwatched * clients(t, district)
        hub.food += food * part * keep
        hub.health += health * part * keep
        hub.shelter += shelter * part * keep
        t.books[0].aid_in += wanted * part
        t.books[0].aid_lost += wanted * part * (1.0 - keep)


@kernel
def need(t: Any, i: int, kind: int) -> float:
    """Tonnes of a commodity that a community with nothing of its own would use in a week."""
    mouths = t.communities[i].population + t.communities[i].hosted
    if kind == FOOD:
        return FOOD_NEED * mouths
    return mouths * (HEALTH_NEED if kind == HEALTH else SHELTER_NEED)


@kernel
def stored(t: Any, i: int, kind: int) -> float:
    """Tonnes of aid of a kind that a community has in store."""
    one = t.communities[i]
    if kind == FOOD:
        return one.food_store
    return one.health_store if kind == HEALTH else one.shelter_store


@kernel
def short_of(t: Any, i: int, kind: int) -> float:
    """Share of a need that is not met."""
    one = t.communities[i]
    if kind == FOOD:
        return 1.0 - one.food
    return 1.0 - (one.health if kind == HEALTH else one.shelter)


@kernel
def lacking(t: Any, q: Any, heading: Any, i: int, kind: int, u: float) -> float:
    """People believed to lack a commodity in a community, as far as its stocks do not cover it.

    An assessment tells the true need, or, with no means to tell, anything (the draw `u`); officials
    know more. What other agencies have sent (`heading`) is known as far as they tell each other.
    """
    p = q[0]
    one = t.communities[i]
    mouths = one.population + one.hosted
    known = p.survey_known * t.mission[0].steered * t.districts[one.district].administration
    exact = p.targeting + (1.0 - p.targeting) * known
    seen = exact * short_of(t, i, kind) + (1.0 - exact) * u
    there = stored(t, i, kind) + p.agencies * heading[kind, i]
    return mouths * seen / (1.0 + there / (need(t, i, kind) + 1e-9))


@kernel
def destination(t: Any, q: Any, heading: Any, seed: int, week: int, row: int) -> int:
    """Where convoy `row` is needed most, by imperfect assessments, as far as its road reaches."""
    h = t.convoys[row].hub
    kind = t.convoys[row].commodity
    best = -1
    top = 0.0
    draw_numbers(t.draws, LOOK_AT, seed, ASSESS, week, row, 100 * kind)
    for k in range(LOOK_AT):
        i = int(t.draws[0, k] * len(t.communities))
        one = t.communities[i]
        if t.toward_hub[h, one.cell] < 0 and one.cell != t.hubs[h].cell:
            continue
        u = uniform(seed, ASSESS, week, row, 1000 + k)
        value = lacking(t, q, heading, i, kind, u) * weight(t, i)
        if value > top:
            top = value
            best = i
    return best


@kernel
def under_way(t: Any, heading: Any) -> float:
    """Add up by kind and community what is on the road to it, in tonnes; riders with convoys."""
    riders = 0.0
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        if convoy.alive != 0:
            riders += convoy.guard
            if convoy.load > 0.0 and convoy.destination >= 0:
                heading[convoy.commodity, convoy.destination] += convoy.load
    return riders


@kernel
def load_up(t: Any, row: int, goal: int, tonnes: float) -> None:
    """Start a convoy, whose hub and commodity are set, towards a community."""
    convoy = t.convoys[row]
    h = convoy.hub
    kind = convoy.commodity
    convoy.alive = 1
    convoy.overridden = 0
    convoy.cell = t.hubs[h].cell
    convoy.next_here = -1
    convoy.via = -1
    convoy.rejoin = -1
    convoy.destination = goal
    convoy.load = tonnes
    convoy.state = LOADING
    convoy.progress = 0.0
    convoy.proceed = 1
    store(t, h, kind, -tonnes)


@kernel
def held_up(t: Any, q: Any, row: int, goal: int, seed: int, week: int) -> int:
    """Why convoy `row` does not set out: too dangerous a place, or not let in; -1 if it does."""
    place = t.cells[t.communities[goal].cell]
    # Whoever has soldiers on board dares more.
    risk = danger(place, q[0].caution) / (1.0 + 0.02 * t.convoys[row].guard)
    if uniform(seed, ASSESS, week, row, 5000) < risk:
        return HELD_BACK
    return REFUSED if refused(t, goal, uniform(seed, ASSESS, week, row, 5001)) else -1


@kernel
def send(t: Any, q: Any, tally: Any, heading: Any, seed: int, week: int) -> float:
    """Send convoys from every hub with full loads, as far as trucks and access allow.

    `tally[FLEET]` holds the convoys that there can be. Returns the soldiers who ride with them now.
    """
    p = q[0]
    busy = 0
    for i in range(len(t.convoys)):
        busy += t.convoys[i].alive
    riding = under_way(t, heading)
    row = 0
    for h in range(len(t.hubs)):
        for kind in range(3):
            # A tonne of medicine or tents fills more than a tonne of a truck.
            load = p.convoy_load * (1.0 if kind == FOOD else (0.08 if kind == HEALTH else 0.4))
            while in_store(t, h, kind) >= load:
                while row < len(t.convoys) and t.convoys[row].alive != 0:
                    row += 1
                if busy >= tally[FLEET] or row >= len(t.convoys):
                    tally[NO_TRUCKS] += load
                    break
                convoy = t.convoys[row]
                convoy.hub = h
                convoy.commodity = kind
                convoy.guard = 0.0
                goal = destination(t, q, heading, seed, week, row)
                if goal < 0:
                    break
                if uniform(seed, ASSESS, week, row, 5002) < p.escort:
                    if riding + p.riders <= MOST_RIDERS * t.mission[0].armed:
                        convoy.guard = p.riders
                    else:
                        tally[UNGUARDED] += p.riders
                why = held_up(t, q, row, goal, seed, week)
                if why >= 0:
                    tally[why] += load
                    convoy.guard = 0.0
                    break
                if stored(t, goal, kind) + heading[kind, goal] > ENOUGH * need(t, goal, kind):
                    tally[TWICE] += load
                load_up(t, row, goal, load)
                riding += convoy.guard
                heading[kind, goal] += load
                busy += 1
    return riding


@kernel
def use_up(t: Any, q: Any, held: float, wanted: float) -> float:
    """Tonnes that a community with some tonnes in store uses in a week."""
    used = min(held, q[0].ration * wanted)
    t.books[0].aid_out += used
    return used


@kernel
def hand_out(t: Any, q: Any, given: Any, n: Any) -> None:
    """Use up a week of communities' stocks. For each kind of goods `given` receives rows and shares
    of need, `n` their number."""
    for i in range(len(t.communities)):
        one = t.communities[i]
        mouths = max(one.population + one.hosted, 1.0)
        if one.food_store > 0.0:
            used = use_up(t, q, one.food_store, FOOD_NEED * mouths)
            one.food_store -= used
            given[FOOD, 0, n[FOOD]] = i
            given[FOOD, 1, n[FOOD]] = used / (FOOD_NEED * mouths)
            n[FOOD] += 1
        if one.health_store > 0.0:
            used = use_up(t, q, one.health_store, HEALTH_NEED * mouths)
            one.health_store -= used
            given[HEALTH, 0, n[HEALTH]] = i
            given[HEALTH, 1, n[HEALTH]] = used / (HEALTH_NEED * mouths)
            n[HEALTH] += 1
        if one.shelter_store > 0.0:
            used = use_up(t, q, one.shelter_store, SHELTER_NEED * mouths)
            one.shelter_store -= used
            given[SHELTER, 0, n[SHELTER]] = i
            given[SHELTER, 1, n[SHELTER]] = used / (SHELTER_NEED * mouths)
            n[SHELTER] += 1
